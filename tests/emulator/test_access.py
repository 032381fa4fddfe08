"""Access tokens: what they say, and which ones are taken."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from tests.emulator.api import Api, assert_problem
from video_indexer_emulator.errors import TokenExpired
from video_indexer_emulator.service.access import ISSUER, Access, Permission, Scope
from video_indexer_emulator.service.keys import Keys
from video_indexer_emulator.settings import DEVELOPMENT_ACCOUNT, Settings

Claims = dict[str, Any]


@pytest.fixture(scope="session")
def signing_key(emulator: Api, data_folder: Path) -> RSAPrivateKey:
    """The running emulator's own key."""
    assert emulator.token
    key = load_pem_private_key((data_folder / "keys" / "token.pem").read_bytes(), None)
    assert isinstance(key, RSAPrivateKey)
    return key


@pytest.fixture
def sign(emulator: Api, signing_key: RSAPrivateKey) -> Callable[..., str]:
    """Sign the emulator's own claims again, some of them changed; None takes one away."""
    issued: Claims = jwt.decode(emulator.token, options={"verify_signature": False})

    def sign(**changes: Any) -> str:
        claims = {name: value for name, value in (issued | changes).items() if value is not None}
        return jwt.encode(claims, signing_key, algorithm="RS256")

    return sign


def test_a_token_is_signed_with_rs256_and_says_whose_it_is(emulator: Api, signing_key: RSAPrivateKey) -> None:
    """The vendor's claims, for this account."""
    token = emulator.issue_token("Reader")

    claims = jwt.decode(token, signing_key.public_key(), algorithms=["RS256"], audience=ISSUER, issuer=ISSUER)
    assert jwt.get_unverified_header(token)["alg"] == "RS256"
    assert emulator.account.id == claims["AccountId"]
    assert (claims["Permission"], claims["Scope"]) == ("Reader", "Account")
    assert "VideoId" not in claims


def test_a_token_lives_an_hour_and_five_minutes_of_clock_skew(emulator: Api) -> None:
    """Exp minus nbf is 3900 seconds, as the vendor's."""
    claims: Claims = jwt.decode(emulator.issue_token(), options={"verify_signature": False})

    assert claims["exp"] - claims["nbf"] == 3900
    assert claims["nbf"] + 300 == pytest.approx(time.time(), abs=60)


def test_a_token_for_a_video_names_it(emulator: Api, indexed: str) -> None:
    """The scope Video comes with the claim VideoId."""
    token = emulator.issue_token("Reader", scope="Video", videoId=indexed)
    claims: Claims = jwt.decode(token, options={"verify_signature": False})

    assert (claims["Scope"], claims["VideoId"]) == ("Video", indexed)


def test_a_token_is_taken_from_the_header_alone_and_from_the_query_alone(emulator: Api) -> None:
    """Either way is enough."""
    assert emulator.get("Videos").status_code == 200
    assert emulator.get("Videos", token=None, params={"accessToken": emulator.token}).status_code == 200
    assert emulator.get("Videos", token=None, params={"accesstoken": emulator.token}).status_code == 200


@pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
def test_the_name_of_the_scheme_has_no_case(emulator: Api, scheme: str) -> None:
    """As RFC 9110 wants it."""
    response = emulator.get("Videos", token=None, headers={"Authorization": f"{scheme} {emulator.token}"})

    assert response.status_code == 200


def test_without_a_token_nothing_is_told(emulator: Api) -> None:
    """Not even whether an account or a video exists."""
    assert_problem(emulator.get("Videos", token=None), 401, "USER_NOT_AUTHENTICATED")
    assert_problem(emulator.get("Videos/nothing/Index", token=None), 401, "USER_NOT_AUTHENTICATED")
    assert_problem(
        emulator.http.get("/mars/Accounts/nobody/Videos"), 401, "USER_NOT_AUTHENTICATED"
    )  # before the account's form is checked


def test_the_pages_own_token_parameter_and_header_count_as_no_token(emulator: Api) -> None:
    """The vendor's page names `?token=` and `bearertoken`, which match no working client."""
    query = emulator.get("Videos", token=None, params={"token": emulator.token})
    header = emulator.get("Videos", token=None, headers={"bearertoken": emulator.token})

    assert_problem(query, 401, "USER_NOT_AUTHENTICATED")
    assert_problem(header, 401, "USER_NOT_AUTHENTICATED")


