"""Joining detections to tracks: forward while the clip is read, then backward over what was left."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from .observation import Observation, RawTrack, moved, overlap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from video_indexer_emulator.model import Box

    from .parameters import DetectionSettings

NEAR = 0.8  # centres nearer than this share of the face's size may be the same face without overlap
SIZE_RATIO = 1.8  # at most, from one look to the next
CROSSING = 0.05  # two tracks whose boxes overlap by more than this may swap their faces


def affinity(expected: Box, seen: Box) -> float:
    """Say how well a detection fits to where a face is expected: 0 not at all, up to 2."""
    ratio = math.sqrt((seen.width * seen.height) / (expected.width * expected.height))
    if not 1 / SIZE_RATIO < ratio < SIZE_RATIO:
        return 0.0
    dx = expected.x + expected.width / 2 - seen.x - seen.width / 2
    dy = expected.y + expected.height / 2 - seen.y - seen.height / 2
    distance = math.hypot(dx, dy) / math.sqrt(expected.width * expected.height)
    return overlap(expected, seen) + max(0.0, 1 - distance / NEAR)


class Tracker:
    """Follows every face through the looks at a clip."""

    def __init__(self, settings: DetectionSettings) -> None:
        self._settings = settings
        self._live: list[RawTrack] = []
        self._ended: list[RawTrack] = []
        self._unclaimed: dict[int, list[Observation]] = defaultdict(list)
        self._looks: list[int] = []

    def update(self, frame: int, seen: Sequence[Observation]) -> list[RawTrack]:
        """Take the detections of one look; return the tracks that have one now."""
        self._looks.append(frame)
        free = list(seen)
        matched = self._match(frame, free)
        for track in self._live:
            if track not in matched:
                track.missed += 1
        born = [RawTrack([face]) for face in free if face.score >= self._settings.sure]
        self._unclaimed[frame] = [face for face in free if face.score < self._settings.sure]
        self._live += born
        self._note_crossings()
        self._retire()
        return matched + born

    def finish(self) -> list[RawTrack]:
        """Return all tracks in the order of their first frame, drawn backward over weak detections."""
        self._ended += self._live
        self._live = []
        self._ended.sort(key=lambda track: track.observations[0].frame)
        for track in self._ended:
            self._draw_backward(track)
        return [track for track in self._ended if self._credible(track)]

    def _match(self, frame: int, free: list[Observation]) -> list[RawTrack]:
        """Give each track the detection that fits it best, the best fit first; take those out of `free`."""
        expected = [(track, track.predicted(frame)) for track in self._live]
        fits = [
            (fit, order, track, face)
            for order, ((track, box), face) in enumerate((pair, face) for pair in expected for face in free)
            if (fit := affinity(box, face.box)) > 0
        ]
        matched: list[RawTrack] = []
        taken: set[int] = set()
        for _, _, track, face in sorted(fits, key=lambda entry: (-entry[0], entry[1])):
            if id(face) not in taken and track not in matched:
                taken.add(id(face))
                matched.append(track)
                self._append(track, face)
        free[:] = [face for face in free if id(face) not in taken]
        return matched

    def _append(self, track: RawTrack, face: Observation) -> None:
        before = track.last
        if before.patch is not None and face.patch is not None:
            face.likeness = float(before.patch @ face.patch)
        before.patch = None
        if face.likeness < self._settings.familiar or track.missed:
            track.doubtful = 3
        track.missed = 0
        track.observations.append(face)

    def _note_crossings(self) -> None:
        for one, other in combinations(self._live, 2):
            if overlap(one.last.box, other.last.box) > CROSSING:
                one.doubtful = other.doubtful = 3

    def _retire(self) -> None:
        gone = [track for track in self._live if track.missed > self._settings.max_missed]
        self._live = [track for track in self._live if track.missed <= self._settings.max_missed]
        for track in gone:
            track.last.patch = None
        self._ended += gone

    def _draw_backward(self, track: RawTrack) -> None:
        """Claim weak detections that lead to the track's beginning."""
        missed = 0
        start = self._looks.index(track.observations[0].frame)
        for frame in reversed(self._looks[:start]):
            first, second = track.observations[0], track.observations[min(1, len(track.observations) - 1)]
            steps = (first.frame - frame) / max(1, second.frame - first.frame)
            expected = moved(first.box, second.box, min(steps, 3.0))
            free = self._unclaimed[frame]
            best = max(free, key=lambda face: affinity(expected, face.box), default=None)
            if best is not None and affinity(expected, best.box) > 0:
                free.remove(best)
                track.observations.insert(0, best)
                missed = 0
            else:
                missed += 1
                if missed > 3:
                    return

    def _credible(self, track: RawTrack) -> bool:
        return len(track.observations) > 1 or track.best_score >= self._settings.lone
