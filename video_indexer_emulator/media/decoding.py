"""Decoding the picture: what is seen through becomes black, and what is damaged is refused or marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import av
import av.error

from .limits import MAX_PIXELS
from .pictures import has_alpha, over_black

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

# FFmpeg's own decoders of VP8 and VP9 leave the transparency of WebM aside; those of libvpx read it.
WITH_ALPHA = {"vp8": "libvpx", "vp9": "libvpx-vp9"}


class Broken(Exception):
    """A picture can't be decoded whole, and isn't to be hidden."""


class Decoder:
    """Gives opaque frames. In `tolerant` mode it goes on behind damage, and `harmed` says where."""

    def __init__(self, video: VideoStream, *, tolerant: bool) -> None:
        self._tolerant = tolerant
        self._context = _context_for(video)
        options = {"max_pixels": str(MAX_PIXELS)}  # for a change in mid-stream
        if tolerant:
            # No picture that was mended by guessing; and by one thread, so that each reading gives the same.
            options["err_detect"] = "explode"
            self._context.thread_count = 1
        else:
            self._context.thread_type = "AUTO"
        self._context.options = options
        self.harmed = False
        """Whether the frame that was given last may show damage: from there to the next key frame."""
        self._harmed_at = 0  # time stamp
        self.transparent = False  # whether something was seen through

    def decode(self, packet: Packet[Any] | None) -> Iterator[VideoFrame]:
        """Give the frames that a packet completes; None: those that are held back.

        Raises:
            Broken: One of them is damaged.
        """
        try:
            frames = self._context.decode(packet)
        except (av.error.FFmpegError, IndexError) as error:
            self._harm(packet, error)
            return
        if self._tolerant and packet is not None and packet.is_corrupt:
            self._harm(packet)  # said of the last one before the joint of two files, too: no reason to refuse
        for frame in frames:
            if frame.is_corrupt:
                self._harm(packet)
            elif self.harmed and frame.key_frame and (frame.pts is None or frame.pts > self._harmed_at):
                self.harmed = False
            if has_alpha(frame):
                opaque, seen_through = over_black(frame)
                self.transparent |= seen_through
                yield opaque
            else:
                yield frame

    def flush(self) -> None:
        """Make it ready for another group of pictures."""
        self._context.flush_buffers()

    def _harm(self, packet: Packet[Any] | None, cause: Exception | None = None) -> None:
        if not self._tolerant:
            raise Broken from cause
        self.harmed = True
        stamp = None if packet is None else packet.pts if packet.pts is not None else packet.dts
        self._harmed_at = max(self._harmed_at, stamp or 0)


def _context_for(video: VideoStream) -> Any:
    name = WITH_ALPHA.get(video.codec_context.codec.canonical_name)
    if name and video.metadata.get("alpha_mode") == "1" and name in av.codecs_available:
        return av.CodecContext.create(name, "r")
    return video.codec_context
