"""More rows: unusual times, shapes and streams, and what is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.media.corpus.kinds import BOTH, FULL, KINDS_OF_VIDEO, Kind
from tests.media.corpus.tools import PATTERN, TONE, ffmpeg

KEY, KEY_ID = "76a6c65c5ea762046bd749a2e632ccbb", "a7e61c373e219033c21091fa607bf3b8"


def turned(degrees: int) -> Callable[[Path], None]:
    """Return what writes an mp4 with a rotation tag."""

    def make(path: Path) -> None:
        plain = path.with_name("plain.mp4")
        ffmpeg(*PATTERN, plain)
        ffmpeg("-i", plain, "-c", "copy", "-metadata:s:v", f"rotate={degrees}", path)

    return make


def copied(*options: object) -> Callable[[Path], None]:
    """Return what copies a clip with some options into a file."""

    def make(path: Path) -> None:
        plain = path.with_name("plain.mkv")
        ffmpeg(*BOTH, "-c:a", "aac", plain)
        ffmpeg("-i", plain, "-c", "copy", *options, path)

    return make


def with_subtitles(path: Path) -> None:
    """Write a clip with subtitles."""
    words = path.with_name("words.srt")
    words.write_text("1\n00:00:00,000 --> 00:00:00,400\nEileen\n", "utf-8")
    ffmpeg(*PATTERN, "-i", words, "-c:s", "srt", path)


def joined(path: Path) -> None:
    """Write two transport streams, one behind the other."""
    piece = path.with_name("piece.ts")
    ffmpeg(*PATTERN, piece)
    path.write_bytes(piece.read_bytes() * 2)


def without_end(path: Path) -> None:
    """Write an mp4 that lacks its index."""
    whole = path.with_name("whole.mp4")
    ffmpeg(*PATTERN, whole)
    path.write_bytes(whole.read_bytes()[:-2000])


def zipped(path: Path) -> None:
    """Write an archive."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("clip.mp4", b"0" * 100)


def holding(content: bytes) -> Callable[[Path], None]:
    """Return what writes these bytes."""

    def make(path: Path) -> None:
        path.write_bytes(content)

    return make


