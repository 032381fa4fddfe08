"""Writing an mp4: the H.264 picture with its stream's properties, and the sound beside it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .pictures import FULL_RANGE
from .sound import sound_tracks

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from .frames import Clip
    from .sound import SoundTrack

# veryfast: twice the speed of medium for a tenth more bytes. crf 18: untouched pictures keep 36 to 40 dB
# in every frame (crf 20: 34.8 at the worst, and the promise is 35), for a quarter more bytes and no more
# time. Captions in side data are text of the source, and text isn't carried over.
X264_OPTIONS = {"preset": "veryfast", "crf": "18", "a53cc": "0"}
RGB_MATRIX, BT601_MATRIX = 0, 5  # FFmpeg's AVCOL_SPC_RGB and AVCOL_SPC_BT470BG


class Mp4Writer:
    """Takes a clip's frames and sound packets as they come; the streams are made at the first frame."""

    def __init__(self, output: OutputContainer, clip: Clip) -> None:
        self._output, self._clip = output, clip
        self._video: VideoStream | None = None
        self._sounds: dict[int, SoundTrack] = {}
        self._early: list[Packet[Any]] = []  # sound before the first frame, which completes the streams

    def frame(self, frame: VideoFrame) -> None:
        """Encode one 4:2:0 frame; all must have the same format and size."""
        if self._video is None:
            self._start(frame)
        frame.pict_type = 0  # the source's choice of I, P and B frames isn't the encoder's
        for packet in self._stream.encode(frame):
            self._output.mux(packet)

    def packet(self, packet: Packet[Any]) -> None:
        """Carry one sound packet over."""
        if self._video is None:
            self._early.append(packet)
        else:
            self._carry(packet)

    def finish(self) -> None:
        """Write what is held back."""
        for packet in self._stream.encode(None):
            self._output.mux(packet)
        for sound in self._sounds.values():
            sound.finish()

    @property
    def _stream(self) -> VideoStream:
        if self._video is None:
            raise AssertionError("no frame was written")
        return self._video

    def _start(self, frame: VideoFrame) -> None:
        self._video = self._add_video(frame)
        self._sounds = sound_tracks(self._output, self._clip.audio)
        for packet in self._early:
            self._carry(packet)
        self._early.clear()

    def _carry(self, packet: Packet[Any]) -> None:
        sound = self._sounds.get(packet.stream.index)
        if sound is not None:
            sound.take(packet)

    def _add_video(self, frame: VideoFrame) -> VideoStream:
        source = self._clip.video
        rate = source.average_rate or source.guessed_rate or Fraction(25)
        stream = self._output.add_stream("libx264", rate=rate, options=dict(X264_OPTIONS))
        context = stream.codec_context
        context.width, context.height = frame.width, frame.height
        context.pix_fmt = frame.format.name
        # The source's clock: every time stamp is kept to the tick, whatever the frame rate does.
        context.time_base = self._clip.time_base
        aspect = source.sample_aspect_ratio or source.codec_context.sample_aspect_ratio
        if aspect:
            context.sample_aspect_ratio = 1 / aspect if self._clip.orientation.transposed else aspect
        context.color_primaries = source.codec_context.color_primaries
        context.color_trc = source.codec_context.color_trc
        matrix = source.codec_context.colorspace
        context.colorspace = BT601_MATRIX if matrix == RGB_MATRIX else matrix
        context.color_range = FULL_RANGE if frame.format.name == "yuvj420p" else 1
        return stream
