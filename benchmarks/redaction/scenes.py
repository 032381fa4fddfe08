"""Composites: real faces that move over moving backgrounds, with the truth of every frame."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import av
import cv2
import numpy as np
from av.video.frame import VideoFrame

from benchmarks.redaction.people import cast
from benchmarks.redaction.wearing import dressed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from benchmarks.redaction.people import Cutout
    from benchmarks.redaction.wearing import Worn

RATE = 25  # frames a second
OWN = 0.5  # a pixel belongs to a head from this weight of its mask on
ROUND = np.linspace(0, 2 * math.pi, 48, endpoint=False)


class Pose(NamedTuple):
    """Where and how a head is in one frame."""

    x: float  # centre of the face, pixels
    y: float
    height: float  # of the face, pixels
    roll: float = 0.0  # degrees, clockwise
    turn: float = 0.0  # -1 to 1: the face narrows as one that turns aside, which a photo can't do


@dataclass(frozen=True)
class Actor:
    """Somebody's part in a scene."""

    person: str
    pose: Callable[[float], Pose | None]  # of seconds; None while absent
    photo: int = 0
    worn: tuple[Worn, ...] = ()


@dataclass(frozen=True)
class Seen:
    """A true face in a frame."""

    person: str
    box: tuple[float, float, float, float]  # x, y, width, height; around the face's oval, as it is turned
    visible: float  # share of the oval that is in the picture and that nothing hides
    left: int  # of `region`, pixels
    top: int
    region: NDArray[np.bool_]  # (h, w): the box's pixels in the picture, less what is in front of the face


@dataclass(frozen=True)
class Scene:
    """A composite. `light`, `blur` and `shake` are functions of seconds."""

    name: str
    seconds: float
    actors: tuple[Actor, ...]
    background: Callable[[float], NDArray[np.uint8]]
    size: tuple[int, int] = (1280, 720)
    light: Callable[[float], float] = lambda _: 1.0
    blur: float = 0.0  # pixels along the row, of motion blur over everything
    shake: Callable[[float], tuple[float, float]] = lambda _: (0.0, 0.0)  # pixels
    bars: tuple[tuple[float, float, int], ...] = ()  # posts in front: start, pixels a second, width
    noise: float = 2.0  # standard deviation of the sensor's noise, in grey levels
    seed: int = 1
    rate: Fraction = Fraction(RATE)  # frames a second
    bits: int | None = None  # a second, of the written file; None: nearly lossless
    _people: dict[str, tuple[Cutout, ...]] = field(default_factory=cast, repr=False)

    @property
    def frame_count(self) -> int:
        """Of the whole scene."""
        return round(self.seconds * self.rate)

    def frames(self) -> Iterator[tuple[NDArray[np.uint8], list[Seen]]]:
        """Paint every frame, BGR (H, W, 3), with its truth."""
        random = np.random.default_rng(self.seed)
        for index in range(self.frame_count):
            picture, seen = self._frame(float(index / self.rate))
            grain = random.normal(0, self.noise, picture.shape[:2]).astype(np.float32)
            yield np.clip(picture + grain[:, :, None], 0, 255).astype(np.uint8), seen

    def _frame(self, time: float) -> tuple[NDArray[np.float32], list[Seen]]:
        canvas = self.background(time).astype(np.float32)
        owner = np.full(canvas.shape[:2], -1, np.int16)
        dx, dy = self.shake(time)
        placed = []
        for number, actor in enumerate(self.actors):
            pose = actor.pose(time)
            if pose is not None:
                shaken = pose._replace(x=pose.x + dx, y=pose.y + dy)
                matrix, cutout = placing(self._cutout(actor), shaken), self._cutout(actor)
                _paste(canvas, owner, number, cutout, matrix)
                placed.append((number, cutout, matrix))
        for start, speed, width in self.bars:
            left = round((start + speed * time) % (canvas.shape[1] + width)) - width
            canvas[:, max(0, left) : left + width] = 70
            owner[:, max(0, left) : left + width] = len(self.actors)
        seen = [_seen(owner, *entry) for entry in placed]
        if self.blur:
            canvas = np.asarray(cv2.blur(canvas, (round(self.blur), 1)), np.float32)
        return canvas * np.float32(self.light(time)), [face for face in seen if face.visible > 0]

    def _cutout(self, actor: Actor) -> Cutout:
        photos = self._people[actor.person]
        photo = photos[actor.photo % len(photos)]
        return dressed(photo, actor.worn) if actor.worn else photo

    def write(self, path: Path) -> list[list[Seen]]:
        """Write the scene as mp4 (H.264); return the truth of each frame."""
        truth = []
        with av.open(str(path), "w", format="mp4") as output:
            options = {"preset": "veryfast"} | (self._few() if self.bits else {"crf": "17"})
            stream = output.add_stream("libx264", rate=self.rate, options=options)
            stream.width, stream.height, stream.pix_fmt = *self.size, "yuv420p"
            for index, (picture, seen) in enumerate(self.frames()):
                frame = VideoFrame.from_ndarray(picture, format="bgr24")
                frame.pts, frame.time_base = index, 1 / self.rate
                output.mux(stream.encode(frame))
                truth.append(seen)
            output.mux(stream.encode(None))
        return truth

    def _few(self) -> dict[str, str]:
        """Return x264's options for so many bits a second, over each second."""
        return dict.fromkeys(("b", "maxrate", "bufsize"), str(self.bits))


