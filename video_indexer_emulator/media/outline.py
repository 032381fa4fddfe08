"""What BoundingBox draws: a line around a head, and the person's id at its top left. Nothing is hidden.

The vendor's pictures show a thin blue-violet line and the id in magenta; the exact colours are ours.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from .pictures import levels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .blur import Region
    from .pictures import Plane, Planes

LINE = (106, 202, 123)  # Y, U, V of BT.601 in limited range: #6050ff, blue-violet
LABEL = (106, 202, 222)  # #ff00ff, magenta

BLACK = 16
SHADOW = np.ones((3, 3), np.uint8)
"""Darkens what is next to the id, so that it can be read on anything."""

LINES_PER_UNIT = 720
"""Lines of a picture for which the line is as thin as 4:2:0 can show in full colour, two pixels."""

DIGITS = (  # 5 x 7 dots each
    "01110 10001 10011 10101 11001 10001 01110",
    "00100 01100 00100 00100 00100 00100 01110",
    "01110 10001 00001 00110 01000 10000 11111",
    "11110 00001 00001 01110 00001 00001 11110",
    "00010 00110 01010 10010 11111 00010 00010",
    "11111 10000 11110 00001 00001 10001 01110",
    "00110 01000 10000 11110 10001 10001 01110",
    "11111 00001 00010 00100 01000 01000 01000",
    "01110 10001 10001 01110 10001 10001 01110",
    "01110 10001 10001 01111 00001 00010 01100",
)


def draw(planes: Planes, region: Region, face_id: int) -> None:
    """Draw the line along the inner edge of a region, and the id above its top left corner.

    No line runs along the picture's edge, where it would lie over a face of which a part is outside.

    Where there is no room above, the id stands below the region, or else within it.
    """
    height, width = planes.y.shape
    unit = dot(height)
    dots = label(face_id)
    left = max(0, min(region.left, width - dots.shape[1] * unit))
    top = _top(region, height, unit)
    scale = levels(planes)
    for index, plane in enumerate(planes):
        step = 2 if index else 1
        _frame(plane, region, step, unit, LINE[index] * scale)
        letters = np.asarray(np.kron(dots, np.ones((unit // step, unit // step), np.uint8)), np.uint8)
        place = plane[top // step :, left // step :]
        if not index:
            _paint(place, np.asarray(cv2.dilate(letters, SHADOW), np.uint8), BLACK * scale)
        _paint(place, letters, LABEL[index] * scale)


def _top(region: Region, height: int, unit: int) -> int:
    """The first line of the id: outside of the head where there is room."""
    above, below = region.top - 8 * unit, region.bottom + unit
    if above >= 0:
        return above
    return below if below + 7 * unit <= height else min(region.top + 2 * unit, height - 2)


def _paint(place: Plane, dots: NDArray[np.uint8], level: int) -> None:
    """Give the marked pixels a level, as far as they are in the picture."""
    part = place[: dots.shape[0], : dots.shape[1]]
    part[dots[: part.shape[0], : part.shape[1]] > 0] = level


def dot(height: int) -> int:
    """Pixels of luma, an even number, of the line's width and of one dot of the id."""
    return 2 * max(1, math.floor(height / LINES_PER_UNIT + 0.5))


@lru_cache(maxsize=256)
def label(face_id: int) -> NDArray[np.bool_]:
    """The dots of an id (7, 6 a digit but for the last gap)."""
    gap = np.zeros((7, 1), bool)
    parts = [part for digit in str(face_id) for part in (gap, _digit(int(digit)))]
    return np.hstack(parts[1:])


def _digit(value: int) -> NDArray[np.bool_]:
    return np.array([[dot == "1" for dot in row] for row in DIGITS[value].split()], bool)


def _frame(plane: Plane, region: Region, step: int, unit: int, level: int) -> None:
    part, thickness = region.of(plane, step), unit // step
    height, width = plane.shape
    if region.top > 0:
        part[:thickness] = level
    if region.bottom < height * step:
        part[-thickness:] = level
    if region.left > 0:
        part[:, :thickness] = level
    if region.right < width * step:
        part[:, -thickness:] = level
