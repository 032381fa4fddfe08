"""FFmpeg's command line: making inputs, and judging results from outside of the code under test."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from video_indexer_emulator.media.inspect import inspect
from video_indexer_emulator.media.render import redact
from video_indexer_emulator.model import (
    BlurringKind,
    Box,
    ClipInfo,
    Coding,
    FaceTrack,
    RedactionPlan,
    Sighting,
)

needs_ffmpeg = pytest.mark.skipif(
    not (shutil.which("ffmpeg") and shutil.which("ffprobe")),
    reason="FFmpeg's tools are absent: apt-get install ffmpeg",
)
SIZE = (160, 120)
PATTERN = ("-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=0.48")  # 12 pictures
TONE = ("-f", "lavfi", "-i", "sine=f=440:r=48000:d=0.48")


def ffmpeg(*arguments: object, content: bytes | None = None) -> bytes:
    """Run ffmpeg; returns what it writes to standard output."""
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", *map(str, arguments)]
    if content is not None:
        command.remove("-nostdin")
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout  # noqa: S603 - ours


@dataclass(frozen=True)
class Probed:
    """What ffprobe says of a file."""

    format: dict[str, Any]
    streams: list[dict[str, Any]]

    @property
    def video(self) -> dict[str, Any]:
        """The first picture."""
        return next(stream for stream in self.streams if stream["codec_type"] == "video")

    @property
    def sounds(self) -> list[dict[str, Any]]:
        """The sound streams."""
        return [stream for stream in self.streams if stream["codec_type"] == "audio"]

    @property
    def start(self) -> float:
        """Seconds."""
        return float(self.format["start_time"])

    @property
    def duration(self) -> float:
        """Seconds."""
        return float(self.format["duration"])


def probe(path: Path) -> Probed:
    """Ask ffprobe."""
    command = ["ffprobe", "-v", "error", "-count_packets", "-show_format", "-show_streams", "-of", "json"]
    said = json.loads(subprocess.run([*command, path], capture_output=True, check=True).stdout)  # noqa: S603
    return Probed(said["format"], said["streams"])


def frames_of(path: Path) -> list[dict[str, Any]]:
    """Ask ffprobe about each frame of the picture."""
    command = ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_frames", "-of", "json"]
    said = json.loads(subprocess.run([*command, path], capture_output=True, check=True).stdout)  # noqa: S603
    return list(said["frames"])


def pictures_of(path: Path, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Decode a file's picture to RGB (N, H, W, 3), as stored."""
    raw = ffmpeg("-noautorotate", "-i", path, "-map", "0:v:0", "-fps_mode", "passthrough",
                 "-pix_fmt", "rgb24", "-f", "rawvideo", "-")  # fmt: skip
    return np.frombuffer(raw, np.uint8).reshape(-1, size[1], size[0], 3)


def samples_of(path: Path, stream: int = 0) -> NDArray[np.float32]:
    """Decode one sound stream to 48 kHz, mono; silence stands where its time stamps leave gaps."""
    raw = ffmpeg("-i", path, "-map", f"0:a:{stream}", "-af", "aresample=async=1:first_pts=0",
                 "-ac", 1, "-ar", 48_000, "-f", "f32le", "-")  # fmt: skip
    return np.frombuffer(raw, np.float32)


def redacted(
    path: Path, frames: int | None = None, *, hide_damage: bool = False, coding: Coding | None = None
) -> tuple[ClipInfo, Path]:
    """Hide a box in the picture's top left quarter, in the first frames or in all.

    Returns what was known of the clip, and the result.
    """
    known, _ = inspect(path, lambda _: None, hide_damage=hide_damage)
    box = Box(known.width / 8, known.height / 8, known.width / 4, known.height / 4)
    track = FaceTrack(1000, tuple(Sighting(frame, box, 0.9) for frame in range(known.frame_count)[:frames]))
    target = path.with_name(f"{path.name}.redacted.mp4")
    plan, tracks = RedactionPlan(BlurringKind.BLACK), [track] if track.sightings else []
    redact(path, tracks, plan, known, target, lambda _: None, coding or Coding())
    return known, target


def is_hidden(picture: NDArray[np.uint8]) -> bool:
    """Tell whether the box is black and what lies beside it isn't."""
    height, width = picture.shape[:2]
    inside = picture[height // 8 + 2 : height * 3 // 8 - 2, width // 8 + 2 : width * 3 // 8 - 2]
    beside = picture[height * 3 // 4 :, width // 2 :]
    return bool(inside.max() < 24 and beside.mean() > 40)
