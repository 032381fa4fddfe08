"""The settings of the service: one frozen object, read once at the edge."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_data_path

from video_indexer_emulator.address import LOOPBACK, Address, Network, read_proxies
from video_indexer_emulator.errors import NothingShared, UnsafeSetting
from video_indexer_emulator.model import Account, Coding

DEVELOPMENT_SECRET = "video-indexer-emulator-development-secret"  # noqa: S105 - public on purpose, see below
"""The well-known credential of the development accounts, as Azurite has one.

It stands for the Entra token that Azure Resource Manager would want. Everybody knows it, so the
service refuses to listen beyond loopback while it is in force.
"""

LEAST_SECRET = 16
"""Characters of a secret by which others than programs of this machine are let in."""

DEVELOPMENT_ACCOUNT = Account(
    id="d0000000-0000-4000-8000-000000000001",
    name="development",
    location="trial",
    subscription_id="d0000000-0000-4000-8000-0000000000aa",
    resource_group="development",
)
SECOND_DEVELOPMENT_ACCOUNT = Account(
    id="d0000000-0000-4000-8000-000000000002",
    name="development-2",
    location="trial",
    subscription_id="d0000000-0000-4000-8000-0000000000aa",
    resource_group="development",
)
"""A neighbour, so that a client can be shown not to see another account's videos."""

DEVELOPMENT_ACCOUNTS = (DEVELOPMENT_ACCOUNT, SECOND_DEVELOPMENT_ACCOUNT)

LOOPBACK_PROXIES = read_proxies(LOOPBACK)
GIBIBYTE = 1024**3
MODEL_CACHE = user_data_path("video-indexer-emulator") / "models"
"""Kept for the user rather than for one data folder, so that the models are fetched once."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How one service is run."""

    data: Path  # folder of everything that is kept: catalog, jobs, blobs, keys
    host: str = "127.0.0.1"  # address to listen on
    port: int = 8700  # 0: any free port
    secret: str = DEVELOPMENT_SECRET  # bearer that generateAccessToken accepts
    accounts: tuple[Account, ...] = DEVELOPMENT_ACCOUNTS  # at least one; the pages show the first
    database_url: str | None = None  # SQLAlchemy URL of the catalog; None: SQLite in the data folder
    blobs_url: str | None = None  # az://, s3:// or file:// URL; None: a folder in the data folder
    models: Path | None = None  # folder of model files that come before all others
    model_cache: Path = MODEL_CACHE  # folder into which fetched model files go
    serves: bool = True  # answer HTTP in this process
    works: bool = True  # analyse and redact in this process
    workers: int = 1  # analyses and redactions that run at once
    heartbeat_seconds: int = 5  # between two heartbeats; a worker that misses five is considered dead
    allow_private_urls: bool = False  # let videoUrl and callbackUrl name loopback and private addresses
    max_upload_bytes: int = 2 * GIBIBYTE  # the vendor's limit for an upload by multipart
    max_fetch_bytes: int = 30 * GIBIBYTE  # the vendor's limit for an upload by URL
    token_seconds: int = 3600  # the vendor's access tokens live an hour
    download_seconds: int = 3600  # ours; the vendor documents no number for its signed URLs
    controls: bool = True  # serve /_emulator
    orphan_seconds: int = 3600  # age at which a file that belongs to no video is deleted
    throttle: bool = False  # refuse more requests than the vendor documents
    strict: bool = False  # take nothing beyond the contract's schemas
    coding: Coding = field(default_factory=Coding)  # how results are encoded
    hide_damage: bool = False  # hide frames that can't be decoded whole, instead of refusing their clip
    public_url: Address | None = None  # where callers reach the service; None: as the request tells
    trusted_proxies: tuple[Network, ...] = LOOPBACK_PROXIES  # peers whose Forwarded headers count
    allowed_origins: tuple[str, ...] = ()  # origins of pages that may use the API; "*" is every one
    certificate: Path | None = None  # PEM file of the certificate chain, to serve HTTPS
    certificate_key: Path | None = None  # PEM file of its private key; None: in the certificate's file

    def __post_init__(self) -> None:
        """Refuse a combination that would let strangers in, or nobody."""
        if not self.secret:
            raise UnsafeSetting("The secret is empty; set VIDEO_INDEXER_EMULATOR_SECRET, or unset it.")
        if not (self.serves and self.works) and not (self.has_server and self.blobs_url):
            raise NothingShared
        if self.certificate_key and not self.certificate:
            raise UnsafeSetting("--tls-key without --tls-cert: give both, for HTTPS, or neither.")
        if not self.is_loopback and len(self.secret) < LEAST_SECRET:
            raise UnsafeSetting(
                f"Refusing to listen on {self.host} with a secret of {len(self.secret)} characters; set "
                f"VIDEO_INDEXER_EMULATOR_SECRET to {LEAST_SECRET} or more that nobody can guess, as "
                "`openssl rand -hex 32` prints."
            )
        if not self.is_loopback and self.has_known_secret:
            raise UnsafeSetting(
                f"Refusing to listen on {self.host} with the development secret that everybody knows; "
                "set VIDEO_INDEXER_EMULATOR_SECRET to a secret of your own, or listen on 127.0.0.1."
            )

    @property
    def has_known_secret(self) -> bool:
        """Whether everybody knows the secret."""
        return self.secret == DEVELOPMENT_SECRET

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the service."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def trusts_machine(self) -> bool:
        """Whether every program of this machine, and nobody else, may do as the operator does."""
        return self.is_loopback and self.has_known_secret

    @property
    def has_server(self) -> bool:
        """Whether the catalog is a database server's, which other processes can share."""
        return self.database_url is not None and not self.database_url.startswith("sqlite")

    @property
    def catalog_url(self) -> str:
        """The SQLAlchemy URL of the catalog."""
        return self.database_url or f"sqlite:///{self.data / 'catalog.sqlite'}"

    @property
    def jobs_url(self) -> str:
        """The SQLAlchemy URL of the workflow engine's own tables."""
        return self.database_url or f"sqlite:///{self.data / 'jobs.sqlite'}"

    @property
    def scratch(self) -> Path:
        """Folder of half-made files; emptied at each start."""
        return self.data / "scratch"
