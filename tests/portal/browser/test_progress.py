"""How far work is: bars and per cent go on as the service says."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.emulator.api import Api
from tests.portal.browser.conftest import Opener, drop, wait_until

SLOW = 150_000  # bytes a second
PER_CENT = re.compile(r"^(\d+) %$")

WATCH = """() => {
    window.seen = [];
    const look = () => {
        const [bar, state] = document.querySelectorAll(".upload > :is(progress, .state)");
        if (state) window.seen.push([bar.value, state.textContent]);
    };
    const how = { subtree: true, childList: true, characterData: true, attributes: true };
    new MutationObserver(look).observe(document.getElementById("uploads"), how);
}"""
"""Keeps what the row of an upload shows, each time it changes."""


class Reported:
    """Answers to an address that tell a progress of the test's own."""

    def __init__(self, page: Page, address: str, tell: Callable[[Any, int], None]) -> None:
        self.percent, self._tell = 0, tell
        page.route(address, self._answer)

    def _answer(self, route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        self._tell(body, self.percent)
        route.fulfill(response=answer, json=body)


def expect_percent(bar: Locator, words: Locator, percent: int) -> None:
    """A bar and the words beside it say the same."""
    expect(words).to_contain_text(f" {percent} %")
    expect(bar).to_have_js_property("value", percent)
    expect(bar).to_have_js_property("max", 100)


@pytest.mark.usefixtures("faultless")
def test_a_redaction_shows_how_far_it_is(open_page: Opener, emulator: Api, video: str) -> None:
    """By a bar, and in words."""
    emulator.hold(held=True)
    page = open_page(f"/#/videos/{video}")
    job = Reported(page, "**/Jobs/*", lambda body, percent: body.update(progress=percent))
    page.get_by_role("button", name="Redact", exact=True).click()

    for percent in (5, 40, 95):
        job.percent = percent
        expect_percent(page.get_by_role("progressbar", name="Redaction"), page.locator(".job"), percent)

    page.unroute("**/Jobs/*")
    emulator.hold(held=False)
    expect(page.get_by_role("heading", name="two people redacted")).to_be_visible()
    emulator.call("DELETE", f"Videos/{page.url.rpartition('/')[2]}")


@pytest.mark.usefixtures("faultless")
def test_an_analysis_shows_how_far_it_is(open_page: Opener, emulator: Api, clip: Path) -> None:
    """By a bar, and in words."""
    emulator.hold(held=True)
    video = emulator.upload(clip, name="slow.mp4")
    page = open_page()
    index = Reported(
        page,
        f"**/Videos/{video}/Index*",
        lambda body, percent: body["videos"][0].update(processingProgress=f"{percent}%"),
    )
    page.goto(f"{page.url}#/videos/{video}")

    for percent in (10, 35, 80):
        index.percent = percent
        bar = page.get_by_role("progressbar", name="Looking for faces")
        expect_percent(bar, page.get_by_text("Looking for faces…"), percent)

    emulator.call("DELETE", f"Videos/{video}")


@pytest.mark.usefixtures("faultless")
def test_a_card_shows_how_far_its_video_is(open_page: Opener, emulator: Api, clip: Path) -> None:
    """In the library, where several may be under way."""
    emulator.hold(held=True)
    video = emulator.upload(clip, name="slow.mp4")

    def tell(body: dict[str, Any], percent: int) -> None:
        for one in body["results"]:
            if one["id"] == video:
                one.update(state="Processing", processingProgress=f"{percent}%")

    page = open_page("/docs")
    listing = Reported(page, "**/Videos?pageSize=*", tell)
    page.goto(page.url.removesuffix("docs"))

    for percent in (10, 75):
        listing.percent = percent
        expect(page.locator(f"a[href$='{video}'] .mark")).to_have_text(f"Working {percent} %")

    emulator.call("DELETE", f"Videos/{video}")


@pytest.mark.usefixtures("empty")
def test_an_upload_shows_how_far_it_is(open_page: Opener, clip: Path) -> None:
    """Bar and per cent go on together, and never back; at the end it says that the file is being stored."""
    page = open_page()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    page.evaluate(WATCH)

    drop(page, clip)

    expect(page.get_by_role("heading", name="two people.mp4")).to_be_visible()
    wait_until(page, "window.seen.length > 0")
    seen = page.evaluate("window.seen")
    told = [(share, int(found[1])) for share, words in seen if (found := PER_CENT.match(words))]
    agreed = [share for share, percent in told if int(share * 100) == percent]
    assert len(set(agreed)) >= 3, seen
    assert all(one <= other for one, other in pairwise(agreed))
    assert [words for _, words in seen if words == "Storing"], seen
