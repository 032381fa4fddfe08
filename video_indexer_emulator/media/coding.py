"""How the picture is encoded: by which codec, how finely, how fast, and in how many bits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from video_indexer_emulator.model import Codec, Coding, Quality, Speed

from .colours import is_hdr

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

# veryfast: twice the speed of medium for a tenth more bytes. crf 18: untouched pictures keep 36 to 40 dB
# in every frame (crf 20: 34.8 at the worst, and the promise is 35), for a quarter more bytes and no more
# time. Captions in side data are text of the source, and text isn't carried over.
X264 = {"preset": "veryfast", "crf": "18", "a53cc": "0"}
X264_PRESETS = {Speed.FAST: "veryfast", Speed.SLOW: "medium"}
X265_PRESETS = {Speed.FAST: "superfast", Speed.SLOW: "medium"}
SVT_PRESETS = {Speed.FAST: "10", Speed.SLOW: "6"}
CRF = {  # by quality
    Codec.H264: {Quality.SOURCE: 18, Quality.HIGH: 16, Quality.SMALL: 26},
    Codec.HEVC: {Quality.SOURCE: 20, Quality.HIGH: 18, Quality.SMALL: 28},
    Codec.AV1: {Quality.SOURCE: 28, Quality.HIGH: 22, Quality.SMALL: 40},
}
COARSEST = {Codec.H264: 25, Codec.HEVC: 27}
"""The crf beyond which no picture is made coarser for the sake of size: 38 dB and more of the source."""
ALLOWANCE = 1.15  # bits a second, against the source's
LONGEST_BUFFER, SHORTEST_BUFFER = 2.0, 0.4  # seconds over which that holds
PART_OF_CLIP = 0.2  # and as a part of the clip: an encoder may begin with half of it in hand
ENCODERS = {Codec.H264: "libx264", Codec.HEVC: "libx265", Codec.AV1: "libsvtav1"}
TAGS = {Codec.HEVC: "hvc1"}  # the one that Apple's players take


@dataclass(frozen=True, slots=True)
class Style:
    """The encoding of one clip."""

    coding: Coding
    bit_rate: float = 0  # of the source's picture, bits a second; 0: unknown
    duration: float = 0  # of the clip, seconds

    def codec_of(self, frame: VideoFrame) -> Codec:
        """Return the codec for a clip, by one of its decoded frames.

        Sources of more than 8 bits become HEVC, which common players decode in 10 bit, unlike H.264;
        interlaced ones don't, since HEVC has no coding of fields.
        """
        if self.coding.codec is not Codec.AUTO:
            return self.coding.codec
        return Codec.HEVC if is_deep(frame) and not frame.interlaced_frame else Codec.H264

    def pixels_of(self, frame: VideoFrame) -> str | None:
        """Return the 10 bit format for a clip, by one of its decoded frames; None: it has 8 bits."""
        deep = is_deep(frame) and self.codec_of(frame) is not Codec.H264
        return "yuv420p10le" if deep else None

    def maps_tones(self, frame: VideoFrame) -> bool:
        """Tell whether HDR is brought into the range of other pictures: 8 bits can't hold it."""
        return is_hdr(frame) and self.codec_of(frame) is Codec.H264

    def options(self, codec: Codec, light: str = "") -> dict[str, str]:
        """Return the encoder's options; `light` is what x265 is told of an HDR picture."""
        quality, speed = self.coding.quality, self.coding.speed
        crf = str(CRF[codec][quality])
        if codec is Codec.H264:
            return {**X264, "preset": X264_PRESETS[speed], "crf": crf, **self._x264_cap()}
        if codec is Codec.HEVC:
            parameters = ["log-level=error", *self._x265_cap(), *([light] if light else [])]
            return {"preset": X265_PRESETS[speed], "crf": crf, "x265-params": ":".join(parameters)}
        return {"preset": SVT_PRESETS[speed], "crf": crf}

    def _x264_cap(self) -> dict[str, str]:
        rate = self._most()
        if not rate:
            return {}
        return {
            "maxrate": str(rate),
            "bufsize": str(self._buffer(rate)),
            "rc_init_occupancy": str(self._buffer(rate) // 2),
            "crf_max": str(COARSEST[Codec.H264]),
        }

    def _x265_cap(self) -> list[str]:
        rate = self._most() // 1000
        if not rate:
            return []
        buffer = self._buffer(rate)
        coarsest = COARSEST[Codec.HEVC]
        return [f"vbv-maxrate={rate}", f"vbv-bufsize={buffer}", "vbv-init=0.5", f"crf-max={coarsest}"]

    def _buffer(self, rate: int) -> int:
        """Bits, or as many as the rate is counted in, by which the result may be ahead of the rate."""
        return round(rate * min(LONGEST_BUFFER, max(SHORTEST_BUFFER, self.duration * PART_OF_CLIP)))

    def _most(self) -> int:
        """Bits a second that the result may have, as long as that does no visible harm."""
        return round(self.bit_rate * ALLOWANCE) if self.coding.quality is Quality.SOURCE else 0


def is_deep(frame: VideoFrame) -> bool:
    """Tell whether a frame has more than 8 bits."""
    return max(component.bits for component in frame.format.components) > 8
