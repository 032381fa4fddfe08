"""Joining detections to tracks: forward while the clip is read, then backward over what was left."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from .observation import Observation, RawTrack, moved, overlap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from video_indexer_emulator.model import Box

    from .closer import CloserLook
    from .parameters import DetectionSettings

NEAR = 0.8  # centres nearer than this share of the face's size may be the same face without overlap
SIZE_RATIO = 1.8  # at most, from one look to the next
SAME_PLACE = 0.3  # overlap from which two boxes are one face's
OFTEN = 3  # looks of a fair score make up for one of a good score
SECOND_ROLL = 45.0  # degrees; YuNet is sure up to some 45 either way, so three looks reach 90
LESS_SURE = 0.05  # by which a score may fall from one look to the next
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


def _among(box: Box, places: Iterable[Box]) -> bool:
    """Whether a box is at one of these places."""
    return any(overlap(box, place) > SAME_PLACE for place in places)


class Tracker:
    """Follows every face through the looks at a clip."""

    def __init__(self, settings: DetectionSettings, closer: CloserLook | None = None) -> None:
        self._settings = settings
        self._closer = closer  # without one, whole looks have to do
        self._live: list[RawTrack] = []
        self._ended: list[RawTrack] = []
        self._unclaimed: dict[int, list[Observation]] = defaultdict(list)
        self._looks: list[int] = []
        self._refusals: list[tuple[int, Box]] = []  # frame and place of what a closer look has refused
        self._cut: int | None = None  # the last look before this scene

    def update(self, frame: int, seen: Sequence[Observation]) -> list[RawTrack]:
        """Take the detections of one look; return the tracks that have one now."""
        self._looks.append(frame)
        free = list(seen)
        matched = self._match(frame, free)
        for track in self._live:
            if track not in matched and not self._found_again(track, frame):
                track.missed += 1
        born = self._births(frame, free)
        unsure, sure = self._settings.unsure, self._settings.sure
        self._unclaimed[frame] = [face for face in free if unsure <= face.score < sure]
        self._live += born
        self._note_crossings()
        for track in born:
            track.cut_before = self._cut
        self._retire([track for track in self._live if track.missed > self._settings.max_missed])
        return matched + born

    def follow(self, frame: int) -> list[RawTrack] | None:
        """Carry every track on by a closer look alone, and return them.

        None, with nothing changed, where that isn't safe: a face isn't found again for sure, or moves fast.
        """
        if self._closer is None:
            return None
        found: list[tuple[RawTrack, Observation]] = []
        for track in self._live:
            face = self._again(self._closer, track, frame)
            # Some are never plain: what was unsure before may be so again, but not less sure.
            plain = min(self._settings.plain, track.last.score - LESS_SURE)
            if face is None or face.score < plain or not self._steady(track, frame, face):
                return None
            found.append((track, face))
        for track, face in found:
            self._append(track, face)
        self._note_crossings()
        return [track for track, _ in found]

    def _steady(self, track: RawTrack, frame: int, face: Observation) -> bool:
        expected = track.predicted(frame)
        dx = expected.x + expected.width / 2 - face.box.x - face.box.width / 2
        dy = expected.y + expected.height / 2 - face.box.y - face.box.height / 2
        return math.hypot(dx, dy) < self._settings.steady * expected.height

    def cut(self, last: int, first: int) -> None:
        """End every track: the look at frame `first` shows another scene than that at frame `last`.

        The frames in between may belong to either, and are drawn out from both sides.
        """
        for track in self._live:
            track.cut_after = first
        self._retire(self._live)
        self._refusals = []
        self._cut = last

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
        plain = [face for face in free if face.score >= self._settings.unsure]
        fits = [
            (fit, order, track, face)
            for order, ((track, box), face) in enumerate((pair, face) for pair in expected for face in plain)
            if (fit := affinity(box, face.box)) > 0
        ]
        matched: list[RawTrack] = []
        taken: set[int] = set()
        for _, _, track, face in sorted(fits, key=lambda entry: (-entry[0], entry[1])):
            if id(face) not in taken and track not in matched:
                taken.add(id(face))
                matched.append(track)
                self._append(track, self._better_seen(track, face))
        free[:] = [face for face in free if id(face) not in taken]
        return matched

    def _better_seen(self, track: RawTrack, face: Observation) -> Observation:
        """Look closer at a face that may be tilted: only upright are its box and its landmarks right.

        The look at the whole picture takes a strongly tilted face for an upright one of a low score; so one
        of a low score is tried in other tilts now and then.
        """
        if self._closer is None:
            return face
        tilts = {roll for roll in (face.roll, track.last.roll) if abs(roll) >= self._settings.tilted}
        if face.score < self._settings.plain:
            tilts.add(track.last.roll)
            track.since_tilts += 1
            if track.since_tilts >= self._settings.tilts_every:
                track.since_tilts = 0
                tilts |= {track.last.roll - SECOND_ROLL, track.last.roll + SECOND_ROLL}
        closer = self._closer.seek(face.box, *tilts) if tilts else None
        return closer if closer and closer.score > face.score else face

    def _found_again(self, track: RawTrack, frame: int) -> bool:
        """Look closer for a face that the look at the whole picture hasn't shown; it is appended."""
        face = self._again(self._closer, track, frame) if self._closer else None
        if face is not None:
            self._append(track, face)
        return face is not None

    def _again(self, closer: CloserLook, track: RawTrack, frame: int) -> Observation | None:
        """Look closer for the face of a track, where it should be by now."""
        face = closer.seek(track.predicted(frame), track.last.roll)
        if face is None or face.score < self._settings.unsure or not affinity(track.last.box, face.box):
            return None
        if _among(face.box, [other.last.box for other in self._live if other is not track]):
            return None
        if face.likeness_to(track.last) < self._settings.same_face:
            return None  # after a cut somebody else may be in the same place
        return face

    def _births(self, frame: int, free: list[Observation]) -> list[RawTrack]:
        """Begin a track for each new face."""
        if self._closer is None:
            return [RawTrack([face]) for face in free if face.score >= self._settings.sure]
        born: list[RawTrack] = []
        for face in sorted(free, key=lambda face: -face.score)[: self._settings.most_hints]:
            known = [track.last.box for track in (*self._live, *born)]
            if _among(face.box, known) or self._refused(face.box, frame):
                continue
            closer = self._closer.seek(face.box, 0.0, -SECOND_ROLL, SECOND_ROLL)
            if closer is None or closer.score < self._settings.confirmed:
                self._refusals.append((frame, face.box))
            elif not _among(closer.box, known):
                born.append(RawTrack([*self._earlier(self._closer, closer), closer]))
        return born

    def _refused(self, box: Box, frame: int) -> bool:
        """Whether a closer look at this place has shown nothing only just now."""
        self._refusals = [entry for entry in self._refusals if frame - entry[0] < self._settings.refusal]
        return _among(box, [place for _, place in self._refusals])

    def _earlier(self, closer: CloserLook, face: Observation) -> list[Observation]:
        """Follow a new face back through the pictures that are still there."""
        found: list[Observation] = []
        missed = 0
        for look in closer.earlier():
            last = found[-1] if found else face
            box = moved(last.box, found[-2].box, 1) if len(found) > 1 else last.box
            seen = closer.seek(box, last.roll, look=look)
            taken = [place for track in (*self._ended, *self._live) for place in track.at(look.frame)]
            if seen is not None and affinity(last.box, seen.box) and not _among(seen.box, taken):
                found.append(seen)
                missed = 0
            else:
                missed += 1
                if missed > 1:
                    break
        return found[::-1]

    def _append(self, track: RawTrack, face: Observation) -> None:
        before = track.last
        face.likeness = face.likeness_to(before)
        before.patch = None
        if face.likeness < self._settings.familiar or track.missed:
            track.doubtful = 3
        track.missed = 0
        track.observations.append(face)

    def _note_crossings(self) -> None:
        for one, other in combinations(self._live, 2):
            if overlap(one.last.box, other.last.box) > CROSSING:
                one.doubtful = other.doubtful = 3

    def _retire(self, gone: list[RawTrack]) -> None:
        self._live = [track for track in self._live if track not in gone]
        for track in gone:
            track.last.patch = None
        self._ended += gone

    def _draw_backward(self, track: RawTrack) -> None:
        """Claim weak detections that lead to the track's beginning."""
        missed = 0
        start = bisect_left(self._looks, track.observations[0].frame)
        for frame in reversed(self._looks[:start]):
            if track.cut_before is not None and frame <= track.cut_before:
                return
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
        settings = self._settings
        if self._is_ornament(track):
            return False
        if self._closer is None:
            return len(track.observations) > 1 or track.best_score >= settings.lone
        often = sum(seen.score >= settings.confirmed for seen in track.observations) >= OFTEN
        return often or track.best_score >= settings.certain

    def _is_ornament(self, track: RawTrack) -> bool:
        """Whether this is a thing that detectors take for a face: a headlight, a clock.

        It is large, seen often, never quite sure, and the network for faces sees next to nothing in it.
        """
        settings = self._settings
        strengths = [sample.strength for sample in track.samples if sample.embedding is not None]
        return (
            len(strengths) >= OFTEN
            and max(strengths) < settings.faceless
            and track.best_score < settings.beyond_doubt
            and track.height >= settings.judged
        )
