"""Pages of other origins: `--allow-origin`, off by default."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from tests.emulator.api import assert_problem
from tests.emulator.conftest import Ask
from video_indexer_emulator.settings import DEVELOPMENT_ACCOUNT, DEVELOPMENT_SECRET

APP = "https://app.example"
EVIL = "https://evil.example"
VIDEOS = f"/trial/Accounts/{DEVELOPMENT_ACCOUNT.id}/Videos"
TOKEN = (
    f"/subscriptions/{DEVELOPMENT_ACCOUNT.subscription_id}/resourceGroups/development/providers/"
    "Microsoft.VideoIndexer/accounts/development/generateAccessToken?api-version=2024-01-01"
)
CONTRIBUTOR = {"permissionType": "Contributor", "scope": "Account"}
OPENED = [
    (TOKEN, "POST"),
    (VIDEOS, "GET"),
    (VIDEOS, "POST"),
    (f"{VIDEOS}/abc", "DELETE"),
    (f"{VIDEOS}/abc/Index", "GET"),
    (f"{VIDEOS}/abc/redact", "POST"),
    (f"/trial/Accounts/{DEVELOPMENT_ACCOUNT.id}/Jobs/abc", "GET"),
    (f"{VIDEOS}/abc/SourceFile/DownloadUrl", "HEAD"),
    ("/_blobs/videos/abc/source.mp4", "GET"),
    ("/_blobs/videos/abc/source.mp4", "HEAD"),
    ("/openapi.yaml", "GET"),
]
CLOSED = ["/_emulator/reset", "http://test//_emulator/reset", "/%5Femulator/reset", "/_metrics",
          "/_portal/settings.json", "/", "/docs"]  # fmt: skip


def preflight(
    ask: Ask, path: str, method: str, origin: str = APP, headers: str = "authorization"
) -> httpx.Response:
    """What a browser asks before it sends a request with such headers."""
    asked = {"Origin": origin, "Access-Control-Request-Method": method}
    return ask("OPTIONS", path, token=None, headers=asked | {"Access-Control-Request-Headers": headers})


@pytest.mark.parametrize(("path", "method"), OPENED)
def test_a_preflight_is_answered_without_a_token(
    kept_service: Callable[..., Ask], path: str, method: str
) -> None:
    """With the origin, the method and every header by its name: * doesn't cover Authorization."""
    ask = kept_service(allowed_origins=(APP,))
    names = "authorization,content-type,range,x-ms-client-request-id"

    answer = preflight(ask, path, method, headers=names)

    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == APP
    assert method in answer.headers["access-control-allow-methods"].split(", ")
    assert set(names.split(",")) <= set(answer.headers["access-control-allow-headers"].lower().split(","))
    assert "access-control-allow-credentials" not in answer.headers
    assert "Origin" in answer.headers["vary"]


@pytest.mark.parametrize("status", [200, 401, 404, 405])
def test_an_error_can_be_read_like_any_answer(kept_service: Callable[..., Ask], status: int) -> None:
    """Else a script learns only that there was a network error."""
    ask = kept_service(allowed_origins=(APP,))
    requests = {
        200: ("GET", VIDEOS, {}),
        401: ("GET", VIDEOS, {"token": None}),
        404: ("GET", "/nothing", {}),
        405: ("PUT", VIDEOS, {}),
    }
    method, path, how = requests[status]

    answer = ask(method, path, headers={"Origin": APP}, **how)

    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == APP
    exposed = answer.headers["access-control-expose-headers"].split(", ")
    assert {"Location", "Retry-After", "x-ms-request-id", "Content-Range"} <= set(exposed)


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("origins", [(APP,), ("*",)])
def test_controls_metrics_and_pages_stay_closed(
    kept_service: Callable[..., Ask], path: str, origins: tuple[str, ...]
) -> None:
    """However their path is spelled: no preflight, no header, and no act."""
    ask = kept_service(allowed_origins=origins)

    asked = preflight(ask, path, "POST")
    done = ask("POST", path, headers={"Origin": APP, "Host": "localhost"})

    assert asked.status_code in {403, 404, 405, 421}
    assert done.status_code in {403, 404, 405}
    for answer in (asked, done):
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_only_allowed_pages_take_tokens(kept_service: Callable[..., Ask]) -> None:
    """With the secret that everybody knows, too: the operator has said whose pages may."""
    ask = kept_service(allowed_origins=(APP,))

    def take(origin: str) -> int:
        how = {"headers": {"Origin": origin, "Host": "127.0.0.1:8700"}, "json": CONTRIBUTOR}
        return ask("POST", TOKEN, token=DEVELOPMENT_SECRET, **how).status_code

    assert take(APP) == 200
    assert {take(EVIL), take("null"), take(f"{APP}:8443"), take("http://app.example")} == {403}


def test_others_are_answered_as_without_the_flag(kept_service: Callable[..., Ask]) -> None:
    """Their preflight is refused in the contract's form, and no answer of theirs can be read."""
    ask = kept_service(allowed_origins=(APP,))

    asked = preflight(ask, VIDEOS, "GET", origin=EVIL)
    answer = ask("GET", VIDEOS, headers={"Origin": EVIL})

    assert_problem(asked, 405, "UNSUPPORTED")
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


def test_every_answer_says_that_it_depends_on_the_origin(kept_service: Callable[..., Ask]) -> None:
    """Else a cache gives a script what an <img> of the same page has fetched, without the headers."""
    ask = kept_service(allowed_origins=(APP,))

    assert ask("GET", VIDEOS).headers["vary"] == "Origin"


def test_everybodys_pages_may_be_let_in(kept_service: Callable[..., Ask]) -> None:
    """One star, which browsers take since no cookies are asked for."""
    ask = kept_service(allowed_origins=("*",))

    assert preflight(ask, VIDEOS, "GET", origin=EVIL).headers["access-control-allow-origin"] == "*"
    assert ask("GET", VIDEOS, headers={"Origin": "null"}).headers["access-control-allow-origin"] == "*"


def test_a_page_of_a_public_site_may_reach_this_machine(kept_service: Callable[..., Ask]) -> None:
    """Chromium asks for that in so many words (Private Network Access)."""
    ask = kept_service(allowed_origins=(APP,))
    headers = {
        "Origin": APP, "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Private-Network": "true",
    }  # fmt: skip

    answer = ask("OPTIONS", VIDEOS, token=None, headers=headers)

    assert answer.headers["access-control-allow-private-network"] == "true"


def test_by_default_no_page_is_let_in(kept_service: Callable[..., Ask]) -> None:
    """OPTIONS is a method that no path takes."""
    ask = kept_service()

    answer = preflight(ask, VIDEOS, "GET")

    assert_problem(answer, 405, "UNSUPPORTED")
    assert not [name for name in answer.headers if name.startswith(("access-control", "vary"))]