LATE = ("-output_ts_offset", 5000)
TIMES = [
    Kind("times", "mp4, begins after 5,000 seconds", "in.mp4", (*PATTERN, *LATE)),
    Kind("times", "MKV, begins after 5,000 seconds", "in.mkv", (*PATTERN, *LATE)),
    Kind("times", "TS, begins after 5,000 seconds", "in.ts", (*PATTERN, *LATE)),
    Kind("times", "FLV, begins after 5,000 seconds", "in.flv", (*PATTERN, "-c:v", "flv", *LATE)),
    Kind("times", "MKV, begins after half a second", "in.mkv", (*PATTERN, "-output_ts_offset", 0.5),
         start=0.5),
    Kind("times", "TS, the sound begins first", "in.ts", (*TONE, "-itsoffset", 0.3, *PATTERN, "-map", 0,
         "-map", 1, "-c:a", "aac"), sound=("aac",)),
    Kind("times", "MP4, fragmented", "in.mp4", (*PATTERN, "-movflags", "frag_keyframe+empty_moov")),
    Kind("times", "MP4, fragments from the middle of a stream", "in.mp4", (*PATTERN, "-movflags",
         "frag_keyframe+empty_moov+frag_discont", "-output_ts_offset", 4)),
    Kind("times", "MP4, index first", "in.mp4", (*PATTERN, "-movflags", "+faststart")),
    Kind("times", "MP4, 15 pictures a second, then 5", "in.mp4", ("-f", "lavfi", "-i",
         "testsrc2=s=160x120:r=15:d=0.8", "-vf", "select=lt(n\\,6)+not(mod(n\\,3))", "-fps_mode", "vfr"),
         frames=8, duration=0.667),
    Kind("times", "one picture", "in.mp4", (*PATTERN, "-frames:v", 1), frames=1, duration=0.04),
    Kind("times", "120 pictures a second", "in.mp4", ("-f", "lavfi", "-i", "testsrc2=s=160x120:r=120:d=0.1"),
         frames=12, duration=0.1),
    Kind("times", "a picture every two seconds", "in.mp4", ("-f", "lavfi", "-i",
         "testsrc2=s=160x120:r=1/2:d=8"), frames=4, duration=8),
    Kind("times", "joined TS", "in.ts", joined, frames=24, duration=0.96, outcome="its times continued",
         warnings=("ClockContinued",)),
    Kind("times", "H.264 in AVI, which has times of decoding alone", "in.avi", (*PATTERN, "-c:v", "libx264",
         "-bf", 0)),
]  # fmt: skip
SHAPES = [
    Kind("shape", f"turned by {degrees} degrees", "in.mp4", turned(degrees), outcome="upright",
         size=(160, 120) if degrees == 180 else (120, 160))
    for degrees in (90, 180, 270)
] + [
    Kind("shape", "pixels of 4:3", "in.mp4", (*PATTERN, "-vf", "setsar=4/3"), aspect="4:3"),
    Kind("shape", "pixels of 64:45 in MPEG-2", "in.mpg", ("-f", "lavfi", "-i",
         "testsrc2=s=720x576:r=25:d=0.2", "-aspect", "16:9", "-c:v", "mpeg2video"),
         size=(720, 576), frames=5, duration=0.2, aspect="64:45"),
    Kind("shape", "odd width and height", "in.mkv", ("-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=0.48",
         "-vf", "scale=161:121,format=bgr0", "-c:v", "ffv1"), size=(162, 122), aspect=""),
    Kind("shape", "very wide", "in.mp4", ("-f", "lavfi", "-i", "testsrc2=s=1024x64:r=25:d=0.48"),
         size=(1024, 64)),
    Kind("shape", "very small", "in.mp4", ("-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=0.48"),
         size=(64, 48)),
    Kind("shape", "interlaced, top field first", "in.mp4", (*PATTERN, "-x264-params", "tff=1", "-flags",
         "+ilme+ildct"), outcome="interlaced"),
    Kind("shape", "full range", "in.mp4", (*PATTERN, "-vf", "scale=out_range=pc", "-color_range", "pc"),
         pixels=FULL),
]  # fmt: skip
TRACKS = [
    Kind("tracks", "two pictures", "in.mp4", (*PATTERN, "-f", "lavfi", "-i", "testsrc=s=320x240:r=25:d=0.48",
         "-map", 0, "-map", 1), outcome="the first one", warnings=("StreamLeftOut",)),
    Kind("tracks", "two sounds", "in.mp4", (*BOTH, *TONE, "-map", 0, "-map", 1, "-map", 2, "-c:a:1", "ac3"),
         sound=("aac", "ac3")),
    Kind("tracks", "subtitles", "in.mkv", with_subtitles, warnings=("StreamLeftOut",)),
    Kind("tracks", "sound longer than the picture", "in.mp4", (*PATTERN, "-f", "lavfi", "-i", "sine=d=2",
         "-c:a", "aac"), sound=("aac",)),
    Kind("tracks", "sound at 8 kHz", "in.mov", (*BOTH, "-ar", 8000, "-c:a", "pcm_s16le"), sound=("aac",)),
    Kind("tracks", "sound at 192 kHz", "in.mov", (*BOTH, "-ar", 192_000, "-c:a", "pcm_s16le"),
         sound=("aac",)),
    Kind("tracks", "sound of 5.1 channels", "in.mkv", (*BOTH, "-ac", 6, "-c:a", "pcm_s16le"), sound=("aac",)),
    Kind("tracks", "copied into another mp4", "in.mp4", copied(), sound=("aac",)),
    Kind("tracks", "copied into MOV with a time code", "in.mov", copied("-timecode", "01:00:00:00"),
         outcome="without the time code", sound=("aac",)),
]  # fmt: skip
STILL = (*PATTERN, "-frames:v", 1, "-update", 1)
BOX = b"\0\0\0\x18ftyp%s\0\0\0\0mif1miaf" + bytes(200)
REFUSED = [
    Kind("refused", what, name, make, refused=message)
    for what, name, make, message in (
        ("JPEG", "in.jpg", STILL, "a photo (JPEG)"),
        ("PNG", "in.png", STILL, "a photo (PNG)"),
        ("BMP", "in.bmp", STILL, "a photo (BMP)"),
        ("TIFF", "in.tiff", STILL, "a photo (TIFF or camera raw)"),
        ("WebP", "in.webp", STILL, "a photo (WebP)"),
        ("GIF of one picture", "in.gif", (*PATTERN, "-frames:v", 1), "a photo (GIF)"),
        ("HEIC", "in.heic", holding(BOX % b"heic"), "a photo (HEIC)"),
        ("AVIF", "in.avif", holding(BOX % b"avif"), "a photo (AVIF)"),
        ("animated WebP", "in.webp", (*PATTERN, "-c:v", "libwebp", "-loop", 0), "an animated WebP"),
        ("encrypted mp4", "in.mp4", (*PATTERN, "-encryption_scheme", "cenc-aes-ctr", "-encryption_key", KEY,
                                     "-encryption_kid", KEY_ID), "encrypted (DRM)"),
        ("mp4 without its index", "in.mp4", without_end, "the end is missing"),
        ("MP3", "in.mp3", TONE, "no video stream"), ("WAV", "in.wav", TONE, "no video stream"),
        ("M4A", "in.m4a", TONE, "no video stream"), ("FLAC", "in.flac", TONE, "no video stream"),
        ("ZIP", "in.zip", zipped, "a ZIP archive"),
        ("PDF", "in.pdf", holding(b"%PDF-1.7\n"), "a PDF document"),
        ("playlist", "in.m3u8", holding(b"#EXTM3U\n#EXTINF:5,\nclip.ts\n"), "a playlist"),
        ("text", "in.txt", holding(b"not a video\n" * 50), "isn't a video that can be read"),
        ("nothing", "in.mp4", holding(b""), "The file is empty"),
    )
]  # fmt: skip
KINDS = [*KINDS_OF_VIDEO, *TIMES, *SHAPES, *TRACKS, *REFUSED]
