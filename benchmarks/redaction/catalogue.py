"""The composites that are measured: each has one difficulty, and the last ones have several."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from benchmarks.redaction.people import cast
from benchmarks.redaction.scenes import Actor, Pose, Scene
from scripts.sample_clip import package_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Path = Callable[[float], Pose | None]

WIDTH, HEIGHT = 1280, 720
SECONDS = 5.0


def scenes() -> list[Scene]:
    """Return all; with two people only where there are no more."""
    names = list(cast())
    return [
        _sizes(names), _rolling(names), _turning(names), _dark(names), _fast(names), _crossing(names),
        _returning(names), _cuts(names), _posts(names), _crowd(names), _close(names),
    ]  # fmt: skip


def _pick(names: list[str], number: int) -> str:
    """Name a person; nobody plays twice where there are enough, and the tests say so where not."""
    return names[number % len(names)]


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


def _sizes(names: list[str]) -> Scene:
    actors = [
        Actor(_pick(names, number), swaying(110 + 190 * number, 130 + 25 * number, size, 0.8 + 0.1 * number))
        for number, size in enumerate((16, 18, 20, 24, 30, 40))
    ] + [
        Actor(_pick(names, 6), walking(150, 520, 20, 60, 0.35)),
        Actor(_pick(names, 7), walking(1000, 520, 120, -40, -0.3)),
    ]
    return Scene("sizes from 16 px", SECONDS, tuple(actors), panning("coffee.png", 25))


def _rolling(names: list[str]) -> Scene:
    def roll(x: float, y: float, height: float, phase: float) -> Path:
        return lambda time: Pose(x, y, height, roll=60 * math.sin(0.9 * time + phase))

    places = [
        (180, 200, 48),
        (480, 220, 80),
        (850, 240, 130),
        (1150, 210, 40),
        (330, 540, 64),
        (720, 560, 30),
    ]
    actors = [Actor(_pick(names, n), roll(*place, n)) for n, place in enumerate(places)]
    return Scene("roll to 60 degrees", SECONDS, tuple(actors), panning("motorcycle_left.png"))


def _turning(names: list[str]) -> Scene:
    def turn(x: float, y: float, height: float, phase: float) -> Path:
        return lambda time: Pose(x, y, height, turn=math.sin(1.1 * time + phase), roll=5 * math.sin(time))

    places = [
        (180, 200, 40),
        (450, 220, 64),
        (760, 240, 110),
        (1080, 260, 160),
        (300, 560, 30),
        (640, 560, 50),
    ]
    actors = [Actor(_pick(names, n + 3), turn(*place, n)) for n, place in enumerate(places)]
    return Scene("turning aside", SECONDS, tuple(actors), panning("coffee.png"))


def _dark(names: list[str]) -> Scene:
    actors = [
        Actor(_pick(names, n), swaying(140 + 200 * n, 260 + 60 * (n % 2), size))
        for n, size in enumerate((24, 32, 48, 64, 96, 140))
    ]
    return Scene(
        "darkness", SECONDS, tuple(actors), panning("rocket.jpg"), noise=3.0,
        light=lambda time: 0.32 + 0.18 * math.cos(1.2 * time),
    )  # fmt: skip


def _fast(names: list[str]) -> Scene:
    speeds = ((-100, 250, 60, 420), (1380, 420, 80, -460), (-400, 560, 40, 380), (1600, 160, 36, -350))
    actors = [Actor(_pick(names, n + 2), walking(*place)) for n, place in enumerate(speeds)]
    return Scene(
        "fast, blurred, shaking", SECONDS, tuple(actors), panning("motorcycle_left.png", 200), blur=9,
        shake=lambda time: (6 * math.sin(23 * time), 5 * math.sin(31 * time)),
    )  # fmt: skip


def _crossing(names: list[str]) -> Scene:
    paths = ((150, 240, 70, 200), (1130, 245, 70, -200), (60, 520, 110, 230), (1220, 515, 105, -230))
    actors = [Actor(_pick(names, n), walking(*place)) for n, place in enumerate(paths)]
    return Scene("crossings", SECONDS, tuple(actors), panning("coffee.png"))


def _returning(names: list[str]) -> Scene:
    actors = []
    for n, (x, size) in enumerate(((250, 90), (640, 70), (1000, 110))):
        first, second = swaying(x, 300, size), swaying(1250 - x, 380, size * 0.8)
        actors.append(Actor(_pick(names, n + 2), during(first, (0.2 * n, 1.8 + 0.1 * n))))
        actors.append(Actor(_pick(names, n + 2), during(second, (3.0 + 0.2 * n, 9)), photo=1))
    return Scene("leaving and coming back", SECONDS, tuple(actors), panning("brick.png"))


def _cuts(names: list[str]) -> Scene:
    actors = []
    for shot, (start, end) in enumerate(((0, 1.2), (1.2, 2.4), (2.4, 3.2), (3.2, 5))):
        for n in range(3):
            place = swaying(220 + 380 * n + 60 * shot, 250 + 40 * shot, (150, 60, 36, 90)[(shot + n) % 4])
            actors.append(Actor(_pick(names, (n + 2 * (shot % 2)) % 5 + 2), during(place, (start, end))))
    views = [panning(name) for name in ("coffee.png", "motorcycle_left.png", "rocket.jpg", "coffee.png")]

    def background(time: float) -> NDArray[np.uint8]:
        return views[sum(time >= cut for cut in (1.2, 2.4, 3.2))](time)

    return Scene("cuts", SECONDS, tuple(actors), background)


def _posts(names: list[str]) -> Scene:
    actors = [
        Actor(
            _pick(names, n),
            walking(80 + 210 * n, 260 + 50 * (n % 3), (44, 60, 84, 110, 72)[n], 30 * (-1) ** n),
        )
        for n in range(5)
    ]
    bars = ((0, 170, 40), (400, -130, 60), (900, 220, 24))
    return Scene("posts in front", SECONDS, tuple(actors), panning("motorcycle_left.png"), bars=bars)


def _crowd(names: list[str]) -> Scene:
    actors = []
    for n in range(12):
        row, column = divmod(n, 6)
        size = (24, 60, 36, 28, 48, 32, 44, 26, 40, 30, 52, 34)[n]
        place = swaying(120 + 205 * column + 60 * row, 220 + 260 * row, size, 0.7 + 0.13 * n)
        actors.append(Actor(_pick(names, n), place))
    return Scene("twelve people", SECONDS, tuple(actors), panning("rocket.jpg", 60))


def _close(names: list[str]) -> Scene:
    actors = (
        Actor(_pick(names, 0), walking(300, 360, 150, 40, 0.15)),
        Actor(_pick(names, 1), swaying(900, 380, 240)),
    )
    return Scene("close to 300 px", SECONDS, actors, panning("motorcycle_left.png", 80))
