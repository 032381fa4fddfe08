"""What is hidden in the preview covers the face as it is seen, whatever the shape of the file's pixels."""

from __future__ import annotations

import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from scripts.sample_clip import Scene
from tests.emulator.api import Api
from tests.media.makers import Picture, Recipe, write
from tests.portal.browser.conftest import NARROW, WIDE, Opener
from tests.portal.browser.test_moments import expect_covered, only, regions, seek

RATE = 10
BLACK = 45  # grey level under which a pixel of the screen is black
EDGE = 4  # screen pixels around a region's edge, which are blended

SHAPES = {
    "wide pixels": Recipe(rate=RATE, aspect=Fraction(4, 3)),
    "high pixels": Recipe(rate=RATE, aspect=Fraction(3, 4)),
    "wide pixels, turned": Recipe(rate=RATE, aspect=Fraction(5, 4), rotation=90),
}

PLACE = """() => {
    const video = document.querySelector("video");
    const box = video.getBoundingClientRect();
    const scale = Math.min(box.width / video.videoWidth, box.height / video.videoHeight);
    const [width, height] = [video.videoWidth * scale, video.videoHeight * scale];
    return [box.left + (box.width - width) / 2, box.top + (box.height - height) / 2, width, height];
}"""
"""Where the player shows its picture: left, top, width and height in pixels of the screen."""


def pictures(recipe: Recipe) -> Iterator[Picture]:
    """Yield two seconds of the scene, as they are stored."""
    scene = Scene(2, 480, 360, RATE)
    for index in range(scene.frame_count):
        picture = scene.picture(index)[0]
        yield np.ascontiguousarray(np.rot90(picture, -1)) if recipe.rotation else picture


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide screen", "narrow screen"])
@pytest.mark.parametrize("recipe", SHAPES.values(), ids=SHAPES.keys())
def test_the_face_is_covered_where_it_is_seen(
    open_page: Opener, emulator: Api, tmp_path: Path, recipe: Recipe, size: tuple[int, int]
) -> None:
    """Judged by what stands on the screen, player and preview together."""
    video = emulator.upload(write(tmp_path / "clip.mp4", pictures(recipe), recipe), name="clip.mp4")
    assert emulator.wait_indexed(video) == "Processed"
    artifact = emulator.faces(video)
    hidden = regions(artifact, 1000)
    page = open_page(f"/#/videos/{video}", size=size)
    only(page, 1000)
    seek(page, 0.55)
    expect_covered(page, hidden[5])
    page.evaluate("window.scrollTo(0, 0)")

    left, top, width, height = page.evaluate(PLACE)
    across, down = width / artifact["width"], height / artifact["height"]
    region = (
        left + hidden[5][0] * across,
        top + hidden[5][1] * down,
        left + hidden[5][2] * across,
        top + hidden[5][3] * down,
    )
    screen = screenshot(page)
    assert (part(screen, region, -EDGE) < BLACK).all()
    around = (part(screen, region, 3 * EDGE) < BLACK).mean()
    inside = (part(screen, region, EDGE) < BLACK).mean()
    assert around < inside < 1
    emulator.call("DELETE", f"Videos/{video}")


def screenshot(page: Page) -> Picture:
    """What is to be seen, in grey."""
    return np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("L"))


def part(screen: Picture, region: tuple[float, float, float, float], by: int) -> Picture:
    """The pixels of a region that is made larger on each side."""
    left, top, right, bottom = (round(side) for side in region)
    return screen[max(0, top - by) : bottom + by, max(0, left - by) : right + by]
