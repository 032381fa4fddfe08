"""The picture answers to the pointer: faces in it can be chosen, and a click plays and pauses it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.emulator.api import Api, wait_for
from tests.portal.browser.conftest import NARROW, Opener, redact, wait_until
from tests.portal.browser.findings import open_with, somebody
from tests.portal.browser.pixels import covered, crowded_frame, seen
from tests.portal.browser.test_moments import around, expect_covered, region, seek

NOWHERE = (0.5, 0.95)  # shares of the picture's width and height where no face ever is
OUTLINE = 8  # pixels within which the mark around a face lies
NEWS = "#news"


@pytest.fixture
def artifact(emulator: Api, video: str) -> dict[str, Any]:
    """What was found in the video, to be changed."""
    return emulator.faces(video)


def still(page: Page, artifact: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """Show the frame with both people, black; gives their faces."""
    number, faces = crowded_frame(artifact)
    page.get_by_role("radio", name="Black").check()
    wait_until(page, "document.querySelector('video').readyState >= 2")
    seek(page, (number + 0.5) / artifact["frameRate"])
    size = artifact["width"], artifact["height"]
    expect_covered(page, around([region(face, size) for face in faces.values() if face["id"] < 1002]))
    return faces


def centre(face: dict[str, Any], artifact: dict[str, Any]) -> tuple[float, float]:
    """The middle of a face, as shares of the picture's width and height."""
    across = (face["x"] + face["width"] / 2) / artifact["width"]
    return across, (face["y"] + face["height"] / 2) / artifact["height"]


def point(page: Page, place: tuple[float, float], side: int = 0) -> None:
    """Move the pointer over a place of a player's picture."""
    player = page.locator("video").nth(side)
    player.scroll_into_view_if_needed()
    box = player.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + place[0] * box["width"], box["y"] + place[1] * box["height"])


def click(page: Page, place: tuple[float, float], side: int = 0) -> None:
    """Click a place of a player's picture."""
    point(page, place, side)
    page.mouse.down()
    page.mouse.up()


def expect_marked(page: Page, face: dict[str, Any] | None) -> None:
    """The outline around that face alone is to be seen, where the preview hides nothing."""

    def is_around(found: tuple[int, int, int, int] | None) -> bool:
        if face is None or found is None:
            return face is None and found is None
        bare = (face["x"], face["y"], face["x"] + face["width"], face["y"] + face["height"])
        outwards = [bare[0] - found[0], bare[1] - found[1], found[2] - bare[2], found[3] - bare[3]]
        return all(0 < way <= OUTLINE for way in outwards)

    wait_for(lambda: covered(page), is_around)


@pytest.mark.parametrize("size", [(1360, 900), NARROW], ids=["wide screen", "narrow screen"])
def test_a_click_on_a_face_of_the_still_picture_hides_or_keeps_it(
    open_page: Opener, video: str, artifact: dict[str, Any], size: tuple[int, int]
) -> None:
    """And says what became of the person; the picture stays still."""
    page = open_page(f"/#/videos/{video}", size=size)
    faces = still(page, artifact)
    box = page.get_by_role("checkbox", name="Hide Unknown #2")

    click(page, centre(faces[1001], artifact))

    expect(box).not_to_be_checked()
    expect(page.locator(NEWS)).to_have_text("Unknown #2 is kept")
    expect(page.get_by_role("checkbox", name="Hide Unknown #1")).to_be_checked()
    click(page, centre(faces[1001], artifact))
    expect(box).to_be_checked()
    expect(page.locator(NEWS)).to_have_text("Unknown #2 is hidden")
    assert page.evaluate("document.querySelector('video').paused")


def test_of_two_faces_at_a_place_the_smaller_one_is_meant(
    open_page: Opener, video: str, artifact: dict[str, Any]
) -> None:
    """The larger one can be clicked beside it."""
    artifact["faces"].append(somebody(3, (0.0, 3.0), listed=False))
    whole = {"id": 1002, "x": 0, "y": 0, "width": artifact["width"], "height": artifact["height"]}
    for frame in artifact["frames"]:
        frame["faces"].insert(0, whole)
    page = open_with(open_page, video, artifact)
    page.locator("summary").click()
    page.get_by_role("checkbox", name="Hide Unknown #3").uncheck()
    faces = still(page, artifact)

    click(page, centre(faces[1000], artifact))
    expect(page.locator(NEWS)).to_have_text("Unknown #1 is kept")
    click(page, NOWHERE)
    expect(page.locator(NEWS)).to_have_text("Unknown #3 is hidden")


