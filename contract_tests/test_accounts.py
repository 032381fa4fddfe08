"""Accounts: how Azure Resource Manager shows them, and tokens for the owner of a subscription key."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
import pytest

from .conftest import Indexed
from .contract import Operation, contract
from .permissions import each, no_live
from .service import Service

MANAGED = [
    operation
    for operation in contract().operations.values()
    if operation.of_resource_manager and operation.method == "GET"
]
WITH_KEY = [operation for operation in contract().operations.values() if operation.takes_a_key]
OF_AN_ACCOUNT = [operation for operation in WITH_KEY if "{accountId}" in operation.template]
PERMISSIONS: list[str] = contract().document["components"]["schemas"]["AccountPermission"]["enum"]
NOBODYS = "d0000000-0000-4000-8000-00000000000f"
NO_KEY = {"USER_NOT_AUTHENTICATED", "UNAUTHORIZED", "INVALID_AUTH_SUBSCRIPTION_KEY"}


def _ok(answer: httpx.Response, what: str) -> Any:
    assert answer.status_code == 200, f"{what} answered {answer.status_code}: {answer.text[:300]}"
    return answer.json()


def _may_write(service: Service, token: str) -> bool:
    """Whether a token permits a deletion, tried on a video that there never was."""
    answer = service.call("deleteVideo", token=token, places={"videoId": "neverwas00"})
    assert answer.status_code in {401, 404}, f"an unknown video was deleted: {answer.status_code}"
    return answer.status_code == 404


# Azure Resource Manager


def _accounts(service: Service, operation: Operation) -> list[dict[str, Any]]:
    found = _ok(service.call(operation.id), operation.id)
    accounts: list[dict[str, Any]] = found.get("value", [found])
    return accounts


@each(MANAGED)
def test_an_account_says_where_its_data_plane_is(service: Service, operation: Operation) -> None:
    """Once, with the name, the location and the accountId that all other operations take."""
    name = service.arm().account_name
    (ours,) = [each for each in _accounts(service, operation) if each["name"].lower() == name.lower()]

    assert ours["properties"]["accountId"].lower() == service.target.account_id.lower()
    assert ours["location"].lower().replace(" ", "") == service.target.location.lower()
    assert ours["id"].lower().endswith(f"/providers/microsoft.videoindexer/accounts/{name}".lower())
    assert ours["type"].lower() == "microsoft.videoindexer/accounts"
    assert ours["properties"].get("accountName", name) == name


def test_a_subscription_has_at_least_what_its_group_has(service: Service) -> None:
    """Both lists tell the same of an account."""
    group, whole = ({each["id"]: each for each in _accounts(service, operation)} for operation in MANAGED[1:])

    assert group.items() <= whole.items() or whole.items() <= group.items()


@each(MANAGED)
@pytest.mark.parametrize("credential", [None, "wrong"])
def test_accounts_are_shown_to_nobody_else(
    service: Service, operation: Operation, credential: str | None
) -> None:
    """Neither without a credential nor with a wrong one."""
    no_live(service.aim, "the statuses of Azure Resource Manager's refusals are inferred")
    answer = service.call(operation.id, token=credential)

    assert answer.status_code == 401, f"{operation.id} answered {answer.status_code} to a stranger"
    assert answer.json()["error"]["code"], answer.text


@each(MANAGED)
def test_what_isnt_there_has_no_account(service: Service, operation: Operation) -> None:
    """Another subscription, and where they are named, another group and another account."""
    no_live(service.aim, "the statuses of Azure Resource Manager's refusals are inferred")
    for place, value in {
        "subscriptionId": str(uuid.uuid4()),
        "resourceGroupName": "no-such-group",
        "accountName": "no-such-account",
    }.items():
        if f"{{{place}}}" in operation.template:
            answer = service.call(operation.id, places={place: value})
            assert answer.status_code == 404, f"{operation.id} with {place} {value}: {answer.status_code}"


def test_an_account_leads_to_its_token_and_its_videos(service: Service) -> None:
    """The way of every sample of the vendor's: the account, a token for it, what is there."""
    account = _ok(service.call("getAccount"), "getAccount")
    token = service.issue_token("Contributor", "Account")
    places = {"location": account["location"], "accountId": account["properties"]["accountId"]}

    assert service.call("listVideos", token=token, places=places).status_code == 200


# subscription keys


@each(WITH_KEY)
def test_a_key_may_stand_in_header_or_query(service: Service, indexed: Indexed, operation: Operation) -> None:
    """Either is enough by itself."""
    places, key = {"videoId": indexed.id}, service.key()

    _ok(service.call(operation.id, places=places), f"{operation.id} with a key in the header")
    query = service.call(operation.id, token=None, places=places, params={"subscription-key": key})
    _ok(query, f"{operation.id} with a key in the query")


@each(WITH_KEY)
def test_without_a_key_nobody_gets_a_token(service: Service, indexed: Indexed, operation: Operation) -> None:
    """An access token is no key."""
    headers = {"Authorization": f"Bearer {service.token}"}
    answer = service.call(operation.id, token=None, places={"videoId": indexed.id}, headers=headers)

    assert answer.status_code == 401, f"{operation.id} answered {answer.status_code} without a key"
    if not service.aim.live:  # the vendor's gateway has a form of its own, which is unknown
        assert answer.json()["ErrorType"] in NO_KEY, answer.text


