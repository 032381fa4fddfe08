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

# AAC wants a layout by name, and uncompressed sound often has only a number of channels.
LAYOUTS = {1: "mono", 2: "stereo", 3: "3.0", 4: "4.0", 5: "5.0", 6: "5.1", 8: "7.1"}


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
        layout = LAYOUTS.get(source.layout.nb_channels, "stereo")
        self._stream = output.add_stream("aac", rate=source.rate, layout=layout)

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
        source.index: (CopiedSound if _can_be_copied(source) else EncodedSound)(output, source)
        for source in sources
        if source.rate  # none: FFmpeg knows nothing of its codec
    }


def _can_be_copied(source: AudioStream) -> bool:
    # The decoder's own name may differ from the codec's: MP3 is decoded by "mp3float".
    return source.codec_context.codec.canonical_name in COPIED
