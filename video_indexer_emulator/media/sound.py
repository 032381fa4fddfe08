"""Carrying the sound over: packets copied as they are, or encoded anew where mp4 can't hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import av.error

from video_indexer_emulator.errors import DamagedMedia

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.packet import Packet

# Codecs that mp4 holds and that common players read from it. Others (Vorbis, PCM, WMA, DTS …) become AAC.
COPIED = frozenset({"aac", "mp3", "mp2", "ac3", "eac3", "opus", "flac", "alac"})


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

    def take(self, packet: Packet[Any]) -> None:
        """Pass the packet on."""
        if packet.dts is None:
            packet.dts = packet.pts
        packet.stream = self._stream
        self._output.mux(packet)

    def finish(self) -> None:
        """Nothing is held back."""


class EncodedSound:
    """Decoded and encoded as AAC."""

    def __init__(self, output: OutputContainer, source: AudioStream) -> None:
        self._output = output
        self._source = source
        self._stream = output.add_stream("aac", rate=source.rate, layout=source.layout.name)

    def take(self, packet: Packet[Any]) -> None:
        """Decode and encode."""
        try:
            frames = self._source.decode(packet)
        except av.error.FFmpegError as error:
            raise DamagedMedia(f"{DamagedMedia.__doc__} (sound: {error})") from error
        for frame in frames:
            self._output.mux(self._stream.encode(frame))

    def finish(self) -> None:
        """Flush decoder and encoder."""
        for frame in self._source.decode(None):
            self._output.mux(self._stream.encode(frame))
        self._output.mux(self._stream.encode(None))


def sound_tracks(output: OutputContainer, sources: tuple[AudioStream, ...]) -> dict[int, SoundTrack]:
    """Add each sound stream that can be read to the output, by its index in the source."""
    return {
        source.index: (CopiedSound if source.codec_context.name in COPIED else EncodedSound)(output, source)
        for source in sources
        if source.rate  # none: FFmpeg knows nothing of its codec
    }
