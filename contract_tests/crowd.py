"""A clip with more people than two: the same portraits side by side, mirrored, and one who is hardly seen.

Two faces in one frame are two people, whatever they look like.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from contract_tests.video import Picture
from scripts.sample_clip import Scene, write_clip

SECONDS, WIDTH, HEIGHT, RATE = 6.0, 320, 180, 15
FIRST, LAST = 30, 48
"""Frames of the sample's scene in which both of its people are there."""

GLIMPSE = range(8, 10)
"""Frames of the clip in which one more is there: too short to be listed by an index."""


def make_crowd(path: Path) -> None:
    """Write the clip: four people all the time, and in two frames one or two more."""
    write_clip(path, _pictures(), RATE, sound=False)


def _pictures() -> Iterator[Picture]:
    scene, clouds = Scene(SECONDS, WIDTH, HEIGHT, RATE), _clouds()
    for number, index in enumerate(range(FIRST, LAST)):
        picture = scene.picture(index)[0]
        mirrored = picture[:, ::-1]
        third = picture if number in GLIMPSE else clouds
        yield np.ascontiguousarray(np.hstack([picture, mirrored, third]))


def _clouds() -> Picture:
    """A picture of nobody, with enough in it for a change to be noticed."""
    cells = np.random.default_rng(7).integers(60, 190, (HEIGHT // 12, WIDTH // 12, 3))
    return np.asarray(cv2.resize(cells.astype(np.uint8), (WIDTH, HEIGHT)), np.uint8)
