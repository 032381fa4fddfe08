"""The preview hides each face in the very frame that is shown, however the frames lie in time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from scripts.sample_clip import Scene
from tests.emulator.api import Api
from tests.media.makers import Picture, Recipe, write
from tests.portal.browser.conftest import PATIENCE, Opener, wait_until
from tests.portal.browser.pixels import covered
from video_indexer_emulator.media.blur import hidden_region
from video_indexer_emulator.model import Box

COUNT, RATE = 32, 8  # pictures with people, a second apart by an eighth: they move far from one to the next
EMPTY = 30  # pictures before them, of nobody
UNEVEN = [0, *accumulate([33] * EMPTY + [90, 310] * (COUNT // 2))]  # ms
EDGE = 0.005  # seconds from a frame's begin or end


@dataclass(frozen=True)
class Way:
    """How a clip's frames lie in time."""

    recipe: Recipe
    starts: list[float]  # seconds on the file's own clock, and when the last frame ends
    empty: int = 0  # frames without people before the others


WAYS = {
    "a recorded screen: nobody at first, then slow and uneven frames": Way(
        Recipe(stamps=UNEVEN), [stamp / 1000 for stamp in UNEVEN], EMPTY
    ),
    "a picture that begins after the sound": Way(
        Recipe(rate=RATE, start=Fraction(852, 1000), audio=("aac",), audio_seconds=5),
        [0.852 + index / RATE for index in range(COUNT + 1)],
    ),
    "a whole file that begins late": Way(
        Recipe(rate=RATE, start=Fraction(2)), [2 + index / RATE for index in range(COUNT + 1)]
    ),
}


def pictures(empty: int) -> Iterator[Picture]:
    """Yield the scene's frames, after some of its emptied background."""
    scene = Scene(COUNT / RATE, rate=RATE)
    for _ in range(empty):
        yield np.full((scene.height, scene.width, 3), 120, np.uint8)
    for index in range(COUNT):
        yield scene.picture(index)[0]


@pytest.fixture(params=list(WAYS.values()), ids=list(WAYS))
def shown(request: pytest.FixtureRequest, emulator: Api, tmp_path: Path) -> Iterator[tuple[str, Way]]:
    """The id of an analysed clip, and how its frames lie."""
    way: Way = request.param
    video = emulator.upload(write(tmp_path / "clip.mp4", pictures(way.empty), way.recipe), name="clip.mp4")
    assert emulator.wait_indexed(video) == "Processed"
    yield video, way
    emulator.call("DELETE", f"Videos/{video}")


def regions(artifact: dict[str, Any], person: int) -> dict[int, tuple[int, int, int, int]]:
    """The rectangle around all that hides that person, by frame: left, top, right, bottom in pixels."""
    size = artifact["width"], artifact["height"]
    found = {
        frame["index"]: [region(face, size) for face in frame["faces"] if face["id"] == person]
        for frame in artifact["frames"]
    }
    return {index: around(each) for index, each in found.items() if each}


def around(each: list[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    """The rectangle around several."""
    left, top, right, bottom = zip(*each, strict=True)
    return min(left), min(top), max(right), max(bottom)


def region(face: dict[str, Any], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Where the service hides a face of the artifact, in a picture of that size."""
    box = Box(face["x"], face["y"], face["width"], face["height"])
    found = hidden_region(box, *size)
    assert found is not None
    return found.left, found.top, found.right, found.bottom


def only(page: Page, person: int) -> None:
    """Hide one person alone, in black."""
    expect(page.get_by_role("heading", name="people found")).to_be_visible()
    page.get_by_role("button", name="Keep all").click()
    page.get_by_role("checkbox", name=f"Hide Unknown #{person - 999}").check()
    page.get_by_role("radio", name="Black").check()
    wait_until(page, "document.querySelector('video').readyState >= 2")


def seek(page: Page, seconds: float) -> None:
    """Go to a moment."""
    page.evaluate("(seconds) => { document.querySelector('video').currentTime = seconds; }", seconds)
    wait_until(page, "!document.querySelector('video').seeking")


def test_the_box_is_on_the_face_from_the_frames_begin_to_its_end(
    open_page: Opener, emulator: Api, shown: tuple[str, Way]
) -> None:
    """And nothing is hidden where nobody is seen; before the first frame, a player shows that one."""
    video, way = shown
    artifact = emulator.faces(video)
    hidden = regions(artifact, 1000)
    tried = [index for index in hidden if index % 5 == 2]
    assert len({hidden[index] for index in tried}) == len(tried) >= 3, "the places are too alike"
    assert artifact["firstFrameSeconds"] == pytest.approx(way.starts[0])
    page = open_page(f"/#/videos/{video}")
    only(page, 1000)
    expect_covered(page, hidden.get(0))

    for index in tried:
        for moment in (way.starts[index] + EDGE, way.starts[index + 1] - EDGE):
            seek(page, moment)
            expect_covered(page, hidden[index])
    if way.empty:
        seek(page, way.starts[way.empty // 2])
        expect_covered(page, None)


def test_a_bar_leads_to_the_first_frame_of_the_person(
    open_page: Opener, emulator: Api, shown: tuple[str, Way]
) -> None:
    """On the player's own clock; the frames before it, hidden to be sure, don't count."""
    video, way = shown
    artifact = emulator.faces(video)
    hidden = regions(artifact, 1001)
    starts = {frame["startSeconds"]: frame["index"] for frame in artifact["frames"]}
    first = starts[seconds_of(artifact["faces"][1]["appearances"][0]["start"])]
    page = open_page(f"/#/videos/{video}")
    only(page, 1001)

    page.get_by_role("button", name="Unknown #2 from").first.click()

    expect_covered(page, hidden[first])
    now = page.evaluate("document.querySelector('video').currentTime")
    assert now == pytest.approx(way.starts[first], abs=0.01)


def seconds_of(span: str) -> float:
    """Seconds of a time as the API writes it."""
    hours, minutes, seconds = span.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def expect_covered(page: Page, wanted: tuple[int, int, int, int] | None) -> None:
    """The canvas covers that rectangle and nothing else."""
    end = time.monotonic() + PATIENCE / 1000
    while (found := covered(page)) != wanted:
        assert time.monotonic() < end, f"{found} is covered, not {wanted}"
        page.wait_for_timeout(50)
