"""The worst frames of real clips, as pictures; they stay in out/, for they show people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import cv2

from benchmarks.redaction.truth.draw import pictures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.redaction.contenders import Hidden
    from benchmarks.redaction.exposure_report import Row

FOLDER = Path(__file__).parents[2] / "out" / "redaction" / "worst"
COUNT = 20  # of a clip
TRUE, DRAWN = (80, 220, 80), (60, 60, 240)  # BGR: marked faces green, hidden regions red


def write_worst(row: Row, path: Path, hidden: Sequence[Sequence[Hidden]]) -> None:
    """Write the frames of one clip whose faces are least hidden, and those with most hidden needlessly."""
    exposed = sorted((each for each in row.ours.shares if each.exposed), key=lambda each: each.share)
    needless = sorted(row.ours.needless.items(), key=lambda entry: -entry[1])
    chosen = {each.frame: "exposed" for each in exposed[:COUNT]}
    for index, share in needless[: COUNT // 4]:
        if share > 0:
            chosen.setdefault(index, "needless")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for stale in FOLDER.glob(f"{row.clip.name}-*.png"):
        stale.unlink()
    for index, picture in enumerate(pictures(path)):
        if index not in chosen:
            continue
        for region in hidden[index] if index < len(hidden) else []:
            corners = (region.left, region.top), (region.right, region.bottom)
            cv2.rectangle(picture, *corners, DRAWN, 2)
        for face in row.clip.frames[index]:
            x, y, width, height = (round(value) for value in face.box)
            cv2.rectangle(picture, (x, y), (x + width, y + height), TRUE, 1)
        cv2.imwrite(str(FOLDER / f"{row.clip.name}-{chosen[index]}-{index:05}.png"), picture)
