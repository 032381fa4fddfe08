"""The pages behind nginx: TLS, HTTP/2, a path of their own, and names that the proxy has changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.portal.browser.conftest import Opener, drop
from tests.proxy.conftest import nginx, pair
from tests.proxy.nginx import SILENT, Nginx

__all__ = ["nginx", "pair"]  # fixtures

PROTOCOLS = "performance.getEntriesByType('resource').map((entry) => entry.nextHopProtocol)"


@pytest.mark.parametrize("way", ["rewrites", SILENT])
def test_the_pages_work_under_a_path_of_their_own(
    open_page: Opener, nginx: Nginx, clip: Path, tmp_path: Path, way: str
) -> None:
    """Upload, people, redaction, playing and download; nothing is asked of another host."""
    page = open_page("/", url=nginx.url(way), motion="full")
    drop(page, clip, f"{way}.mp4")
    expect(page.get_by_role("heading", name="2 people found")).to_be_visible()
    page.get_by_role("button", name="Redact", exact=True).click()
    expect(page.get_by_role("heading", name=f"{way} redacted")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download", exact=True).click()
    taken.value.save_as(tmp_path / "redacted.mp4")

    assert (tmp_path / "redacted.mp4").stat().st_size > 10_000
    assert set(page.evaluate(PROTOCOLS)) == {"h2"}
    page.get_by_role("link", name="API reference").click()
    expect(page.get_by_role("heading", name="Azure AI Video Indexer")).to_be_visible()
    page.get_by_role("link", name="Library").click()
    expect(page.get_by_role("link", name=re.compile(f"{way} redacted"))).to_be_visible()
    assert page.url.rstrip("/") == nginx.url(way)


@pytest.mark.parametrize("way", ["passes", "rewrites", "keeps", "standard"])
def test_a_name_that_isnt_this_machines_own_is_good_by_https(
    open_page: Opener, nginx: Nginx, way: str
) -> None:
    """The proxy has a certificate for it, so it was led here by nobody else."""
    page = open_page("/", url=nginx.url(way, "indexer.example"))

    expect(page.get_by_text("Drop a video here")).to_be_visible()
