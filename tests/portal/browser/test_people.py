"""The list of people tells who they are, when they are seen, and who is kept."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.emulator.api import Api, wait_for
from tests.portal.browser.conftest import Opener, wait_until
from tests.portal.browser.findings import open_with, somebody

PICTURE = """(image) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    canvas.getContext("2d").drawImage(image, 0, 0);
    return canvas.toDataURL("image/png").split(",")[1];
}"""
LINE = """document.querySelector('.track').clientWidth === 0 ? -1
    : parseFloat(getComputedStyle(document.querySelector('.track'), '::after').left)
        / document.querySelector('.track').clientWidth"""


def person(page: Page, name: str) -> Locator:
    """The row of a person."""
    return page.locator(".person").filter(has_text=name)


def stretches(page: Page, name: str) -> list[tuple[float, float]]:
    """Where a person's bars begin and end, as shares of their track's width."""
    found: list[tuple[float, float]] = person(page, name).evaluate(
        """(row) => {
            const track = row.querySelector(".track").getBoundingClientRect();
            return [...row.querySelectorAll(".bar")].map((bar) => {
                const { left, right } = bar.getBoundingClientRect();
                return [(left - track.left) / track.width, (right - track.left) / track.width];
            });
        }"""
    )
    return [(left, right) for left, right in found]


@pytest.fixture
def artifact(emulator: Api, video: str) -> dict[str, Any]:
    """What was found in the video, to be changed."""
    return emulator.faces(video)


def test_each_person_has_their_own_picture(
    open_page: Opener, emulator: Api, video: str, artifact: dict[str, Any]
) -> None:
    """It is the first of the thumbnails that the service has of them."""
    page = open_page(f"/#/videos/{video}")

    for one in artifact["faces"]:
        shown = picture(person(page, one["name"]).locator("img"))
        number = one["thumbnails"][0].removeprefix("FaceInstanceThumbnail_").removesuffix(".jpg")
        wanted = emulator.get(f"Videos/{video}/Thumbnails/{number}").content
        assert np.abs(pixels(shown) - pixels(wanted)).mean() < 3


def picture(image: Locator) -> bytes:
    """What an <img> shows, as a picture file."""
    expect(image).to_be_visible()
    wait_for(lambda: image.evaluate("(one) => one.complete && one.naturalWidth > 0"), bool)
    return base64.b64decode(image.evaluate(PICTURE))


def pixels(content: bytes) -> np.ndarray[Any, np.dtype[np.int16]]:
    """A picture file's pixels."""
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), np.int16)


def test_a_bar_stands_where_its_appearance_lies_in_the_video(
    open_page: Opener, video: str, artifact: dict[str, Any]
) -> None:
    """On the player's clock, which may run before the first picture; its title and name say the times."""
    artifact |= {"firstFrameSeconds": 1.0, "durationSeconds": 2.0}
    artifact["faces"] = [somebody(1, (0.0, 0.5), (1.0, 1.6)), somebody(2, (0.26, 2.0))]
    page = open_with(open_page, video, artifact)
    expect(page.get_by_role("heading", name="2 people found")).to_be_visible()

    bars = person(page, "Unknown #1").get_by_role("button")

    wanted = [(1 / 3, 1.5 / 3), (2 / 3, 2.6 / 3)]
    assert np.allclose(stretches(page, "Unknown #1"), wanted, atol=0.01)
    assert np.allclose(stretches(page, "Unknown #2"), [(1.26 / 3, 1)], atol=0.01)
    expect(bars.first).to_have_attribute("title", "0:01.0 \u2013 0:01.5")
    expect(bars.nth(1)).to_have_attribute("title", "0:02.0 \u2013 0:02.6")
    expect(bars.nth(1)).to_have_accessible_name("Unknown #1 from 0:02.0 to 0:02.6, jump there")


def test_appearances_that_could_not_be_told_apart_are_one_bar(
    open_page: Opener, video: str, artifact: dict[str, Any]
) -> None:
    """A hundredth of the video's length between them can't be seen, a thirtieth can."""
    artifact["faces"] = [somebody(1, (0.0, 0.6), (0.63, 0.9), (1.0, 1.2))]
    page = open_with(open_page, video, artifact)
    expect(page.get_by_role("heading", name="1 person found")).to_be_visible()

    assert np.allclose(stretches(page, "Unknown #1"), [(0, 0.3), (1 / 3, 0.4)], atol=0.01)


