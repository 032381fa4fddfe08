"""What the suite is aimed at, read from the environment; and what that service offers beyond the contract.

The variables are those of the SDK, read here anew: the suite leans on no client that it may come to judge.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from .contract import contract
from .embedded import embedded_emulator

PREFIX = "VIDEO_INDEXER_"
ARM = ("SUBSCRIPTION_ID", "RESOURCE_GROUP", "ACCOUNT_NAME")
TOKENS = {"ACCESS_TOKEN", "ARM_TOKEN", "SUBSCRIPTION_KEY"}
SECRET = "EMULATOR_SECRET"  # noqa: S105 - a variable, with the secret of an emulator that has one of its own
AZURE_RESOURCE_MANAGER = "https://management.azure.com"
API_VERSION = "2024-01-01"
"""Of generateAccessToken; stable in the vendor's resource-manager specification."""

PROBE_SECONDS = 10
PROBE_BYTES = 1_000_000

TRUST = "For a certificate of your own authority, name its file in SSL_CERT_FILE."

DEVELOPMENT = {
    "LOCATION": "trial",
    "ACCOUNT_ID": "d0000000-0000-4000-8000-000000000001",
    "SUBSCRIPTION_ID": "d0000000-0000-4000-8000-0000000000aa",
    "RESOURCE_GROUP": "development",
    "ACCOUNT_NAME": "development",
    "ARM_TOKEN": "video-indexer-emulator-development-secret",  # public on purpose
}
"""The emulator's well-known account: assumed where nothing but the URL is given."""

NEIGHBOUR = {"ACCOUNT_ID": "d0000000-0000-4000-8000-000000000002", "ACCOUNT_NAME": "development-2"}
"""What is different in the emulator's other well-known account."""


class WrongAim(Exception):
    """The environment doesn't say enough, or nonsense."""


@dataclass(frozen=True)
class ArmAccount:
    """Where access tokens come from."""

    url: str
    subscription_id: str
    resource_group: str
    account_name: str
    bearer: str = field(repr=False)  # an Entra token, or the emulator's secret


@dataclass(frozen=True)
class Target:
    """A service and an account; the token is given, or comes from `arm`."""

    url: str
    location: str
    account_id: str
    access_token: str | None = field(default=None, repr=False)
    arm: ArmAccount | None = None
    subscription_key: str | None = field(default=None, repr=False)

    @property
    def key(self) -> str | None:
        """A subscription key: the given one, or an emulator's secret."""
        return self.subscription_key or self.operator.get("Authorization", "").partition(" ")[2] or None

    @property
    def operator(self) -> dict[str, str]:
        """The header that an emulator beyond loopback wants for its controls; no other host gets it."""
        if self.arm is None or self.arm.url.rstrip("/") != self.url:
            return {}
        return {"Authorization": f"Bearer {self.arm.bearer}"}


@dataclass(frozen=True)
class Aim:
    """A service, and what may be done with it."""

    target: Target
    neighbour: Target | None  # another account of the same service
    controls: bool  # it has the emulator's controls
    private_urls: bool  # it may be given addresses on this machine, for callbacks and uploads
    live: bool  # the vendor's, or to be handled like it
    video_id: str | None  # of an indexed video with faces, where none can be uploaded
    strict: bool = False  # it says that it takes nothing beyond the contract's schemas

    @property
    def url(self) -> str:
        """The service's address."""
        return self.target.url


@contextmanager
def aimed(*, live: bool) -> Iterator[Aim]:
    """Give the service that VIDEO_INDEXER_* names; nothing set: an emulator of our own, ended afterwards."""
    values = from_environment(os.environ)
    if "URL" in values:
        yield _probed(values, live=live)
    elif live or values:
        raise WrongAim(f"Set {PREFIX}URL too; vi-contract --help lists the variables.")
    else:
        secret = secrets.token_urlsafe(32)
        with embedded_emulator("--allow-private-urls", "--strict", secret=secret) as url:
            yield _probed({"URL": url, SECRET: secret}, live=False)


def from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that are set, without their prefix."""
    names = ("URL", "LOCATION", "ACCOUNT_ID", "ARM_URL", "VIDEO_ID", SECRET, *ARM, *sorted(TOKENS))
    values = {name: environment.get(PREFIX + name, "").strip() for name in names}
    return {name: value for name, value in values.items() if value}


def target(values: Mapping[str, str]) -> Target:
    """Make a target of the variables; raises WrongAim where one is missing."""
    _require(values, "URL", "LOCATION", "ACCOUNT_ID")
    for name in TOKENS & values.keys():
        if not (values[name].isascii() and values[name].isprintable()) or " " in values[name]:
            raise WrongAim(f"{PREFIX}{name} has a character that no header can carry: a line break, perhaps?")
    url = values["URL"].rstrip("/")
    arm = None
    if "ARM_TOKEN" in values:
        _require(values, *ARM)
        arm_url = values.get("ARM_URL", AZURE_RESOURCE_MANAGER)
        subscription, group, name = (values[each] for each in ARM)
        arm = ArmAccount(arm_url, subscription, group, name, values["ARM_TOKEN"])
    elif "ACCESS_TOKEN" not in values:
        others = ", ".join(PREFIX + name for name in ARM)
        raise WrongAim(f"Set {PREFIX}ACCESS_TOKEN, or {PREFIX}ARM_TOKEN with {others}.")
    key = values.get("SUBSCRIPTION_KEY")
    return Target(url, values["LOCATION"], values["ACCOUNT_ID"], values.get("ACCESS_TOKEN"), arm, key)


def development_target(url: str) -> Target:
    """The emulator's well-known account, at a URL."""
    return target({"URL": url, "ARM_URL": url} | DEVELOPMENT)


