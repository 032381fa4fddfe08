"""Pictures made from a picture to be looked at: padded, turned, and in tiles."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from video_indexer_emulator.model import Box

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from .detect import Detection

SHARED = 128  # pixels of two neighbouring tiles; larger faces were found in smaller pictures
TURNS = (1, 2, 3)  # quarter turns, anticlockwise; YuNet is sure up to some 45 degrees either way


def mirrored_outwards(picture: NDArray[np.uint8], margin: float) -> tuple[NDArray[np.uint8], int]:
    """Return the picture with its own mirror image around it, and how many pixels wide that is.

    Half a face at the edge becomes a whole one so, and the one of a score of .6 becomes one of .9.
    """
    border = min(math.ceil(margin * max(picture.shape)), min(picture.shape[:2]) - 1)
    padded = cv2.copyMakeBorder(picture, border, border, border, border, cv2.BORDER_REFLECT_101)
    return np.asarray(padded, np.uint8), border


def turned(
    picture: NDArray[np.uint8], turns: int, find: Callable[[NDArray[np.uint8]], list[Detection]]
) -> Iterator[Detection]:
    """Yield what is found in the picture (H, W, 3) after so many quarter turns, in its own pixels."""
    view = np.ascontiguousarray(np.rot90(picture, turns))
    for face in find(view):
        height, width = view.shape[:2]
        box, points = face.box, face.landmarks
        for _ in range(turns):  # each undone by a quarter turn clockwise
            box = Box(height - box.y - box.height, box.x, box.height, box.width)
            points = np.stack([height - points[:, 1], points[:, 0]], axis=1)
            height, width = width, height
        yield replace(face, box=box, landmarks=points.astype(np.float32))


def tiles(picture: NDArray[np.uint8], largest: int) -> Iterator[tuple[int, int, NDArray[np.uint8]]]:
    """Yield the parts of a picture (H, W, 3) that overlap by SHARED, with their left and top edge.

    Each is at most so many pixels wide and high.
    """
    height, width = picture.shape[:2]
    for top, bottom in _spans(height, largest):
        for left, right in _spans(width, largest):
            yield left, top, picture[top:bottom, left:right]


def _spans(length: int, largest: int) -> Iterator[tuple[int, int]]:
    count = max(1, -(-(length - SHARED) // (largest - SHARED)))
    step = -(-(length - SHARED) // count)
    for number in range(count):
        yield number * step, min(length, (number + 1) * step + SHARED)
