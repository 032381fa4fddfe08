"""A closer look: one place of a picture, enlarged and turned upright, shown to the detector again.

The detector was trained on faces of 10 to 300 pixels, but it is surest at some 60. A look at the whole
picture leaves small, dark, turned or tilted faces with scores like those of ornaments; enlarged to 64
pixels and upright, nearly all of them score .85 and more, and ornaments under .3.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from video_indexer_emulator.model import Box

from .centerface import audit
from .detect import Detection, detect
from .geometry import scaled
from .observation import Observation, patch_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from .models import FaceModels

SIDE = 160  # pixels of the enlarged cut-out; a multiple of 32
FACE = 64  # pixels that the expected face gets in it
NEAR = 0.5  # a face counts whose centre is nearer to the expected one than this share of its size
FAINTEST = 0.3
"""Score under which a closer look has seen nothing."""
AUDITED_SIDE = 128  # pixels of the cut-out that the second detector is shown
AUDITED_FACE = 48  # pixels that the expected face gets in it


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A picture that was looked at as a whole."""

    frame: int
    picture: NDArray[np.uint8]  # BGR (H, W, 3), upright
    factor: float  # by which the clip's picture is larger


class CloserLook:
    """Looks again at places of the newest picture, and of the few before it."""

    def __init__(self, models: FaceModels, remembered: int) -> None:
        self._detector, self._auditor = models.detector, models.auditor
        self._looks: deque[Look] = deque(maxlen=remembered + 1)

    @property
    def audits(self) -> bool:
        """Whether there is a second detector."""
        return self._auditor is not None

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
        expected = scaled(box, 1 / look.factor)
        found = [face for roll in rolls or (0.0,) if (face := self._at(look.picture, expected, roll))]
        return _surest(found, look)

    def audit(self, box: Box, *rolls: float, look: Look | None = None) -> Observation | None:
        """Have the second detector find the face that is expected in a box of the clip's picture.

        None where it sees nothing, and without one. The arguments are those of `seek`.
        """
        look = look or self._looks[-1]
        expected = scaled(box, 1 / look.factor)
        tilts = dict.fromkeys(rolls or (0.0,)) if self.audits else {}
        found = [face for roll in tilts if (face := self._audited(look.picture, expected, roll))]
        return _surest(found, look)

    def _at(self, picture: NDArray[np.uint8], expected: Box, roll: float) -> Detection | None:
        cut, there = _cut_out(picture, expected, roll, SIDE, FACE)
        found = [face for face in detect(self._detector, cut, FAINTEST) if _central(face, SIDE, FACE)]
        best = max(found, key=lambda face: face.score, default=None)
        return best and _brought_back(best, there, roll)

    def _audited(self, picture: NDArray[np.uint8], expected: Box, roll: float) -> Detection | None:
        cut, there = _cut_out(picture, expected, roll, AUDITED_SIDE, AUDITED_FACE)
        found = [face for face in audit(self._auditor, cut) if _central(face, AUDITED_SIDE, AUDITED_FACE)]
        best = max(found, key=lambda face: face.score, default=None)
        return best and _brought_back(best, there, roll)


def _surest(found: list[Detection], look: Look) -> Observation | None:
    best = max(found, key=lambda face: face.score, default=None)
    return None if best is None else observation(look.frame, best, look.picture, look.factor)


def observation(frame: int, face: Detection, picture: NDArray[np.uint8], factor: float) -> Observation:
    """Return a face found in a picture, in pixels of the clip's picture, which is larger by the factor."""
    there = face.scaled(factor)
    patch = patch_of(picture, face.box)
    return Observation(frame, there.box, face.score, there.landmarks, patch, second=face.second)


def _cut_out(
    picture: NDArray[np.uint8], expected: Box, roll: float, side: int, face: int
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return a square of so many pixels in which the face has its size, and how it was brought there.

    What lies beyond the edge is mirrored: half a face becomes a whole one.
    """
    scale = face / math.sqrt(max(1.0, expected.width * expected.height))
    shrunk = min(1.0, scale)
    if shrunk < 1:  # warpAffine leaves pixels out where it shrinks
        picture = np.asarray(
            cv2.resize(picture, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA), np.uint8
        )
    centre = np.array([expected.x + expected.width / 2, expected.y + expected.height / 2])
    there = _upright(centre * shrunk, scale / shrunk, roll, side)
    cut = cv2.warpAffine(
        picture, there, (side, side), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101
    )
    there[:, :2] *= shrunk
    return np.asarray(cut, np.uint8), there


def _upright(centre: NDArray[np.float64], scale: float, roll: float, side: int) -> NDArray[np.float64]:
    """Return the map (2, 3) that brings a place to the cut-out's centre, turned back by the roll."""
    cosine, sine = math.cos(math.radians(roll)) * scale, math.sin(math.radians(roll)) * scale
    turn = np.array([[cosine, sine], [-sine, cosine]])
    return np.column_stack([turn, side / 2 - turn @ centre])


def _central(face: Detection, side: int, size: int) -> bool:
    box = face.box
    away = math.hypot(box.x + box.width / 2 - side / 2, box.y + box.height / 2 - side / 2)
    return away < NEAR * size


def _brought_back(face: Detection, there: NDArray[np.float64], roll: float) -> Detection:
    """Return the face in the picture's pixels; its box goes around the face's oval, as it is tilted."""
    back = np.asarray(cv2.invertAffineTransform(there), np.float64)
    scale = math.hypot(back[0, 0], back[0, 1])
    box = face.box
    x, y = back @ (box.x + box.width / 2, box.y + box.height / 2, 1)
    cosine, sine = math.cos(math.radians(roll)), math.sin(math.radians(roll))
    width = scale * math.hypot(box.width * cosine, box.height * sine)
    height = scale * math.hypot(box.width * sine, box.height * cosine)
    landmarks = (face.landmarks @ back[:, :2].T + back[:, 2]).astype(np.float32)
    return replace(face, box=Box(x - width / 2, y - height / 2, width, height), landmarks=landmarks)
