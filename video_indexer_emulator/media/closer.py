"""A closer look: one place of a picture, enlarged and turned upright, shown to the detector again.

The detector was trained on faces of 10 to 300 pixels, but it is surest at some 60. A look at the whole
picture leaves small, dark, turned or tilted faces with scores like those of ornaments; enlarged to 64
pixels and upright, nearly all of them score .85 and more, and ornaments under .3.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from video_indexer_emulator.model import Box

from .detect import Detection, detect
from .observation import Observation, patch_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

SIDE = 160  # pixels of the enlarged cut-out; a multiple of 32
FACE = 64  # pixels that the expected face gets in it
NEAR = 0.5  # a face counts whose centre is nearer to the expected one than this share of its size
FAINTEST = 0.3
"""Score under which a closer look has seen nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A picture that was looked at as a whole."""

    frame: int
    picture: NDArray[np.uint8]  # BGR (H, W, 3), upright
    factor: float  # by which the clip's picture is larger


class CloserLook:
    """Looks again at places of the newest picture, and of the few before it."""

    def __init__(self, detector: Any, remembered: int) -> None:
        self._detector = detector
        self._looks: deque[Look] = deque(maxlen=remembered + 1)

    def take(self, frame: int, picture: NDArray[np.uint8], factor: float) -> None:
        """Make this the newest picture."""
        self._looks.append(Look(frame, picture, factor))

    def forget(self) -> None:
        """Drop all pictures: the next one shows another scene."""
        self._looks.clear()

    def earlier(self) -> Iterator[Look]:
        """Yield the remembered pictures before the newest, the latest first."""
        looks = reversed(self._looks)
        next(looks, None)
        yield from looks

    def seek(self, box: Box, *rolls: float, look: Look | None = None) -> Observation | None:
        """Find the face that is expected in a box of the clip's picture.

        Args:
            box: Where to look; about as large as the face.
            rolls: By how many degrees, clockwise, the face may be tilted; each is tried.
            look: Which picture; the newest unless given.

        Returns:
            The surest of what was found near the box, None without any.
        """
        look = look or self._looks[-1]
        expected = _scaled(box, 1 / look.factor)
        found = [face for roll in rolls or (0.0,) if (face := self._at(look.picture, expected, roll))]
        best = max(found, key=lambda face: face.score, default=None)
        if best is None:
            return None
        face = best.scaled(look.factor)
        return Observation(look.frame, face.box, face.score, face.landmarks, patch_of(look.picture, best.box))

    def _at(self, picture: NDArray[np.uint8], expected: Box, roll: float) -> Detection | None:
        size = math.sqrt(max(1.0, expected.width * expected.height))
        centre = np.array([expected.x + expected.width / 2, expected.y + expected.height / 2])
        there = _upright(centre, FACE / size, roll)
        shrinks = size > FACE
        cut = cv2.warpAffine(
            picture, there, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE,
            flags=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC,
        )  # fmt: skip
        found = [
            face for face in detect(self._detector, np.asarray(cut, np.uint8), FAINTEST) if _central(face)
        ]
        best = max(found, key=lambda face: face.score, default=None)
        return best and _brought_back(best, np.asarray(cv2.invertAffineTransform(there), np.float64), roll)


def _scaled(box: Box, factor: float) -> Box:
    return Box(box.x * factor, box.y * factor, box.width * factor, box.height * factor)


def _upright(centre: NDArray[np.float64], scale: float, roll: float) -> NDArray[np.float64]:
    """Return the map (2, 3) that brings a place to the cut-out's centre, turned back by the roll."""
    cosine, sine = math.cos(math.radians(roll)) * scale, math.sin(math.radians(roll)) * scale
    turn = np.array([[cosine, sine], [-sine, cosine]])
    return np.column_stack([turn, SIDE / 2 - turn @ centre])


def _central(face: Detection) -> bool:
    box = face.box
    return math.hypot(box.x + box.width / 2 - SIDE / 2, box.y + box.height / 2 - SIDE / 2) < NEAR * FACE


def _brought_back(face: Detection, back: NDArray[np.float64], roll: float) -> Detection:
    """Return the face in the picture's pixels; its box goes around the face's oval, as it is tilted."""
    scale = math.hypot(back[0, 0], back[0, 1])
    box = face.box
    x, y = back @ (box.x + box.width / 2, box.y + box.height / 2, 1)
    cosine, sine = math.cos(math.radians(roll)), math.sin(math.radians(roll))
    width = scale * math.hypot(box.width * cosine, box.height * sine)
    height = scale * math.hypot(box.width * sine, box.height * cosine)
    landmarks = (face.landmarks @ back[:, :2].T + back[:, 2]).astype(np.float32)
    return Detection(Box(x - width / 2, y - height / 2, width, height), face.score, landmarks)
