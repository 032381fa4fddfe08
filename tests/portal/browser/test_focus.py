"""The focus is never lost, and tells where one is."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.emulator.api import Api
from tests.portal.browser.conftest import Opener, plan


def one_a_page(route: Route) -> None:
    """Let a page of the list have one video."""
    route.continue_(url=route.request.url.replace("pageSize=60", "pageSize=1"))


def test_each_view_begins_at_its_heading(open_page: Opener, video: str) -> None:
    """But the first one, which takes no focus from the browser's own bars."""
    page = open_page(f"/#/videos/{video}")
    expect(page.get_by_role("heading", name="people found")).to_be_visible()
    expect(page.locator("body")).to_be_focused()

    page.goto(page.url.partition("#")[0] + "#/videos/none")
    expect(page.get_by_role("heading", name="There is no such video")).to_be_focused()
    page.get_by_role("link", name="To the library").click()
    expect(page.get_by_role("heading", name="Library")).to_be_focused()
    page.locator(f"a[href$='{video}']").click()
    expect(page.get_by_role("heading", level=1, name="two people.mp4")).to_be_focused()


def test_the_library_is_the_current_page_while_it_is_shown(open_page: Opener, video: str) -> None:
    """And no longer when a video is."""
    page = open_page()
    link = page.get_by_role("navigation").get_by_role("link", name="Library")
    expect(link).to_have_attribute("aria-current", "page")

    page.locator(f"a[href$='{video}']").click()
    expect(page.get_by_role("heading", name="people found")).to_be_visible()
    assert link.get_attribute("aria-current") is None

    link.click()
    expect(link).to_have_attribute("aria-current", "page")


@pytest.mark.usefixtures("empty")
def test_who_comes_back_is_at_the_card_that_they_left(
    open_page: Opener, emulator: Api, video: str, clip: Path
) -> None:
    """Also where it isn't on the first page of the list; the new page begins at its first card."""
    newer = emulator.upload(clip, name="newer.mp4")
    page = open_page("/docs")
    page.route("**/Videos?pageSize=60*", one_a_page)
    page.goto(page.url.removesuffix("docs"))
    expect(page.locator(".card")).to_have_count(1)
    page.get_by_role("button", name="Show more").click()
    card = page.locator(f"a[href$='{video}']")
    expect(card).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="people found")).to_be_visible()

    page.go_back()

    expect(card).to_be_focused()
    expect(page.locator(".card")).to_have_count(2)
    page.locator(f"a[href$='{newer}']").click()
    expect(page.get_by_role("heading", level=1, name="newer.mp4")).to_be_focused()
    page.go_back()
    expect(page.locator(f"a[href$='{newer}']")).to_be_focused()
    emulator.call("DELETE", f"Videos/{newer}")


@pytest.mark.usefixtures("faultless")
def test_the_end_of_an_analysis_leaves_the_focus_on_the_page(
    open_page: Opener, emulator: Api, clip: Path
) -> None:
    """What had it goes; the heading takes it."""
    emulator.hold(held=True)
    video = emulator.upload(clip)
    page = open_page(f"/#/videos/{video}")
    page.get_by_role("button", name="Delete").focus()

    emulator.hold(held=False)

    expect(page.get_by_role("heading", name="people found")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    emulator.call("DELETE", f"Videos/{video}")


@pytest.mark.usefixtures("faultless")
def test_a_problem_that_is_dismissed_leaves_the_focus_on_the_content(
    open_page: Opener, emulator: Api, video: str
) -> None:
    """There the reader goes on."""
    plan(emulator, "deleteVideo", 500)
    page = open_page(f"/#/videos/{video}")
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.locator("#problems").get_by_text("It was planned.")).to_be_visible()

    page.get_by_role("button", name="Dismiss").press("Enter")

    expect(page.locator("main")).to_be_focused()
    expect(page.locator(".problem")).to_have_count(0)
