"""The faces on which the strength of the kinds is measured: composites, and real clips marked by eye."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import av
import numpy as np

from benchmarks.redaction.catalogue import plain_scenes
from benchmarks.redaction.truth import Cover, Half, Yaw, load_truth
from video_indexer_emulator.media.detect import Detection, detect
from video_indexer_emulator.media.geometry import overlap
from video_indexer_emulator.model import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from benchmarks.redaction.truth import MarkedClip, MarkedFace

EVERY = 5  # frames of composites; of real clips, those that were looked at
SMALLEST = 24  # pixels of height: smaller faces tell the embedding too little in the clear, too
FOUND = 0.6  # the detector's score; OpenCV's own setting for it
SAME_PLACE = 0.3  # overlap (IoU) from which two boxes are one face's
PLAIN = (Yaw.FRONT, Yaw.HALF)
UNCOVERED = (Cover.NONE, Cover.GLASSES)


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture with faces that the detector knows in the clear."""

    pixels: NDArray[np.uint8]  # BGR (H, W, 3)
    faces: list[tuple[Detection, str]]  # with whose it is


def composites(detector: Any) -> Iterator[Picture]:
    """Yield pictures of people who are pasted into moving photos."""
    for scene in plain_scenes():
        for index, (picture, seen) in enumerate(scene.frames()):
            if index % EVERY == 0:
                whole = [
                    (Box(*face.box), face.person)
                    for face in seen
                    if face.visible > 0.9 and face.box[3] >= SMALLEST
                ]
                yield Picture(picture, _known(detector, picture, whole))


def filmed(detector: Any, folders: Sequence[Path]) -> Iterator[Picture]:
    """Yield the frames that were looked at of the real clips in `test` that lie in these folders."""
    for clip in load_truth():
        path = clip.find(folders) if clip.half is Half.TEST else None
        if path is not None:
            yield from _filmed(detector, clip, path)


def _filmed(detector: Any, clip: MarkedClip, path: Path) -> Iterator[Picture]:
    wanted = set(clip.looked_at)
    with av.open(str(path)) as container:
        for index, frame in enumerate(container.decode(container.streams.video[0])):
            if index in wanted:
                picture = np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
                people = [
                    (Box(*face.box), f"{clip.scene} {face.person}")
                    for face in clip.frames[index]
                    if _is_plain(face)
                ]
                yield Picture(picture, _known(detector, picture, people))


def _is_plain(face: MarkedFace) -> bool:
    return (
        face.height >= SMALLEST
        and face.yaw in PLAIN
        and face.cover in UNCOVERED
        and not (face.cut or face.depicted)
    )


def _known(
    detector: Any, picture: NDArray[np.uint8], people: Iterable[tuple[Box, str]]
) -> list[tuple[Detection, str]]:
    """Return the true faces that the detector finds, each once."""
    found = detect(detector, picture, FOUND)
    best = (
        (max(found, key=lambda face: overlap(face.box, box), default=None), box, who) for box, who in people
    )
    return [(face, who) for face, box, who in best if face and overlap(face.box, box) > SAME_PLACE]
