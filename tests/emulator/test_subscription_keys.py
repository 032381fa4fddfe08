"""Tokens for a subscription key, as classic and trial accounts have them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import jwt
import pytest

from tests.emulator.api import Api, assert_problem
from tests.emulator.conftest import Ask
from video_indexer_emulator.settings import DEVELOPMENT_ACCOUNT, DEVELOPMENT_ACCOUNTS

KEY = {"Ocp-Apim-Subscription-Key": "0123456789abcdef0123456789abcdef"}
ACCOUNT = f"/Auth/trial/Accounts/{DEVELOPMENT_ACCOUNT.id}"
TOKENS = ["/Auth/trial/Accounts", f"{ACCOUNT}/AccessToken", "/Auth/trial/Users/me/AccessToken"]
HERE = {"Host": "127.0.0.1:8700"}


def _claims(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    claims: dict[str, Any] = jwt.decode(answer.json(), options={"verify_signature": False})
    return claims


@pytest.mark.parametrize(
    ("query", "permission"),
    [("", "Reader"), ("?allowEdit=false", "Reader"), ("?allowEdit=True", "Contributor")],
)
def test_a_token_for_an_account_reads_or_edits(emulator: Api, query: str, permission: str) -> None:
    """A JSON string, which the data plane takes; without allowEdit it reads."""
    answer = emulator.http.get(f"{ACCOUNT}/AccessToken{query}", headers=KEY)

    claims = _claims(answer)
    assert (claims["Permission"], claims["Scope"]) == (permission, "Account")
    assert emulator.get("Videos", token=answer.json()).status_code == 200
    refused = emulator.post("Videos", token=answer.json())
    assert refused.status_code == (401 if permission == "Reader" else 400)


@pytest.mark.parametrize("location", ["trial", "TRIAL", "Trial"])
def test_a_key_may_stand_in_the_query_and_paths_have_no_case(emulator: Api, location: str) -> None:
    """As some callers write them."""
    path = f"/auth/{location}/accounts/{DEVELOPMENT_ACCOUNT.id.upper()}/accesstoken?Subscription-Key=x"

    assert _claims(emulator.http.get(path))["AccountId"] == DEVELOPMENT_ACCOUNT.id


@pytest.mark.parametrize("permission", ["Reader", "Contributor", "MyAccessAdministrator", "owner", None])
def test_a_token_has_the_permission_that_was_named(emulator: Api, permission: str | None) -> None:
    """Each includes those before it; none named is Reader."""
    params = {"permission": permission} if permission else {}
    answer = emulator.http.get(f"{ACCOUNT}/AccessTokenWithPermission", params=params, headers=KEY)

    assert _claims(answer)["Permission"].casefold() == (permission or "Reader").casefold()
    edits = emulator.post("Videos", token=answer.json()).status_code == 400  # let in, and nothing was sent
    assert edits == (permission not in {None, "Reader"})


def test_a_token_for_a_video_is_good_for_that_video_alone(emulator: Api, indexed: str) -> None:
    """It may edit where nothing else is said; an unknown video gets none."""
    answer = emulator.http.get(f"{ACCOUNT}/Videos/{indexed}/AccessToken", headers=KEY)

    claims = _claims(answer)
    assert (claims["Scope"], claims["VideoId"], claims["Permission"]) == ("Video", indexed, "Contributor")
    assert emulator.get(f"Videos/{indexed}/Index", token=answer.json()).status_code == 200
    assert_problem(emulator.get("Videos", token=answer.json()), 401, "USER_NOT_ALLOWED")
    unknown = emulator.http.get(f"{ACCOUNT}/Videos/neverwas00/AccessToken", headers=KEY)
    assert_problem(unknown, 404, "BREAKDOWN_NOT_FOUND")


def test_a_users_token_permits_nothing_in_an_account(emulator: Api) -> None:
    """Whatever it says of its permission."""
    answer = emulator.http.get("/Auth/trial/Users/me/AccessToken?allowEdit=true", headers=KEY)

    assert "AccountId" not in _claims(answer)
    assert_problem(emulator.get("Videos", token=answer.json()), 401, "USER_NOT_ALLOWED")


@pytest.mark.parametrize("location", ["trial", "westus2"])
def test_the_accounts_of_a_key_are_all_of_them(emulator: Api, location: str) -> None:
    """With a token each on demand; the location says where the request goes, not what is listed."""
    plain = emulator.http.get(f"/Auth/{location}/Accounts", headers=KEY).json()
    params = {"generateAccessTokens": "true", "allowEdit": "true"}
    whole = emulator.http.get(f"/Auth/{location}/Accounts", params=params, headers=KEY).json()

    assert [account["id"] for account in plain] == [account.id for account in DEVELOPMENT_ACCOUNTS]
    assert {account["accessToken"] for account in plain} == {None}
    for account in whole:
        path = f"/{account['location']}/Accounts/{account['id']}/Videos"
        headers = emulator.bearer(account["accessToken"])
        assert emulator.http.get(path, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/Auth/trial/Accounts/d0000000-0000-4000-8000-00000000000f/AccessToken",
        f"/Auth/westus2/Accounts/{DEVELOPMENT_ACCOUNT.id}/AccessToken",
    ],
)
def test_an_account_that_isnt_there_is_refused(emulator: Api, path: str) -> None:
    """With 401, as the vendor's export has it; the message says where an account is."""
    assert_problem(emulator.http.get(path, headers=KEY), 401, "USER_NOT_ALLOWED")


