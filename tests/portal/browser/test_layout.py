"""What is needed stays in sight, in each window."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.emulator.api import Api
from tests.portal.browser.conftest import Opener, shoot, wait_until
from tests.portal.browser.findings import open_with, somebody

LAPTOP = (1366, 657)  # what a browser leaves of a common screen of 1366 by 768
PHONE = (320, 640)
ENLARGED = (320, 225)  # such a screen at 400 %
MANY = 14


@pytest.fixture
def crowd(emulator: Api, video: str) -> dict[str, Any]:
    """The video's artifact with many more people."""
    artifact = emulator.faces(video)
    more = [somebody(number, (0.0, 1.0)) for number in range(3, MANY + 1)]
    return artifact | {"faces": artifact["faces"] + more}


def scroll_to_the_end(page: Page) -> None:
    """Go down as far as the page does."""
    expect(page.get_by_role("heading", name=f"{MANY} people found")).to_be_visible()
    wait_until(page, "document.querySelector('video').readyState >= 2")
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    assert page.evaluate("scrollY > 300"), "the page is too short to say anything"


def test_player_and_button_stay_in_sight_beside_many_people(
    open_page: Opener, video: str, crowd: dict[str, Any]
) -> None:
    """Down to the last one, in the window of a small laptop, with each kind."""
    page = open_with(open_page, video, crowd, size=LAPTOP)
    scroll_to_the_end(page)
    last = page.get_by_role("checkbox", name=f"Hide Unknown #{MANY} id")
    expect(last).to_be_in_viewport(ratio=1)

    for kind in ("Low blur", "Medium blur", "High blur", "Black"):
        radio = page.get_by_role("radio", name=kind)
        box = radio.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + 5, box["y"] + 5)  # without Playwright's own scrolling
        expect(radio).to_be_checked()
        expect(page.locator("canvas")).to_be_in_viewport(ratio=0.99)
        expect(page.get_by_role("button", name="Redact", exact=True)).to_be_in_viewport(ratio=0.99)
        expect(last).to_be_in_viewport(ratio=1)
    shoot(page, "many-people")


def test_choosing_a_kind_by_keyboard_leaves_the_list_where_it_is(
    open_page: Opener, video: str, crowd: dict[str, Any]
) -> None:
    """The panel is in sight already, so nothing is scrolled for its sake."""
    page = open_with(open_page, video, crowd, size=LAPTOP)
    scroll_to_the_end(page)

    page.get_by_role("radio", name="High blur").focus()
    page.keyboard.press("ArrowDown")

    expect(page.get_by_role("radio", name="Black")).to_be_focused()
    expect(page.get_by_role("checkbox", name=f"Hide Unknown #{MANY} id")).to_be_in_viewport(ratio=1)


def test_who_has_the_focus_is_not_behind_the_player(
    open_page: Opener, video: str, crowd: dict[str, Any]
) -> None:
    """From the last of many people up to the first."""
    page = open_with(open_page, video, crowd, size=LAPTOP)
    scroll_to_the_end(page)
    page.get_by_role("checkbox", name=f"Hide Unknown #{MANY} id").focus()

    for number in range(MANY - 1, 0, -1):
        page.keyboard.press("Shift+Tab")  # the bar of the person above
        page.keyboard.press("Shift+Tab")
        box = page.get_by_role("checkbox", name=f"Hide Unknown #{number} id")
        expect(box).to_be_focused()
        assert bottom_of(page, ".screen") <= top_of(page, ":focus")
        assert bottom_of(page, ":focus") <= LAPTOP[1]


def top_of(page: Page, selector: str) -> float:
    """The upper edge of an element, in pixels of the window."""
    found: float = page.evaluate("(one) => document.querySelector(one).getBoundingClientRect().top", selector)
    return found


def bottom_of(page: Page, selector: str) -> float:
    """The lower edge of an element, in pixels of the window."""
    found: float = page.evaluate(
        "(one) => document.querySelector(one).getBoundingClientRect().bottom", selector
    )
    return found


def test_nothing_shows_through_the_player_on_a_phone(
    open_page: Opener, video: str, crowd: dict[str, Any]
) -> None:
    """Neither radio buttons nor tick boxes nor bars, when they are scrolled beneath it."""
    page = open_with(open_page, video, crowd, size=PHONE)
    scroll_to_the_end(page)
    names = page.evaluate(
        """() => {
            const screen = document.querySelector(".screen");
            document.body.style.paddingBlockEnd = "100vh"; // so that the last one can go beneath it, too
            const above = [];
            for (const node of document.querySelectorAll(".bench :is(input, button)")) {
                const { top, height } = screen.getBoundingClientRect();
                const own = node.getBoundingClientRect();
                window.scrollBy(0, own.top + own.height / 2 - top - height / 2);
                const [there, now] = [screen.getBoundingClientRect(), node.getBoundingClientRect()];
                const [x, y] = [now.left + now.width / 2, now.top + now.height / 2];
                if (y < there.top || y > there.bottom) continue; // it is above the player, or beside it
                above.push([node.id || node.textContent, screen.contains(document.elementFromPoint(x, y))]);
            }
            return above;
        }"""
    )

    hidden = dict(names)
    assert {"LowBlur", "MediumBlur", "HighBlur", "Black", "BoundingBox", "person-1000"} <= set(hidden)
    assert all(hidden.values()), hidden


def test_the_banner_leaves_a_low_window(open_page: Opener, video: str, crowd: dict[str, Any]) -> None:
    """Where there is room, it stays."""
    page = open_with(open_page, video, crowd, size=ENLARGED)
    scroll_to_the_end(page)
    assert bottom_of(page, ".banner") <= 0
    assert bottom_of(page, ".screen") <= 0  # the player isn't in the way there, either

    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    scroll_to_the_end(page)

    assert top_of(page, ".banner") == 0
