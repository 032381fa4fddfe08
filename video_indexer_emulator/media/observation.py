"""What the tracker works on: a detection at a frame, and the track under construction."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

import cv2
import numpy as np

from .centerface import has_seen
from .geometry import moved

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from video_indexer_emulator.model import Box

QUARTER = 90.0  # degrees
PATCH = 16  # pixels a side of the small picture by which two looks at a face are compared


@dataclass(slots=True, eq=False)
class Observation:
    """A face detected in a frame, in upright pixels."""

    frame: int
    box: Box
    score: float
    landmarks: NDArray[np.float32]  # (5, 2)
    patch: NDArray[np.float32] | None = None  # (PATCH * PATCH,), mean 0, length 1; dropped once compared
    likeness: float = 1.0  # to the track's observation before, -1 to 1
    second: float | None = None  # score of the second detector for this place; None where it wasn't asked

    def likeness_to(self, before: Observation) -> float:
        """Return how alike two looks at a face are, -1 to 1; 1 where one of them has no patch."""
        if self.patch is None or before.patch is None:
            return 1.0
        return float(self.patch @ before.patch)

    @property
    def seconded(self) -> bool:
        """Whether the second detector has seen a face here."""
        return has_seen(self.box, self.second)

    @property
    def roll(self) -> float:
        """By how much the face is tilted: degrees, clockwise, of the line between the eyes."""
        dx, dy = self.landmarks[1] - self.landmarks[0]
        return math.degrees(math.atan2(dy, dx)) if dx or dy else 0.0

    @property
    def quarter(self) -> float:
        """The tilt to the nearest quarter turn, in degrees: detectors are sure up to some 45 either way."""
        return QUARTER * round(self.roll / QUARTER)


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """An embedding of the track's face at one frame, with a picture of it."""

    frame: int
    embedding: NDArray[np.float32] | None  # (128,), length 1; None without a model or on a small face
    quality: float  # for choosing the best picture
    jpeg: bytes
    strength: float = 0.0  # of the embedding: the length that it had before it was made 1


@dataclass(slots=True, eq=False)
class RawTrack:
    """A face followed from detection to detection, gaps not yet filled."""

    observations: list[Observation]
    samples: list[Sample] = field(default_factory=list)
    missed: int = 0  # looks since the last observation
    since_sample: int = 0  # looks since the last sample
    since_tilts: int = 0  # doubtful looks since other tilts were tried
    doubtful: int = 0  # looks for which samples are still wanted, after something odd
    cut_before: int | None = None  # last frame of the piece before, where the track was cut
    cut_after: int | None = None  # first frame of the piece after

    @property
    def last(self) -> Observation:
        """The newest observation."""
        return self.observations[-1]

    @property
    def boxes(self) -> dict[int, Box]:
        """The observations' boxes by frame."""
        return {seen.frame: seen.box for seen in self.observations}

    @property
    def span(self) -> tuple[int, int]:
        """The frames of the first and the last detection."""
        return self.observations[0].frame, self.last.frame

    @property
    def best_score(self) -> float:
        """The best detection score."""
        return max(seen.score for seen in self.observations)

    @property
    def seconded(self) -> bool:
        """Whether the second detector has seen it in any look."""
        return any(seen.seconded for seen in self.observations)

    @property
    def height(self) -> float:
        """The median height of its boxes, in pixels."""
        return median(seen.box.height for seen in self.observations)

    def at(self, frame: int) -> list[Box]:
        """Return the box of the observation at this frame, if there is one."""
        return [seen.box for seen in reversed(self.observations) if seen.frame == frame]

    def predicted(self, frame: int) -> Box:
        """Return where the face should be by now, from its last two observations."""
        last = self.last
        if len(self.observations) < 2:
            return last.box
        before = self.observations[-2]
        steps = (frame - last.frame) / max(1, last.frame - before.frame)
        return moved(last.box, before.box, min(steps, 3.0))


def patch_of(picture: NDArray[np.uint8], box: Box) -> NDArray[np.float32]:
    """Return the small grey picture of a face in a BGR picture, mean 0 and length 1."""
    height, width = picture.shape[:2]
    left, top = (int(np.clip(box.x, 0, width - 1)), int(np.clip(box.y, 0, height - 1)))
    right = int(np.clip(box.x + box.width, left + 1, width))
    bottom = int(np.clip(box.y + box.height, top + 1, height))
    small = cv2.resize(picture[top:bottom, left:right], (PATCH, PATCH), interpolation=cv2.INTER_AREA)
    vector = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.float32).ravel()
    vector -= vector.mean()
    return np.asarray(vector / (np.linalg.norm(vector) + 1e-6), np.float32)
