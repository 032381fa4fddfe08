"""Names of videos, as the pages make them fit for the service; and requests that a busy one gets again."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.emulator.api import Api, wait_for
from tests.portal.browser.conftest import Opener, drop, plan

REDACTED = {
    "street.mp4": "street redacted",
    "n" * 76 + ".mp4": "n" * 70 + " redacted",
    ".mp4": ".mp4 redacted",
    "\u202egnp.mp4": "gnp redacted",
    "Version 1.2": "Version 1.2 redacted",
}
"""What the redaction of a video by some name is called."""


def rename(page: Page, video: str, name: str) -> None:
    """Let the video have another name, as far as the page knows."""

    def answer(route: Route) -> None:
        found = route.fetch()
        route.fulfill(response=found, json=found.json() | {"name": name})

    page.route(f"**/Videos/{video}/Index*", answer)


@pytest.mark.usefixtures("empty", "faultless")
@pytest.mark.parametrize(
    ("name", "wanted"),
    [("n" * 100 + ".mp4", "n" * 76 + ".mp4"), ("\U0001f3a5" * 90 + ".mkv", "\U0001f3a5" * 76 + ".mkv")],
    ids=["letters", "pictures"],
)
def test_a_name_that_is_too_long_keeps_its_ending(
    open_page: Opener, emulator: Api, clip: Path, name: str, wanted: str
) -> None:
    """The service takes 80 characters."""
    emulator.hold(held=True)
    page = open_page()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()

    drop(page, clip, name)

    expect(page.get_by_role("heading", level=1)).to_have_text(wanted)
    assert [video["name"] for video in emulator.videos()] == [wanted]
    emulator.control("POST", "reset")


def test_a_redaction_is_called_after_its_original(open_page: Opener, video: str) -> None:
    """Without its ending, its length, and marks that would turn what is added."""
    page = open_page("/docs")
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(parse_qs(urlsplit(route.request.url).query)["name"][0])
        route.fulfill(status=400, json={"ErrorType": "INVALID_INPUT", "Message": "Not now."})

    page.route("**/redact?*", refuse)
    for number, name in enumerate(REDACTED):
        rename(page, video, name)
        page.goto(page.url.partition("/docs")[0].partition("/?")[0] + f"/?{number}#/videos/{video}")
        page.get_by_role("button", name="Redact", exact=True).click()
        expect(page.get_by_role("alert").get_by_text("Not now.")).to_be_visible()

    assert dict(zip(REDACTED, asked, strict=True)) == REDACTED


@pytest.mark.usefixtures("faultless")
def test_a_redaction_waits_for_a_busy_service(open_page: Opener, emulator: Api, video: str) -> None:
    """Nobody needs to press the button again."""
    plan(emulator, "redactVideo", 429)
    page = open_page(f"/#/videos/{video}")

    page.get_by_role("button", name="Redact", exact=True).click()

    expect(page.get_by_role("heading", name="two people redacted")).to_be_visible()
    emulator.call("DELETE", f"Videos/{page.url.rpartition('/')[2]}")


@pytest.mark.usefixtures("faultless")
def test_a_deletion_waits_for_a_busy_service(open_page: Opener, emulator: Api, video: str) -> None:
    """Nothing is said of it."""
    plan(emulator, "deleteVideo", 429)
    page = open_page(f"/#/videos/{video}")

    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete it").click()

    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    wait_for(lambda: video in {one["id"] for one in emulator.videos()}, lambda there: not there)
    assert page.locator("#problems").inner_text() == ""
