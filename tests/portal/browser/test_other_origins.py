"""A web page of another origin: let in by --allow-origin, and by nothing else."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.emulator.api import Api
from tests.emulator.outside import Outside
from tests.emulator.outside import Page as Served
from tests.emulator.process import Process
from tests.portal.browser.conftest import PATIENCE
from video_indexer_emulator.settings import DEVELOPMENT_ACCOUNT, DEVELOPMENT_SECRET

SOURCE = Path(__file__).with_name("whole_way.html")
TOKEN_PATH = (
    f"/subscriptions/{DEVELOPMENT_ACCOUNT.subscription_id}/resourceGroups/development/providers/"
    "Microsoft.VideoIndexer/accounts/development/generateAccessToken?api-version=2024-01-01"
)


@pytest.fixture(scope="module")
def sites() -> Iterator[list[str]]:
    """Two origins, each with the same page; the service lets in the first."""
    with Outside() as first, Outside() as second:
        for site in (first, second):
            site.pages["/"] = Served(content=SOURCE.read_bytes(), headers={"Content-Type": "text/html"})
        yield [first.url, second.url]


@pytest.fixture(scope="module")
def service(sites: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """An emulator with --allow-origin."""
    with Process(tmp_path_factory.mktemp("cors") / "data", "--allow-origin", sites[0]) as process:
        yield process.api


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that has seen nothing yet."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def test_a_page_that_is_let_in_goes_the_whole_way(
    page: Page, sites: list[str], service: Api, sample_clip: Path
) -> None:
    """Token, upload in parts, job and its redirect, a range of the signed file; errors can be read."""
    page.goto(f"{sites[0]}/")

    told = page.evaluate(
        "wholeWay",
        {
            "service": service.url,
            "account": service.path(""),
            "tokenPath": TOKEN_PATH,
            "secret": DEVELOPMENT_SECRET,
            "clip": base64.b64encode(sample_clip.read_bytes()).decode(),
        },
    )

    assert told["redirected"].endswith("/SourceFile/DownloadUrl")
    assert re.fullmatch(r"[0-9a-f-]{36}", told["request"])
    status, content_range, length = told["part"]
    assert (status, length) == (206, 100)
    assert content_range.startswith("bytes 0-99/")
    assert told["missing"] == [404, "BREAKDOWN_NOT_FOUND"]


@pytest.mark.parametrize("site", [0, 1], ids=["let in", "not let in"])
def test_no_page_reaches_the_controls(
    page: Page, sites: list[str], service: Api, sample_clip: Path, site: int
) -> None:
    """Neither by asking first nor by a request for which a browser doesn't ask."""
    video, reset = service.upload(sample_clip), f"{service.url}/_emulator/reset"
    page.goto(f"{sites[site]}/")

    told = page.evaluate(
        "tried",
        [
            [reset, {"method": "POST", "headers": {"X-Forwarded-Host": "localhost"}}],
            [reset, {"method": "POST"}],
            [reset, {"method": "POST", "mode": "no-cors"}],
            [f"{service.url}/_emulator/health", {}],
            [f"{service.url}/_metrics", {}],
        ],
    )

    assert told == ["refused", "refused", "opaque 0", "refused", "refused"]
    assert video in {one["id"] for one in service.videos()}
    service.call("DELETE", f"Videos/{video}")


def test_a_page_that_isnt_let_in_gets_nothing(page: Page, sites: list[str], service: Api) -> None:
    """No token by the secret that everybody knows, and no answer even with a token."""
    page.goto(f"{sites[1]}/")
    secret = {"Authorization": f"Bearer {DEVELOPMENT_SECRET}"}
    body = '{"permissionType": "Contributor", "scope": "Account"}'

    told = page.evaluate(
        "tried",
        [
            [service.url + TOKEN_PATH, {"method": "POST", "headers": secret, "body": body}],
            [service.url + TOKEN_PATH, {"method": "POST", "body": body}],
            [service.url + service.path("Videos"), {"headers": service.bearer()}],
            [f"{service.url}{service.path('Videos')}?accessToken={service.token}", {}],
            [f"{service.url}/openapi.yaml", {}],
        ],
    )

    assert set(told) == {"refused"}