@pytest.mark.parametrize("path", TOKENS)
@pytest.mark.parametrize("query", ["", "?subscription-key=", "?subscription-key=%20"])
def test_without_a_key_there_is_no_token(emulator: Api, path: str, query: str) -> None:
    """An empty one is none; an access token doesn't help."""
    headers = emulator.bearer() | {"Ocp-Apim-Subscription-Key": ""}
    answer = emulator.http.get(f"{path}{query}", headers=headers)

    assert_problem(answer, 401, "USER_NOT_AUTHENTICATED")
    assert "Ocp-Apim-Subscription-Key" in answer.headers["www-authenticate"]


@pytest.mark.parametrize("path", TOKENS)
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104
def test_a_secret_of_the_operators_own_is_the_only_key(
    service: Callable[..., Ask], host: str, path: str
) -> None:
    """On loopback too: a secret of the operator's own is always asked for."""
    ask = service(host=host, secret="mine, and long enough")  # noqa: S106

    for key in ("guessed", "MINE, AND LONG ENOUGH", "mine, and long enough2"):
        answer = ask("GET", path, headers=HERE | {"Ocp-Apim-Subscription-Key": key})
        assert_problem(answer, 401, "INVALID_AUTH_SUBSCRIPTION_KEY")
    given = HERE | {"Ocp-Apim-Subscription-Key": "mine, and long enough"}
    assert ask("GET", path, headers=given).status_code == 200
    assert ask("GET", f"{path}?subscription-key=mine%2C+and+long+enough", headers=HERE).status_code == 200


# pages of other sites, which can invent a key like anybody else


@pytest.mark.parametrize("path", TOKENS)
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_no_token_for_a_key_that_a_page_of_another_site_sends(emulator: Api, path: str, origin: str) -> None:
    """Its Origin tells."""
    assert_problem(emulator.http.get(path, headers=KEY | {"Origin": origin}), 401, "USER_NOT_ALLOWED")


@pytest.mark.parametrize("path", TOKENS)
@pytest.mark.parametrize("more", [{}, {"X-Forwarded-Host": "localhost"}, {"X-Forwarded-Proto": "https"}])
def test_no_token_for_a_key_under_a_rebound_name(emulator: Api, path: str, more: dict[str, str]) -> None:
    """A page at a name that leads here sends no Origin with a GET, so the name itself is refused."""
    headers = KEY | {"Host": "evil.example"} | more

    assert_problem(emulator.http.get(path, headers=headers), 401, "USER_NOT_ALLOWED")


@pytest.mark.parametrize(
    "host",
    ["localhost:{port}", "api.videoindexer.ai", "mine.api.videoindexer.ai", "api.videoindexer.ai.azure.us"],
)
def test_programs_may_come_by_this_machines_names_and_the_vendors(emulator: Api, host: str) -> None:
    """Those that were made for the cloud are led here by its names."""
    headers = KEY | {"Host": host.format(port=httpx.URL(emulator.url).port)}

    assert emulator.http.get(f"{ACCOUNT}/AccessToken", headers=headers).status_code == 200


@pytest.mark.parametrize("host", ["api.videoindexer.ai.evil.example", "xapi.videoindexer.ai"])
def test_names_that_look_like_the_vendors_are_others(emulator: Api, host: str) -> None:
    """Anybody can own the first; the second is none of the contract's servers."""
    headers = KEY | {"Host": host}

    assert_problem(emulator.http.get(f"{ACCOUNT}/AccessToken", headers=headers), 401, "USER_NOT_ALLOWED")


def test_a_page_that_the_operator_let_in_gets_a_token(service: Callable[..., Ask]) -> None:
    """By --allow-origin."""
    ask = service(allowed_origins=("https://app.example",))

    for origin, status in (("https://app.example", 200), ("https://evil.example", 401)):
        answer = ask("GET", f"{ACCOUNT}/AccessToken", headers=KEY | HERE | {"Origin": origin})
        assert answer.status_code == status, answer.text
