"""Accounts that are given by flags: callers hard-code the id, name, resource group and location of theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from video_indexer_emulator.errors import InvalidSetting
from video_indexer_emulator.model import Account
from video_indexer_emulator.settings import DEVELOPMENT_ACCOUNT, DEVELOPMENT_ACCOUNTS

FORM = "NAME:ID:LOCATION, or NAME:ID:LOCATION:SUBSCRIPTION:RESOURCE_GROUP"
NAME = re.compile(r"[A-Za-z0-9-]{3,50}")
GROUP = re.compile(r"[-\w.()]{1,90}")
LOCATION = re.compile(r"[a-z0-9]{1,64}")
"""What openapi.yaml lets a path hold; an account of another form could never be addressed."""


def read_accounts(
    texts: Sequence[str], subscription: str | None = None, group: str | None = None
) -> tuple[Account, ...]:
    """Read `--account` values; the development accounts where there are none.

    `subscription` and `group` are those of accounts that name none. Raises InvalidSetting.
    """
    subscription = _guid(subscription or DEVELOPMENT_ACCOUNT.subscription_id, "--subscription")
    group = _matching(GROUP, group or DEVELOPMENT_ACCOUNT.resource_group, "--resource-group")
    if not texts:
        return tuple(
            replace(account, subscription_id=subscription, resource_group=group)
            for account in DEVELOPMENT_ACCOUNTS
        )
    accounts = tuple(_read(text, subscription, group) for text in texts)
    _refuse_twice("id", [account.id for account in accounts])
    _refuse_twice("name", [_resource(account) for account in accounts])
    return accounts


def _read(text: str, subscription: str, group: str) -> Account:
    parts = [part.strip() for part in text.split(":")]
    if len(parts) not in {3, 5}:
        raise InvalidSetting(f"--account '{text}' has {len(parts)} parts; give {FORM}.")
    name, account_id, location, *rest = parts
    own_subscription, own_group = rest or ("", "")
    where = f"--account '{text}'"
    return Account(
        id=_guid(account_id, f"{where}: the id"),
        name=_matching(NAME, name, f"{where}: the name"),
        # Portals show "West Europe", paths hold westeurope.
        location=_matching(LOCATION, location.replace(" ", "").lower(), f"{where}: the location"),
        subscription_id=_guid(own_subscription or subscription, f"{where}: the subscription"),
        resource_group=_matching(GROUP, own_group or group, f"{where}: the resource group"),
    )


def _guid(text: str, what: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise InvalidSetting(f"{what} '{text}' isn't a GUID, as {DEVELOPMENT_ACCOUNT.id} is.") from None


def _matching(form: re.Pattern[str], text: str, what: str) -> str:
    if not form.fullmatch(text):
        raise InvalidSetting(f"{what} '{text}' doesn't match {form.pattern}.")
    return text


def _resource(account: Account) -> str:
    return f"{account.subscription_id}/{account.resource_group}/{account.name}".casefold()


def _refuse_twice(what: str, values: list[str]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise InvalidSetting(f"Two accounts have the same {what}: {value}.")
