"""A player and its file: where it comes from, when its address expires, when it can't be played."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.portal.browser.conftest import Held, Opener, wait_until

PLAYER = "document.querySelector('video')"
CANNOT = "This browser can't play the file. Redacting and downloading work all the same."

LATE = """
    window.later = 0; // ms
    const now = performance.now.bind(performance);
    performance.now = () => now() + window.later;
"""
"""Lets a test put the page's clock forward."""

FAIL = """
    window.later = 61_000;
    const player = document.querySelector("video");
    player.addEventListener("loadeddata", () => { window.loaded = true; });
    player.dispatchEvent(new Event("error"));
"""
"""What the browser does an hour later, when it wants more of the file than it has."""

SPY = """
    window.asked = [];
    Object.defineProperty(HTMLMediaElement.prototype, "src", {
        set(url) { window.asked.push([new URL(url).hostname, this.crossOrigin]); },
    });
"""
"""Keeps what players ask for, and how; nothing is loaded."""


def test_an_expired_address_of_the_file_is_renewed(open_page: Opener, video: str) -> None:
    """The player goes on where it was, and nothing is said."""
    page = open_page()
    page.add_init_script(LATE)
    page.goto(f"{page.url}?late#/videos/{video}")
    wait_until(page, f"{PLAYER}?.readyState >= 2")
    page.get_by_role("slider", name="Position").focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    wait_until(page, f"!{PLAYER}.seeking && Math.abs({PLAYER}.currentTime - 1.2) < 0.05")
    address = Held(page, "**/SourceFile/DownloadUrl")

    page.evaluate(FAIL)
    address.wait()
    address.let_go()

    wait_until(page, f"window.loaded && Math.abs({PLAYER}.currentTime - 1.2) < 0.05")
    expect(page.get_by_text(CANNOT)).to_be_hidden()


def test_a_file_that_the_browser_cannot_play_is_said_to_be(open_page: Opener, video: str) -> None:
    """All that needs no player works on."""
    page = open_page()
    page.route(
        "**/_blobs/**/source*", lambda route: route.fulfill(body=b"no video", content_type="video/mp4")
    )

    page.goto(f"{page.url}#/videos/{video}")

    expect(page.get_by_text(CANNOT)).to_be_visible()
    expect(page.get_by_role("button", name="Redact")).to_be_enabled()


@pytest.mark.parametrize(
    ("host", "mode"), [("127.0.0.1", None), ("store.example", "anonymous")], ids=["here", "elsewhere"]
)
def test_a_file_on_another_host_is_asked_for_so_that_the_preview_can_read_it(
    open_page: Opener, video: str, host: str, mode: str | None
) -> None:
    """Browsers let no page look at pictures of another host, unless it was asked for them in that way."""
    page = open_page()
    page.add_init_script(SPY)
    page.route(
        "**/SourceFile/DownloadUrl", lambda route: route.fulfill(json=page.url.replace("127.0.0.1", host))
    )

    page.goto(f"{page.url}?spy#/videos/{video}")

    wait_until(page, "window.asked.length > 0")
    assert page.evaluate("window.asked") == [[host, mode]]
