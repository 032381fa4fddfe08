"""HDR: what it says of its light, and bringing it into the range of other pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import av.filter
import numpy as np
from av.sidedata.sidedata import Type as SideDataType

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

PQ, HLG = 16, 18  # FFmpeg's AVCOL_TRC_SMPTE2084 and AVCOL_TRC_ARIB_STD_B67
BT709 = 1  # primaries, transfer and matrix alike
# What the mastering display's numbers are counted in (SMPTE ST 2086, as HEVC writes them).
CHROMATICITY, LUMINANCE = 50_000, 10_000
TO_SDR = "out_primaries=bt709:out_transfer=bt709:out_color_matrix=bt709:out_range=tv"


def is_hdr(frame: VideoFrame) -> bool:
    """Tell whether a frame's levels are those of HDR."""
    return frame.color_trc in {PQ, HLG}


def light_of(frame: VideoFrame) -> str:
    """Return what an HDR frame says of its mastering display and its light, in x265's words."""
    side_data: Any = frame.side_data
    words = []
    display = side_data.get(SideDataType.MASTERING_DISPLAY_METADATA)
    if display is not None and len(bytes(display)) >= 22 * 4:
        numbers = np.frombuffer(bytes(display), np.int32)[:22].astype(float)
        pairs = numbers[:20].reshape(10, 2)
        values = pairs[:, 0] / np.maximum(pairs[:, 1], 1)
        if numbers[20] and numbers[21]:
            red, green, blue, white = (_point(values[at : at + 2]) for at in (0, 2, 4, 6))
            least, most = (round(value * LUMINANCE) for value in values[8:10])
            words.append(f"master-display=G{green}B{blue}R{red}WP{white}L({most},{least})")
    level = side_data.get(SideDataType.CONTENT_LIGHT_LEVEL)
    if level is not None:
        most, average = np.frombuffer(bytes(level), np.uint32)[:2]
        words.append(f"max-cll={most},{average}")
    return ":".join(words)


def _point(values: Any) -> str:
    x, y = (round(value * CHROMATICITY) for value in values)
    return f"({x},{y})"


class ToneMap:
    """Brings HDR frames into BT.709, 8 bit."""

    def __init__(self, video: VideoStream) -> None:
        self._graph = av.filter.Graph()
        self._graph.link_nodes(
            self._graph.add_buffer(template=video),
            self._graph.add("scale", TO_SDR),
            self._graph.add("format", "yuv420p"),
            self._graph.add("buffersink"),
        ).configure()

    def __call__(self, frame: VideoFrame) -> VideoFrame:
        """Return a frame with the same times."""
        stamp, base, duration = frame.pts, frame.time_base, frame.duration
        self._graph.vpush(frame)
        mapped = self._graph.vpull()
        mapped.pts, mapped.time_base, mapped.duration = stamp, base, duration
        return mapped
