"""The whole way without a mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.emulator.api import Api
from tests.portal.browser.conftest import Opener, wait_until

FAR = 60  # steps within which everything must be reached


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element with that accessible name has the focus."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
                const node = document.activeElement;
                if (!node.matches("a, button, input, summary")) return [];
                const label = node.labels?.[0]?.innerText ?? "";
                return [node.getAttribute("aria-label") ?? "", label, node.innerText ?? ""].join(" ");
            }"""
        )
        if name in " ".join(found.split()):
            return
    raise AssertionError(f"Tab doesn't reach '{name}'")


@pytest.mark.usefixtures("empty")
def test_from_choosing_a_file_to_the_download(open_page: Opener, clip: Path) -> None:
    """Tab, space, arrows and Enter do everything, and the focus is never lost."""
    page = open_page()
    page.on("filechooser", lambda _: None)  # else Playwright begins to listen only when the key is pressed
    expect(page.get_by_text("Drop a video here")).to_be_visible()
    tab_to(page, "Choose a file")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(clip)
    expect(page.get_by_role("heading", name="2 people found")).to_be_visible()

    tab_to(page, "Unknown #1 id")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="Hide Unknown #1")).not_to_be_checked()
    tab_to(page, "Unknown #2 from")
    page.keyboard.press("Enter")
    wait_until(page, "document.querySelector('video').currentTime > 0.1")
    tab_to(page, "High blur")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Black")).to_be_checked()
    tab_to(page, "Redact")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="two people redacted")).to_be_focused()
    tab_to(page, "Download")
    with page.expect_download() as taken:
        page.keyboard.press("Enter")

    assert taken.value.suggested_filename == "two people redacted.mp4"


def test_arrows_move_between_the_appearances_of_a_person(open_page: Opener, video: str) -> None:
    """Each person is one stop of the Tab key, however often they appear."""
    page = open_page(f"/#/videos/{video}")
    bars = page.get_by_role("toolbar", name="When Unknown #1 appears").get_by_role("button")
    expect(bars).to_have_count(2)
    bars.first.focus()

    page.keyboard.press("ArrowRight")

    expect(bars.nth(1)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(bars.first).to_be_focused()


def test_the_focus_stays_while_the_library_changes(
    open_page: Opener, emulator: Api, video: str, clip: Path
) -> None:
    """Videos come above the card that has it; when its own video goes, the next card takes it."""
    older = emulator.upload(clip, name="older.mp4")
    page = open_page()
    card = page.locator(f"a[href='#/videos/{video}']")
    card.focus()

    newer = emulator.upload(clip, name="newer.mp4")
    expect(page.locator(f"a[href='#/videos/{newer}']")).to_be_visible()
    expect(card).to_be_focused()
    emulator.call("DELETE", f"Videos/{newer}")
    expect(page.locator(f"a[href='#/videos/{newer}']")).to_have_count(0)
    expect(card).to_be_focused()

    page.locator(f"a[href='#/videos/{older}']").focus()
    emulator.call("DELETE", f"Videos/{older}")
    expect(card).to_be_focused()


def test_the_skip_link_leads_to_the_content(open_page: Opener) -> None:
    """It is the first stop, and doesn't change the view."""
    page = open_page()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()

    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
