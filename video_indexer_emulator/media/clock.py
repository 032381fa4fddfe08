"""A clip's clock: where it begins, and how it goes on where the file's own time stamps jump.

In transport and program streams, in FLV and the like, zero is anywhere: the file's own start is taken off
every stream alike, so that sound and picture stay as they are to each other. Where such a file was joined
from pieces, its time stamps jump; they are continued, as players do.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av

if TYPE_CHECKING:
    from collections.abc import Iterable

    from av.container import InputContainer
    from av.packet import Packet
    from av.stream import Stream

BROADCAST = frozenset({"mpegts", "mpeg", "flv", "live_flv"})
"""Formats whose clock may jump; FFmpeg's demuxers say so of themselves (AVFMT_TS_DISCONT)."""

ANY_ZERO = BROADCAST | {"asf", "ogg", "rm", "gxf", "wtv", "dv"}
TIMELESS = frozenset(
    {"h264", "hevc", "vvc", "obu", "av1", "m4v", "mpegvideo", "vc1", "dirac", "h263", "mjpeg"}
)
LATE = 10  # seconds; a file of any format all of whose streams begin later than this has a clock of its own
# How far from where a packet was expected it may lie, in seconds, before that counts as a jump (as ffmpeg
# has it: -dts_delta_threshold).
BACKWARD, FORWARD = Fraction(1, 10), 10


class Clock:
    """Sets the time stamps of a clip's packets, in the order in which they are read."""

    def __init__(self, container: InputContainer, streams: Iterable[Stream], *, fragmented: bool) -> None:
        self._continues = container.format.name in BROADCAST
        self.timeless = container.format.name in TIMELESS
        """Whether the file knows no times: its pictures are shown at even distances."""
        self.start = _start(container, streams, anywhere=fragmented or container.format.name in ANY_ZERO)
        """Seconds on the file's own clock that become zero."""
        self._offsets = [-self.start]  # seconds that are added; one more after each jump
        self._place: dict[int, int] = {}  # by stream: which of the offsets holds
        self._next: dict[int, Fraction] = {}  # by stream: when its next packet is expected to be decoded
        self._end = Fraction(0)  # where what was read so far ends
        self.jumps = 0

    def set(self, packet: Packet[Any]) -> None:
        """Change a packet's time stamps."""
        if self.timeless:
            packet.pts = packet.dts = None  # FFmpeg's guesses begin anywhere
            return
        offset = self._offset(packet) if self._continues else self._offsets[0]
        if offset and packet.time_base:
            ticks = round(offset / packet.time_base)
            if packet.pts is not None:
                packet.pts += ticks
            if packet.dts is not None:
                packet.dts += ticks

    def _offset(self, packet: Packet[Any]) -> Fraction:
        index, base = packet.stream.index, packet.time_base
        if packet.dts is None or not base:
            return self._offsets[self._place.get(index, -1)]
        decoded = packet.dts * base
        shown = decoded if packet.pts is None else packet.pts * base
        place = self._place_of(index, decoded)
        if place is None:
            self._offsets.append(self._end - shown)
            self.jumps += 1
            place = len(self._offsets) - 1
        self._place[index] = place
        length = (packet.duration or 0) * base
        self._next[index] = decoded + self._offsets[place] + length
        self._end = max(self._end, shown + self._offsets[place] + length)
        return self._offsets[place]

    def _place_of(self, index: int, decoded: Fraction) -> int | None:
        """Return which offset brings a packet nearest to where it is expected; None: each is a jump."""
        expected = self._next.get(index)
        if expected is None:
            return len(self._offsets) - 1
        # After a jump, a stream may still have packets from before it.
        places = range(self._place[index], len(self._offsets))
        place = min(places, key=lambda each: abs(decoded + self._offsets[each] - expected))
        return place if -BACKWARD <= decoded + self._offsets[place] - expected <= FORWARD else None


def _start(container: InputContainer, streams: Iterable[Stream], *, anywhere: bool) -> Fraction:
    """Return when the file's clock begins, where that isn't a silence that was meant."""
    starts = [
        stream.start_time * stream.time_base
        for stream in streams
        if stream.start_time is not None and stream.time_base
    ]
    start = min(starts, default=Fraction(container.start_time or 0, av.time_base))
    return start if start > LATE or anywhere else Fraction(0)
