"""Noticing hard cuts: a face must not be followed from one shot into the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZE = (32, 18)  # of the picture that is compared; moving people and a panning camera hardly change it
STEP = 4  # pixels; every fourth row and column tell as much, in a tenth of the time
CHANGED = 15.0
"""Grey levels of mean difference between two looks. The shaking, panning and walking scenes of the benchmark
and the real clips stay under 8; their cuts are over 50."""
SUDDEN = 2.5  # times the difference before: light that comes and goes is no cut, nor is a fast pan


class Shots:
    """Compares each look with the one before."""

    def __init__(self) -> None:
        self._last: NDArray[np.float32] | None = None
        self._difference = 0.0

    def begins(self, picture: NDArray[np.uint8]) -> bool:
        """Whether this picture (H, W, 3) begins another shot than the last one's."""
        thin = picture[::STEP, ::STEP]
        small = np.asarray(cv2.resize(thin, SIZE, interpolation=cv2.INTER_AREA), np.float32)
        before, self._last = self._last, small
        if before is None:
            return False
        earlier, self._difference = self._difference, float(np.abs(small - before).mean())
        return self._difference > max(CHANGED, SUDDEN * earlier)
