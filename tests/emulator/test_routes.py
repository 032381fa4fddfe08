"""How a request finds its operation, and what every answer carries."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from tests.emulator.api import Api, assert_problem
from tests.emulator.conftest import Ask
from tests.emulator.test_other_settings import VIDEOS


def test_fixed_parts_of_a_path_are_compared_without_case(emulator: Api, indexed: str) -> None:
    """The vendor's own samples write them in several ways."""
    account = emulator.account
    path = f"/{account.location}/ACCOUNTS/{account.id}/videos/{indexed}/iNDEX"

    response = emulator.http.get(path, headers=emulator.bearer())

    assert response.status_code == 200
    assert indexed == response.json()["id"]


def test_the_account_id_is_compared_without_case(emulator: Api, indexed: str) -> None:
    """A GUID is a number."""
    account = emulator.account
    path = f"/{account.location}/Accounts/{account.id.upper()}/Videos/{indexed}/Index"

    response = emulator.http.get(path, headers=emulator.bearer())

    assert response.status_code == 200
    assert account.id == response.json()["accountId"]


def test_the_case_of_a_video_id_matters(emulator: Api, indexed: str) -> None:
    """Ids are opaque."""
    assert_problem(emulator.get(f"Videos/{indexed.upper()}/Index"), 404, "BREAKDOWN_NOT_FOUND")


def test_names_and_words_of_the_query_are_compared_without_case(emulator: Api, indexed: str) -> None:
    """The vendor's samples send `privacy=private`."""
    response = emulator.get(f"Videos/{indexed}/ArtifactUrl", params={"TYPE": "faces"})

    assert response.status_code == 200, response.text


@pytest.mark.parametrize("query", ["pageSize=1&pageSize=2", "pageSize=1&PAGESIZE=2"])
def test_a_parameter_that_is_no_list_may_be_given_once(emulator: Api, query: str) -> None:
    """Two values leave open which one counts."""
    assert_problem(emulator.get(f"Videos?{query}"), 400, "INVALID_INPUT")


@pytest.mark.parametrize(
    "query",
    [
        "pageSize=0",
        "pageSize=1001",
        "pageSize=1.5",
        "pageSize=%C2%B2",
        "pageSize=" + "9" * 5000,
        "skip=-1",
        "skip=2147483648",
        "createdAfter=yesterday",
        "createdAfter=2024-02-30T00:00:00Z",
        "createdBefore=2024-01-01",
    ],
)
def test_a_value_outside_the_contract_is_refused(emulator: Api, query: str) -> None:
    """Bounds, types and formats of the query hold."""
    assert_problem(emulator.get(f"Videos?{query}"), 400, "INVALID_INPUT")


def test_an_unknown_parameter_is_passed_over(emulator: Api) -> None:
    """Clients send parameters of other API versions."""
    assert emulator.get("Videos", params={"surprise": "1"}).status_code == 200


@pytest.mark.parametrize("video_id", ["a%2Fb", "..%2Fx", "%2e%2e", "a%00b", "%FF", "a" * 65, "a%20b"])
def test_an_encoded_slash_or_an_odd_character_stays_within_its_segment(emulator: Api, video_id: str) -> None:
    """A segment is decoded after the path was split, and then checked."""
    assert_problem(emulator.get(f"Videos/{video_id}/Index"), 400, "INVALID_INPUT")


@pytest.mark.parametrize(
    ("method", "tail", "allowed"),
    [
        ("PUT", "Videos", "GET, HEAD, POST"),
        ("GET", "Videos/abc", "DELETE"),
        ("POST", "Videos/abc/Index", "GET, HEAD"),
        ("GET", "Videos/abc/redact", "POST"),
        ("OPTIONS", "Jobs/abc", "GET, HEAD"),
    ],
)
def test_another_method_is_told_which_ones_the_path_takes(
    emulator: Api, method: str, tail: str, allowed: str
) -> None:
    """405 carries Allow."""
    response = emulator.call(method, tail)

    assert_problem(response, 405, "UNSUPPORTED")
    assert allowed == response.headers["allow"]


