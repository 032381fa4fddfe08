"""Joining copied and encoded groups of pictures to one stream."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import av
from av.bitstream import BitStreamFilterContext
from av.codec.context import Flags

from .encode import aspect_of, describe
from .h264 import NOT_PICTURES, annex_b
from .sink import PictureSink
from .streams import rate_of

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.packet import Packet
    from av.video.codeccontext import VideoCodecContext
    from av.video.frame import VideoFrame

    from .frames import Clip
    from .gops import Splice

REORDERED = 2  # pictures by which x264 decodes ahead with its presets' B frames
# Only the pictures themselves are copied: messages beside them may hold captions or a camera's place.
FILTER = f"h264_mp4toannexb,filter_units=remove_types={NOT_PICTURES}"


class Stamper:
    """Sets the times of decoding anew for the whole picture.

    They must rise over the joints, and two encoders run ahead by different numbers of pictures.
    """

    def __init__(self, splice: Splice) -> None:
        self._stamps = splice.stamps
        self._written = 0  # packets
        self._delay = max(REORDERED, splice.delay)

    def stamp(self, packet: Packet[Any]) -> None:
        """Set time of decoding and length of the next packet, whose time of showing is the source's."""
        stamps, place = self._stamps, self._written - self._delay
        # Before the first picture: steps as long as its own.
        packet.dts = stamps[place] if place >= 0 else stamps[0] + place * (stamps[1] - stamps[0])
        packet.duration = stamps[bisect_right(stamps, packet.pts or 0)] - (packet.pts or 0)
        self._written += 1


class SplicedPicture:
    """A picture of which some groups are copied, and the others encoded, each run by a fresh encoder.

    The header holds the parameter sets of both.
    """

    def __init__(self, output: OutputContainer, clip: Clip, splice: Splice, options: dict[str, str]) -> None:
        self._options = options  # of x264
        self._sink, self._clip, self._splice = PictureSink(output), clip, splice
        self._filter = BitStreamFilterContext(FILTER, clip.video)
        self._stream = output.add_stream_from_template(clip.video)
        self._encoder: VideoCodecContext | None = None
        self._stamper = Stamper(splice)
        first = annex_b(splice.parameter_sets)
        if not all(splice.copied):
            first = (self._fresh_encoder().extradata or b"") + first
        context = self._stream.codec_context
        context.extradata, context.codec_tag = first, "avc1"
        aspect = aspect_of(clip)
        if aspect:
            context.sample_aspect_ratio = aspect  # the container's, whatever the copied pictures say
        self._stream.time_base = clip.time_base

    def frame(self, frame: VideoFrame) -> None:
        """Encode one frame of the source's format and size."""
        if self._encoder is None:
            self._encoder = self._fresh_encoder()
        frame.pict_type = 0
        for packet in self._encoder.encode(frame):
            self._put(packet)

    def copy(self, packet: Packet[Any]) -> None:
        """Take a packet over; the encoder ends its run."""
        self._end_run()
        for filtered in self._filter.filter(packet):
            self._put(filtered)

    def finish(self) -> None:
        """Write what is held back."""
        self._end_run()
        self._sink.finish()

    def _end_run(self) -> None:
        if self._encoder is not None:
            for packet in self._encoder.encode(None):
                self._put(packet)
            self._encoder = None

    def _fresh_encoder(self) -> VideoCodecContext:
        encoder = av.CodecContext.create("libx264", "w")
        source = self._clip.video.codec_context
        describe(encoder, self._clip, source.width, source.height, source.pix_fmt or "yuv420p")
        encoder.framerate = rate_of(self._clip.video)
        encoder.options = {**self._options, "x264-params": f"sps-id={self._splice.free_id}"}
        encoder.flags |= Flags.global_header
        encoder.open()
        return encoder

    def _put(self, packet: Packet[Any]) -> None:
        packet.stream = self._stream
        packet.time_base = self._clip.time_base
        self._stamper.stamp(packet)
        self._sink.put(packet)
