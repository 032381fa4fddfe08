"""The small good clips from which the hostile ones are made."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np
from av.video.frame import VideoFrame

CONTAINERS = {
    "mp4": ("mp4", "libx264"),
    "mov": ("mov", "mpeg4"),
    "mkv": ("matroska", "libx264"),
    "webm": ("webm", "libvpx"),
    "avi": ("avi", "mpeg4"),
    "ts": ("mpegts", "mpeg2video"),
    "flv": ("flv", "libx264"),
}
"""By file suffix: FFmpeg's names of the container and the codec."""

FRAMES = 8


def seed(suffix: str, size: tuple[int, int] = (64, 48), frames: int = FRAMES) -> bytes:
    """Encode a short clip of a moving square; `size` is width and height in pixels."""
    container, codec = CONTAINERS[suffix]
    target = io.BytesIO()
    options = {"fflags": "+bitexact"}  # the same bytes each time: no date, no random ids
    with av.open(target, "w", format=container, options=options) as output:
        stream = output.add_stream(codec, rate=25, options={"threads": "1"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = size
        stream.pix_fmt, stream.gop_size = "yuv420p", 4
        for index in range(frames):
            picture = np.full((size[1], size[0], 3), 40, np.uint8)
            picture[8 : size[1] // 2, 2 * index : 2 * index + 16] = 220
            frame = VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, 25)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return target.getvalue()
