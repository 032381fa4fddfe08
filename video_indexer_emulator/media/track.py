"""Joining detections to tracks: forward while the clip is read, then backward over what was left."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from .births import Births, affinity, among
from .geometry import centre_distance, moved, overlap
from .observation import Observation, RawTrack
from .second_opinion import ask_again, left_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .closer import CloserLook
    from .parameters import DetectionSettings

OFTEN = 2  # looks of a fair score make up for one of a good score
STAYED = 0.5  # how well a face fits that hasn't gone on as expected, against one that has
FEW = 2  # looks without a detection are borne, however rare frames are
SECOND_ROLL = 45.0  # degrees; YuNet is sure up to some 45 either way, so three looks reach 90
LESS_SURE = 0.05  # by which a score may fall from one look to the next
CROSSING = 0.05  # two tracks whose boxes overlap by more than this may swap their faces
USUAL_RATE = 25  # frames a second


class Tracker:
    """Follows every face through the looks at a clip."""

    def __init__(
        self,
        settings: DetectionSettings,
        closer: CloserLook | None = None,
        seconds: Callable[[int], float] = lambda frame: frame / USUAL_RATE,
    ) -> None:
        """Follow by whole looks alone where no `closer` is given; `seconds` says when a frame begins."""
        self._settings = settings
        self._closer = closer
        self._seconds = seconds
        self._births = Births(settings, closer, seconds)
        self._live: list[RawTrack] = []
        self._ended: list[RawTrack] = []
        self._unclaimed: dict[int, list[Observation]] = defaultdict(list)
        self._looks: list[int] = []
        self._cut: int | None = None  # the last look before this scene

    def update(self, frame: int, seen: Sequence[Observation]) -> list[RawTrack]:
        """Take the detections of one look; return the tracks that have one now."""
        self._looks.append(frame)
        self._ask_again(seen)
        free = list(seen)
        matched = self._match(frame, free)
        for track in self._live:
            if track not in matched and not self._found_again(track, frame):
                track.missed += 1
        born = self._births.of(frame, free, self._live, self._ended)
        unsure, sure = self._settings.unsure, self._settings.sure
        self._unclaimed[frame] = [face for face in free if unsure <= face.score < sure]
        self._live += born
        self._note_crossings()
        for track in born:
            track.cut_before = self._cut
        self._retire([track for track in self._live if self._lost(track, frame)])
        return matched + born

    def _ask_again(self, seen: Sequence[Observation]) -> None:
        """Take no face back that the second detector was shown lying or upside down."""
        closer = self._closer
        if closer is None:
            return
        for face in seen:
            unseen = face.second is not None and not face.seconded
            if unseen and face.score >= self._settings.sure and face.quarter:
                ask_again(closer, face)

    def follow(self, frame: int) -> list[RawTrack] | None:
        """Carry every track on by a closer look alone, and return them.

        None, with nothing changed, where that isn't safe: a face isn't found again for sure, or moves fast,
        or there is none, so that a new one would be missed.
        """
        if self._closer is None or not self._live:
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
        return centre_distance(expected, face.box) < self._settings.steady * expected.height

    def _lost(self, track: RawTrack, frame: int) -> bool:
        """Whether a track hasn't been seen for too long, in looks as well as in seconds."""
        waited = self._seconds(frame) - self._seconds(track.last.frame)
        return track.missed > FEW and waited > self._settings.patience

    def cut(self, last: int, first: int) -> None:
        """End every track: frame `first` shows another scene than frame `last`."""
        for track in self._live:
            track.cut_after = first
        self._retire(self._live)
        self._births.forget()
        self._cut = last

    def finish(self) -> list[RawTrack]:
        """Return all tracks in the order of their first frame, drawn backward over weak detections."""
        self._ended += self._live
        self._live = []
        self._ended.sort(key=lambda track: track.observations[0].frame)
        for track in self._ended:
            self._draw_backward(track)
        kept = [part for track in self._ended for part in left_of(track, self._settings, self._seconds)]
        return [track for track in kept if self._credible(track)]

    def _match(self, frame: int, free: list[Observation]) -> list[RawTrack]:
        """Give each track the detection that fits it best, the best fit first; take those out of `free`."""
        expected = [(track, track.predicted(frame)) for track in self._live]
        plain = [face for face in free if face.score >= self._settings.unsure]
        fits = [
            (fit, order, track, face)
            for order, ((track, box), face) in enumerate((pair, face) for pair in expected for face in plain)
            if (fit := affinity(box, face.box) or STAYED * affinity(track.last.box, face.box)) > 0
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
        if closer is None or closer.score <= face.score:
            return face
        closer.second = face.second
        return closer

    def _found_again(self, track: RawTrack, frame: int) -> bool:
        """Look closer for a face that the look at the whole picture hasn't shown; it is appended."""
        face = self._again(self._closer, track, frame) if self._closer else None
        if face is not None:
            self._append(track, face)
        return face is not None

    def _again(self, closer: CloserLook, track: RawTrack, frame: int) -> Observation | None:
        """Look closer for the face of a track, where it should be by now."""
        expected = track.predicted(frame)
        face = closer.seek(expected, track.last.roll)
        if not self._same(track, face) and track.seconded:
            face = closer.audit(expected, 0.0, track.last.quarter)
        return face if self._same(track, face) else None

    def _same(self, track: RawTrack, face: Observation | None) -> bool:
        """Whether a closer look has found the face of this track."""
        if face is None or face.score < self._settings.unsure or not affinity(track.last.box, face.box):
            return False
        if among(face.box, [other.last.box for other in self._live if other is not track]):
            return False
        # After a cut somebody else may be in the same place.
        return face.likeness_to(track.last) >= self._settings.same_face

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
        """Whether a track is hidden: one good look is enough, by either detector, or two fair ones.

        Whose face it is says nothing on whether it is one.
        """
        fair = sum(seen.score >= self._settings.sure for seen in track.observations)
        return track.seconded or fair >= OFTEN or track.best_score >= self._settings.lone
