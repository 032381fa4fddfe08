"""A service that is away for a while is borne; one that refuses is quoted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.emulator.api import Api, wait_for
from tests.portal.browser.conftest import Opener, plan

API = re.compile(r"/Accounts/")  # every request to the API
AWAY = "The service can't be reached. Is vi-emulator still running? Trying again…"

HURRY = """
    const wait = setTimeout;
    window.setTimeout = (what, ms, ...rest) => wait(what, ms / 20, ...rest);
"""
"""Twenty times less patience, for tests of what happens after long waits."""

COUNT = """() => {
    window.problems = 0;
    const count = (changes) => changes.forEach((change) => { window.problems += change.addedNodes.length; });
    new MutationObserver(count).observe(document.getElementById("problems"), { childList: true });
}"""
"""Counts the problems that are shown from now on."""


def in_a_hurry(open_page: Opener, view: str = "") -> Page:
    """A view of the portal whose waits are short, and whose problems are counted."""
    page = open_page("/docs")
    page.add_init_script(HURRY)
    page.goto(page.url.removesuffix("docs") + view)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.evaluate(COUNT)
    return page


def cut(page: Page) -> None:
    """Nothing gets through to the service any more, until it is mended; the page says so, once."""
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.route(API, lambda route: route.abort())
    expect(page.locator("#problems").get_by_text(AWAY)).to_be_visible()
    seen = len(failed)
    wait_for(lambda: (page.evaluate("0"), len(failed))[1], lambda number: number > seen + 8)  # two looks more
    assert page.evaluate("window.problems") == 1


def mend(page: Page) -> None:
    """The service is there again, and the page doesn't speak of it any more."""
    page.unroute(API)
    expect(page.locator(".problem")).to_have_count(0)


def test_the_library_goes_on_after_an_outage(
    open_page: Opener, emulator: Api, video: str, clip: Path
) -> None:
    """What has come meanwhile is shown, and what was there was never taken away."""
    page = in_a_hurry(open_page)
    card = page.locator(f"a[href$='{video}']")
    expect(card).to_be_visible()

    cut(page)
    newer = emulator.upload(clip, name="newer.mp4")
    expect(card).to_be_visible()
    mend(page)

    expect(page.get_by_role("link", name="newer.mp4")).to_be_visible()
    emulator.call("DELETE", f"Videos/{newer}")


@pytest.mark.usefixtures("faultless")
def test_an_outage_during_an_analysis_is_borne(open_page: Opener, emulator: Api, clip: Path) -> None:
    """The people are shown as soon as it is over."""
    emulator.hold(held=True)
    video = emulator.upload(clip)
    page = in_a_hurry(open_page, f"#/videos/{video}")
    expect(page.get_by_role("progressbar", name="Looking for faces")).to_be_visible()

    cut(page)
    mend(page)
    emulator.hold(held=False)

    expect(page.get_by_role("heading", name="2 people found")).to_be_visible()
    emulator.call("DELETE", f"Videos/{video}")


@pytest.mark.usefixtures("faultless")
def test_an_outage_during_a_redaction_is_borne(open_page: Opener, emulator: Api, video: str) -> None:
    """It is the same job that is waited for; no second one can be begun, nor is."""
    emulator.hold(held=True)
    page = in_a_hurry(open_page, f"#/videos/{video}")
    begun: list[Request] = []
    page.on("request", lambda request: begun.extend([request] if request.method == "POST" else []))
    button = page.get_by_role("button", name="Redact", exact=True)
    button.click()
    expect(page.get_by_text("Hiding faces…")).to_be_visible()

    cut(page)
    expect(button).to_be_disabled()
    expect(page.get_by_text("Hiding faces…")).to_be_visible()
    mend(page)
    expect(button).to_be_disabled()
    emulator.hold(held=False)

    expect(page.get_by_role("heading", name="two people redacted")).to_be_visible()
    assert len([request for request in begun if "/redact?" in request.url]) == 1
    emulator.call("DELETE", f"Videos/{page.url.rpartition('/')[2]}")