def test_the_face_under_the_pointer_is_marked(
    open_page: Opener, video: str, artifact: dict[str, Any]
) -> None:
    """With a pointing hand over it; neither is left when the pointer goes on."""
    page = open_page(f"/#/videos/{video}")
    faces = still(page, artifact)
    page.get_by_role("checkbox", name="Preview").uncheck()
    expect_marked(page, None)

    for face in faces.values():
        point(page, centre(face, artifact))
        expect_marked(page, face)
        assert cursor(page) == "pointer"

    point(page, NOWHERE)
    expect_marked(page, None)
    assert cursor(page) == "auto"
    point(page, centre(faces[1000], artifact))
    expect_marked(page, faces[1000])
    page.mouse.move(1, 1)
    expect_marked(page, None)


def cursor(page: Page) -> str:
    """The pointer's look over the player."""
    return str(page.evaluate("getComputedStyle(document.querySelector('video')).cursor"))


def test_the_person_pointed_at_in_the_list_is_marked(
    open_page: Opener, video: str, artifact: dict[str, Any]
) -> None:
    """In white beside black, to be seen on any picture; over what hides them, too."""
    page = open_page(f"/#/videos/{video}")
    faces = still(page, artifact)
    page.get_by_role("checkbox", name="Preview").uncheck()

    for name, face in (("Unknown #1", faces[1000]), ("Unknown #2", faces[1001])):
        page.locator(".person").filter(has_text=name).get_by_text(name).hover()
        expect_marked(page, face)
        left, middle = int(face["x"]), int(face["y"] + face["height"] / 2)
        beside = seen(page)[middle, max(0, left - OUTLINE) : left]
        assert (beside > 250).all(axis=1).any()
        assert (beside < 5).all(axis=1).any()
    page.mouse.move(1, 1)
    expect_marked(page, None)
    page.get_by_role("checkbox", name="Preview").check()
    page.locator(".person").filter(has_text="Unknown #2").get_by_text("Unknown #2").hover()
    wait_for(lambda: lightest(page, faces[1001]), lambda level: level > 250)


def lightest(page: Page, face: dict[str, Any]) -> int:
    """The highest grey level around the left edge of a face."""
    left, middle = int(face["x"]), int(face["y"] + face["height"] / 2)
    return int(seen(page)[middle, left - OUTLINE : left].min(axis=1).max())


def test_the_person_who_has_the_focus_is_marked(
    open_page: Opener, video: str, artifact: dict[str, Any]
) -> None:
    """At the tick box and at each bar, for those without a mouse."""
    page = open_page(f"/#/videos/{video}")
    faces = still(page, artifact)
    page.get_by_role("checkbox", name="Preview").uncheck()

    page.get_by_role("checkbox", name="Hide Unknown #1").focus()
    expect_marked(page, faces[1000])
    page.keyboard.press("Tab")
    expect_marked(page, faces[1000])
    page.keyboard.press("Tab")
    expect_marked(page, faces[1001])
    page.get_by_role("button", name="Hide all").focus()
    expect_marked(page, None)


def test_a_click_beside_the_faces_plays_and_any_click_pauses(
    open_page: Opener, video: str, artifact: dict[str, Any]
) -> None:
    """While it plays, a face under the pointer is neither marked nor chosen."""
    page = open_page(f"/#/videos/{video}")
    faces = still(page, artifact)
    page.evaluate("document.querySelector('video').playbackRate = 0.1")  # so that the face stays at its place

    click(page, NOWHERE)
    wait_until(page, "!document.querySelector('video').paused")
    point(page, centre(faces[1001], artifact))
    assert cursor(page) == "auto"
    click(page, centre(faces[1001], artifact))

    wait_until(page, "document.querySelector('video').paused")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(page.get_by_role("checkbox", name="Hide Unknown #2")).to_be_checked()
    assert page.locator(NEWS).inner_text() == ""


def test_a_click_on_either_picture_of_a_comparison_plays_and_pauses_both(
    open_page: Opener, emulator: Api, video: str
) -> None:
    """There is nobody to choose any more."""
    new_id = redact(emulator, video)
    page = open_page(f"/#/videos/{new_id}")
    expect(page.locator("video")).to_have_count(2)
    ready = "one.readyState >= 3 && one.videoWidth > 0"
    wait_until(page, f"[...document.querySelectorAll('video')].every((one) => {ready})")
    page.evaluate("document.querySelectorAll('video').forEach((one) => { one.loop = true; })")

    for side in (0, 1):
        click(page, (0.3, 0.4), side)
        wait_until(page, "[...document.querySelectorAll('video')].every((one) => !one.paused)")
        click(page, (0.3, 0.4), 1 - side)
        wait_until(page, "[...document.querySelectorAll('video')].every((one) => one.paused)")
    emulator.call("DELETE", f"Videos/{new_id}")
