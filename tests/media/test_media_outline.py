"""BoundingBox draws a line around the head and its id at the top left, and hides nothing, on plain pixels."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

import numpy as np
import pytest

from video_indexer_emulator.media.blur import hidden_region, hide
from video_indexer_emulator.media.outline import DIGITS, LABEL, LINE, dot, label
from video_indexer_emulator.media.pictures import Planes
from video_indexer_emulator.model import BlurringKind, Box

SIZES = [(320, 180), (640, 360), (1280, 720), (1920, 1080), (3840, 2160)]
GREY = (126, 128, 128)


def outlined(size: tuple[int, int], box: Box, face_id: int = 1000) -> Planes:
    """Return grey planes with a face outlined in them."""
    width, height = size
    shapes = [(height, width), (height // 2, width // 2), (height // 2, width // 2)]
    planes = Planes(*(np.full(shape, level, np.uint8) for shape, level in zip(shapes, GREY, strict=True)))
    hide(planes, box, BlurringKind.BOUNDING_BOX, face_id)
    return planes


def where(planes: Planes, colour: tuple[int, int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return which pixels of luma have a colour, in luma and chroma."""
    whole = [planes.y, *(np.kron(plane, np.ones((2, 2), np.uint8)) for plane in planes[1:])]
    found = [plane == level for plane, level in zip(whole, colour, strict=True)]
    return np.asarray(np.logical_and.reduce(found), np.bool_)


def head(size: tuple[int, int]) -> Box:
    """Return a face in the middle of a picture, a third as high as it."""
    width, height = size
    return Box(width * 0.45, height * 0.4, height * 0.25, height / 3)


def read(planes: Planes, unit: int) -> str:
    """Read an id off the picture, as somebody would who knows the digits."""
    found = where(planes, LABEL)
    rows, columns = np.nonzero(found)
    dots = found[rows.min() : rows.max() + 1 : unit, columns.min() : columns.max() + 1 : unit]
    tries = [_digits(np.pad(dots, ((0, 0), (blank, 6)))) for blank in range(3)]  # some digits begin blank
    return next((text for text in tries if text and "?" not in text), tries[0])


def _digits(dots: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> str:
    shown = [
        " ".join("".join("01"[int(each)] for each in row[place : place + 5]) for row in dots)
        for place in range(0, dots.shape[1] - 6, 6)
    ]
    return "".join(str(DIGITS.index(digit)) if digit in DIGITS else "?" for digit in shown)


@pytest.mark.parametrize("size", SIZES)
def test_a_line_runs_around_the_whole_head_and_leaves_it_as_it_was(size: tuple[int, int]) -> None:
    """Along the edge of what Black would hide, so with a margin around the face."""
    planes, unit = outlined(size, head(size)), dot(size[1])
    region = hidden_region(head(size), *size)
    assert region is not None
    drawn = where(planes, LINE)[region.top : region.bottom, region.left : region.right]

    for edge in (drawn[:unit], drawn[-unit:], drawn[:, :unit], drawn[:, -unit:]):
        assert edge.all()
    assert not drawn[unit:-unit, unit:-unit].any()
    for index, plane in enumerate(planes):
        step = 2 if index else 1
        inside = region.of(plane, step)[unit // step : -unit // step, unit // step : -unit // step]
        assert (inside == GREY[index]).all()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("face_id", [1000, 1234, 1785, 56789])
def test_the_id_can_be_read_at_the_top_left_of_the_line(size: tuple[int, int], face_id: int) -> None:
    """In magenta, in dots large enough that chroma at half the size keeps the colour."""
    planes, unit = outlined(size, head(size), face_id), dot(size[1])
    region = hidden_region(head(size), *size)
    assert region is not None
    rows, columns = np.nonzero(where(planes, LABEL))

    assert read(planes, unit) == str(face_id)
    assert 0 <= region.top - unit - rows.max() <= unit
    assert 0 <= columns.min() - region.left <= unit, "some digits begin with a blank column"


@pytest.mark.parametrize(
    "box", [Box(-10, -10, 80, 90), Box(600, 5, 60, 80), Box(300, 340, 40, 60), Box(560, 300, 90, 90)]
)
def test_the_id_of_a_head_at_an_edge_is_in_the_picture_whole(box: Box) -> None:
    """Above the head where there is room, else at the edge."""
    planes = outlined((640, 360), box, 1018)
    assert read(planes, dot(360)) == "1018"


def test_no_line_lies_over_a_face_that_is_partly_outside_of_the_picture() -> None:
    """Along the picture's edge, where the head goes on."""
    drawn = where(outlined((640, 360), Box(-20, 100, 60, 70)), LINE)
    assert not drawn[100:170, 0].any()
    assert drawn.any()


def test_an_id_too_wide_for_the_picture_is_cut() -> None:
    """Rather than drawn beyond it."""
    planes = outlined((32, 18), Box(10, 8, 8, 8), 2147483647)
    assert where(planes, LABEL).any()


def test_digits_differ() -> None:
    assert len(set(DIGITS)) == 10
    assert {digit.count(" ") for digit in DIGITS} == {6}
    assert label(10).shape == (7, 11)


def test_a_face_outside_of_the_picture_has_no_id_either() -> None:
    assert not where(outlined((320, 180), Box(400, 10, 50, 50)), LABEL).any()
