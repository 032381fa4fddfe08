"""Accounts as Azure Resource Manager knows them: what every sample of the vendor's asks for first."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from tests.emulator.api import Api
from tests.emulator.conftest import Ask
from video_indexer_emulator.model import Account
from video_indexer_emulator.settings import DEVELOPMENT_ACCOUNT, DEVELOPMENT_SECRET

SUBSCRIPTION = f"/subscriptions/{DEVELOPMENT_ACCOUNT.subscription_id}"
ACCOUNTS = "providers/Microsoft.VideoIndexer/accounts"
OTHER_GROUP = Account(
    id="d0000000-0000-4000-8000-000000000009", name="elsewhere", location="WestEurope",
    subscription_id=DEVELOPMENT_ACCOUNT.subscription_id, resource_group="other",
)  # fmt: skip


def _get(emulator: Api, path: str, secret: str | None = DEVELOPMENT_SECRET) -> httpx.Response:
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    return emulator.http.get(path, params={"api-version": "2022-08-01"}, headers=headers)


@pytest.mark.parametrize("group", ["resourceGroups/development", "resourcegroups/DEVELOPMENT"])
def test_an_account_tells_where_its_data_plane_is(emulator: Api, group: str) -> None:
    """Location and accountId are those that the other operations take; groups are compared without case."""
    answer = _get(emulator, f"{SUBSCRIPTION}/{group}/{ACCOUNTS}/development")

    assert answer.status_code == 200, answer.text
    account = answer.json()
    assert account["id"] == f"{SUBSCRIPTION}/resourceGroups/development/{ACCOUNTS}/development"
    assert (account["name"], account["type"]) == ("development", "Microsoft.VideoIndexer/accounts")
    assert account["properties"]["accountName"] == "development"
    assert account["properties"]["provisioningState"] == "Succeeded"
    path = f"/{account['location']}/Accounts/{account['properties']['accountId']}/Videos"
    assert emulator.http.get(path, headers=emulator.bearer()).status_code == 200


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"{SUBSCRIPTION}/resourceGroups/development/{ACCOUNTS}/nobody", "ResourceNotFound"),
        (f"{SUBSCRIPTION}/resourceGroups/nowhere/{ACCOUNTS}", "ResourceGroupNotFound"),
        (f"/subscriptions/{OTHER_GROUP.id}/{ACCOUNTS}", "SubscriptionNotFound"),
    ],
)
def test_what_isnt_there_is_named_in_the_envelope_of_resource_manager(
    emulator: Api, path: str, code: str
) -> None:
    """Account, group and subscription have codes of their own."""
    answer = _get(emulator, path)

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, code), answer.text


def test_a_list_has_the_accounts_of_its_subscription_or_group_alone(service: Callable[..., Ask]) -> None:
    """Two groups of one subscription, each with one account."""
    ask = service(accounts=(DEVELOPMENT_ACCOUNT, OTHER_GROUP))

    def names(path: str) -> list[str]:
        answer = ask("GET", f"{path}?api-version=2024-01-01", token=DEVELOPMENT_SECRET)
        assert answer.status_code == 200, answer.text
        return [account["name"] for account in answer.json()["value"]]

    assert names(f"{SUBSCRIPTION}/{ACCOUNTS}") == ["development", "elsewhere"]
    assert names(f"{SUBSCRIPTION}/resourceGroups/OTHER/{ACCOUNTS}") == ["elsewhere"]


@pytest.mark.parametrize("secret", [None, "wrong"])
@pytest.mark.parametrize("tail", ["", "/development"])
def test_accounts_are_shown_to_the_operator_alone(emulator: Api, tail: str, secret: str | None) -> None:
    """As access tokens are."""
    answer = _get(emulator, f"{SUBSCRIPTION}/resourceGroups/development/{ACCOUNTS}{tail}", secret)

    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "InvalidAuthenticationToken")


@pytest.mark.parametrize("tail", ["/development", ""])
def test_accounts_arent_shown_to_a_page_of_another_site(emulator: Api, tail: str) -> None:
    """It knows the secret that everybody knows."""
    headers = emulator.bearer(DEVELOPMENT_SECRET) | {"Origin": "https://evil.example"}
    path = f"{SUBSCRIPTION}/resourceGroups/development/{ACCOUNTS}{tail}"

    answer = emulator.http.get(path, params={"api-version": "2024-01-01"}, headers=headers)

    assert answer.status_code == 403
