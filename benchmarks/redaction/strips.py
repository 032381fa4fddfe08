"""The worst frames of a run, as pictures to look at; they stay in out/, for they show people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import av
import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from benchmarks.redaction.contenders import Hidden
    from benchmarks.redaction.scenes import Seen

FOLDER = Path(__file__).parents[2] / "out" / "redaction"
COUNT = 10
WIDTH = 640  # of one picture
COLUMNS = 2
TRUE, DRAWN = (80, 220, 80), (60, 60, 240)  # BGR: true faces green, hidden regions red


class Worst(NamedTuple):
    """A frame that scores badly."""

    badness: float
    title: str
    picture: NDArray[np.uint8]


class Strips:
    """Keeps the worst frames by each measure over all clips."""

    def __init__(self) -> None:
        self._worst: dict[str, list[Worst]] = {}

    def take(
        self,
        clip: Path,
        name: str,
        badness: Mapping[str, Mapping[int, float]],
        truth: Sequence[Sequence[Seen]],
        hidden: Sequence[Sequence[Hidden]],
    ) -> None:
        """Consider the frames of one clip.

        Args:
            clip: Read again for its pictures.
            name: For the titles.
            badness: By measure and frame; 0 is good.
            truth: By frame.
            hidden: By frame.
        """
        chosen = {
            measure: sorted(frames.items(), key=lambda entry: -entry[1])[:COUNT]
            for measure, frames in badness.items()
        }
        wanted = {frame for frames in chosen.values() for frame, bad in frames if bad > 0}
        drawn = {
            index: _drawn(picture, truth[index], hidden[index]) for index, picture in _frames(clip, wanted)
        }
        for measure, frames in chosen.items():
            new = [
                Worst(bad, f"{name}, frame {frame}: {bad:.3f}", drawn[frame])
                for frame, bad in frames
                if frame in drawn
            ]
            kept = [*self._worst.get(measure, []), *new]
            self._worst[measure] = sorted(kept, key=lambda each: -each.badness)[:COUNT]

    def write(self) -> list[Path]:
        """Write a sheet for each measure."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        paths = []
        for measure, worst in self._worst.items():
            if worst:
                paths.append(FOLDER / f"worst_{measure.replace(' ', '_')}.png")
                cv2.imwrite(str(paths[-1]), _sheet(worst))
        return paths


def _frames(clip: Path, wanted: set[int]) -> list[tuple[int, NDArray[np.uint8]]]:
    found: list[tuple[int, NDArray[np.uint8]]] = []
    if wanted:
        with av.open(str(clip)) as container:
            for index, frame in enumerate(container.decode(video=0)):
                if index in wanted:
                    found.append((index, np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)))
    return found


def _drawn(picture: NDArray[np.uint8], faces: Sequence[Seen], regions: Sequence[Hidden]) -> NDArray[np.uint8]:
    for region in regions:
        cv2.rectangle(picture, (region.left, region.top), (region.right, region.bottom), DRAWN, 2)
    for face in faces:
        x, y, width, height = (round(value) for value in face.box)
        cv2.rectangle(picture, (x, y), (x + width, y + height), TRUE, 2)
    height = round(picture.shape[0] * WIDTH / picture.shape[1])
    return np.asarray(cv2.resize(picture, (WIDTH, height), interpolation=cv2.INTER_AREA), np.uint8)


def _sheet(worst: Sequence[Worst]) -> NDArray[np.uint8]:
    tallest = max(each.picture.shape[0] for each in worst) + 22
    tiles = []
    for each in worst:
        tile = np.full((tallest, WIDTH, 3), 255, np.uint8)
        tile[22 : 22 + each.picture.shape[0]] = each.picture
        cv2.putText(tile, each.title, (4, 16), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1, cv2.LINE_AA)
        tiles.append(tile)
    while len(tiles) % COLUMNS:
        tiles.append(np.full((tallest, WIDTH, 3), 255, np.uint8))
    rows = [np.hstack(tiles[start : start + COLUMNS]) for start in range(0, len(tiles), COLUMNS)]
    return np.asarray(np.vstack(rows), np.uint8)