@pytest.mark.parametrize("scheme", ["Basic", "Token", "Bearer,", "Bear"])
def test_another_scheme_counts_as_no_token(emulator: Api, scheme: str) -> None:
    """Only Bearer is known."""
    response = emulator.get("Videos", token=None, headers={"Authorization": f"{scheme} {emulator.token}"})

    assert_problem(response, 401, "USER_NOT_AUTHENTICATED")


@pytest.mark.parametrize("token", ["garbage", "a.b.c", "....", "e30.e30.", "\u00e9", "x" * 20_000])
def test_what_is_no_token_is_refused(emulator: Api, token: str) -> None:
    """Whatever it is, the answer is 401."""
    response = emulator.get("Videos", token=None, params={"accessToken": token})

    assert_problem(response, 401, "ACCESS_TOKEN_VALIDATION_FAILED")


def test_a_token_that_somebody_else_signed_is_refused(emulator: Api, sign: Callable[..., str]) -> None:
    """No algorithm, a stranger's key, and the public key taken for a shared secret."""
    claims: Claims = jwt.decode(sign(), options={"verify_signature": False})
    stranger = generate_private_key(public_exponent=65537, key_size=2048)
    pem = stranger.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    forged = [
        jwt.encode(claims, "", algorithm="none"),
        jwt.encode(claims, pem, algorithm="RS256"),
        sign()[:-8] + "AAAAAAAA",
    ]

    for token in forged:
        assert_problem(emulator.get("Videos", token=token), 401, "ACCESS_TOKEN_VALIDATION_FAILED")


def test_the_public_key_is_no_shared_secret(
    emulator: Api, sign: Callable[..., str], signing_key: RSAPrivateKey
) -> None:
    """A token made with HS256 and the public key is refused."""
    public = signing_key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    claims: Claims = jwt.decode(sign(), options={"verify_signature": False})
    header, payload = jwt.encode(claims, "x" * 32, algorithm="HS256").split(".")[:2]
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(
        f"{header}.{payload}".encode(), public
    )
    token = f"{header}.{payload}.{jwt.utils.base64url_encode(signature).decode()}"

    assert_problem(emulator.get("Videos", token=token), 401, "ACCESS_TOKEN_VALIDATION_FAILED")


@pytest.mark.parametrize(
    ("changes", "error_type"),
    [
        ({"exp": int(time.time()) - 1}, "ACCESS_TOKEN_EXPIRED"),
        ({"nbf": int(time.time()) + 3000}, "ACCESS_TOKEN_VALIDATION_FAILED"),
        ({"iss": "https://example.com/"}, "ACCESS_TOKEN_VALIDATION_FAILED"),
        ({"aud": "https://example.com/"}, "ACCESS_TOKEN_VALIDATION_FAILED"),
        ({"exp": None}, "ACCESS_TOKEN_VALIDATION_FAILED"),
        ({"nbf": None}, "ACCESS_TOKEN_VALIDATION_FAILED"),
        ({"AccountId": None}, "ACCESS_TOKEN_VALIDATION_FAILED"),
        ({"Permission": "King"}, "ACCESS_TOKEN_VALIDATION_FAILED"),
        ({"Scope": "User"}, "USER_NOT_ALLOWED"),
        ({"Scope": "Galaxy"}, "ACCESS_TOKEN_VALIDATION_FAILED"),
        ({"exp": "soon"}, "ACCESS_TOKEN_VALIDATION_FAILED"),
        ({"AccountId": 5}, "USER_NOT_ALLOWED"),
        ({"AccountId": "d0000000-0000-4000-8000-000000000002"}, "USER_NOT_ALLOWED"),
    ],
)
def test_a_genuine_signature_alone_is_not_enough(
    emulator: Api, sign: Callable[..., str], changes: Claims, error_type: str
) -> None:
    """Time, issuer, audience, account and words of the claims count too."""
    assert emulator.get("Videos", token=sign()).status_code == 200
    assert_problem(emulator.get("Videos", token=sign(**changes)), 401, error_type)


def test_a_token_that_was_taken_before_expires_all_the_same(tmp_path: Path) -> None:
    """Verified tokens are remembered; their time is looked at each time."""
    account = DEVELOPMENT_ACCOUNT
    now = [1_000_000.0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("video_indexer_emulator.service.access.time.time", lambda: now[0])
        access = Access(Settings(data=tmp_path, token_seconds=5), Keys.load(tmp_path))
        token = access.issue(account, Permission.READER, Scope.ACCOUNT, None)

        assert access.verify(token).account_id == account.id
        now[0] += 4.9
        assert access.verify(token).account_id == account.id
        now[0] += 0.1
        with pytest.raises(TokenExpired):
            access.verify(token)
