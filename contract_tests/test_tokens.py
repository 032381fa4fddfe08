"""Tokens: how generateAccessToken issues them, what they say, and what it refuses."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from .conftest import Indexed
from .contract import contract
from .permissions import (
    decoded,
    jwt_of,
    later,
    no_live,
)
from .service import Service
from .target import API_VERSION, Aim
from .tolerances import judged, value_is_tolerated

ISSUING = contract().operations["generateAccessToken"]
REQUEST = ISSUING.body["application/json"]
PERMISSIONS: list[str] = contract().document["components"]["schemas"]["PermissionType"]["enum"]
SCOPES: list[str] = contract().document["components"]["schemas"]["TokenScope"]["enum"]
VERSIONS: list[str] = ISSUING.query_parameters()["api-version"]["schema"]["x-extensible-enum"]

READ_ALL = {"permissionType": "Reader", "scope": "Account"}
READ_VIDEO = {"permissionType": "Reader", "scope": "Video"}
HOUR, MINUTE = 3600, 60
INFERRED = "the statuses of Azure Resource Manager's refusals are inferred"

CODES = {400: "InvalidRequest", 401: "InvalidAuthenticationToken", 404: "ResourceNotFound"}
"""The contract's examples of `code`; other services may have other words."""


def test_a_token_is_a_jwt(service: Service) -> None:
    """Signed with RS256; another service's may be anything, ours may not."""
    if not service.aim.controls:
        pytest.skip("what another service's tokens look like is its own affair")
    header, claims = jwt_of(service.issue_token())
    assert header.get("alg") == "RS256", header
    assert claims.get("exp"), "the token never expires"


def _ask(
    service: Service, places: dict[str, str] | None = None, *, bearer: str | None = "", **how: Any
) -> httpx.Response:
    """Send the request word for word; the credential is added unless a bearer or headers are given."""
    arm = service.target.arm
    if arm is None:
        pytest.skip("needs generateAccessToken, and only an access token was given")
    path = ISSUING.path(**service.arm_places() | (places or {}))
    headers = {"Authorization": f"Bearer {bearer or arm.bearer}"} if bearer is not None else {}
    how = {"params": {"api-version": API_VERSION}} | how
    if "content" not in how and "data" not in how:
        how.setdefault("json", READ_ALL)
    return service.http.post(arm.url.rstrip("/") + path, headers=headers | how.pop("headers", {}), **how)


def _assert_error(service: Service, answer: httpx.Response, status: int, what: str) -> None:
    assert answer.status_code == status, f"{what} got {answer.status_code} instead of {status}: {answer.text}"
    error = answer.json()["error"]
    assert error["code"], f"{what} got no code: {answer.text}"
    assert error["message"], f"{what} got no message: {answer.text}"
    assert "accessToken" not in answer.json(), f"{what} got a token beside the error"
    if service.aim.controls:
        assert error["code"] == CODES[status], f"{what} got the code {error['code']}, not {CODES[status]}"


# what is issued


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("permission", PERMISSIONS)
def test_a_token_says_what_was_asked_for(
    aim: Aim, service: Service, indexed: Indexed, permission: str, scope: str
) -> None:
    """Account, permission, scope and video are among its claims; nothing is granted beyond."""
    if scope == "Project":
        no_live(aim, "a token of the scope Project needs a project")
    fields = {"Video": {"videoId": indexed.id}, "Project": {"projectId": "p1"}}.get(scope, {})
    header, claims = decoded(service.issue_token(permission, scope, **fields))

    assert header["alg"] == "RS256"
    told = {name: claims.get(name) for name in ("Permission", "Scope", "VideoId")}
    video_id = indexed.id if scope == "Video" else None
    assert told == {"Permission": permission, "Scope": scope, "VideoId": video_id}
    assert str(claims["AccountId"]).lower() == service.target.account_id.lower()


def test_a_video_in_the_request_narrows_only_the_scope_video(service: Service, indexed: Indexed) -> None:
    """The scope decides; a member that isn't known is passed over."""
    answer = service.generate_token(READ_ALL | {"videoId": indexed.id, "unknown": True})

    assert answer.status_code == 200, f"a videoId beside the scope Account: {answer.text}"
    assert decoded(answer.json()["accessToken"])[1]["Scope"] == "Account"
    assert set(answer.json()) == {"accessToken"}


def test_each_account_gets_tokens_of_its_own(service: Service, neighbour: Service) -> None:
    """The account in the path is the one in the token."""
    ours, theirs = (decoded(each.issue_token())[1]["AccountId"] for each in (service, neighbour))

    assert (ours, theirs) == (service.target.account_id, neighbour.target.account_id)


