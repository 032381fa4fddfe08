"""How strongly each kind hides: faces that are known in the clear, hidden and looked at again.

    python -m benchmarks.redaction.strength [--clips FOLDER]

Is a face found again, how much is it like itself to a network that is told its landmarks, is its person known
again from the mean of 16 hidden frames, and how much detail is left? On composites, and on the real clips of
`truth` that no setting may be chosen on. Writes results/strength.json and strength.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from av.video.frame import VideoFrame
from tqdm import tqdm

from benchmarks.client_report import machine
from benchmarks.redaction.people import CLIPS
from benchmarks.redaction.speed_report import RESULTS
from benchmarks.redaction.strength_report import page
from benchmarks.redaction.strength_sources import FOUND, SAME_PLACE, Picture, composites, filmed
from video_indexer_emulator.media.blur import hidden_region, hide
from video_indexer_emulator.media.detect import detect
from video_indexer_emulator.media.fetch import fetch_models
from video_indexer_emulator.media.geometry import overlap
from video_indexer_emulator.media.identify import aligned, embedding_of
from video_indexer_emulator.media.models import FaceModels
from video_indexer_emulator.media.pictures import planes_of
from video_indexer_emulator.model import BlurringKind, Box
from video_indexer_emulator.settings import MODEL_CACHE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Vector = NDArray[np.float32]

SAME = 0.363  # cosine from which OpenCV's own sample calls two pictures the same person
TOGETHER = 16  # hidden frames of one person whose mean is looked at
KINDS = (BlurringKind.LOW_BLUR, BlurringKind.MEDIUM_BLUR, BlurringKind.HIGH_BLUR, BlurringKind.BLACK)


@dataclass
class Left:
    """What one kind left of all faces."""

    found: list[bool] = field(default_factory=list)
    vectors: list[Vector] = field(default_factory=list)  # embeddings of the hidden faces
    detail: list[float] = field(default_factory=list)  # variance of the Laplacian in the region's luma
    faces: dict[str, list[Pixels]] = field(default_factory=lambda: defaultdict(list))  # aligned, by person


class Measure:
    """Hides the faces of pictures in each kind, and keeps what is left."""

    def __init__(self, models: FaceModels) -> None:
        self._models = models
        self._people: list[str] = []
        self._clear: list[Vector] = []
        self._left = {kind: Left() for kind in KINDS}

    def take(self, picture: Picture) -> None:
        """Measure the faces of one picture."""
        for face, person in picture.faces:
            self._people.append(person)
            self._clear.append(self._vector(aligned(picture.pixels, face.landmarks)))
        for kind in KINDS if picture.faces else ():
            hidden = redacted(picture.pixels, [face.box for face, _ in picture.faces], kind)
            again = detect(self._models.detector, hidden, FOUND)
            for face, person in picture.faces:
                left, small = self._left[kind], aligned(hidden, face.landmarks)
                left.found.append(any(overlap(face.box, other.box) > SAME_PLACE for other in again))
                left.vectors.append(self._vector(small))
                left.faces[person].append(small)
                left.detail.append(_detail(hidden, face.box))

    def figures(self) -> dict[str, Any]:
        """Return all figures, by kind, and how often different people are over SAME."""
        people, clear = np.array(self._people), np.array(self._clear)
        gallery = {person: _unit(clear[people == person].mean(axis=0)) for person in sorted(set(people))}
        likeness = clear @ clear.T
        others = likeness[people[:, None] != people[None, :]]
        return {
            "people": len(gallery),
            "faces": len(people),
            "different people over": int((others >= SAME).sum()) // 2,
            "different people": others.size // 2,
            "kinds": {kind.value: self._of(kind, clear, gallery) for kind in KINDS},
        }

    def _of(
        self, kind: BlurringKind, clear: NDArray[np.float32], gallery: dict[str, Vector]
    ) -> dict[str, Any]:
        left = self._left[kind]
        likeness = (np.array(left.vectors) * clear).sum(axis=1)
        weaker = self._left[KINDS[KINDS.index(kind) - 1]].detail if kind is not KINDS[0] else None
        means = [
            (person, self._vector(np.asarray(np.mean(some, axis=0), np.float32)))
            for person, faces in left.faces.items()
            for some in (faces[start : start + TOGETHER] for start in range(0, len(faces), TOGETHER))
            if len(some) > TOGETHER // 2
        ]
        known = [_nearest(vector, gallery) == person for person, vector in means]
        return {
            "found again": round(float(np.mean(left.found)), 4),
            "like itself": int((likeness >= SAME).sum()),
            "likeness, mean": round(float(likeness.mean()), 3),
            "likeness, highest": round(float(likeness.max()), 3),
            "tracks": len(known),
            "known from 16 frames": sum(known),
            "detail, mean": round(float(np.mean(left.detail)), 2),
            "less detail than the kind before": weaker and _share_below(left.detail, weaker),
        }

    def _vector(self, face: NDArray[Any]) -> Vector:
        return embedding_of(self._models.embedder, face).direction


def _share_below(mine: list[float], theirs: list[float]) -> float:
    return round(float(np.mean(np.array(mine) < np.array(theirs))), 4)


def _unit(vector: NDArray[np.float32]) -> Vector:
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def _nearest(vector: Vector, gallery: dict[str, Vector]) -> str:
    return max(gallery, key=lambda person: float(gallery[person] @ vector))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 1 where a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.redaction.strength")
    parser.add_argument("--clips", action="append", type=Path, default=[], help="further folder of clips")
    options = parser.parse_args(arguments)
    fetch_models(MODEL_CACHE, print)
    models = FaceModels.load(None, MODEL_CACHE)
    sources: dict[str, Iterable[Picture]] = {
        "composites": composites(models.detector),
        "real clips": filmed(models.detector, [CLIPS, *options.clips]),
    }
    report: dict[str, Any] = {"machine": machine(None), "sources": {}}
    for name, pictures in sources.items():
        measure = Measure(models)
        for picture in tqdm(pictures, name):
            measure.take(picture)
        report["sources"][name] = measure.figures()
    (RESULTS / "strength.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    text, kept = page(report)
    (RESULTS / "strength.md").write_text(text, "utf-8")
    print(text)
    return 0 if kept else 1


def redacted(picture: Pixels, boxes: list[Box], kind: BlurringKind) -> Pixels:
    """Return a BGR picture (H, W, 3) with these boxes hidden as the service hides them."""
    frame = VideoFrame.from_ndarray(picture, format="bgr24").reformat(format="yuv420p")
    for box in boxes:
        hide(planes_of(frame), box, kind, 0)
    return np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)


def _detail(picture: Pixels, box: Box) -> float:
    region = hidden_region(box, picture.shape[1], picture.shape[0])
    if region is None:
        return 0.0
    part = cv2.cvtColor(picture[region.top : region.bottom, region.left : region.right], cv2.COLOR_BGR2GRAY)
    return float(cv2.Laplacian(part[1:-1, 1:-1], cv2.CV_64F).var())


if __name__ == "__main__":
    sys.exit(main())
