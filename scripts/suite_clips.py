"""Make the clips that the contract suite carries, and the truth about them.

    python -m scripts.suite_clips [-o contract_tests/clips]

They are kept in the repository, so that the suite runs where nothing of a development group is installed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from contract_tests.clips import CROWD, FOLDER, GLIMPSE, TINY, TRUTH, TWO_PEOPLE
from contract_tests.video import Picture
from scripts.sample_clip import SampleTruth, Scene, make_sample, write_clip

WIDTH, HEIGHT, RATE = 320, 180, 15
SECONDS = 6.0
FIRST, LAST = 30, 48
"""Frames of the sample's scene in which both of its people are there; the crowd is made of them."""


def make_clips(folder: Path) -> None:
    """Write all of them."""
    truth = make_sample(folder / TWO_PEOPLE.name, seconds=2, width=WIDTH, height=HEIGHT, rate=RATE)
    (folder / TRUTH.name).write_text(_told(truth), "utf-8")
    make_sample(folder / TINY.name, seconds=1, width=160, height=90, rate=12, sound=False)
    write_clip(folder / CROWD.name, _crowd(), RATE, sound=False)


def _told(truth: SampleTruth) -> str:
    boxes = {
        person: {
            frame: [round(side, 2) for side in (box.x, box.y, box.width, box.height)]
            for frame, box in by_frame.items()
        }
        for person, by_frame in truth.boxes.items()
    }
    told = {"width": truth.width, "height": truth.height, "frame_count": truth.frame_count}
    return json.dumps(told | {"rate": truth.rate, "boxes": boxes}, separators=(",", ":")) + "\n"


def _crowd() -> Iterator[Picture]:
    """The same portraits side by side, mirrored, and for a moment once more."""
    scene, clouds = Scene(SECONDS, WIDTH, HEIGHT, RATE), _clouds()
    for number, index in enumerate(range(FIRST, LAST)):
        picture = scene.picture(index)[0]
        third = picture if number in GLIMPSE else clouds
        yield np.ascontiguousarray(np.hstack([picture, picture[:, ::-1], third]))


def _clouds() -> Picture:
    """A picture of nobody, with enough in it for a change to be noticed."""
    cells = np.random.default_rng(7).integers(60, 190, (HEIGHT // 12, WIDTH // 12, 3))
    return np.asarray(cv2.resize(cells.astype(np.uint8), (WIDTH, HEIGHT)), np.uint8)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=FOLDER, help="folder to write to")
    make_clips(parser.parse_args().output)


if __name__ == "__main__":
    main()
