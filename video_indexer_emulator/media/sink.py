"""Writing the picture's packets, so that the file says how long the last picture stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.packet import Packet


class PictureSink:
    """Takes packets in the order of decoding, and holds one back.

    In mp4, a track is as long as its packets in the order of decoding, and each but the last is as long as
    the next one is later. With B frames the last packet isn't the picture that is shown last.
    """

    def __init__(self, output: OutputContainer) -> None:
        self._output = output
        self._held: Packet[Any] | None = None
        self._start: tuple[int, int] | None = None  # of decoding and of showing
        self._end = 0  # of the picture that is shown last

    def put(self, packet: Packet[Any]) -> None:
        """Write a packet, with all its times in one clock."""
        if self._held is not None:
            self._output.mux(self._held)
        decoded, shown = packet.dts or 0, packet.pts or 0
        self._start = (
            (decoded, shown) if self._start is None else (self._start[0], min(self._start[1], shown))
        )
        self._end = max(self._end, shown + (packet.duration or 0))
        self._held = packet

    def finish(self) -> None:
        """Write the last packet."""
        packet, start = self._held, self._start
        if packet is not None and start is not None:
            left = (self._end - start[1]) - ((packet.dts or 0) - start[0])
            packet.duration = left if left > 0 else packet.duration
            self._output.mux(packet)
        self._held = None
