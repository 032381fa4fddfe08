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
from video_indexer_emulator.media.blur import hidden_region
from video_indexer_emulator.model import Box

if TYPE_CHECKING:
    from tests.portal.browser.pixels import Picture

Rectangle = tuple[int, int, int, int]  # left, top, right, bottom

# Grey levels of 255. The file is compressed, and halves its colours; a blur of another grid, or with other
# edges between its cells, is further off.
NEAR = {"LowBlur": 7.0, "MediumBlur": 8.0, "HighBlur": 4.0, "Black": 1.2}
NEAR_OUTSIDE = 4.0
NEAR_OUTLINE = 12.0
THICKNESS = 2  # pixels of an outline in a picture of 360 lines


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
    boxes = [bare_part(face) for face in faces_of(artifact).values()]
    expect_covered(page, around([larger(box) for box in boxes]))

    previewed, filed = seen(page), redacted_frame(emulator, video, "BoundingBox", tmp_path)

    elsewhere = np.ones(previewed.shape[:2], bool)
    for box in boxes:
        outline = mask(previewed, larger(box)) & ~mask(previewed, box)
        assert np.abs(previewed[outline] - filed[outline]).mean() < NEAR_OUTLINE
        elsewhere &= ~outline
        inside = mask(previewed, box)
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


def bare_part(face: dict[str, Any]) -> Rectangle:
    """Whole even pixels around a face's box."""
    box = Box(face["x"], face["y"], face["width"], face["height"])
    found = hidden_region(box, 640, 360, growth=1.0, margin=0.0)
    assert found is not None
    return found.left, found.top, found.right, found.bottom


def larger(part: Rectangle) -> Rectangle:
    """With the outline around it."""
    left, top, right, bottom = part
    return left - THICKNESS, top - THICKNESS, right + THICKNESS, bottom + THICKNESS


def mask(picture: Picture, part: Rectangle) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which pixels of a picture lie in a part of it."""
    left, top, right, bottom = part
    found = np.zeros(picture.shape[:2], bool)
    found[top:bottom, left:right] = True
    return found
