"""Composites of what a detector finds hard: positions, edges, coverings, few pixels, few or poor pictures.

A profile can't be made from a portrait: squeezing a photo of a front leaves both eyes and no nose. Profiles
are measured on real clips alone.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from benchmarks.redaction.paths import HEIGHT, WIDTH, during, panning, swaying, walking
from benchmarks.redaction.scenes import RATE, Actor, Pose, Scene
from benchmarks.redaction.wearing import Worn

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from benchmarks.redaction.paths import Path

SECONDS = 4.0
FLASHES = ((0.4, 1), (0.9, 2), (1.4, 3), (1.9, 1), (2.4, 2), (2.9, 3), (3.4, 1))  # start in seconds, frames
BRIEF = 1 / 3  # seconds for which somebody is seen
SLIDE = 2.0  # seconds


def harder_scenes(names: list[str]) -> list[Scene]:
    """Return all; people repeat where there are too few."""
    cast = [names[number % len(names)] for number in range(12)]
    return [
        _upside_down(cast), _edges(cast), _covered(cast), _tiny(cast), _few_bits(cast), _slides(cast),
        _lapse(cast), _flashes(cast),
    ]  # fmt: skip


def _still(pose: Pose) -> Path:
    return lambda _: pose


def _briefly(number: int) -> list[tuple[float, float]]:
    """Return three stretches of a third of a second, at other times for each person."""
    begins = (0.2 + 1.3 * turn + 0.17 * number for turn in range(3))
    return [(begin, begin + BRIEF) for begin in begins]


def _upside_down(cast: list[str]) -> Scene:
    def turned(x: float, y: float, height: float, roll: float) -> Path:
        return lambda time: Pose(x, y, height, roll=roll + 30 * math.sin(0.9 * time + x))

    places = [
        (180, 200, 28, 180), (480, 220, 70, 180), (850, 240, 130, 180), (1150, 210, 44, 90),
        (330, 540, 90, 270), (720, 560, 36, 180), (1080, 540, 60, 135),
    ]  # fmt: skip
    actors = [
        Actor(cast[number], during(turned(*place), *_briefly(number))) for number, place in enumerate(places)
    ]
    return Scene("lying and upside down", SECONDS, tuple(actors), panning("motorcycle_left.png"))


def _edges(cast: list[str]) -> Scene:
    """Faces that an edge cuts, seen briefly; half of each and more is in the picture."""

    def over(height: float, edge: str, along: float, phase: float) -> Path:
        def pose(time: float) -> Pose:
            inside = height * (0.28 + 0.2 * math.sin(1.6 * time + phase))
            x, y = {
                "left": (inside, along), "right": (WIDTH - inside, along),
                "top": (along, 1.2 * inside), "bottom": (along, HEIGHT - 1.2 * inside),
            }[edge]  # fmt: skip
            return Pose(x, y, height, roll=6 * math.sin(time))

        return pose

    places = [
        (160, "left", 200, 0), (90, "left", 540, 2), (220, "right", 250, 1), (64, "right", 600, 3),
        (130, "top", 480, 1.5), (60, "top", 800, 4), (180, "bottom", 400, 2.5), (80, "bottom", 900, 5),
    ]  # fmt: skip
    actors = [
        Actor(cast[number], during(over(*place), *_briefly(number))) for number, place in enumerate(places)
    ]
    return Scene("cut by the edge", SECONDS, tuple(actors), panning("coffee.png", 25))


def _covered(cast: list[str]) -> Scene:
    both = (Worn.MASK, Worn.GLASSES)
    worn = ((Worn.MASK,), (Worn.GLASSES,), both, (Worn.MASK,), both, (Worn.GLASSES,), both, (Worn.MASK,))
    sizes = (48, 60, 150, 110, 40, 90, 80, 32)
    actors = [
        Actor(
            cast[number], swaying(170 + 300 * (number % 4), 200 + 330 * (number // 4), sizes[number]),
            worn=worn[number],
        )
        for number in range(8)
    ]  # fmt: skip
    return Scene("masks and dark glasses", SECONDS, tuple(actors), panning("rocket.jpg"))


def _tiny(cast: list[str]) -> Scene:
    actors = [
        Actor(cast[number], swaying(110 + 150 * (number % 8), 180 + 330 * (number // 8), 8.5 + number, 0.8))
        for number in range(8)
    ]
    return Scene("8 to 16 px", SECONDS, tuple(actors), panning("coffee.png", 20))


def _few_bits(cast: list[str]) -> Scene:
    actors = [
        Actor(cast[number], swaying(140 + 200 * number, 240 + 180 * (number % 2), size))
        for number, size in enumerate((24, 32, 40, 56, 72, 100))
    ]
    return Scene("200 kbit/s", SECONDS, tuple(actors), panning("motorcycle_left.png"), bits=200_000)


def _slides(cast: list[str]) -> Scene:
    """A picture every two seconds, each with other people at other places."""
    count = 10
    actors = []
    for slide in range(count):
        stretch = (slide * SLIDE, (slide + 1) * SLIDE)
        for number in range(3):
            size = (28, 44, 64, 90, 140)[(slide + 2 * number) % 5]
            place = swaying(230 + 400 * number, 220 + 60 * (slide % 4), size, 0.3 * slide)
            actors.append(Actor(cast[(3 * slide + number) % len(cast)], during(place, stretch)))
    return Scene("slides, one in 2 s", count * SLIDE, tuple(actors), _in_turn(SLIDE), rate=Fraction(1, 2))


def _lapse(cast: list[str]) -> Scene:
    places = ((-60, 230, 20, 170), (1340, 420, 40, -150), (-500, 560, 16, 140), (1700, 180, 28, -120))
    actors = [Actor(cast[number], walking(*place)) for number, place in enumerate(places)]
    return Scene("one picture a second", 16.0, tuple(actors), panning("coffee.png", 60), rate=Fraction(1))


def _flashes(cast: list[str]) -> Scene:
    """Shots of one to three frames with small and tilted people between long ones without."""
    actors = []
    for number, (start, frames) in enumerate(FLASHES):
        stretch = (start, start + frames / RATE)
        for side in range(2):
            size, roll = ((18, 0), (28, 60), (44, 150), (90, 180), (24, 90))[(number + 2 * side) % 5]
            pose = Pose(380 + 500 * side, 300 + 30 * (number % 3), size, roll=roll)
            actors.append(Actor(cast[(2 * number + side) % len(cast)], during(_still(pose), stretch)))
    long, short = panning("rocket.jpg"), panning("coffee.png")

    def background(time: float) -> NDArray[np.uint8]:
        shown = any(start <= time < start + frames / RATE for start, frames in FLASHES)
        return (short if shown else long)(time)

    return Scene("flashes of 1 to 3 frames", SECONDS, tuple(actors), background)


def _in_turn(seconds: float) -> Callable[[float], NDArray[np.uint8]]:
    views = [panning(name) for name in ("coffee.png", "rocket.jpg", "motorcycle_left.png")]
    return lambda time: views[int(time / seconds) % len(views)](time)
