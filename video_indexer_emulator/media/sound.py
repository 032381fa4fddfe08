"""Carrying the sound over: packets copied as they are, or encoded anew where mp4 can't hold them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

import av.error
import av.filter

from video_indexer_emulator.model import StreamUse

from .streams import sound_use

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.packet import Packet

# AAC wants a layout by name, and uncompressed sound often has only a number of channels.
LAYOUTS = {1: "mono", 2: "stereo", 3: "3.0", 4: "4.0", 5: "5.0", 6: "5.1", 8: "7.1"}
RATES = (7350, 8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000)
"""Hz that AAC knows (ISO/IEC 14496-3, table 1.18)."""
BIT_RATES = {1: 96_000, 2: 160_000}  # bits a second by channels; 80,000 for each of more
GAP = 0.01  # seconds by which sound may lie beside its time stamp before silence is put in, or sound cut


class SoundTrack(Protocol):
    """One sound stream on its way into the output."""

    def take(self, packet: Packet[Any]) -> None:
        """Carry one packet over."""

    def finish(self) -> None:
        """Write what is still held back."""


class CopiedSound:
    """Packets pass as they are, with their time stamps."""

    def __init__(self, output: OutputContainer, source: AudioStream) -> None:
        self._output = output
        self._stream = output.add_stream_from_template(source)
        self._last: int | None = None  # time stamp of the newest packet
        self._end = 0  # where it ends

    def take(self, packet: Packet[Any]) -> None:
        """Pass the packet on, unless it lies within what was passed on already."""
        stamp = packet.pts if packet.pts is not None else packet.dts
        stamp = self._end if stamp is None else stamp
        if self._last is not None:
            if stamp + (packet.duration or 0) // 2 < self._end:
                return
            stamp = max(stamp, self._last + 1)  # mp4 has no two packets of a stream at one time
        self._last, self._end = stamp, stamp + (packet.duration or 0)
        packet.pts = packet.dts = stamp
        packet.stream = self._stream
        self._output.mux(packet)

    def finish(self) -> None:
        """Nothing is held back."""


class EncodedSound:
    """Decoded and encoded as AAC, in a rate and a layout that it knows; gaps are filled with silence."""

    def __init__(self, output: OutputContainer, source: AudioStream) -> None:
        self._output, self._source = output, source
        channels = source.codec_context.layout.nb_channels
        self._rate, self._layout = aac_rate(source.codec_context.sample_rate), LAYOUTS.get(channels, "stereo")
        self._stream = output.add_stream("aac", rate=self._rate, layout=self._layout)
        self._stream.codec_context.bit_rate = BIT_RATES.get(channels, 80_000 * min(channels, 8))
        self._graph: av.filter.Graph | None = None
        self._form: tuple[Any, ...] = ()  # of the frames that the graph takes

    def take(self, packet: Packet[Any]) -> None:
        """Decode and encode; what can't be decoded becomes silence, as in players."""
        try:
            frames = self._source.decode(packet)
        except av.error.FFmpegError:
            return
        self._put(frames)

    def finish(self) -> None:
        """Flush decoder and encoder."""
        self.take(None)  # type: ignore[arg-type]
        self._encode(self._drained())
        self._output.mux(self._stream.encode(None))

    def _put(self, frames: Iterable[AudioFrame]) -> None:
        for frame in frames:
            form = (frame.sample_rate, frame.format.name, frame.layout.name, frame.layout.nb_channels)
            if form != self._form:
                self._encode(self._drained())
                self._graph, self._form = self._made(frame), form
            if self._graph is not None:
                self._graph.push(frame)
                self._encode(_pulled(self._graph))

    def _made(self, frame: AudioFrame) -> av.filter.Graph:
        graph = av.filter.Graph()
        base = frame.time_base or Fraction(1, frame.sample_rate)
        source = graph.add_abuffer(
            sample_rate=frame.sample_rate, format=frame.format, layout=frame.layout, time_base=base
        )
        graph.link_nodes(
            source,
            graph.add("aresample", f"{self._rate}:async=1:min_hard_comp={GAP}"),
            graph.add(
                "aformat", f"sample_fmts=fltp:sample_rates={self._rate}:channel_layouts={self._layout}"
            ),
            graph.add("abuffersink"),
        ).configure()
        return graph

    def _drained(self) -> Iterator[AudioFrame]:
        if self._graph is not None:
            self._graph.push(None)
            yield from _pulled(self._graph)

    def _encode(self, frames: Iterable[AudioFrame]) -> None:
        for frame in frames:
            self._output.mux(self._stream.encode(frame))


def aac_rate(rate: int) -> int:
    """Return the sample rate (Hz) of AAC for sound of this rate: the same, the next higher, or a part."""
    if rate > RATES[-1]:
        return 44_100 if rate % 44_100 == 0 else 48_000
    return next(known for known in RATES if known >= rate)


def sound_tracks(output: OutputContainer, sources: tuple[AudioStream, ...]) -> dict[int, SoundTrack]:
    """Add sound streams to the output; returns them by their index in the source."""
    return {
        source.index: (CopiedSound if sound_use(source) is StreamUse.COPIED else EncodedSound)(output, source)
        for source in sources
    }


def _pulled(graph: av.filter.Graph) -> Iterator[AudioFrame]:
    while True:
        try:
            yield graph.pull()  # type: ignore[misc]
        except (av.error.BlockingIOError, av.error.EOFError):
            return
