"""Scores of what was hidden, against the truth."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.redaction.contenders import Hidden, paint
from benchmarks.redaction.exposure import COVERED, EXPOSED, SMALLEST, needless_share
from benchmarks.redaction.smoothness import Smoothness, smoothness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.redaction.scenes import Seen

LEAST_VISIBLE = 0.5  # faces of which less is to be seen don't count
FLICKER = 5  # frames: shorter gaps in what is hidden of a person are flicker


@dataclass
class Score:
    """Counts of one clip; add them up for several."""

    faces: int = 0
    covered: int = 0
    exposed: int = 0  # of which less than half is hidden
    frames: int = 0  # that show a face that counts
    whole_frames: int = 0  # in which each of them is covered
    area_outside: float = 0.0  # sum over all frames of the share of the picture
    all_frames: int = 0
    flickers: int = 0
    named: Counter[tuple[str, int]] = field(default_factory=Counter)  # (person, face id): frames
    track_people: dict[tuple[str, int], Counter[str]] = field(default_factory=dict)  # by clip and track
    missed: list[tuple[int, str, float]] = field(default_factory=list)  # frame, person, share covered
    outside_by_frame: list[float] = field(default_factory=list)
    motion: Smoothness = field(default_factory=Smoothness)

    @property
    def recall(self) -> float:
        """Share of faces covered."""
        return self.covered / max(1, self.faces)

    @property
    def exposed_share(self) -> float:
        """Share of faces exposed."""
        return self.exposed / max(1, self.faces)

    @property
    def whole(self) -> float:
        """Share of frames with every face covered."""
        return self.whole_frames / max(1, self.frames)

    @property
    def outside(self) -> float:
        """Mean share of the picture that is hidden without need."""
        return self.area_outside / max(1, self.all_frames)

    @property
    def purity(self) -> float:
        """Share of named faces whose id is mostly theirs."""
        best: dict[int, int] = defaultdict(int)
        for (_, face_id), count in self.named.items():
            best[face_id] = max(best[face_id], count)
        return sum(best.values()) / max(1, self.named.total())

    @property
    def completeness(self) -> float:
        """Share of named faces that have their person's main id."""
        best: dict[str, int] = defaultdict(int)
        for (person, _), count in self.named.items():
            best[person] = max(best[person], count)
        return sum(best.values()) / max(1, self.named.total())

    def badness(self) -> dict[str, dict[int, float]]:
        """How bad each frame is by each measure: the share of a face that shows, and hidden without need."""
        shown: dict[int, float] = {}
        for frame, _, share in self.missed:
            shown[frame] = max(shown.get(frame, 0.0), 1 - share)
        return {"shown": shown, "hidden without need": dict(enumerate(self.outside_by_frame))}

    @property
    def mixed_tracks(self) -> int:
        """Tracks that show a second person in more than a tenth of their frames."""
        return sum(
            1
            for people in self.track_people.values()
            if people.total() - max(people.values()) > people.total() / 10
        )


def score(
    truth: Sequence[Sequence[Seen]], hidden: Sequence[Sequence[Hidden]], size: tuple[int, int], clip: str = ""
) -> Score:
    """Compare what was hidden in each frame with the faces that were there.

    Args:
        truth: By frame.
        hidden: By frame; a missing frame counts as one in which nothing was hidden.
        size: Width and height of the picture.
        clip: Names the clip, so that tracks of several can be told apart.
    """
    result = Score()
    was: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for index, faces in enumerate(truth):
        regions = list(hidden[index]) if index < len(hidden) else []
        mask = paint(regions, *size)
        counted = [face for face in faces if face.box[3] >= SMALLEST and face.visible >= LEAST_VISIBLE]
        shares = [_share(face, mask) for face in counted]
        for face, share in zip(counted, shares, strict=True):
            was[face.person].append((index, share >= COVERED))
            if share < COVERED:
                result.missed.append((index, face.person, round(share, 3)))
            _name(result, face, regions, clip)
        result.faces += len(counted)
        result.covered += sum(share >= COVERED for share in shares)
        result.exposed += sum(share < EXPOSED for share in shares)
        result.frames += bool(counted)
        result.whole_frames += bool(counted) and min(shares) >= COVERED
        result.outside_by_frame.append(needless_share(mask, (face.box for face in faces)))
        result.area_outside += result.outside_by_frame[-1]
        result.all_frames += 1
    result.motion = smoothness(hidden)
    result.flickers = sum(_flickers(states) for states in was.values())
    return result


def _share(face: Seen, mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float:
    height, width = face.region.shape
    part = mask[face.top : face.top + height, face.left : face.left + width]
    return float((part & face.region).sum() / max(1, face.region.sum()))


def _name(result: Score, face: Seen, regions: Sequence[Hidden], clip: str) -> None:
    """Note under which id, and in which track, a face is known."""
    x, y, width, height = face.box
    centre = (x + width / 2, y + height / 2)

    def distance(region: Hidden) -> float:
        dx = (region.left + region.right) / 2 - centre[0]
        dy = (region.top + region.bottom) / 2 - centre[1]
        return float(np.hypot(dx, dy) / height)

    nearest = min((region for region in regions if not region.oval), key=distance, default=None)
    if nearest is not None and distance(nearest) < 0.5:
        result.named[face.person, nearest.face_id] += 1
        result.track_people.setdefault((clip, nearest.track), Counter())[face.person] += 1


def _flickers(states: Sequence[tuple[int, bool]]) -> int:
    """Count the gaps of a few frames between two covered ones, in frames without a break."""
    count, gap, seen, last = 0, 0, False, None
    for frame, covered in states:
        if last is not None and frame != last + 1:
            gap, seen = 0, False
        if covered:
            count += seen and 0 < gap <= FLICKER
            gap, seen = 0, True
        else:
            gap += 1
        last = frame
    return count
