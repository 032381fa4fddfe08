"""Where people go in a composite, and what passes by behind them."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.redaction.scenes import Pose
from scripts.sample_clip import package_folder

Path = Callable[[float], Pose | None]  # of seconds; None while absent

WIDTH, HEIGHT = 1280, 720


@cache
def _photo(file: str) -> NDArray[np.uint8]:
    picture = cv2.imread(str(package_folder("skimage") / "data" / file), cv2.IMREAD_COLOR)
    if picture is None:
        raise FileNotFoundError(f"{file} isn't in scikit-image; install the development packages")
    factor = max(1.3 * WIDTH / picture.shape[1], 1.3 * HEIGHT / picture.shape[0])
    return np.asarray(
        cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC), np.uint8
    )


def panning(file: str, speed: float = 40) -> Callable[[float], NDArray[np.uint8]]:
    """Let a photo of scikit-image pass by, there and back, so many pixels a second."""

    def view(time: float) -> NDArray[np.uint8]:
        whole = _photo(file)
        reach = whole.shape[1] - WIDTH
        left = round(reach / 2 * (1 - math.cos(speed * time / reach)))
        return whole[60 : 60 + HEIGHT, left : left + WIDTH]

    return view


def swaying(x: float, y: float, height: float, speed: float = 1.0) -> Path:
    """Stay near a place, as people do who talk."""

    def pose(time: float) -> Pose:
        angle = speed * time
        return Pose(
            x + 0.5 * height * math.sin(angle), y + 0.2 * height * math.sin(1.7 * angle), height,
            roll=8 * math.sin(1.3 * angle),
        )  # fmt: skip

    return pose


def walking(x: float, y: float, height: float, speed: float, growth: float = 0.0) -> Path:
    """Go straight through the picture, at `speed` pixels a second; the size grows by `growth` a second."""

    def pose(time: float) -> Pose:
        size = height * (1 + growth) ** time
        return Pose(
            x + speed * time, y + 0.06 * size * math.sin(9 * time), size, roll=4 * math.sin(4.5 * time)
        )

    return pose


def during(path: Path, *stretches: tuple[float, float]) -> Path:
    """Be there only in these stretches of time, in seconds."""
    return lambda time: path(time) if any(start <= time < end for start, end in stretches) else None
