"""Noticing what changes from one frame to the next: cuts, and things that appear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import cv2
import numpy as np

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from numpy.typing import NDArray

SIZE = (32, 18)  # of the picture that is compared; moving people and a panning camera hardly change it
BLOCK = (10, 6)  # pieces of that picture, across and down, that are compared alone
STEP = 4  # pixels; every fourth row and column tell as much, in a tenth of the time
CHANGED = 15.0
"""Grey levels of mean difference between two frames. The shaking, panning and walking scenes of the benchmark
and the real clips stay under 8; their cuts are over 50."""
PART_CHANGED = 25.0  # the same for a block
SUDDEN = 2.5  # times the difference before: light that comes and goes is no cut, nor is a fast pan
PLANAR = ("yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p", "nv12", "gray")


class Change(NamedTuple):
    """How a frame differs from the one before."""

    cut: bool  # it shows another scene
    sudden: bool  # it is a cut, or much of it or of a part of it has changed


NONE = Change(cut=False, sudden=False)


class Shots:
    """Compares each frame with the one before."""

    def __init__(self) -> None:
        self._last: NDArray[np.float32] | None = None
        self._before = [0.0, 0.0]  # the last two differences
        self._blocks = [np.zeros(BLOCK[0] * BLOCK[1])] * 2

    def take(self, frame: VideoFrame) -> Change:
        """Compare the next frame."""
        small = _small(frame)
        last, self._last = self._last, small
        if last is None:
            return NONE
        apart = np.abs(small - last)
        whole = float(apart.mean())
        blocks = cv2.resize(apart, BLOCK, interpolation=cv2.INTER_AREA).ravel()
        # The lesser of two: after a shot of a single frame, the difference before is a cut itself.
        cut = whole > max(CHANGED, SUDDEN * min(self._before))
        part = bool((blocks > np.maximum(PART_CHANGED, SUDDEN * np.minimum(*self._blocks))).any())
        self._before = [self._before[1], whole]
        self._blocks = [self._blocks[1], blocks]
        return Change(cut, cut or part or whole > CHANGED)


def _small(frame: VideoFrame) -> NDArray[np.float32]:
    """Return the frame's brightness (H, W), as stored, in SIZE."""
    if frame.format.name not in PLANAR:
        frame = frame.reformat(width=4 * SIZE[0], height=4 * SIZE[1], format="gray", interpolation="AREA")
    plane: Any = frame.planes[0]
    rows = np.frombuffer(plane, np.uint8, plane.line_size * plane.height)
    picture = rows.reshape(plane.height, plane.line_size)[:, : plane.width]
    step = STEP if min(picture.shape) >= STEP * SIZE[0] else 1
    thin = np.ascontiguousarray(picture[::step, ::step])
    return np.asarray(cv2.resize(thin, SIZE, interpolation=cv2.INTER_AREA), np.float32)