def test_a_redaction_of_which_no_answer_came_is_not_begun_again(open_page: Opener, video: str) -> None:
    """The service may have taken it: whether to try again is for a person to say."""
    page = in_a_hurry(open_page, f"#/videos/{video}")
    asked: list[str] = []

    def lose(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("**/redact?*", lose)

    page.get_by_role("button", name="Redact", exact=True).click()

    expect(page.get_by_role("alert").get_by_text("The service can't be reached.")).to_be_visible()
    expect(page.get_by_role("button", name="Redact", exact=True)).to_be_enabled()
    assert len(asked) == 1


def refused_at_first(open_page: Opener, address: str) -> Page:
    """A page that couldn't begin, was tried again by keyboard, and still can't."""
    page = open_page("/docs")
    page.add_init_script(HURRY)
    page.route(address, lambda route: route.abort())
    page.goto(page.url.removesuffix("docs"))
    expect(page.get_by_role("alert").get_by_text("The service can't be reached.")).to_be_visible()
    page.get_by_role("button", name="Try again").press("Enter")
    expect(page.get_by_role("heading", name="This can't be shown")).to_be_focused()
    return page


def test_a_page_that_cannot_begin_can_be_tried_again(open_page: Opener, video: str) -> None:
    """By the keyboard alone: the focus is on what came of it, be it good or bad."""
    page = refused_at_first(open_page, "**/generateAccessToken*")

    page.unroute("**/generateAccessToken*")
    page.get_by_role("button", name="Try again").press("Enter")

    expect(page.get_by_role("heading", name="Library")).to_be_focused()
    expect(page.locator(f"a[href$='{video}']")).to_be_visible()


def test_a_page_that_cannot_begin_begins_when_the_service_is_back(open_page: Opener, video: str) -> None:
    """Nobody need press anything."""
    page = refused_at_first(open_page, "**/_portal/settings.json")

    page.unroute("**/_portal/settings.json")

    expect(page.get_by_role("heading", name="Library")).to_be_focused()
    expect(page.locator(f"a[href$='{video}']")).to_be_visible()


def test_why_a_token_is_refused_is_said(open_page: Opener, emulator: Api) -> None:
    """In the service's own words; the secret isn't asked for."""
    plan(emulator, "generateAccessToken", 403)

    page = open_page()

    expect(page.get_by_role("alert").get_by_text("It was planned.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()


@pytest.mark.usefixtures("faultless")
def test_a_video_that_is_deleted_elsewhere_during_its_analysis_is_said_to_be(
    open_page: Opener, emulator: Api, clip: Path
) -> None:
    """With the way to the library."""
    emulator.hold(held=True)
    video = emulator.upload(clip)
    page = open_page(f"/#/videos/{video}")
    expect(page.get_by_role("progressbar", name="Looking for faces")).to_be_visible()

    emulator.call("DELETE", f"Videos/{video}")

    expect(page.get_by_role("alert").get_by_text("The video was deleted.")).to_be_visible()
    page.get_by_role("link", name="To the library").click()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()


def test_a_video_that_is_deleted_elsewhere_before_its_redaction_is_said_to_be(
    open_page: Opener, emulator: Api, video: str
) -> None:
    """With the way to the library."""
    page = open_page(f"/#/videos/{video}")
    expect(page.get_by_role("heading", name="people found")).to_be_visible()
    emulator.call("DELETE", f"Videos/{video}")

    page.get_by_role("button", name="Redact", exact=True).click()

    expect(page.get_by_role("alert").get_by_text("This video was deleted.")).to_be_visible()
    page.get_by_role("link", name="To the library").click()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()


@pytest.mark.usefixtures("faultless")
def test_why_a_redaction_failed_is_said(open_page: Opener, emulator: Api, video: str) -> None:
    """In the service's own words; another one can be begun."""
    emulator.hold(held=True)
    page = open_page(f"/#/videos/{video}")
    failed = {"state": "Failed", "progress": 40, "failureMessage": "The disk is full."}
    page.route("**/Jobs/*", lambda route: route.fulfill(json=failed))

    page.get_by_role("button", name="Redact", exact=True).click()

    expect(page.get_by_role("alert").get_by_text("The redaction failed: The disk is full.")).to_be_visible()
    expect(page.get_by_role("button", name="Redact", exact=True)).to_be_enabled()


def test_why_a_video_failed_is_said_on_its_card(open_page: Opener, emulator: Api, tmp_path: Path) -> None:
    """The list of the API doesn't tell."""
    file = tmp_path / "notes.mp4"
    file.write_text("no video at all")
    video = emulator.upload(file)
    assert emulator.wait_indexed(video) == "Failed"

    page = open_page()

    card = page.locator(f"a[href$='{video}']")
    expect(card.get_by_text("The file isn't a video that can be read")).to_be_visible()
    expect(card.get_by_text("Failed")).to_be_visible()
    emulator.call("DELETE", f"Videos/{video}")
