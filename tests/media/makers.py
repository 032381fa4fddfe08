"""Making clips of every sort for the tests, and reading back what came out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from scripts.sample_clip import Box as SampleBox
from scripts.sample_clip import SampleTruth
from video_indexer_emulator.model import Box, ClipInfo, FaceTrack, Sighting

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Recipe:
    """How a clip is encoded."""

    codec: str = "libx264"
    pix_fmt: str = "yuv420p"
    options: dict[str, str] = field(default_factory=lambda: {"preset": "ultrafast", "crf": "12"})
    rate: int = 25
    clock: int = 1000  # ticks of a second
    stamps: Sequence[int] | None = None  # in 1/1000 s; None: regular
    start: Fraction = Fraction(0)  # of the picture, in seconds
    rotation: int = 0  # degrees counter-clockwise to show it, as a display matrix
    aspect: Fraction | None = None  # of a pixel
    audio: tuple[str, ...] = ()  # codecs
    audio_seconds: float = 1.0
    container: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    color_range: int = 0


def write(path: Path, pictures: Iterable[Picture], recipe: Recipe = Recipe()) -> Path:
    """Encode BGR pictures as the recipe says."""
    with av.open(str(path), "w", format=recipe.container) as output:
        output.metadata.update(recipe.metadata)
        video: Any = None
        audios: list[Any] = [output.add_stream(codec, rate=48_000, layout="mono") for codec in recipe.audio]
        for index, picture in enumerate(pictures):
            if video is None:
                video = _video(output, picture, recipe)
            frame = VideoFrame.from_ndarray(picture, format="bgr24")
            if recipe.color_range:
                frame = frame.reformat(format=recipe.pix_fmt, dst_color_range=recipe.color_range)
            regular = round(index * 1000 / recipe.rate)
            frame.pts = (recipe.stamps[index] if recipe.stamps else regular) + round(recipe.start * 1000)
            frame.time_base = Fraction(1, 1000)
            frame.pts, frame.time_base = frame.pts * recipe.clock // 1000, Fraction(1, recipe.clock)
            output.mux(video.encode(frame))
        output.mux(video.encode(None))
        for audio in audios:
            for sound in tone(recipe.audio_seconds):
                output.mux(audio.encode(sound))
            output.mux(audio.encode(None))
    return path


def _video(output: Any, picture: Picture, recipe: Recipe) -> Any:
    video = output.add_stream(recipe.codec, rate=recipe.rate, options=dict(recipe.options))
    video.height, video.width = picture.shape[:2]
    video.pix_fmt = recipe.pix_fmt
    video.codec_context.time_base = Fraction(1, recipe.clock)
    if recipe.aspect:
        video.codec_context.sample_aspect_ratio = recipe.aspect
    if recipe.color_range:
        video.codec_context.color_range = recipe.color_range
    if recipe.rotation:
        video.set_display_rotation(recipe.rotation)
    return video


def tone(seconds: float) -> Iterable[AudioFrame]:
    """Yield a 440 Hz tone of 48 kHz, mono."""
    wave = 0.2 * np.sin(2 * np.pi * 440 * np.arange(int(seconds * 48_000)) / 48_000)
    for start in range(0, len(wave), 960):
        frame = AudioFrame.from_ndarray(wave[None, start : start + 960].astype(np.float32), "fltp", "mono")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, start, Fraction(1, 48_000)
        yield frame


@dataclass(frozen=True)
class Shown:
    """A clip read back."""

    pictures: list[Picture]  # BGR, as stored
    times: list[Fraction]  # seconds
    audio: list[list[tuple[bytes, Fraction]]]  # packets of each sound stream: content and time
    video_stream: dict[str, Any]
    metadata: dict[str, str]
    streams: list[str]
    duration: Fraction  # seconds, of the picture


def read(path: Path) -> Shown:
    """Decode a clip whole."""
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        pictures, times = [], []
        audio: dict[int, list[tuple[bytes, Fraction]]] = {
            stream.index: [] for stream in container.streams.audio
        }
        for packet in container.demux():
            if packet.stream is video:
                for frame in packet.decode():
                    assert isinstance(frame, VideoFrame)
                    assert frame.pts is not None
                    pictures.append(np.asarray(frame.to_ndarray(format="bgr24"), np.uint8))
                    times.append(frame.pts * (video.time_base or Fraction(0)))
            elif packet.stream.type == "audio" and packet.size:
                stamp = packet.pts if packet.pts is not None else packet.dts
                audio[packet.stream.index].append((bytes(packet), (stamp or 0) * packet.time_base))
        return Shown(
            pictures,
            times,
            list(audio.values()),
            {
                "codec": video.codec_context.name,
                "format": video.codec_context.pix_fmt,
                "aspect": video.sample_aspect_ratio,
                "range": video.codec_context.color_range,
                "matrix": video.codec_context.colorspace,
                "metadata": dict(video.metadata),
            },
            dict(container.metadata),
            [stream.type for stream in container.streams],
            Fraction(video.duration or 0) * (video.time_base or 0),
        )


def info(path: Path, upright: tuple[int, int] | None = None) -> ClipInfo:
    """Return what an analysis would know of the clip."""
    shown = read(path)
    height, width = shown.pictures[0].shape[:2]
    width, height = upright or (width, height)
    return ClipInfo(width, height, 25.0, len(shown.pictures), shown.duration, bool(shown.audio))


@dataclass(frozen=True)
class Truth:
    """What a sample clip shows, in boxes of the code under test."""

    frame_count: int
    rate: int
    boxes: dict[str, dict[int, Box]]  # by person and frame


def truth_of(sample: SampleTruth) -> Truth:
    """Return a sample's truth, its boxes taken over."""
    boxes = {
        name: {frame: model_box(box) for frame, box in theirs.items()}
        for name, theirs in sample.boxes.items()
    }
    return Truth(sample.frame_count, sample.rate, boxes)


