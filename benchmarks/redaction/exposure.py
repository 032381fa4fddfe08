"""Which of the faces marked by eye stay visible, and how much is hidden without need, in one clip."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.redaction.contenders import Hidden, paint

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from benchmarks.redaction.truth import MarkedClip, MarkedFace
    from benchmarks.redaction.truth.marks import Box

    Mask = NDArray[np.bool_]

SMALLEST = 8  # pixels of height: smaller faces don't count
EXPOSED = 0.5  # share of a face's box: a face of which less is hidden is exposed
COVERED = 0.95  # share of a face's box
AROUND = 1.3  # what is hidden within a marked box, grown so, isn't needless


@dataclass(frozen=True)
class FaceShare:
    """One marked face in one frame, and the share of its box that is hidden."""

    frame: int
    face: MarkedFace
    share: float

    @property
    def exposed(self) -> bool:
        """Whether less than half of it is hidden."""
        return self.share < EXPOSED


@dataclass(frozen=True)
class Exposure:
    """What one redactor did to one clip."""

    fps: float
    shares: tuple[FaceShare, ...]  # of the faces that count
    needless: dict[int, float] = field(default_factory=dict)  # by frame: share of the picture

    @property
    def faces(self) -> int:
        """Marked faces, counted in each frame."""
        return len(self.shares)

    @property
    def exposed(self) -> int:
        """How many of them are exposed."""
        return sum(each.exposed for each in self.shares)

    @property
    def covered(self) -> int:
        """How many of them are hidden to 95 % and more."""
        return sum(each.share >= COVERED for each in self.shares)

    def frames(self, least: float) -> tuple[int, int]:
        """Frames in which at least this share of every face is hidden, and frames with a face."""
        worst: dict[int, float] = {}
        for each in self.shares:
            worst[each.frame] = min(each.share, worst.get(each.frame, 1.0))
        return sum(share >= least for share in worst.values()), len(worst)

    @property
    def people(self) -> tuple[int, int]:
        """People who are exposed in any frame, and people."""
        seen = {each.face.person for each in self.shares}
        return len({each.face.person for each in self.shares if each.exposed}), len(seen)

    @property
    def longest(self) -> float:
        """Seconds for which one person is exposed without a break."""
        frames: dict[int, list[int]] = defaultdict(list)
        for each in self.shares:
            if each.exposed:
                frames[each.face.person].append(each.frame)
        return max((_longest_run(sorted(run)) for run in frames.values()), default=0) / self.fps

    @property
    def needless_share(self) -> float:
        """Mean share of the picture that is hidden without need."""
        return float(np.mean(list(self.needless.values()))) if self.needless else 0.0


def _longest_run(frames: Sequence[int]) -> int:
    best = run = 0
    before: int | None = None
    for frame in frames:
        run = run + 1 if before is not None and frame == before + 1 else 1
        best, before = max(best, run), frame
    return best


def measure(clip: MarkedClip, hidden: Sequence[Sequence[Hidden]]) -> Exposure:
    """Compare what was hidden with the faces that were marked.

    Args:
        clip: With its marks; only marked frames are judged.
        hidden: Regions by frame; a frame that is missing counts as one in which nothing was hidden.
    """
    shares: list[FaceShare] = []
    needless: dict[int, float] = {}
    for frame, faces in clip.frames.items():
        mask = paint(list(hidden[frame]) if frame < len(hidden) else [], clip.width, clip.height)
        shares += [
            FaceShare(frame, face, _hidden_share(mask, face.box))
            for face in faces
            if face.sure and face.height >= SMALLEST
        ]
        areas = (area.box for area in clip.ignored[frame])
        needless[frame] = needless_share(mask, [*(face.box for face in faces), *areas])
    return Exposure(clip.fps, tuple(shares), needless)


def _hidden_share(mask: Mask, box: Box) -> float:
    part = mask[_pixels(box, 1.0)]
    return float(part.mean()) if part.size else 1.0


def needless_share(mask: Mask, boxes: Iterable[Box]) -> float:
    """Return the share of the picture that is hidden beyond boxes (x, y, width, height) grown by AROUND."""
    rest = mask.copy()
    for box in boxes:
        rest[_pixels(box, AROUND)] = False
    return float(rest.mean())


def _pixels(box: Box, growth: float) -> tuple[slice, slice]:
    """Return the rows and columns of a box that is grown around its centre."""
    x, y, width, height = box
    more_x, more_y = (growth - 1) * width / 2, (growth - 1) * height / 2
    rows = slice(max(0, round(y - more_y)), max(0, round(y + height + more_y)))
    return rows, slice(max(0, round(x - more_x)), max(0, round(x + width + more_x)))