@pytest.mark.parametrize("permission", PERMISSIONS)
@pytest.mark.parametrize("scope", ["Account", "Video"])
def test_a_token_is_good_for_an_hour_from_now(
    service: Service, indexed: Indexed, permission: str, scope: str
) -> None:
    """By its claims: it has begun, and ends in about an hour."""
    asked = time.time()
    fields = {"videoId": indexed.id} if scope == "Video" else {}
    claims = decoded(service.issue_token(permission, scope, **fields))[1]

    left = claims["exp"] - asked
    assert HOUR - 2 * MINUTE < left < HOUR + 2 * MINUTE, f"the token lives {left:.0f} s instead of an hour"
    assert claims.get("nbf", 0) <= asked + MINUTE, "the token isn't good yet"
    assert claims.get("iat", 0) <= asked + MINUTE, "the token was issued in the future"


@pytest.mark.parametrize("permission", PERMISSIONS)
@pytest.mark.parametrize("scope", ["Account", "Video"])
@pytest.mark.parametrize("minutes", [0, 58, 61])
def test_the_hour_is_kept(
    service: Service, indexed: Indexed, permission: str, scope: str, minutes: int
) -> None:
    """A token is taken all through its hour and not after it, whatever it is for."""
    token = service.issue_token(permission, scope, **{"videoId": indexed.id} if scope == "Video" else {})
    with later(service, minutes * MINUTE):
        answer = service.call("getVideoIndex", token=token, places={"videoId": indexed.id})

    status = 200 if minutes < 60 else 401
    assert answer.status_code == status, f"after {minutes} min, getVideoIndex answered {answer.status_code}"


@pytest.mark.parametrize("version", VERSIONS)
def test_every_known_version_issues_tokens(aim: Aim, service: Service, version: str) -> None:
    """And the tokens are good."""
    no_live(aim, "old versions may be retired")
    answer = service.generate_token(READ_ALL, params={"api-version": version})

    assert answer.status_code == 200, f"api-version {version}: {answer.status_code} {answer.text}"
    assert service.call("listVideos", token=answer.json()["accessToken"]).status_code == 200


@pytest.mark.parametrize("change", [str.upper, str.lower, str.title], ids=["upper", "lower", "title"])
@pytest.mark.parametrize("place", ["subscriptionId", "resourceGroupName", "accountName"])
def test_names_of_resources_have_no_case(service: Service, place: str, change: Callable[[str], str]) -> None:
    """Azure Resource Manager compares them so."""
    name = change(service.arm_places()[place]) if service.target.arm else ""
    answer = _ask(service, {place: name})

    assert answer.status_code == 200, f"{place} {name!r}: {answer.status_code} {answer.text}"
    claims = decoded(answer.json()["accessToken"])[1]
    assert str(claims["AccountId"]).lower() == service.target.account_id.lower()


# what is refused

CREDENTIALS: dict[str, Callable[[str, str], dict[str, Any]]] = {
    "no credential": lambda *_: {},
    "garbage": lambda *_: {"headers": {"Authorization": "Bearer garbage"}},
    "an empty bearer": lambda *_: {"headers": {"Authorization": "Bearer"}},
    "no scheme": lambda own, _: {"headers": {"Authorization": own}},
    "the scheme Basic": lambda own, _: {"headers": {"Authorization": f"Basic {own}"}},
    "a longer credential": lambda own, _: {"headers": {"Authorization": f"Bearer {own}x"}},
    "a shorter credential": lambda own, _: {"headers": {"Authorization": f"Bearer {own[:-1]}"}},
    "another case": lambda own, _: {"headers": {"Authorization": f"Bearer {own.swapcase()}"}},
    "the credential as a query parameter": lambda own, _: {
        "params": {"api-version": API_VERSION, "accessToken": own}
    },
    "the data plane's token": lambda _, token: {"headers": {"Authorization": f"Bearer {token}"}},
}


@pytest.mark.parametrize("credential", CREDENTIALS)
def test_a_wrong_credential_gets_no_token(service: Service, credential: str) -> None:
    """401, in the envelope of Azure Resource Manager."""
    arm = service.target.arm
    own = arm.bearer if arm else ""
    answer = _ask(service, bearer=None, **CREDENTIALS[credential](own, service.token if own else ""))

    _assert_error(service, answer, 401, credential)