def _require(values: Mapping[str, str], *names: str) -> None:
    missing = [PREFIX + name for name in names if name not in values]
    if missing:
        raise WrongAim(f"Set {', '.join(missing)} too; vi-contract --help lists the variables.")


def _probed(values: Mapping[str, str], *, live: bool) -> Aim:
    development = values.keys() <= {"URL", "VIDEO_ID", SECRET}
    known = {"ARM_URL": values["URL"]} | DEVELOPMENT if development else {}
    if development and SECRET in values:
        known["ARM_TOKEN"] = values[SECRET]
    first = target(known | dict(values))
    health = _health(first)
    if first.access_token:
        _check_token(first)
    elif first.arm:
        _check_arm_token(first.arm)
    second = target(known | dict(values) | NEIGHBOUR) if development and health is not None else None
    return Aim(
        first,
        neighbour=second,
        controls=health is not None,
        private_urls=bool(health and health.get("allowPrivateUrls")),
        live=live,
        video_id=values.get("VIDEO_ID"),
        strict=bool(health and health.get("strict")),
    )


def _check_token(target: Target) -> None:
    """Refuse a run in which each test would tell the same: that nobody is let in."""
    url = f"{target.url}/{target.location}/Accounts/{target.account_id}/Videos"
    headers = {"Authorization": f"Bearer {target.access_token}"}
    try:
        status = httpx.get(url, headers=headers, timeout=PROBE_SECONDS).status_code
    except httpx.HTTPError:
        return  # the tests of that operation tell it
    if status in {401, 403}:
        raise WrongAim(f"GET {url} answered {status}: is {PREFIX}ACCESS_TOKEN right, and not yet expired?")
    if status == 429:
        raise WrongAim(f"GET {url} answered 429 at once: wait a minute, and use --live, which keeps a pace.")


def _check_arm_token(arm: ArmAccount) -> None:
    """Refuse a run without access tokens: each test would tell the same."""
    places = {
        "subscriptionId": arm.subscription_id,
        "resourceGroupName": arm.resource_group,
        "accountName": arm.account_name,
    }
    url = arm.url.rstrip("/") + contract().operations["generateAccessToken"].path(**places)
    try:
        answer = httpx.post(
            url,
            params={"api-version": API_VERSION},
            headers={"Authorization": f"Bearer {arm.bearer}"},
            json={"permissionType": "Contributor", "scope": "Account"},
            timeout=PROBE_SECONDS,
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise WrongAim(_no_answer("ARM_URL", arm.url, error)) from error
    if answer.status_code in {401, 403}:
        raise WrongAim(
            f"POST {url} answered {answer.status_code}: is {PREFIX}ARM_TOKEN right, and not yet expired? "
            f"(With {PREFIX}URL alone the emulator's known secret is sent; {PREFIX}{SECRET} is for another.)"
        )


def _health(target: Target) -> dict[str, object] | None:
    """What the emulator says of itself; None from any other service that answers."""
    try:
        status, body = _answer(f"{target.url}/_emulator/health", target.operator)
        health = json.loads(body) if status == 200 else None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise WrongAim(_no_answer("URL", target.url, error)) from error
    except ValueError:
        return None
    return health if isinstance(health, dict) and health.get("status") == "ok" else None


def _no_answer(name: str, url: str, error: Exception) -> str:
    told = (
        f"{PREFIX}{name} is {url}: nothing answers there as it should: {str(error) or 'it took too long'}. "
    )
    return told + (TRUST if "CERTIFICATE" in str(error) else "Is the service running?")


def _answer(url: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Ask once, with a limit on the whole: a service that trickles must not hold the run for ever."""
    end = time.monotonic() + PROBE_SECONDS
    with httpx.stream("GET", url, headers=headers, timeout=PROBE_SECONDS) as answer:
        body = b""
        for part in answer.iter_bytes():
            body += part
            if time.monotonic() > end or len(body) > PROBE_BYTES:
                raise httpx.ReadTimeout(f"the answer wasn't whole after {PROBE_SECONDS} s")
        return answer.status_code, body
