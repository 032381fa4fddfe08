"""Encoding the picture, with its stream's properties kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from av.codec.context import Flags

from video_indexer_emulator.model import Codec

from .coding import ENCODERS, TAGS
from .colours import BT709, HLG, PQ, is_hdr
from .pictures import FULL_RANGE
from .sink import PictureSink
from .streams import rate_of

if TYPE_CHECKING:
    from fractions import Fraction

    from av.container import OutputContainer
    from av.packet import Packet
    from av.video.codeccontext import VideoCodecContext
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from .frames import Clip

RGB_MATRIX, BT601_MATRIX = 0, 5  # FFmpeg's AVCOL_SPC_RGB and AVCOL_SPC_BT470BG


class EncodedPicture:
    """A picture of which every frame is encoded."""

    def __init__(
        self, output: OutputContainer, clip: Clip, first: VideoFrame, codec: Codec, options: dict[str, str]
    ) -> None:
        self._sink = PictureSink(output)
        stream: Any = output.add_stream(ENCODERS[codec], rate=rate_of(clip.video), options=options)
        self._stream: VideoStream = stream
        context = self._stream.codec_context
        describe(context, clip, first.width, first.height, first.format.name)
        if codec in TAGS:
            context.codec_tag = TAGS[codec]
        if is_hdr_tag(clip) and not is_hdr(first):  # its tones were mapped
            context.color_primaries = context.color_trc = context.colorspace = BT709
        if first.interlaced_frame and codec is Codec.H264:  # each frame says which of its fields comes first
            context.flags |= Flags.interlaced_dct | Flags.interlaced_me

    def frame(self, frame: VideoFrame) -> None:
        """Encode one 4:2:0 frame; all must have the same format and size."""
        frame.pict_type = 0  # the source's choice of I, P and B frames isn't the encoder's
        for packet in self._stream.encode(frame):
            self._sink.put(packet)

    def copy(self, packet: Packet[Any]) -> None:
        """Refuse: a copied packet needs its own parameter sets in the header."""
        raise AssertionError("nothing can be copied into an encoded picture")

    def finish(self) -> None:
        """Write what is held back."""
        for packet in self._stream.encode(None):
            self._sink.put(packet)
        self._sink.finish()


def aspect_of(clip: Clip) -> Fraction | None:
    """Return the shape of a stored pixel, width to height: what the container says counts most."""
    return clip.video.sample_aspect_ratio or clip.video.codec_context.sample_aspect_ratio


def describe(context: VideoCodecContext, clip: Clip, width: int, height: int, pixels: str) -> None:
    """Tell an encoder what it encodes: size, clock, aspect ratio and colours as in the source."""
    source = clip.video
    context.width, context.height, context.pix_fmt = width, height, pixels
    context.flags |= Flags.frame_duration  # else nobody knows how long the last picture stands
    # The source's clock: every time stamp is kept to the tick, whatever the frame rate does.
    context.time_base = clip.time_base
    aspect = aspect_of(clip)
    if aspect:
        context.sample_aspect_ratio = 1 / aspect if clip.orientation.transposed else aspect
    context.color_primaries = source.codec_context.color_primaries
    context.color_trc = source.codec_context.color_trc
    matrix = source.codec_context.colorspace
    context.colorspace = BT601_MATRIX if matrix == RGB_MATRIX else matrix
    full = pixels == "yuvj420p" or (pixels != "yuv420p" and source.codec_context.color_range == FULL_RANGE)
    context.color_range = FULL_RANGE if full else 1


def is_hdr_tag(clip: Clip) -> bool:
    """Tell whether the source is tagged as HDR."""
    return clip.video.codec_context.color_trc in {PQ, HLG}
