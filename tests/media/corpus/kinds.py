"""The table of inputs: each kind of file, how it is made, and what is right for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from tests.media.corpus.tools import PATTERN, TONE, ffmpeg

Make = Callable[[Path], None]


@dataclass(frozen=True)
class Kind:
    """One row."""

    group: str
    what: str  # the input in words
    name: str  # of the file
    make: tuple[object, ...] | Make  # arguments of ffmpeg before the file's name, or what writes the file
    outcome: str = ""  # in words, beside what follows
    codec: str = "h264"  # of the result's picture
    pixels: tuple[str, ...] = ("yuv420p",)
    size: tuple[int, int] = (160, 120)
    frames: int = 12
    start: float | None = None  # seconds, of the picture; None: as in the source, less its own start
    duration: float = 0.48  # seconds, of the picture
    aspect: str = "1:1"  # of a pixel
    sound: tuple[str, ...] = ()  # codecs of the result's sound streams
    warnings: tuple[str, ...] = ()
    refused: str = ""  # what the message says, of a file that is no video

    @property
    def id(self) -> str:
        """Name of the test."""
        return f"{self.group}: {self.what}"

    def written(self, folder: Path) -> Path:
        """Make the file."""
        path = folder / self.name
        if isinstance(self.make, tuple):
            ffmpeg(*self.make, path)
        else:
            self.make(path)
        return path

    @property
    def told(self) -> str:
        """The outcome in words, for the page."""
        if self.refused:
            return f"refused: “{self.refused}”"
        picture = {"h264": "H.264", "hevc": "HEVC, 10 bit"}[self.codec]
        sound = [f"{SOUNDS.get(name, name.upper())} sound" for name in self.sound]
        warned = [f"told as `{code}`" for code in self.warnings]
        return "; ".join([", ".join([picture, *sound]), *([self.outcome] if self.outcome else []), *warned])


SOUNDS = {"mp3": "MP2 or MP3", "opus": "Opus", "flac": "FLAC", "ac3": "AC-3", "eac3": "E-AC-3"}
BOTH = (*PATTERN, *TONE)
FULL = ("yuvj420p", "yuv420p")
DEEP = ("yuv420p10le",)
SMALL = ("-s", "176x144")  # H.263 knows few sizes
TALKATIVE = ("-x265-params", "log-level=none")

MP2 = "mp3"  # ffprobe's word for both: in mp4, layers 2 and 3 share a type

_CONTAINERS = [  # suffix, codec of the picture, options, codec of the sound, sound of the result
    ("mp4", "libx264", (), "aac", "aac"),
    ("mp4", "libx264", ("-bf", 0, "-profile:v", "baseline"), "libmp3lame", "mp3"),
    ("mp4", "libx265", TALKATIVE, "ac3", "ac3"),
    ("mp4", "libx265", (*TALKATIVE, "-tag:v", "hvc1"), "eac3", "eac3"),
    ("mp4", "mpeg4", (), "mp2", MP2),
    ("mp4", "libvpx-vp9", ("-deadline", "realtime"), "libopus", "opus"),
    ("mp4", "libaom-av1", ("-cpu-used", 8, "-usage", "realtime"), "flac", "flac"),
    ("mov", "libx264", (), "alac", "alac"),
    ("mov", "mjpeg", (), "pcm_u8", "aac"),
    ("mov", "mpeg4", (), "pcm_s24le", "aac"),
    ("mov", "qtrle", (), "pcm_s16be", "aac"),
    ("mov", "png", (), "adpcm_ima_qt", "aac"),
    ("mov", "rawvideo", ("-pix_fmt", "uyvy422"), "pcm_mulaw", "aac"),
    ("m4v", "libx264", (), "aac", "aac"),
    ("3gp", "h263", SMALL, "aac", "aac"),
    ("3g2", "mpeg4", (), "aac", "aac"),
    ("mkv", "libx264", (), "flac", "flac"),
    ("mkv", "libx265", TALKATIVE, "libopus", "opus"),
    ("mkv", "libvpx", ("-deadline", "realtime"), "libvorbis", "aac"),
    ("mkv", "ffv1", (), "pcm_s16le", "aac"),
    ("mkv", "mpeg2video", (), "ac3", "ac3"),
    ("mkv", "mpeg1video", (), "mp2", MP2),
    ("mkv", "huffyuv", ("-pix_fmt", "yuv422p"), "wavpack", "aac"),
    ("mkv", "utvideo", (), "dca", "aac"),
    ("mkv", "libtheora", (), "truehd", "aac"),
    ("mkv", "wmv2", (), "wmav2", "aac"),
    ("webm", "libvpx", ("-deadline", "realtime"), "libvorbis", "aac"),
    ("webm", "libvpx-vp9", ("-deadline", "realtime"), "libopus", "opus"),
    ("webm", "libaom-av1", ("-cpu-used", 8, "-usage", "realtime"), "libopus", "opus"),
    ("avi", "mpeg4", ("-vtag", "xvid"), "libmp3lame", "mp3"),
    ("avi", "msmpeg4", (), "libmp3lame", "mp3"),
    ("avi", "mjpeg", (), "pcm_s16le", "aac"),
    ("avi", "libx264", ("-bf", 0), "libmp3lame", "mp3"),
    ("avi", "huffyuv", ("-pix_fmt", "yuv422p"), "pcm_u8", "aac"),
    ("avi", "ffvhuff", (), "adpcm_ms", "aac"),
    ("avi", "rawvideo", ("-pix_fmt", "yuv420p"), "ac3", "ac3"),
    ("avi", "cinepak", (), "pcm_alaw", "aac"),
    ("wmv", "wmv2", (), "wmav2", "aac"),
    ("asf", "msmpeg4", (), "wmav1", "aac"),
    ("flv", "flv", (), "libmp3lame", "mp3"),
    ("flv", "libx264", (), "aac", "aac"),
    ("ts", "libx264", (), "aac", "aac"),
    ("ts", "libx265", TALKATIVE, "ac3", "ac3"),
    ("ts", "mpeg2video", (), "mp2", MP2),
    ("m2ts", "libx264", (), "ac3", "ac3"),
    ("mpg", "mpeg1video", (), "mp2", MP2),
    ("vob", "mpeg2video", (), "ac3", "ac3"),
    ("ogv", "libtheora", (), "libvorbis", "aac"),
    ("nut", "mpeg4", (), "libmp3lame", "mp3"),
    ("rm", "rv10", SMALL, "ac3", "ac3"),
    ("wtv", "mpeg2video", (), "mp2", MP2),
]
FULL_RANGE_CODECS = {"mjpeg"}


def _container(suffix: str, codec: str, options: tuple[object, ...], sound: str, result: str) -> Kind:
    make = (*BOTH, "-strict", -2, "-c:v", codec, *options, "-c:a", sound)
    kind = Kind(
        f".{suffix}",
        f"{codec.removeprefix('lib')} and {sound.removeprefix('lib')}"
        + (f" ({options[-1]})" if options and options[-1] in {"baseline", "hvc1"} else ""),
        f"in.{suffix}", make, sound=(result,),
    )  # fmt: skip
    if codec in FULL_RANGE_CODECS:
        kind = replace(kind, pixels=FULL)
    if options == SMALL:
        kind = replace(kind, size=(176, 144), aspect="")
    return kind


CONTAINERS = [_container(*row) for row in _CONTAINERS]

RAW = [
    Kind(
        "without container", f"{what}, .{suffix}", f"in.{suffix}", make, warnings=("TimesAssumed",), aspect=""
    )
    for what, suffix, make in (
        ("H.264", "h264", (*PATTERN, "-c:v", "libx264")),
        ("H.264 without B frames", "264", (*PATTERN, "-c:v", "libx264", "-bf", 0)),
        ("HEVC", "hevc", (*PATTERN, "-c:v", "libx265", *TALKATIVE)),
        ("MPEG-2", "m2v", (*PATTERN, "-c:v", "mpeg2video")),
        ("MPEG-1", "m1v", (*PATTERN, "-c:v", "mpeg1video")),
        ("MPEG-4 part 2", "m4v", (*PATTERN, "-c:v", "mpeg4", "-f", "m4v")),
        ("AV1", "obu", (*PATTERN, "-c:v", "libaom-av1", "-cpu-used", 8, "-usage", "realtime")),
        ("motion JPEG", "mjpeg", (*PATTERN, "-f", "mjpeg")),
    )
]
RAW = [replace(kind, pixels=FULL) if kind.name == "in.mjpeg" else kind for kind in RAW]
STREAMS = [
    Kind("plain streams", what, name, make, aspect="")
    for what, name, make in (
        ("VP8 in IVF", "in.ivf", (*PATTERN, "-c:v", "libvpx", "-deadline", "realtime")),
        ("VP9 in IVF", "in.ivf", (*PATTERN, "-c:v", "libvpx-vp9", "-deadline", "realtime")),
        ("AV1 in IVF", "in.ivf", (*PATTERN, "-c:v", "libaom-av1", "-cpu-used", 8, "-usage", "realtime")),
        ("Y4M 4:2:0", "in.y4m", PATTERN),
        ("Y4M 4:2:2", "in.y4m", (*PATTERN, "-pix_fmt", "yuv422p")),
        ("Y4M 4:4:4", "in.y4m", (*PATTERN, "-pix_fmt", "yuv444p")),
        ("GIF", "in.gif", PATTERN),
    )
]
STREAMS += [
    Kind("plain streams", "APNG", "in.apng", (*PATTERN, "-pix_fmt", "rgb24"), aspect=""),
    Kind(
        "plain streams", "DV (PAL)", "in.dv",
        ("-f", "lavfi", "-i", "testsrc2=s=720x576:r=25:d=0.2", "-pix_fmt", "yuv420p"),
        size=(720, 576), frames=5, duration=0.2, aspect="",
    ),
    Kind(
        "plain streams", "DV (NTSC)", "in.dv",
        ("-f", "lavfi", "-i", "testsrc2=s=720x480:r=30000/1001:d=0.2", "-pix_fmt", "yuv411p"),
        size=(720, 480), frames=6, duration=0.2002, aspect="",
    ),
]  # fmt: skip

PIXELS = [
    Kind("pixels", pixels, f"in.{suffix}", (*PATTERN, "-c:v", codec, "-pix_fmt", pixels), aspect="",
         codec="hevc" if deep else "h264", pixels=DEEP if deep else FULL)
    for pixels, codec, suffix, deep in (
        ("yuv422p", "libx264", "mp4", False), ("yuv444p", "libx264", "mp4", False),
        ("yuvj420p", "libx264", "mp4", False), ("gray", "ffv1", "mkv", False), ("bgr0", "ffv1", "mkv", False),
        ("rgb24", "libx264rgb", "mkv", False), ("yuv410p", "ffv1", "mkv", False),
        ("pal8", "png", "mov", False),
        ("monob", "png", "mov", False), ("yuv420p10le", "libx264", "mp4", True),
        ("yuv422p10le", "prores_ks", "mov", True), ("yuv444p10le", "libx264", "mkv", True),
        ("yuv420p12le", "ffv1", "mkv", True), ("yuv420p16le", "ffv1", "mkv", True),
        ("gbrp10le", "ffv1", "mkv", True), ("rgb48be", "png", "mov", True), ("gray10le", "ffv1", "mkv", True),
    )
]  # fmt: skip
KINDS_OF_VIDEO = [*CONTAINERS, *RAW, *STREAMS, *PIXELS]
