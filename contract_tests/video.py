"""A clip, decoded; and what can be measured of a face in it before and after a redaction."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]  # BGR (H, W, 3)
Mask = NDArray[np.bool_]  # (H, W)

PEAK = 255.0
"""Of an 8-bit picture, for PSNR."""


@dataclass(frozen=True)
class Box:
    """Pixels from the top left corner of the upright picture."""

    x: float
    y: float
    width: float
    height: float

    def scaled(self, factor: float) -> Box:
        """The same centre, other sides."""
        width, height = self.width * factor, self.height * factor
        return Box(self.x + (self.width - width) / 2, self.y + (self.height - height) / 2, width, height)

    def visible(self, shape: tuple[int, ...]) -> float:
        """The share of it that lies in a picture (H, W, …)."""
        across = min(shape[1], self.x + self.width) - max(0.0, self.x)
        down = min(shape[0], self.y + self.height) - max(0.0, self.y)
        return max(0.0, across) * max(0.0, down) / (self.width * self.height)

    def mask(self, shape: tuple[int, ...]) -> Mask:
        """Its pixels."""
        inside: Mask = np.zeros(shape[:2], np.bool_)
        rows = slice(max(0, round(self.y)), max(0, round(self.y + self.height)))
        inside[rows, max(0, round(self.x)) : max(0, round(self.x + self.width))] = True
        return inside

    def overlap(self, other: Box) -> float:
        """Intersection over union."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        shared = max(0.0, across) * max(0.0, down)
        return shared / (self.width * self.height + other.width * other.height - shared)


@dataclass(frozen=True)
class Film:
    """A whole clip."""

    pictures: list[Picture]
    times: list[float]  # seconds
    duration: float  # seconds
    sound: list[tuple[float, bytes]]  # packets as they are in the file, with their seconds
    tags: dict[str, str]
    streams: tuple[str, ...]  # what kinds there are


def film(content: bytes) -> Film:
    """Decode a file to its end; raises av.FFmpegError where it is damaged."""
    with av.open(io.BytesIO(content), "r") as opened:
        video = opened.streams.video[0]
        frames = list(opened.decode(video))
        pictures = [np.asarray(frame.to_ndarray(format="bgr24"), np.uint8) for frame in frames]
        times = [round(float(frame.time or 0), 4) for frame in frames]
        duration = float(opened.duration or 0) / av.time_base
        tags = dict(opened.metadata)
        streams = tuple(sorted(stream.type for stream in opened.streams))
    return Film(pictures, times, duration, _sound(content), tags, streams)


def _sound(content: bytes) -> list[tuple[float, bytes]]:
    with av.open(io.BytesIO(content), "r") as opened:
        if not opened.streams.audio:
            return []
        packets = [packet for packet in opened.demux(opened.streams.audio[0]) if packet.size]
        return [(round(float((packet.pts or 0) * packet.time_base), 3), bytes(packet)) for packet in packets]


def likeness(first: Picture, second: Picture, mask: Mask) -> float:
    """PSNR in dB within a mask; infinite for equal pixels or an empty mask."""
    apart = first[mask].astype(np.float64) - second[mask]
    error = float(np.mean(apart**2)) if apart.size else 0.0
    return float("inf") if error == 0 else float(10 * np.log10(PEAK**2 / error))


def detail(picture: Picture, box: Box) -> float:
    """How much fine structure a face shows: the mean magnitude of its grey gradient."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    return float(np.hypot(across, down)[box.mask(picture.shape)].mean())


def brightness(picture: Picture, mask: Mask) -> float:
    """The mean of all channels, 0 to 255."""
    return float(picture[mask].mean())


def difference(first: Film, second: Film) -> float:
    """Mean distance of two films in grey levels, in the frame in which it is largest."""
    pairs = zip(first.pictures, second.pictures, strict=True)
    return max(float(np.abs(a.astype(np.int16) - b).mean()) for a, b in pairs)


def outside(shape: tuple[int, ...], boxes: Iterable[Box]) -> Mask:
    """Every pixel that lies in none of the boxes."""
    rest: Mask = np.ones(shape[:2], np.bool_)
    for box in boxes:
        rest &= ~box.mask(shape)
    return rest


def faces_by_frame(artifact: dict[str, Any]) -> dict[int, dict[int, Box]]:
    """The boxes of a Faces artifact, by frame and face id."""
    return {
        frame["index"]: {
            face["id"]: Box(face["x"], face["y"], face["width"], face["height"]) for face in frame["faces"]
        }
        for frame in artifact["frames"]
    }