@pytest.mark.parametrize(("said", "writes"), [(None, False), ("false", False), ("true", True)])
def test_a_token_reads_unless_it_is_asked_to_edit(
    service: Service, said: str | None, *, writes: bool
) -> None:
    """Of one account, and of each in the list."""
    params = {} if said is None else {"allowEdit": said}
    single = _ok(service.call("getAccountAccessToken", params=params), "getAccountAccessToken")
    wanted = params | {"generateAccessTokens": "true"}
    accounts = _ok(service.call("getAccountsAuthorization", params=wanted), "getAccountsAuthorization")
    ours = [each for each in accounts if each["id"].lower() == service.target.account_id.lower()]

    assert len(ours) == 1, f"our account is listed {len(ours)} times"
    assert ours[0]["location"].lower() == service.target.location.lower()
    for token in (single, ours[0]["accessToken"]):
        assert service.call("listVideos", token=token).status_code == 200
        assert _may_write(service, token) == writes, f"with allowEdit={said}"


@pytest.mark.parametrize("params", [{}, {"generateAccessTokens": "false", "allowEdit": "true"}], ids=str)
def test_accounts_come_without_tokens_unless_asked(service: Service, params: dict[str, str]) -> None:
    """A list may be kept, and a token mustn't be."""
    accounts = _ok(service.call("getAccountsAuthorization", params=params), "getAccountsAuthorization")

    assert accounts, "the owner of the key has no account"
    assert not any(account.get("accessToken") for account in accounts)


@pytest.mark.parametrize("permission", [None, *PERMISSIONS])
def test_a_named_permission_is_given(service: Service, permission: str | None) -> None:
    """Reader, where none is named, and where that is named; all others may write."""
    if permission is None:
        no_live(service.aim, "what the vendor gives then is unknown")
    params = {"permission": permission} if permission else {}
    answer = service.call("getAccountAccessTokenWithPermission", params=params)
    token = _ok(answer, f"a token with the permission {permission}")

    assert service.call("listVideos", token=token).status_code == 200
    assert _may_write(service, token) == (permission not in {None, "Reader"})


def test_a_videos_token_is_for_that_video(service: Service, indexed: Indexed) -> None:
    """It reads the video, and nothing of the account."""
    token = _ok(service.call("getVideoAccessToken", places={"videoId": indexed.id}), "getVideoAccessToken")

    places = {"videoId": indexed.id}
    assert service.call("getVideoIndex", token=token, places=places).status_code == 200
    assert service.call("listVideos", token=token).status_code == 401


@pytest.mark.parametrize(("said", "writes"), [(None, True), ("false", False), ("true", True)])
def test_a_videos_token_edits_unless_it_is_asked_not_to(
    service: Service, said: str | None, *, writes: bool
) -> None:
    """The owner of a key may do everything; tried on a video that nobody needs."""
    no_live(service.aim, "it would upload more than a live run may")
    video_id = service.call("uploadVideo", params={"name": "x"}, files={"file": ("x", b"x")}).json()["id"]
    places, params = {"videoId": video_id}, {} if said is None else {"allowEdit": said}
    token = _ok(service.call("getVideoAccessToken", places=places, params=params), "getVideoAccessToken")

    answer = service.call("deleteVideo", token=token, places=places)

    assert (answer.status_code in {200, 204}) == writes, f"{answer.status_code} with allowEdit={said}"
    if not writes:
        service.delete(video_id)


def test_an_unknown_video_has_no_token(service: Service) -> None:
    """404, by the word for a video."""
    answer = service.call("getVideoAccessToken", places={"videoId": "neverwas00"})

    assert answer.status_code == 404, answer.text
    assert answer.json()["ErrorType"] in {"BREAKDOWN_NOT_FOUND", "VIDEO_NOT_FOUND"}


@each(OF_AN_ACCOUNT)
def test_an_account_of_somebody_else_has_no_token(
    service: Service, indexed: Indexed, operation: Operation
) -> None:
    """401, not 404: the statuses that are listed have it so."""
    places = {"accountId": NOBODYS, "videoId": indexed.id}
    answer = service.call(operation.id, places=places)

    assert answer.status_code == 401, f"{operation.id} of an unknown account: {answer.status_code}"
    assert answer.json()["ErrorType"] == "USER_NOT_ALLOWED", answer.text


@pytest.mark.parametrize("edits", ["true", "false"])
def test_a_users_token_permits_nothing_in_an_account(service: Service, edits: str) -> None:
    """None of the operations described here takes it."""
    token = _ok(service.call("getUserAccessToken", params={"allowEdit": edits}), "getUserAccessToken")

    answer = service.call("listVideos", token=token)
    assert answer.status_code == 401, f"a user's token lists videos: {answer.status_code}"


def test_what_isnt_described_is_refused_by_its_name(service: Service) -> None:
    """Of our own service, every operation that the contract leaves out, in the form of its plane.

    404, or 405 where the contract describes the path.
    """
    if not service.aim.controls:
        pytest.skip("what another service answers is its own affair")
    described = {operation.template for operation in contract().operations.values()}
    for group in contract().document["x-left-out"]:
        for name, text in group["operations"].items():
            method, path = text.split(" ")
            answer = service.plain.request(method, service.aim.url + path.replace("{", "").replace("}", ""))
            error = answer.json().get("error") or answer.json()
            told = error.get("message") or error["Message"]
            wanted = 405 if path in described else 404
            assert answer.status_code == wanted, f"{name} answered {answer.status_code}, not {wanted}"
            assert name in told, f"{name} is called {told!r}"
            assert ("error" in answer.json()) == path.startswith(("/subscriptions", "/providers"))