@pytest.mark.parametrize("tail", ["", "Videos/abc", "Videos/abc/", "Jobs/abc"])
def test_a_head_request_gets_no_body(emulator: Api, tail: str) -> None:
    """An answer to HEAD has headers alone, an error's too."""
    response = emulator.call("HEAD", tail)

    assert response.status_code in {404, 405}
    assert response.content == b""


@pytest.mark.parametrize(
    "tail",
    [
        "Videos",
        "Videos/{video}/Index",
        "Videos/{video}/ArtifactUrl?type=Faces",
        "Videos/{video}/SourceFile/DownloadUrl",
    ],
)
def test_head_is_answered_as_get_is(emulator: Api, indexed: str, tail: str) -> None:
    """With the same status and headers, the length of the body that isn't sent among them."""
    tail = tail.format(video=indexed)
    head, get = emulator.call("HEAD", tail), emulator.get(tail)

    assert (head.status_code, head.content) == (get.status_code, b"") == (200, b"")
    assert {**head.headers, "x-ms-request-id": "", "date": ""} == {
        **get.headers, "x-ms-request-id": "", "date": "",
    }  # fmt: skip


def test_head_needs_the_token_that_get_needs(emulator: Api) -> None:
    """It would tell what exists otherwise."""
    assert emulator.call("HEAD", "Videos", token=None).status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "/docs/",
        "/_portal",
        "/_portal/",
        "/favicon.ico",
        "/trial",
        "/trial/Accounts",
        "/_emulator",
        "/_emulator/",
        "/_emulator/none",
        "/_blobs",
        "/trial/Accounts/x/Videos/y/Index/z",
        "/%2F",
        "/trial%2FAccounts",
    ],
)
def test_any_other_path_is_not_found(emulator: Api, path: str) -> None:
    """Outside contract, controls and pages nothing is there; the blob host only says that it refuses."""
    response = emulator.http.get(path)

    expected = (403, "FORBIDDEN") if path.startswith("/_blobs") else (404, "NOT_FOUND")
    assert_problem(response, *expected)


@pytest.mark.parametrize(
    "path",
    ["/_emulator/health", "/_emulator/nothing", "/_blobs/nothing", "/nothing", "/trial/Accounts/x/Videos"],
)
def test_every_answer_carries_a_fresh_request_id(emulator: Api, path: str) -> None:
    """A UUID of its own, on errors and on paths outside the contract too."""
    ids = {emulator.http.get(path).headers["x-ms-request-id"] for _ in range(3)}

    assert len(ids) == 3
    assert all(str(uuid.UUID(text)) == text for text in ids)


def test_the_answers_id_is_not_taken_from_the_client(emulator: Api) -> None:
    """A client may name its request, which changes nothing in our own id."""
    own = str(uuid.uuid4())

    response = emulator.get("Videos", headers={"x-ms-client-request-id": own, "x-ms-request-id": own})

    assert response.status_code == 200
    assert own != response.headers["x-ms-request-id"]


@pytest.mark.parametrize(
    "text", ["", "123", "{0f8fad5b-d9cb-469f-a165-70867728950e}", "0f8fad5bd9cb469fa16570867728950e"]
)
def test_a_client_may_name_its_request_as_it_likes(
    emulator: Api, service: Callable[..., Ask], text: str
) -> None:
    """Public callers do, on every plane; strict, headers of the contract are checked as the query is."""
    headers = {"x-ms-client-request-id": text}
    key = {"Ocp-Apim-Subscription-Key": "any"}

    assert emulator.get("Videos", headers=headers).status_code == 200
    assert emulator.http.get("/Auth/trial/Accounts", headers=headers | key).status_code == 200
    assert_problem(service(strict=True)("GET", VIDEOS, headers=headers), 400, "INVALID_INPUT")
