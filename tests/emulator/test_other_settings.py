"""Services that are set up in other ways, answered in this process; they don't run jobs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.emulator.api import Api, assert_problem
from tests.emulator.conftest import Ask
from video_indexer_emulator.model import Account
from video_indexer_emulator.settings import DEVELOPMENT_ACCOUNT

VIDEOS = f"/trial/Accounts/{DEVELOPMENT_ACCOUNT.id}/Videos"


def test_beyond_loopback_the_controls_want_the_secret(service: Callable[..., Ask]) -> None:
    """Anybody in the network could delete every video otherwise; an access token isn't enough."""
    ask = service(host="0.0.0.0", secret="mine, and long enough")  # noqa: S104, S106

    for method, tail in (("GET", "health"), ("DELETE", "faults"), ("POST", "reset")):
        assert_problem(ask(method, f"/_emulator/{tail}"), 401, "ACCESS_TOKEN_VALIDATION_FAILED")
        assert ask(method, f"/_emulator/{tail}", token="mine, and long enough").is_success  # noqa: S106


def test_without_controls_there_are_none(service: Callable[..., Ask]) -> None:
    """A service that others use offers them to nobody."""
    ask = service(controls=False)

    for method, tail in (("GET", "health"), ("POST", "faults"), ("POST", "reset")):
        assert_problem(ask(method, f"/_emulator/{tail}"), 404, "NOT_FOUND")


def test_two_services_dont_take_each_others_tokens(service: Callable[..., Ask], emulator: Api) -> None:
    """Each data folder has keys of its own."""
    ask = service()

    assert ask("GET", VIDEOS).status_code == 200
    assert_problem(ask("GET", VIDEOS, token=emulator.token), 401, "ACCESS_TOKEN_VALIDATION_FAILED")


def test_a_service_has_the_accounts_that_it_is_given(service: Callable[..., Ask]) -> None:
    """And no others."""
    account = Account(
        id="d0000000-0000-4000-8000-000000000009", name="mine", location="westeurope",
        subscription_id=DEVELOPMENT_ACCOUNT.subscription_id, resource_group="rg",
    )  # fmt: skip
    ask = service(accounts=(account,))

    assert ask("GET", f"/westeurope/Accounts/{account.id}/Videos").status_code == 200
    assert_problem(ask("GET", f"/trial/Accounts/{account.id}/Videos"), 404, "ACCOUNT_NOT_FOUND")
    assert_problem(ask("GET", VIDEOS), 401, "USER_NOT_ALLOWED")


def test_an_upload_beyond_the_limit_is_refused(service: Callable[..., Ask], tmp_path: Path) -> None:
    """With its own ErrorType, and nothing is left."""
    ask = service(max_upload_bytes=1000)

    response = ask("POST", VIDEOS, files={"file": ("clip.mp4", b"x" * 1001)})

    assert_problem(response, 400, "INPUT_FILE_SIZE_LIMIT_EXCEEDED")
    assert ask("GET", VIDEOS).json()["results"] == []
    assert list((tmp_path / "data" / "scratch").iterdir()) == []


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/x", "http://localhost:1/x", "http://[::1]/", "http://169.254.169.254/"]
)
def test_a_private_address_is_refused_unless_allowed(service: Callable[..., Ask], url: str) -> None:
    """The message says how to allow it."""
    ask = service()

    response = ask("POST", VIDEOS, params={"name": "n", "videoUrl": url})

    assert_problem(response, 400, "URL_UNREACHABLE")
    assert "--allow-private-urls" in response.json()["Message"]


def test_a_token_lives_as_long_as_the_settings_say(service: Callable[..., Ask]) -> None:
    """A life that is over at once shows the expiry over HTTP."""
    ask = service(token_seconds=0)

    assert_problem(ask("GET", VIDEOS), 401, "ACCESS_TOKEN_EXPIRED")
