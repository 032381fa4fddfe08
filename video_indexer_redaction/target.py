"""Which service to talk to, and as whom; read from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping

from attrs import field, frozen

from video_indexer_redaction.errors import UsageError

PREFIX = "VIDEO_INDEXER_"
API_VERSION = "2024-01-01"
"""Of generateAccessToken; stable in the vendor's resource-manager specification."""


@frozen
class ArmAccount:
    """Where Azure Resource Manager finds the account, to ask it for access tokens."""

    url: str
    subscription_id: str
    resource_group: str
    account_name: str
    bearer: str = field(repr=False)  # the Entra token that ARM wants; the emulator wants its secret


@frozen
class Target:
    """A service and an account; the token comes from `access_token`, or else from `arm`."""

    url: str
    location: str
    account_id: str
    access_token: str | None = field(default=None, repr=False)
    arm: ArmAccount | None = None


DEVELOPMENT_SECRET = "video-indexer-emulator-development-secret"  # noqa: S105 - public on purpose
"""The emulator's well-known credential; see its README section."""


def development_target(url: str) -> Target:
    """The emulator's well-known development account, at a URL."""
    arm = ArmAccount(
        url=url,
        subscription_id="d0000000-0000-4000-8000-0000000000aa",
        resource_group="development",
        account_name="development",
        bearer=DEVELOPMENT_SECRET,
    )
    return Target(url, "trial", "d0000000-0000-4000-8000-000000000001", arm=arm)


def target_from_environment(environment: Mapping[str, str] | None = None) -> Target | None:
    """Read the VIDEO_INDEXER_* variables; None if no service is named.

    VIDEO_INDEXER_URL alone means the emulator's development account. Raises UsageError if the rest
    is given in part.
    """
    given = os.environ if environment is None else environment
    values = {
        name.removeprefix(PREFIX): text for name, text in given.items() if name.startswith(PREFIX) and text
    }
    url = values.get("URL", "").rstrip("/")
    if not url:
        return None
    if not values.keys() & {"ACCESS_TOKEN", "ACCOUNT_ID", "ARM_URL", "ACCOUNT_NAME", "LOCATION"}:
        return development_target(url)
    _require(values, "LOCATION", "ACCOUNT_ID")
    if "ACCESS_TOKEN" in values:
        return Target(url, values["LOCATION"], values["ACCOUNT_ID"], values["ACCESS_TOKEN"])
    _require(values, "ARM_URL", "SUBSCRIPTION_ID", "RESOURCE_GROUP", "ACCOUNT_NAME", "ARM_TOKEN")
    arm = ArmAccount(
        values["ARM_URL"].rstrip("/"),
        values["SUBSCRIPTION_ID"],
        values["RESOURCE_GROUP"],
        values["ACCOUNT_NAME"],
        values["ARM_TOKEN"],
    )
    return Target(url, values["LOCATION"], values["ACCOUNT_ID"], arm=arm)


def _require(values: Mapping[str, str], *names: str) -> None:
    missing = [PREFIX + name for name in names if name not in values]
    if missing:
        raise UsageError(
            f"VIDEO_INDEXER_URL is set, so set {', '.join(missing)} too (or none of the others)."
        )
