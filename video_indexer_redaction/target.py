"""Which service to talk to, and as whom; read from the environment."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlsplit
from uuid import UUID

from attrs import field, frozen

from video_indexer_redaction.entra import Credential
from video_indexer_redaction.errors import UsageError

PREFIX = "VIDEO_INDEXER_"
ARM_SETTINGS = ("SUBSCRIPTION_ID", "RESOURCE_GROUP", "ACCOUNT_NAME")
SETTINGS = ("URL", "LOCATION", "ACCOUNT_ID", "ACCESS_TOKEN", "ARM_URL", *ARM_SETTINGS, "ARM_TOKEN")
"""The variables that are read, without their prefix."""

SECRET = "VIDEO_INDEXER_EMULATOR_SECRET"  # noqa: S105 - the name of a variable

AZURE_RESOURCE_MANAGER = "https://management.azure.com"
VIDEO_INDEXER = "https://api.videoindexer.ai"

API_VERSION = "2024-01-01"
"""Of generateAccessToken; stable in the vendor's resource-manager specification."""


@frozen
class ArmAccount:
    """Where Azure Resource Manager finds the account, to ask it for access tokens."""

    url: str
    subscription_id: str
    resource_group: str
    account_name: str
    # The Entra token that ARM wants, or the emulator's secret; None: azure-identity is asked for one.
    bearer: str | None = field(default=None, repr=False)
    # Where that token comes from, in place of `bearer`; asked again for each access token.
    credential: Credential | None = field(default=None, repr=False)


@frozen
class Target:
    """A service and an account; the token comes from `access_token`, or else from `arm`."""

    url: str
    location: str
    account_id: str
    # A token, or a function that gives one (for AsyncRedactionClient it may be a coroutine function).
    access_token: str | Callable[[], str | Awaitable[str]] | None = field(default=None, repr=False)
    arm: ArmAccount | None = None


def not_located(arm: ArmAccount, url: str) -> Target:
    """An account whose region and id are still to be asked for."""
    return Target(url, "unknown", str(UUID(int=0)), arm=arm)


DEVELOPMENT_SECRET = "video-indexer-emulator-development-secret"  # noqa: S105 - public on purpose
"""The emulator's well-known credential; see its README section."""


def development_target(url: str, secret: str | None = None) -> Target:
    """The emulator's well-known development account, at a URL.

    `secret` is that of the service there: by default its own, for a URL that `embedded_emulator` gave, else
    the well-known one.
    """
    arm = ArmAccount(
        url=url,
        subscription_id="d0000000-0000-4000-8000-0000000000aa",
        resource_group="development",
        account_name="development",
        bearer=secret or getattr(url, "secret", None) or DEVELOPMENT_SECRET,
    )
    return Target(url, "trial", "d0000000-0000-4000-8000-000000000001", arm=arm)


def target_from_environment(
    environment: Mapping[str, str] | None = None, *, credential: Credential | None = None
) -> Target | None:
    """Read the VIDEO_INDEXER_* variables; None if none of them is set.

    `credential` gives the Entra token, where the variables name an account but no token: one of
    azure-identity's, say, a function, or a text. Without it azure-identity takes whatever it finds.

    VIDEO_INDEXER_URL alone means the emulator's development account, with VIDEO_INDEXER_EMULATOR_SECRET,
    which the emulator reads too, if it has a secret of its own. Raises UsageError if the rest
    is given in part, or isn't what it should be.
    """
    given = os.environ if environment is None else environment
    values = {name: given[PREFIX + name].strip() for name in SETTINGS if given.get(PREFIX + name, "").strip()}
    if not values:
        return None
    _require(values, "URL")
    url = _url(values, "URL")
    if values.keys() == {"URL"}:
        return development_target(url, given.get(SECRET, "").strip())
    _require(values, "LOCATION", "ACCOUNT_ID")
    if "ACCESS_TOKEN" in values:
        return Target(url, values["LOCATION"], _account_id(values), values["ACCESS_TOKEN"])
    _require(values, *ARM_SETTINGS, instead="ACCESS_TOKEN")
    arm = ArmAccount(
        _url(values, "ARM_URL") if "ARM_URL" in values else AZURE_RESOURCE_MANAGER,
        values["SUBSCRIPTION_ID"],
        values["RESOURCE_GROUP"],
        values["ACCOUNT_NAME"],
        values.get("ARM_TOKEN"),
        None if "ARM_TOKEN" in values else credential,
    )
    return Target(url, values["LOCATION"], _account_id(values), arm=arm)


def _require(values: Mapping[str, str], *names: str, instead: str = "") -> None:
    missing = [PREFIX + name for name in names if name not in values]
    if not missing:
        return
    choice = f", or {PREFIX}{instead}" if instead else ""
    given = " and ".join(PREFIX + name for name in values)
    raise UsageError(
        f"{given} {'are' if len(values) > 1 else 'is'} set, so set {', '.join(missing)} too{choice}."
    )


def _url(values: Mapping[str, str], name: str) -> str:
    return checked_url(values[name].rstrip("/"), PREFIX + name)


def checked_url(url: str, what: str) -> str:
    """The address of a service; raises UsageError for another one, without repeating it."""
    try:
        parts = urlsplit(url)
        beside = parts.username or parts.password or parts.query or parts.fragment
        fine = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0 and not beside
    except ValueError:  # of the port, or of brackets
        fine = False
    if not fine:
        raise UsageError(f"{what} must begin with http:// or https://, as https://api.videoindexer.ai does.")
    return url


def _account_id(values: Mapping[str, str]) -> str:
    try:
        return str(UUID(values["ACCOUNT_ID"]))
    except ValueError:
        raise UsageError(f"{PREFIX}ACCOUNT_ID must be the account's GUID.") from None