@pytest.mark.parametrize(
    "places",
    [
        {"subscriptionId": "d0000000-0000-4000-8000-0000000000ab"},
        {"resourceGroupName": "nosuchgroup"},
        {"accountName": "nosuchaccount"},
    ],
    ids=lambda places: next(iter(places)),
)
def test_an_unknown_resource_gets_no_token(aim: Aim, service: Service, places: dict[str, str]) -> None:
    """404, in the envelope of Azure Resource Manager."""
    no_live(aim, INFERRED)
    _assert_error(service, _ask(service, places), 404, f"{places}")


@pytest.mark.parametrize(
    "places",
    [
        {"subscriptionId": "nonsense"},
        {"resourceGroupName": "a b"},
        {"resourceGroupName": "g" * 91},
        {"accountName": "ab"},
        {"accountName": "a_b_c"},
        {"accountName": "a" * 51},
    ],
    ids=lambda places: "{}={:.8}".format(*next(iter(places.items()))),
)
def test_a_malformed_name_is_refused(aim: Aim, service: Service, places: dict[str, str]) -> None:
    """400, in the envelope of Azure Resource Manager."""
    no_live(aim, INFERRED)
    _assert_error(service, _ask(service, places), 400, f"{places}")


@pytest.mark.parametrize(
    "version", [None, "", "latest", "2024-1-1", "24-01-01", "2024-01-01x", "2024-01-01-beta", "2024/01/01"]
)
def test_a_missing_or_malformed_version_is_refused(aim: Aim, service: Service, version: str | None) -> None:
    """The version of the API is asked for, in the form of a date."""
    no_live(aim, INFERRED)
    params = {} if version is None else {"api-version": version}
    _assert_error(service, _ask(service, params=params), 400, f"the api-version {version!r}")


BODIES: dict[str, Any] = {
    "no members": {},
    "no permissionType": {"scope": "Account"},
    "no scope": {"permissionType": "Reader"},
    "a list": [],
    "a text": "Reader",
    "a number": 5,
    "an unknown permission": READ_ALL | {"permissionType": "Owner"},
    "an empty permission": READ_ALL | {"permissionType": ""},
    "a permission in lower case": READ_ALL | {"permissionType": "reader"},
    "a permission in upper case": READ_ALL | {"permissionType": "CONTRIBUTOR"},
    "a number as permission": READ_ALL | {"permissionType": 1},
    "null as permission": READ_ALL | {"permissionType": None},
    "a list as permission": READ_ALL | {"permissionType": ["Reader"]},
    "an unknown scope": READ_ALL | {"scope": "Galaxy"},
    "an empty scope": READ_ALL | {"scope": ""},
    "a scope in lower case": READ_ALL | {"scope": "account"},
    "null as scope": READ_ALL | {"scope": None},
    "the scope Video without a video": READ_VIDEO,
    "the scope Video with an empty video": READ_VIDEO | {"videoId": ""},
    "the scope Video with null": READ_VIDEO | {"videoId": None},
    "the scope Video with a number": READ_VIDEO | {"videoId": 5},
    "the scope Video with a project": READ_VIDEO | {"projectId": "p1"},
    "a number as project": {"permissionType": "Reader", "scope": "Project", "projectId": 7},
}


@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_isnt_allowed_is_refused(aim: Aim, service: Service, body: str) -> None:
    """The two words are asked for, as the contract writes them; the scope Video names its video."""
    no_live(aim, INFERRED)
    judged(aim, tolerated=value_is_tolerated(REQUEST, BODIES[body]))
    _assert_error(service, _ask(service, json=BODIES[body]), 400, body)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"", "application/json"),
        (b"null", "application/json"),
        (b"{", "application/json"),
        (b'{"permissionType": "Reader", "scope": "Account",}', "application/json"),
        (b'{"permissionType": "Reader", "scope": "Account"} and more', "application/json"),
        (b'{"permissionType": "Reader", "scope": "\xff"}', "application/json"),
        (b'{"permissionType": "Reader", "scope": "Account"}', "text/plain"),
        (b"permissionType=Reader&scope=Account", "application/x-www-form-urlencoded"),
    ],
    ids=["nothing", "null", "cut off", "trailing comma", "more after it", "not UTF-8", "as text", "a form"],
)
def test_what_isnt_json_is_refused(aim: Aim, service: Service, content: bytes, media_type: str) -> None:
    """The body is JSON and says so."""
    no_live(aim, INFERRED)
    answer = _ask(service, content=content, headers={"Content-Type": media_type})

    _assert_error(service, answer, 400, f"{content!r} as {media_type}")
