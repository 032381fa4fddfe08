"""The pages look as the reader's own settings want it."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from tests.portal.browser.conftest import Held, Opener, wait_until
from tests.portal.browser.test_moments import seek

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.int16]  # RGB (H, W, 3)

FAR = 40  # steps of the Tab key
CLEAR = 45  # levels of 255 by which two colours are told apart
COLOURS = """([selector, name]) => getComputedStyle(document.querySelector(selector))[name]"""
RING = """() => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(document.activeElement);
    const tag = document.activeElement.outerHTML.slice(0, 80);
    return [tag, outlineStyle, parseFloat(outlineWidth), outlineColor];
}"""

both_schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


def shade(page: Page, selector: str, name: str) -> float:
    """How light a computed colour is, from 0 to 1."""
    return lightness(page.evaluate(COLOURS, [selector, name]))


def lightness(colour: str) -> float:
    """How light "rgb(0, 0, 0)" is, from 0 to 1, as WCAG reckons."""
    levels = [int(level) / 255 for level in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in levels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    """The ratio of two lightnesses, from 1 to 21, as WCAG reckons."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@pytest.mark.parametrize("address", ["/", "/docs"])
def test_the_dark_look_is_dark_and_the_light_one_light(open_page: Opener, address: str) -> None:
    """The ground, the banner, and what is written on them."""
    for scheme in ("light", "dark"):
        page = open_page(address, scheme=scheme)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for ground in ("body", ".banner"):
            light = shade(page, ground, "backgroundColor")
            assert light > 0.8 if scheme == "light" else light < 0.05
        assert contrast(shade(page, "body", "color"), shade(page, "body", "backgroundColor")) > 7


def test_nothing_moves_for_those_who_want_less_motion(open_page: Opener, video: str) -> None:
    """For others, a card's edge changes softly."""
    for motion, soft in (("full", True), ("reduce", False)):
        page = open_page(motion=motion)
        expect(page.locator(f".card[href$='{video}']")).to_be_visible()
        moving = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((node) => {
                const { transitionDuration, animationName } = getComputedStyle(node);
                return /[1-9]/.test(transitionDuration) || animationName !== "none";
            }).length"""
        )
        assert (moving > 0) is soft


def test_a_progress_bar_jumps_for_those_who_want_less_motion(open_page: Opener, video: str) -> None:
    """It shows at once where the work is, and doesn't glide there."""
    page = open_page(motion="reduce")
    page.route("**/Videos/*/Index*", half_done)
    page.goto(f"{page.url}#/videos/{video}")
    bar = page.get_by_role("progressbar")
    expect(bar).to_have_js_property("value", 50)
    Held(page, "**/Videos/*/Index*").wait()  # so that the page doesn't set it again
    tools = page.context.new_cdp_session(page)
    tools.send("Animation.enable")
    tools.send("Animation.setPlaybackRate", {"playbackRate": 0.01})  # what glides would be seen for long

    bar.evaluate("(bar) => { bar.value = 100; }")

    seen = picture(bar)
    middle = seen.shape[0] // 2
    assert not told_apart(colour_at(seen, 0.9, middle), colour_at(seen, 0.1, middle))


@both_schemes
def test_what_has_the_focus_has_a_ring(open_page: Opener, video: str, scheme: str) -> None:
    """A thick one that stands out from the ground, at every stop of the Tab key."""
    page = open_page(f"/#/videos/{video}", scheme=scheme)
    expect(page.get_by_role("heading", name="people found")).to_be_visible()
    ground = shade(page, "body", "backgroundColor")
    met: set[str] = set()

    for _ in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        node, style, width, colour = page.evaluate(RING)
        met.add(node.split()[0] + ("bar" if 'class="bar"' in node else ""))
        assert (style, width >= 2) == ("solid", True), node
        assert contrast(lightness(colour), ground) >= 3, node

    assert {"<a", "<button", "<buttonbar", "<input"} <= met


@both_schemes
def test_forced_colours_show_time_and_choice_in_the_tracks(
    open_page: Opener, video: str, scheme: str
) -> None:
    """The line of the present time, bars of who is hidden and of who is kept."""
    page = open_page(f"/#/videos/{video}", scheme=scheme, forced=True)
    page.get_by_role("checkbox", name="Hide Unknown #1").uncheck()
    wait_until(page, "document.querySelector('video').readyState >= 2")
    seek(page, 2.1)  # between the two appearances of the first person
    wait_until(page, "getComputedStyle(document.querySelector('.people')).getPropertyValue('--now') > 0.69")
    page.mouse.move(1, 1)
    kept, hidden = (picture(track) for track in page.locator(".track").all())
    middle = kept.shape[0] // 2

    ground = colour_at(kept, 0.78, middle)
    assert told_apart(kept[middle, round(0.7 * kept.shape[1])], ground)
    assert told_apart(colour_at(hidden, 0.5, middle), ground)
    assert not told_apart(colour_at(kept, 0.3, middle), ground)  # hollow
    edge = kept[: middle // 2, round(0.3 * kept.shape[1])]
    assert any(told_apart(pixel, ground) for pixel in edge)


@both_schemes
def test_forced_colours_show_how_far_the_work_is(open_page: Opener, video: str, scheme: str) -> None:
    """What is done is told from what isn't, and that from what is beside the bar."""
    page = open_page(scheme=scheme, forced=True)
    page.route("**/Videos/*/Index*", half_done)
    page.goto(f"{page.url}#/videos/{video}")
    bar = page.get_by_role("progressbar")
    expect(bar).to_have_js_property("value", 50)

    seen = picture(bar)

    middle = seen.shape[0] // 2
    done, undone = colour_at(seen, 0.25, middle), colour_at(seen, 0.75, middle)
    assert told_apart(done, undone)
    assert told_apart(colour_at(seen, 0.75, 0), undone)  # the edge
    assert not told_apart(done, highlight(page))


def highlight(page: Page) -> Picture:
    """The reader's own colour of what is selected, as it looks on the page."""
    page.evaluate(
        """() => {
            const patch = document.createElement("div");
            patch.id = "patch";
            const look = { background: "Highlight", height: "1rem", forcedColorAdjust: "none" };
            Object.assign(patch.style, look);
            document.querySelector("main").append(patch);
        }"""
    )
    return colour_at(picture(page.locator("#patch")), 0.5, 8)


def half_done(route: Route) -> None:
    """Answer an index as if the analysis were half way."""
    index: dict[str, Any] = route.fetch().json()
    index["state"] = index["videos"][0]["state"] = "Processing"
    index["videos"][0]["processingProgress"] = "50%"
    route.fulfill(json=index)


def picture(part: Locator) -> Picture:
    """What is to be seen of an element."""
    return np.asarray(Image.open(io.BytesIO(part.screenshot())).convert("RGB"), np.int16)


def colour_at(seen: Picture, across: float, row: int) -> Picture:
    """The colour at a share of a picture's width, in a row."""
    return np.asarray(seen[row, round(across * seen.shape[1])])


def told_apart(one: Picture, other: Picture) -> bool:
    """Whether two colours are clearly different."""
    return int(np.abs(one - other).max()) > CLEAR
