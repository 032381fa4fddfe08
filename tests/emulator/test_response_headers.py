"""What browsers and caches are told of an answer."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.emulator.api import Api
from tests.emulator.conftest import Ask
from video_indexer_emulator.http import authorization
from video_indexer_emulator.settings import DEVELOPMENT_ACCOUNT, DEVELOPMENT_SECRET

TOKEN = (
    f"/subscriptions/{DEVELOPMENT_ACCOUNT.subscription_id}/resourceGroups/{DEVELOPMENT_ACCOUNT.resource_group}"
    f"/providers/Microsoft.VideoIndexer/accounts/{DEVELOPMENT_ACCOUNT.name}/generateAccessToken"
)


@pytest.mark.parametrize(
    "tail", ["Videos", "Videos/{}/Index", "Videos/{}/SourceFile/DownloadUrl", "Videos/none/Index"]
)
def test_answers_of_the_api_are_kept_by_no_cache_and_are_what_they_say(
    emulator: Api, indexed: str, tail: str
) -> None:
    """Signed URLs and what was found in a video, and errors too."""
    answer = emulator.get(tail.format(indexed))

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_tokens_are_kept_by_no_cache(emulator: Api) -> None:
    """They open an account for an hour."""
    answer = emulator.http.post(
        TOKEN, params={"api-version": "2024-01-01"}, headers=emulator.bearer(DEVELOPMENT_SECRET),
        json={"permissionType": "Reader", "scope": "Account"},
    )  # fmt: skip

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"


def test_pictures_are_what_they_say(emulator: Api, indexed: str) -> None:
    """An image is no page."""
    picture = emulator.get(f"Videos/{indexed}/Index").json()["videos"][0]["thumbnailId"]

    assert (
        emulator.get(f"Videos/{indexed}/Thumbnails/{picture}").headers["x-content-type-options"] == "nosniff"
    )


@pytest.mark.parametrize(
    ("method", "path"), [("POST", TOKEN), ("GET", "/_emulator/health"), ("GET", "/_metrics")]
)
def test_a_wrong_secret_is_answered_slowly_beyond_loopback(
    service: Callable[..., Ask], monkeypatch: pytest.MonkeyPatch, method: str, path: str
) -> None:
    """An address has a hundred connections, so it has a hundred guesses a second."""
    monkeypatch.setattr(authorization, "GUESS_SECONDS", 0.3)
    ask = service(host="192.0.2.1", secret="mine, and long enough")  # noqa: S106
    began = time.monotonic()

    answer = ask(method, path, token="a guess", params={"api-version": "2024-01-01"})  # noqa: S106

    assert answer.status_code == 401
    assert time.monotonic() - began >= 0.3
