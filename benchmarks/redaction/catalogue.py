"""The composites that are measured: each has one difficulty, and the last ones have several."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from benchmarks.redaction.harder import harder_scenes
from benchmarks.redaction.paths import during, panning, swaying, walking
from benchmarks.redaction.people import cast
from benchmarks.redaction.scenes import Actor, Pose, Scene

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from benchmarks.redaction.paths import Path

SECONDS = 5.0


SATURATED = frozenset({
    "sizes from 16 px", "turning aside", "darkness", "crossings", "cuts", "cut by the edge",
    "one picture a second", "twelve people",
})  # fmt: skip
"""Scenes in which no two settings of ours differ (`telling.py`): every face is covered with each of them, so
they say nothing about what is found. Their faces still serve to measure how strongly a blur hides."""


def scenes() -> list[Scene]:
    """Return those that tell settings apart; with two people only where there are no more."""
    return [scene for scene in all_scenes() if scene.name not in SATURATED]


def all_scenes() -> list[Scene]:
    """Return those too that no longer tell settings apart: after a change they may again."""
    return [*plain_scenes(), *harder_scenes(list(cast()))]


def plain_scenes() -> list[Scene]:
    """Return those with faces that are easy to find."""
    names = list(cast())
    return [
        _sizes(names), _rolling(names), _turning(names), _dark(names), _fast(names), _crossing(names),
        _returning(names), _cuts(names), _posts(names), _crowd(names), _close(names),
    ]  # fmt: skip


def _pick(names: list[str], number: int) -> str:
    """Name a person; nobody plays twice where there are enough, and the tests say so where not."""
    return names[number % len(names)]


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
