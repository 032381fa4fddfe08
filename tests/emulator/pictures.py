"""The pictures of a clip, to be compared."""

from __future__ import annotations

import io

import av
import numpy as np
from numpy.typing import NDArray

SAME = 2.5
"""Grey levels by which the same picture may differ, on average, after two encodings; kinds differ by 4."""


def frames(clip: bytes) -> list[NDArray[np.uint8]]:
    """Decode a clip; each frame BGR (H, W, 3)."""
    with av.open(io.BytesIO(clip), "r") as opened:
        pictures = [frame.to_ndarray(format="bgr24") for frame in opened.decode(video=0)]
    return [np.asarray(picture, np.uint8) for picture in pictures]


def difference(first: bytes, second: bytes) -> float:
    """The mean difference of two clips in grey levels, in the frame in which it is largest."""
    pairs = zip(frames(first), frames(second), strict=True)
    return max(float(np.abs(a.astype(np.int16) - b).mean()) for a, b in pairs)
