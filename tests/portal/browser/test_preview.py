"""The live preview: what will be hidden is hidden on the picture, in each of the five kinds."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.emulator.api import Api
from tests.portal.browser.conftest import NARROW, Opener, shoot, wait_until
from tests.portal.browser.pixels import crowded_frame, drawn

KINDS = {
    "LowBlur": "Low blur",
    "MediumBlur": "Medium blur",
    "HighBlur": "High blur",
    "Black": "Black",
    "BoundingBox": "Bounding box",
}
CLEAR = [0, 0, 0, 0]


@pytest.fixture
def boxes(emulator: Api, video: str) -> tuple[float, dict[int, dict[str, Any]]]:
    """The time of a frame with both people, and where they are in it."""
    artifact = emulator.faces(video)
    number, found = crowded_frame(artifact)
    return (number + 0.5) / artifact["frameRate"], found


def show(page: Page, seconds: float) -> None:
    """Go to a moment and wait for its picture."""
    expect(page.get_by_role("heading", name="people found")).to_be_visible()
    wait_until(page, "document.querySelector('video').readyState >= 2")
    page.evaluate("(seconds) => { document.querySelector('video').currentTime = seconds; }", seconds)
    wait_until(page, "!document.querySelector('video').seeking")
    page.wait_for_timeout(300)  # the browser tells of a new frame when it has shown it


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_seen_before_anything_is_redacted(
    open_page: Opener, video: str, boxes: tuple[float, dict[int, dict[str, Any]]], kind: str
) -> None:
    """The ticked person is covered as the kind says, the other one is not."""
    page = open_page(f"/#/videos/{video}")
    seconds, faces = boxes
    show(page, seconds)

    page.get_by_role("checkbox", name="Hide Unknown #1").uncheck()
    page.get_by_role("radio", name=KINDS[kind]).check()

    pixels = drawn(page, faces[1001])
    colours = {tuple(pixel) for pixel in pixels}
    assert all(pixel == CLEAR for pixel in drawn(page, faces[1000]))
    if kind == "BoundingBox":
        assert colours == {(0, 0, 0, 0)}  # the inside stays free
        expect(page.get_by_text("Outlines hide nobody.")).to_be_visible()
    elif kind == "Black":
        assert colours == {(0, 0, 0, 255)}
    else:
        assert all(pixel[3] == 255 for pixel in pixels)
        assert len(colours) > 1


def test_the_preview_can_be_switched_off(
    open_page: Opener, video: str, boxes: tuple[float, dict[int, dict[str, Any]]]
) -> None:
    """To see what is beneath."""
    page = open_page(f"/#/videos/{video}")
    seconds, faces = boxes
    show(page, seconds)

    page.get_by_role("checkbox", name="Preview").uncheck()

    assert all(pixel == CLEAR for face in faces.values() for pixel in drawn(page, face))


def test_the_player_stays_in_sight_on_a_narrow_screen(open_page: Opener, video: str) -> None:
    """Who chooses a kind sees what it does, and what has the focus isn't behind the player."""
    page = open_page(f"/#/videos/{video}", size=NARROW)
    page.get_by_role("radio", name="Low blur").focus()
    page.keyboard.press("ArrowDown")

    chosen = page.get_by_role("radio", name="Medium blur")
    expect(chosen).to_be_focused()
    expect(page.locator("canvas")).to_be_in_viewport(ratio=0.99)
    screen, radio = page.locator("canvas").bounding_box(), chosen.bounding_box()
    assert screen is not None
    assert radio is not None
    assert screen["y"] + screen["height"] <= radio["y"]
    shoot(page, "narrow-kinds")


def test_nothing_ticked_is_nothing_to_redact(open_page: Opener, video: str) -> None:
    """The button says so by being off; one click ticks everybody again."""
    page = open_page(f"/#/videos/{video}")
    page.get_by_role("button", name="Keep all").click()
    expect(page.get_by_role("button", name="Redact")).to_be_disabled()
    expect(page.get_by_text("Nobody is ticked.")).to_be_visible()

    page.get_by_role("button", name="Hide all").click()

    expect(page.get_by_role("button", name="Redact")).to_be_enabled()
    expect(page.get_by_text("2 people will be hidden.")).to_be_visible()
