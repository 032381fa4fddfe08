"""Accounts of the caller's own, in place of the development accounts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jwt
import pytest

from tests.emulator.api import assert_problem
from tests.emulator.conftest import Ask
from video_indexer_emulator.accounts import read_accounts
from video_indexer_emulator.command import _parser, _settings, main
from video_indexer_emulator.errors import InvalidSetting
from video_indexer_emulator.model import Account
from video_indexer_emulator.settings import DEVELOPMENT_ACCOUNT, DEVELOPMENT_ACCOUNTS, DEVELOPMENT_SECRET

ID = "5d1f7a3e-0b6c-4f3c-9f6e-1a2b3c4d5e6f"
OTHER = "5d1f7a3e-0b6c-4f3c-9f6e-1a2b3c4d5e70"
SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
FULL = f"media:{ID}:westeurope:{SUBSCRIPTION}:rg-media"


def test_an_account_is_given_by_name_id_and_location() -> None:
    """The rest is that of the development account, unless flags or further parts say otherwise."""
    (account,) = read_accounts([f"media:{ID.upper()}:West Europe"])

    assert account == Account(
        id=ID, name="media", location="westeurope",
        subscription_id=DEVELOPMENT_ACCOUNT.subscription_id, resource_group="development",
    )  # fmt: skip


def test_flags_give_the_subscription_and_group_of_accounts_that_name_none() -> None:
    """An account's own parts come first."""
    first, second = read_accounts([f"media:{ID}:trial", FULL.replace(ID, OTHER)], OTHER, "shared")

    assert (first.subscription_id, first.resource_group) == (OTHER, "shared")
    assert (second.subscription_id, second.resource_group) == (SUBSCRIPTION, "rg-media")


def test_without_accounts_the_development_accounts_stay() -> None:
    """In another subscription and group, if flags name one."""
    assert read_accounts([]) == DEVELOPMENT_ACCOUNTS
    assert {account.resource_group for account in read_accounts([], None, "mine")} == {"mine"}


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["media"], "has 1 parts; give NAME:ID:LOCATION"),
        ([f"media:{ID}:trial:{SUBSCRIPTION}"], "has 4 parts"),
        (["media:no-guid:trial"], "the id 'no-guid' isn't a GUID"),
        ([f"me_dia:{ID}:trial"], "the name 'me_dia'"),
        ([f"media:{ID}:west-europe"], "the location 'west-europe'"),
        ([f"media:{ID}:"], "the location ''"),
        ([f"media:{ID}:trial:none:rg"], "the subscription 'none'"),
        ([f"media:{ID}:trial:{SUBSCRIPTION}:a b"], "the resource group 'a b'"),
        ([f"media:{ID}:trial", f"other:{ID.upper()}:trial"], f"the same id: {ID}"),
        ([f"media:{ID}:trial", f"MEDIA:{OTHER}:eastus"], "the same name"),
    ],
)
def test_an_account_that_could_never_be_addressed_is_refused(texts: list[str], words: str) -> None:
    """The message repeats the value and says what is wrong with it."""
    with pytest.raises(InvalidSetting) as raised:
        read_accounts(texts)

    assert words in str(raised.value)


def test_the_command_refuses_it_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is made."""
    assert main(["--data", str(tmp_path / "data"), "--account", "media"]) == 1

    assert capsys.readouterr().err.startswith("vi-emulator: --account 'media' has 1 parts")
    assert not (tmp_path / "data").exists()


def test_accounts_come_from_flags_or_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The flag may be repeated, the variable separates by commas; what was typed counts."""
    monkeypatch.setenv("VIDEO_INDEXER_EMULATOR_ACCOUNT", f"one:{OTHER}:trial , {FULL}")
    monkeypatch.setenv("VIDEO_INDEXER_EMULATOR_RESOURCE_GROUP", "shared")

    by_variable = _settings(_parser().parse_args([])).accounts
    by_flags = _settings(
        _parser().parse_args(["--account", f"two:{ID}:trial", "--account", f"three:{OTHER}:trial"])
    ).accounts

    assert [(account.name, account.resource_group) for account in by_variable] == [
        ("one", "shared"), ("media", "rg-media"),
    ]  # fmt: skip
    assert [account.name for account in by_flags] == ["two", "three"]


def test_a_token_is_for_the_account_that_was_asked_for(kept_service: Callable[..., Ask]) -> None:
    """Found by its resource path, in any case; it carries its id and location, and opens it alone."""
    ask = kept_service(accounts=read_accounts([f"first:{OTHER}:eastus", FULL]), controls=True)
    path = (
        f"/subscriptions/{SUBSCRIPTION}/resourceGroups/RG-Media/providers/Microsoft.VideoIndexer"
        "/accounts/Media/generateAccessToken?api-version=2024-01-01"
    )
    body = {"permissionType": "Contributor", "scope": "Account"}

    answer = ask("POST", path, json=body, token=DEVELOPMENT_SECRET)

    token = answer.json()["accessToken"]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["AccountId"], claims["IssuerLocation"]) == (ID, "westeurope")
    assert ask("GET", f"/westeurope/Accounts/{ID}/Videos", token=token).status_code == 200
    assert_problem(ask("GET", f"/eastus/Accounts/{OTHER}/Videos", token=token), 401, "USER_NOT_ALLOWED")
    assert [
        one["id"] for one in ask("GET", "/_emulator/health", headers={"Host": "localhost"}).json()["accounts"]
    ] == [OTHER, ID]


def test_resource_manager_lists_the_accounts_that_were_given(kept_service: Callable[..., Ask]) -> None:
    """Each in its own subscription and group, with its location."""
    ask = kept_service(accounts=read_accounts([f"first:{OTHER}:eastus", FULL]), controls=True)
    path = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-media/providers/Microsoft.VideoIndexer/accounts"
    how = {"params": {"api-version": "2024-01-01"}, "token": DEVELOPMENT_SECRET}

    (listed,) = ask("GET", path, **how).json()["value"]
    one = ask("GET", f"{path}/media", **how).json()

    assert listed == one
    assert (one["name"], one["location"], one["properties"]["accountId"]) == ("media", "westeurope", ID)


def test_the_development_account_is_gone_where_others_are_given(kept_service: Callable[..., Ask]) -> None:
    """Only the given accounts exist."""
    ask = kept_service(accounts=read_accounts([FULL]))
    path = (
        f"/subscriptions/{DEVELOPMENT_ACCOUNT.subscription_id}/resourceGroups/development/providers/"
        "Microsoft.VideoIndexer/accounts/development/generateAccessToken?api-version=2024-01-01"
    )
    body = {"permissionType": "Contributor", "scope": "Account"}

    answer = ask("POST", path, json=body, token=DEVELOPMENT_SECRET)

    assert answer.status_code == 404


def test_the_pages_show_the_first_account(kept_service: Callable[..., Ask]) -> None:
    """By paths below the service's root, wherever that is."""
    ask = kept_service(accounts=read_accounts([FULL]))

    settings = ask("GET", "/_portal/settings.json", headers={"Host": "localhost"}).json()

    assert (settings["accountId"], settings["location"]) == (ID, "westeurope")
    assert settings["tokenPath"].startswith(f"subscriptions/{SUBSCRIPTION}/resourceGroups/rg-media/")
