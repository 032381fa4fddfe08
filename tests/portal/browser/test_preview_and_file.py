"""What the preview shows is what the redacted file has, in each of the five kinds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from playwright.sync_api import Page

from tests.emulator.api import Api
from tests.portal.browser.conftest import Opener, wait_until
from tests.portal.browser.pixels import crowded_frame, frame_of, seen
from tests.portal.browser.test_moments import around, expect_covered, region, seek
from tests.portal.browser.test_preview import KINDS

if TYPE_CHECKING:
    from tests.portal.browser.pixels import Picture

Rectangle = tuple[int, int, int, int]  # left, top, right, bottom

# Grey levels of 255. The file is compressed, and halves its colours; a blur of another grid, or with other
# edges between its cells, is further off.
NEAR = {"LowBlur": 7.0, "MediumBlur": 8.0, "HighBlur": 4.0, "Black": 1.2}
NEAR_OUTSIDE = 4.0
NEAR_OUTLINE = 12.0
THICKNESS = 2  # pixels of an outline, and of a dot of an id, in a picture of 360 lines
LETTERS = 0.2  # share of an id's place that is magenta; dots are about two fifths of it


@pytest.mark.parametrize("kind", NEAR)
def test_a_face_is_hidden_as_in_the_file(
    open_page: Opener, emulator: Api, video: str, tmp_path: Path, kind: str
) -> None:
    """In both faces of a frame the player's picture with the preview over it is that of the redacted file."""
    artifact = emulator.faces(video)
    page = page_at(open_page(f"/#/videos/{video}"), artifact)
    page.get_by_role("radio", name=KINDS[kind]).check()

    previewed, filed = seen(page), redacted_frame(emulator, video, kind, tmp_path)

    for left, top, right, bottom in hidden_parts(artifact):
        apart = np.abs(previewed[top:bottom, left:right] - filed[top:bottom, left:right]).mean()
        assert apart < NEAR[kind]


def test_faces_are_outlined_as_in_the_file(
    open_page: Opener, emulator: Api, video: str, tmp_path: Path
) -> None:
    """Each outline has the file's colour and place, and nothing besides is drawn."""
    artifact = emulator.faces(video)
    page = page_at(open_page(f"/#/videos/{video}"), artifact)
    page.get_by_role("radio", name="Bounding box").check()
    boxes = hidden_parts(artifact)
    expect_covered(page, around([(box[0], above(box)[1] - 1, box[2], box[3]) for box in boxes]))

    previewed, filed = seen(page), redacted_frame(emulator, video, "BoundingBox", tmp_path)

    elsewhere = np.ones(previewed.shape[:2], bool)
    for box in boxes:
        outline = mask(previewed, box) & ~mask(previewed, within(box))
        label = mask(previewed, above(box))
        assert is_magenta(previewed[label]) > LETTERS
        for drawn in (outline, label):
            assert np.abs(previewed[drawn] - filed[drawn]).mean() < NEAR_OUTLINE
            elsewhere &= ~drawn
        inside = mask(previewed, within(box))
        assert np.abs(previewed[inside] - filed[inside]).mean() < NEAR_OUTSIDE
    assert np.abs(previewed[elsewhere] - filed[elsewhere]).mean() < NEAR_OUTSIDE


def page_at(page: Page, artifact: dict[str, Any]) -> Page:
    """Let the player show the crowded frame; black tells for certain that the preview has come to it."""
    number, _ = crowded_frame(artifact)
    page.get_by_role("radio", name="Black").check()
    wait_until(page, "document.querySelector('video').readyState >= 2")
    seek(page, (number + 0.5) / artifact["frameRate"])
    expect_covered(page, around(hidden_parts(artifact)))
    return page


def redacted_frame(emulator: Api, video: str, kind: str, folder: Path) -> Picture:
    """The crowded frame of the file that the service makes of a video."""
    number, _ = crowded_frame(emulator.faces(video))
    new_id, content = emulator.redacted(video, {"blurringKind": kind})
    emulator.call("DELETE", f"Videos/{new_id}")
    path = folder / "redacted.mp4"
    path.write_bytes(content)
    return frame_of(path, number)


def faces_of(artifact: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """The faces of the crowded frame by person."""
    _, faces = crowded_frame(artifact)
    assert set(faces) == {1000, 1001}
    return faces


def hidden_parts(artifact: dict[str, Any]) -> list[Rectangle]:
    """Where the service hides the faces of the crowded frame."""
    size = artifact["width"], artifact["height"]
    return [region(face, size) for face in faces_of(artifact).values()]


def within(part: Rectangle) -> Rectangle:
    """Without the line around it."""
    left, top, right, bottom = part
    return left + THICKNESS, top + THICKNESS, right - THICKNESS, bottom - THICKNESS


def above(part: Rectangle) -> Rectangle:
    """Where the id of four digits is written."""
    left, top, _, _ = part
    return left, top - 8 * THICKNESS, left + 23 * THICKNESS, top - THICKNESS


def is_magenta(pixels: Picture) -> float:
    """The share of pixels that are."""
    blue, green, red = pixels[:, 0], pixels[:, 1], pixels[:, 2]
    return float(((blue > 180) & (red > 180) & (green < 100)).mean())


def mask(picture: Picture, part: Rectangle) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which pixels of a picture lie in a part of it."""
    left, top, right, bottom = part
    found = np.zeros(picture.shape[:2], bool)
    found[top:bottom, left:right] = True
    return found