def placing(cutout: Cutout, pose: Pose) -> NDArray[np.float64]:
    """Return the homography (3, 3) that brings a cut-out's face to where the pose wants it."""
    x, y, width, height = cutout.face
    scale = pose.height / height
    angle = math.radians(pose.roll)
    cosine, sine = math.cos(angle), math.sin(angle)
    narrow = 1 - 0.45 * abs(pose.turn)
    centred = np.array([[1, 0, -x - width / 2], [0, 1, -y - height / 2], [0, 0, 1]])
    turned = np.array([[narrow, 0, 0], [0, 1, 0], [0.5 * pose.turn / (2 * height), 0, 1]])
    scaled = np.diag([scale, scale, 1.0])
    rolled = np.array([[cosine, -sine, pose.x], [sine, cosine, pose.y], [0, 0, 1]])
    return np.asarray(rolled @ scaled @ turned @ centred)


def _paste(
    canvas: NDArray[np.float32],
    owner: NDArray[np.int16],
    number: int,
    cutout: Cutout,
    matrix: NDArray[np.float64],
) -> None:
    """Warp the head into the canvas, only where it can be; mark its pixels as its own."""
    height, width = cutout.mask.shape
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float64)
    points = cv2.perspectiveTransform(corners, matrix)[0]
    left, top = (max(0, math.floor(value)) for value in points.min(axis=0))
    right, bottom = (math.ceil(value) for value in points.max(axis=0))
    right, bottom = min(canvas.shape[1], right), min(canvas.shape[0], bottom)
    if left >= right or top >= bottom:
        return
    shifted = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]]) @ matrix
    size = (right - left, bottom - top)
    shrink = math.sqrt(abs(np.linalg.det(matrix[:2, :2])))
    picture, mask = _shrunk(cutout, shrink, shifted, size)
    part = canvas[top:bottom, left:right]
    part += (picture - part) * mask[:, :, None]
    owner[top:bottom, left:right][mask > OWN] = number


def _shrunk(
    cutout: Cutout, factor: float, matrix: NDArray[np.float64], size: tuple[int, int]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Warp picture and mask; first made smaller by area, else a small face would be full of aliases."""
    picture, mask = cutout.picture, cutout.mask
    if factor < 0.7:
        small = (max(1, round(mask.shape[1] * factor)), max(1, round(mask.shape[0] * factor)))
        back = np.diag([mask.shape[1] / small[0], mask.shape[0] / small[1], 1.0])
        picture = np.asarray(cv2.resize(picture, small, interpolation=cv2.INTER_AREA), np.uint8)
        mask = np.asarray(cv2.resize(mask, small, interpolation=cv2.INTER_AREA), np.float32)
        matrix = matrix @ back
    warped = cv2.warpPerspective(
        picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return warped.astype(np.float32), np.asarray(cv2.warpPerspective(mask, matrix, size), np.float32)


def _seen(owner: NDArray[np.int16], number: int, cutout: Cutout, matrix: NDArray[np.float64]) -> Seen:
    x, y, width, height = cutout.face
    oval = np.stack([x + width / 2 * (1 + np.cos(ROUND)), y + height / 2 * (1 + np.sin(ROUND))], axis=1)
    points = cv2.perspectiveTransform(oval[None], matrix)[0]
    low, high = points.min(axis=0), points.max(axis=0)
    left, top = max(0, round(low[0])), max(0, round(low[1]))
    right, bottom = min(owner.shape[1], round(high[0])), min(owner.shape[0], round(high[1]))
    box = (float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1]))
    if left >= right or top >= bottom:
        return Seen(cutout.person, box, 0.0, 0, 0, np.zeros((0, 0), bool))
    part = owner[top:bottom, left:right]
    face = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(face, [np.round(points - (left, top)).astype(np.int32)], 1)
    visible = float(((part == number) & (face > 0)).sum() / max(1.0, _polygon_area(points)))
    return Seen(cutout.person, box, min(1.0, visible), left, top, (part == number) | (part == -1))


def _polygon_area(points: NDArray[np.float64]) -> float:
    x, y = points.T
    return abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))) / 2
