"""How strongly each kind hides: every face of the composites, hidden and looked at again.

    python -m benchmarks.redaction.strength

Of each face that the detector and the embedding know in the original: is it found again, how much is it like
itself to a network that is told its landmarks, and how much detail is left? Writes results/strength.json and
strength.md.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from av.video.frame import VideoFrame
from tqdm import tqdm

from benchmarks.client_report import machine
from benchmarks.redaction.catalogue import scenes
from benchmarks.redaction.causes import told
from benchmarks.redaction.speed_report import RESULTS
from video_indexer_emulator.media.blur import hidden_region, hide
from video_indexer_emulator.media.detect import Detection, detect
from video_indexer_emulator.media.fetch import fetch_models
from video_indexer_emulator.media.geometry import overlap
from video_indexer_emulator.media.identify import embed
from video_indexer_emulator.media.models import FaceModels
from video_indexer_emulator.media.pictures import planes_of
from video_indexer_emulator.model import BlurringKind, Box
from video_indexer_emulator.settings import MODEL_CACHE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.redaction.scenes import Scene, Seen

EVERY = 5  # frames
SMALLEST = 24  # pixels of height: smaller faces tell the embedding too little in the clear, too
FOUND = 0.6  # the detector's score; OpenCV's own setting for it
SAME = 0.363  # cosine from which OpenCV's own sample calls two pictures the same person
SAME_PLACE = 0.3  # overlap (IoU) from which two boxes are one face's
KINDS = (BlurringKind.LOW_BLUR, BlurringKind.MEDIUM_BLUR, BlurringKind.HIGH_BLUR, BlurringKind.BLACK)
FOUND_BARS = dict(zip(KINDS, (0.65, 0.05, 0.0, 0.0), strict=True))


@dataclass
class Strength:
    """What was left of all faces by one kind."""

    found: list[bool] = field(default_factory=list)
    likeness: list[float] = field(default_factory=list)  # cosine to the same face in the clear
    detail: list[float] = field(default_factory=list)  # variance of the Laplacian in the region's luma


def main() -> int:
    """Run the command; returns 1 where a bar is missed."""
    fetch_models(MODEL_CACHE, print)
    models = FaceModels.load(None, MODEL_CACHE)
    results: dict[BlurringKind, Strength] = defaultdict(Strength)
    for scene in tqdm(scenes(), "Scenes"):
        _measure(scene, models, results)
    report = {"machine": machine(None), "kinds": {kind.value: _figures(kind, results) for kind in KINDS}}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "strength.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    text, kept = page(report)
    (RESULTS / "strength.md").write_text(text, "utf-8")
    print(text)
    return 0 if kept else 1


def _measure(scene: Scene, models: FaceModels, results: dict[BlurringKind, Strength]) -> None:
    for index, (picture, seen) in enumerate(scene.frames()):
        if index % EVERY:
            continue
        known = list(_known(detect(models.detector, picture, FOUND), seen))
        clear = [embed(models.embedder, picture, face.landmarks).direction for face in known]
        for kind in KINDS if known else ():
            hidden = redacted(picture, [face.box for face in known], kind)
            again = detect(models.detector, hidden, FOUND)
            for face, original in zip(known, clear, strict=True):
                left = results[kind]
                left.found.append(any(overlap(face.box, other.box) > SAME_PLACE for other in again))
                like = embed(models.embedder, hidden, face.landmarks).direction @ original
                left.likeness.append(float(like))
                left.detail.append(_detail(hidden, face.box))


def _known(found: list[Detection], seen: list[Seen]) -> list[Detection]:
    """Choose the detections that are true faces, whole and large enough."""
    whole = [Box(*face.box) for face in seen if face.visible > 0.9 and face.box[3] >= SMALLEST]
    return [face for face in found if any(overlap(face.box, box) > SAME_PLACE for box in whole)]


def redacted(picture: NDArray[np.uint8], boxes: list[Box], kind: BlurringKind) -> NDArray[np.uint8]:
    """Return a BGR picture (H, W, 3) with these boxes hidden as the service hides them."""
    frame = VideoFrame.from_ndarray(picture, format="bgr24").reformat(format="yuv420p")
    for box in boxes:
        hide(planes_of(frame), box, kind, 0)
    return np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)


def _detail(picture: NDArray[np.uint8], box: Box) -> float:
    region = hidden_region(box, picture.shape[1], picture.shape[0])
    if region is None:
        return 0.0
    part = cv2.cvtColor(picture[region.top : region.bottom, region.left : region.right], cv2.COLOR_BGR2GRAY)
    return float(cv2.Laplacian(part[1:-1, 1:-1], cv2.CV_64F).var())


def _figures(kind: BlurringKind, results: dict[BlurringKind, Strength]) -> dict[str, Any]:
    left = results[kind]
    weaker = KINDS[KINDS.index(kind) - 1] if kind is not KINDS[0] else None
    ordered = [
        mine < theirs
        for mine, theirs in zip(left.detail, results[weaker].detail if weaker else (), strict=False)
    ]
    return {
        "faces": len(left.found),
        "found again": round(float(np.mean(left.found)), 4),
        "cosine, mean": round(float(np.mean(left.likeness)), 3),
        "cosine, highest": round(float(np.max(left.likeness)), 3),
        "like itself": sum(value >= SAME for value in left.likeness),
        "detail, mean": round(float(np.mean(left.detail)), 2),
        "less detail than the kind before": round(float(np.mean(ordered)), 4) if ordered else None,
    }


def page(report: dict[str, Any]) -> tuple[str, bool]:
    """Return the table as Markdown, and whether each bar is met."""
    where = report["machine"]
    lines = [
        "# How strongly each kind hides", "",
        f"{where['date']}, {where['cores']} cores, Python {where['python']}. Faces of {SMALLEST} px and more "
        "that the detector finds in the clear, each hidden where it was found. Found again: by the same "
        f"detector, at a score of {FOUND}. Like itself: cosine of {SAME} and more between the embeddings of "
        "the face in the clear and hidden, for an attacker who knows its landmarks. Black leaves nothing of "
        "what it covers; what is like the face even then is hair and surroundings.", "",
        "| kind | faces | found again (bar) | cosine: mean, highest | like itself | detail left | "
        "less than the kind before |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    missed: dict[str, bool] = {}  # by a part of the bar's name
    for kind in KINDS:
        row, bar = report["kinds"][kind.value], FOUND_BARS[kind]
        ordered = row["less detail than the kind before"]
        misses = {
            "found again": row["found again"] > bar,
            "like itself": row["like itself"] > 0,
            "less than the kind before": ordered is not None and ordered < 1,
        }
        missed |= {name: True for name, so in misses.items() if so}
        cells = (
            f"{kind.value}{' **missed**' if any(misses.values()) else ''}",
            row["faces"],
            f"{row['found again']:.1%} ({bar:.0%})",
            f"{row['cosine, mean']}, {row['cosine, highest']}",
            row["like itself"],
            row["detail, mean"],
            "" if ordered is None else f"{ordered:.2%} of faces",
        )
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join([*lines, *told(missed), ""]), not missed


if __name__ == "__main__":
    sys.exit(main())