def test_a_short_bar_at_the_end_stays_in_its_track(
    open_page: Opener, video: str, artifact: dict[str, Any]
) -> None:
    """It is as wide as a pointer needs, and begins sooner for that."""
    artifact["faces"] = [somebody(1, (0.0, 1.0), (2.98, 3.0))]
    page = open_with(open_page, video, artifact)

    bar = page.get_by_role("button", name="Unknown #1 from 0:03.0")

    expect(bar).to_be_visible()
    left, right = stretches(page, "Unknown #1")[1]
    assert right == pytest.approx(1, abs=0.002)
    assert (right - left) * person(page, "Unknown #1").locator(".track").evaluate(
        "(one) => one.clientWidth"
    ) >= 10


def test_how_long_somebody_is_seen_is_the_sum_of_their_appearances(
    open_page: Opener, video: str, artifact: dict[str, Any]
) -> None:
    """In seconds and tenths, from a minute on in minutes and seconds."""
    artifact["durationSeconds"] = 100.0
    artifact["faces"] = [somebody(1, (0.0, 0.6), (1.0, 1.75)), somebody(2, (2.0, 50.0), (60.0, 82.0))]
    page = open_with(open_page, video, artifact)

    expect(
        person(page, "Unknown #1").get_by_text("id 1000 · seen for 1.4\u00a0s", exact=True)
    ).to_be_visible()
    expect(person(page, "Unknown #2").get_by_text("id 1001 · seen for 1:10", exact=True)).to_be_visible()


def test_a_line_goes_through_the_tracks_with_the_time(open_page: Opener, video: str) -> None:
    """At the share of the video's length that the player stands at, while it plays and when it jumps."""
    page = open_page(f"/#/videos/{video}")
    expect(page.get_by_role("heading", name="people found")).to_be_visible()
    wait_until(page, "document.querySelector('video').readyState >= 2")
    assert page.evaluate(LINE) == pytest.approx(0, abs=0.01)

    page.evaluate("document.querySelector('video').currentTime = 1.5")

    wait_until(page, f"Math.abs({LINE} - 0.5) < 0.01")
    page.get_by_role("button", name="Play", exact=True).click()
    wait_until(page, f"{LINE} > 0.6")


def test_who_is_kept_is_told_from_who_is_hidden_by_the_look(open_page: Opener, video: str) -> None:
    """A kept person's bars are hollow, and the ring around their picture is as pale as the lines."""
    page = open_page(f"/#/videos/{video}")
    kept, hidden = person(page, "Unknown #1"), person(page, "Unknown #2")
    expect(kept).to_be_visible()
    before = looks(kept)
    assert before == looks(hidden)

    page.get_by_role("checkbox", name="Hide Unknown #1").uncheck()

    assert looks(kept)["bar"] == "rgba(0, 0, 0, 0)" != before["bar"]
    assert looks(kept)["ring"] != before["ring"]
    assert looks(hidden) == before
    page.get_by_role("checkbox", name="Hide Unknown #1").check()
    assert looks(kept) == before


def looks(row: Locator) -> dict[str, str]:
    """The colours in which a row tells whether its person is hidden."""
    found: dict[str, str] = row.evaluate(
        """(row) => ({
            bar: getComputedStyle(row.querySelector(".bar")).backgroundColor,
            ring: getComputedStyle(row.querySelector(".face")).borderTopColor,
        })"""
    )
    return found


def test_the_tab_key_comes_back_to_the_bar_that_was_left(open_page: Opener, video: str) -> None:
    """The arrows have moved the person's one stop; at either end they stay."""
    page = open_page(f"/#/videos/{video}")
    bars = page.get_by_role("toolbar", name="When Unknown #1 appears").get_by_role("button")
    expect(bars).to_have_count(2)
    bars.first.focus()
    page.keyboard.press("ArrowLeft")
    expect(bars.first).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(bars.nth(1)).to_be_focused()

    page.keyboard.press("Tab")

    expect(page.get_by_role("checkbox", name="Hide Unknown #2")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(bars.nth(1)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("checkbox", name="Hide Unknown #1")).to_be_focused()
