"""Make a sample clip: two real people move over a textured background, with a tone as sound track.

The portraits are in the public domain and ship inside installed packages: Eileen Collins in scikit-image,
Grace Hopper in matplotlib. Nothing is downloaded. The truth (who is where in each frame) comes with it.

    python scripts/sample_clip.py [-o out/sample.mp4] [--seconds 6]
"""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import cv2
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]  # BGR (H, W, 3)

SLIDE_SECONDS = 0.4  # in which a person comes in or leaves
SOUND_RATE = 44_100  # samples a second
TONE = 440  # Hz


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, from the picture's top left corner.

    A type of its own, for what makes the clip must not lean on what is judged by it.
    """

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Portrait:
    """A person's picture: where it ships, the oval that is cut out, and the face in it, in its pixels."""

    name: str
    package: str
    file: str
    oval: Box
    face: Box

    def load(self) -> tuple[Picture, NDArray[np.float32]]:
        """Return the cut-out picture and its soft-edged mask (H, W, 1), 0 to 1."""
        path = package_folder(self.package) / self.file
        whole = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if whole is None:
            raise FileNotFoundError(f"{path} isn't there; install the development packages")
        left, top = int(self.oval.x), int(self.oval.y)
        width, height = int(self.oval.width), int(self.oval.height)
        mask = np.zeros((height, width), np.float32)
        axes = (width // 2 - 6, height // 2 - 6)
        cv2.ellipse(mask, (width // 2, height // 2), axes, 0, 0, 360, 1.0, -1)
        soft = np.asarray(cv2.GaussianBlur(mask, (0, 0), 3), np.float32)
        return np.asarray(whole[top : top + height, left : left + width], np.uint8), soft[:, :, None]


COLLINS = Portrait(
    "Collins", "skimage", "data/astronaut.png", Box(120, 0, 206, 250), Box(178.2, 62.9, 89.9, 113.3)
)
HOPPER = Portrait(
    "Hopper",
    "matplotlib",
    "mpl-data/sample_data/grace_hopper.jpg",
    Box(110, 10, 310, 430),
    Box(182.9, 120.5, 170.3, 212.5),
)


@dataclass(frozen=True, slots=True)
class Role:
    """A person's part in the clip; times as shares of its length, lengths as shares of its height."""

    portrait: Portrait
    present: tuple[tuple[float, float], ...]  # stretches of time, slides in and out included
    home: float  # centre of the face, as a share of the clip's width
    face_height: float
    side: int  # comes from the left (-1) or the right (1)
    pace: float  # turns of its path in the clip


ROLES = (
    # Collins leaves and comes back: she must keep her id across the gap.
    Role(COLLINS, ((-0.2, 0.58), (0.78, 1.2)), 0.27, 0.27, -1, 1.6),
    Role(HOPPER, ((0.22, 1.2),), 0.72, 0.30, 1, -1.1),
)


@dataclass(frozen=True, slots=True)
class SampleTruth:
    """What a sample clip shows."""

    width: int
    height: int
    frame_count: int
    rate: int  # frames a second
    boxes: dict[str, dict[int, Box]]  # by person and frame; faces of which at least half is in the picture


class Scene:
    """Paints the frames of a sample clip."""

    def __init__(self, seconds: float = 6, width: int = 640, height: int = 360, rate: int = 25) -> None:
        self.width, self.height, self.rate = width, height, rate
        self.frame_count = max(1, round(seconds * rate))
        self._background = _texture(height, width * 2)
        self._portraits = {role.portrait.name: role.portrait.load() for role in ROLES}

    def picture(self, index: int) -> tuple[Picture, dict[str, Box]]:
        """Return one frame and the faces in it."""
        shift = round(index * self.width / (20 * self.rate)) % self.width
        canvas = self._background[:, shift : shift + self.width].copy()
        boxes = {}
        for role in ROLES:
            box = self._face(role, index)
            if box is not None:
                self._paste(canvas, role, box)
                if self._visible_share(box) >= 0.5:
                    boxes[role.portrait.name] = box
        return canvas, boxes

    def truth(self) -> SampleTruth:
        """Return where everybody is in every frame."""
        boxes: dict[str, dict[int, Box]] = {role.portrait.name: {} for role in ROLES}
        for index in range(self.frame_count):
            for role in ROLES:
                box = self._face(role, index)
                if box is not None and self._visible_share(box) >= 0.5:
                    boxes[role.portrait.name][index] = box
        return SampleTruth(self.width, self.height, self.frame_count, self.rate, boxes)

    def _face(self, role: Role, index: int) -> Box | None:
        """Return a person's face in a frame, None while absent."""
        time = index / self.frame_count
        stretch = next((span for span in role.present if span[0] <= time < span[1]), None)
        if stretch is None:
            return None
        angle = 2 * math.pi * role.pace * time
        height = self.height * role.face_height * (1 + 0.12 * math.sin(angle * 0.7))
        width = height * role.portrait.face.width / role.portrait.face.height
        slide = SLIDE_SECONDS * self.rate / self.frame_count
        inside = min(1.0, (time - stretch[0]) / slide, (stretch[1] - time) / slide)
        away = (1 - math.sin(inside * math.pi / 2)) * role.side * 0.45 * self.width
        x = self.width * (role.home + 0.07 * math.cos(angle)) + away
        y = self.height * (0.48 + 0.10 * math.sin(angle))
        return Box(x - width / 2, y - height / 2, width, height)

    def _paste(self, canvas: Picture, role: Role, face: Box) -> None:
        """Warp the portrait so that its face lies in the box, to a fraction of a pixel."""
        portrait = role.portrait
        picture, mask = self._portraits[portrait.name]
        scale = face.height / portrait.face.height
        matrix = np.array(
            [
                [scale, 0, face.x - scale * (portrait.face.x - portrait.oval.x)],
                [0, scale, face.y - scale * (portrait.face.y - portrait.oval.y)],
            ]
        )
        size = (self.width, self.height)
        warped = cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_AREA)
        weight = cv2.warpAffine(mask, matrix, size, flags=cv2.INTER_LINEAR)[:, :, None]
        canvas[:] = (canvas * (1 - weight) + warped * weight).astype(np.uint8)

    def _visible_share(self, box: Box) -> float:
        width = min(self.width, box.x + box.width) - max(0, box.x)
        height = min(self.height, box.y + box.height) - max(0, box.y)
        return max(0.0, width) * max(0.0, height) / (box.width * box.height)


def package_folder(name: str) -> Path:
    """Return an installed package's folder, without importing it."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"the package {name} isn't installed; install the development packages")
    return Path(next(iter(spec.submodule_search_locations)))


def _texture(height: int, width: int) -> Picture:
    """Return soft coloured clouds with some grain, always the same; the right half mirrors the left."""
    random = np.random.default_rng(7)
    picture = np.zeros((height, width // 2, 3), np.float32)
    for cell, weight in ((90, 60), (30, 25), (8, 10)):
        cells = (-(-height // cell) + 1, -(-width // (2 * cell)) + 1, 3)
        noise = random.uniform(-1, 1, cells).astype(np.float32)
        noise = 0.3 * noise + 0.7 * noise.mean(axis=2, keepdims=True)  # nearly grey
        picture += weight * cv2.resize(noise, (width // 2, height), interpolation=cv2.INTER_CUBIC)
    half = np.clip(picture + np.array([120, 125, 110]), 0, 255).astype(np.uint8)
    return np.concatenate([half, half[:, ::-1]], axis=1)


def make_sample(  # noqa: PLR0913 - all but the path are by name, with defaults
    path: Path, *, seconds: float = 6, width: int = 640, height: int = 360, rate: int = 25, sound: bool = True
) -> SampleTruth:
    """Write a sample clip (mp4, H.264, AAC); return what it shows."""
    scene = Scene(seconds, width, height, rate)
    write_clip(path, (scene.picture(index)[0] for index in range(scene.frame_count)), rate, sound=sound)
    return scene.truth()


def write_clip(path: Path, pictures: Iterable[Picture], rate: int, *, sound: bool = True) -> None:
    """Write pictures of one size as a clip."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as output:
        video = output.add_stream("libx264", rate=rate, options={"preset": "veryfast", "crf": "16"})
        audio: Any = output.add_stream("aac", rate=SOUND_RATE, layout="mono") if sound else None
        count = 0
        for picture in pictures:
            if count == 0:
                video.height, video.width, video.pix_fmt = picture.shape[0], picture.shape[1], "yuv420p"
            frame = VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts, frame.time_base = count, Fraction(1, rate)
            output.mux(video.encode(frame))
            count += 1
        output.mux(video.encode(None))
        if audio is not None:
            for tone in _tone(count / rate):
                output.mux(audio.encode(tone))
            output.mux(audio.encode(None))


def _tone(seconds: float) -> Iterator[AudioFrame]:
    """Yield a soft tone that swells once a second."""
    time = np.arange(int(seconds * SOUND_RATE)) / SOUND_RATE
    wave = 0.15 * np.sin(2 * np.pi * TONE * time) * (0.6 + 0.4 * np.sin(2 * np.pi * time))
    for start in range(0, len(wave), 1024):
        block = wave[None, start : start + 1024].astype(np.float32)
        frame = AudioFrame.from_ndarray(block, format="fltp", layout="mono")
        frame.sample_rate, frame.pts = SOUND_RATE, start
        frame.time_base = Fraction(1, SOUND_RATE)
        yield frame


def main() -> None:
    """Make the clip that the command line asks for."""
    parser = argparse.ArgumentParser(description="Make a clip of two moving people with a tone as sound.")
    parser.add_argument("-o", "--output", type=Path, default=Path("out/sample.mp4"))
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--height", type=int, default=360)
    arguments = parser.parse_args()
    truth = make_sample(
        arguments.output, seconds=arguments.seconds, width=arguments.width, height=arguments.height
    )
    people = ", ".join(f"{name} in {len(boxes)}" for name, boxes in truth.boxes.items())
    print(f"{arguments.output}: {truth.frame_count} frames, {people}")


if __name__ == "__main__":
    main()