def model_box(box: SampleBox) -> Box:
    """Return a sample's box as the code under test has it."""
    return Box(box.x, box.y, box.width, box.height)


def true_tracks(truth: Truth, people: Sequence[str] = ("Collins", "Hopper")) -> list[FaceTrack]:
    """Return the truth as tracks: Collins has the id 1000, Hopper 1001; gaps inside are gaps here too."""
    return [
        FaceTrack(1000 + order, tuple(Sighting(frame, box, 0.9) for frame, box in truth.boxes[name].items()))
        for order, name in enumerate(people)
    ]


def still(box: Box, frames: int, face_id: int = 1000) -> FaceTrack:
    """Return a track that stays where it is."""
    return FaceTrack(face_id, tuple(Sighting(frame, box, 0.9) for frame in range(frames)))


def psnr(one: NDArray[Any], other: NDArray[Any], mask: NDArray[np.bool_] | None = None) -> float:
    """Return the peak signal-to-noise ratio in dB, of the masked pixels."""
    difference = one.astype(np.float64) - other.astype(np.float64)
    error = np.mean((difference if mask is None else difference[mask]) ** 2)
    return float("inf") if error == 0 else float(10 * np.log10(255**2 / error))


def around(picture: Picture, boxes: Iterable[Box | SampleBox], growth: float) -> NDArray[np.bool_]:
    """Return the mask (H, W) of the grown boxes."""
    mask = np.zeros(picture.shape[:2], bool)
    for box in boxes:
        x, y = box.x + box.width / 2, box.y + box.height / 2
        reach_x, reach_y = box.width * growth / 2, box.height * growth / 2
        top, left = max(0, int(y - reach_y)), max(0, int(x - reach_x))
        mask[top : max(0, int(np.ceil(y + reach_y))), left : max(0, int(np.ceil(x + reach_x)))] = True
    return mask
