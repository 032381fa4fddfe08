"""Where tracks begin: which detections of a look at the whole picture are faces."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from .geometry import centre_distance, moved, overlap
from .observation import Observation, RawTrack
from .second_opinion import ask_again

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from video_indexer_emulator.model import Box

    from .closer import CloserLook
    from .parameters import DetectionSettings

NEAR = 0.8  # centres nearer than this share of the face's size may be the same face without overlap
SIZE_RATIO = 1.8  # at most, from one look to the next
SAME_PLACE = 0.3  # overlap from which two boxes are one face's
SECOND_ROLL = 45.0  # degrees; YuNet is sure up to some 45 either way, so three looks reach 90


def affinity(expected: Box, seen: Box) -> float:
    """Say how well a detection fits to where a face is expected: 0 not at all, up to 2."""
    ratio = math.sqrt((seen.width * seen.height) / (expected.width * expected.height))
    if not 1 / SIZE_RATIO < ratio < SIZE_RATIO:
        return 0.0
    distance = centre_distance(expected, seen) / math.sqrt(expected.width * expected.height)
    return overlap(expected, seen) + max(0.0, 1 - distance / NEAR)


def among(box: Box, places: Iterable[Box]) -> bool:
    """Whether a box is at one of these places."""
    return any(overlap(box, place) > SAME_PLACE for place in places)


class _Refusal(NamedTuple):
    """A place where a closer look has seen nothing."""

    seconds: float
    box: Box
    score: float  # of the detection that was refused


class Births:
    """Begins tracks. What a look has shown fairly is a face, unless a closer look takes it back."""

    def __init__(
        self, settings: DetectionSettings, closer: CloserLook | None, seconds: Callable[[int], float]
    ) -> None:
        self._settings, self._closer, self._seconds = settings, closer, seconds
        self._refusals: list[_Refusal] = []

    def forget(self) -> None:
        """Forget which places were refused: the next picture shows another scene."""
        self._refusals = []

    def of(
        self, frame: int, free: Sequence[Observation], live: Sequence[RawTrack], ended: Sequence[RawTrack]
    ) -> list[RawTrack]:
        """Begin a track for each new face among the detections that belong to none."""
        settings = self._settings
        if self._closer is None:
            return [RawTrack([face]) for face in free if face.score >= settings.sure]
        sure = [face for face in free if face.score >= settings.sure]
        hints = [face for face in free if face.score < settings.sure]
        hints.sort(key=lambda face: -face.score)
        born: list[RawTrack] = []
        for face in [*sure, *hints[: settings.most_hints]]:
            # A track that this look hasn't found may be where a new face is; hints are too many for that.
            here = [track for track in (*live, *born) if track.last.frame == frame or face in hints]
            known = [track.last.box for track in here]
            if among(face.box, known) or self._refused(face, frame):
                continue
            found = self._confirmed(self._closer, face)
            if found is None:
                self._refusals.append(_Refusal(self._seconds(frame), face.box, face.score))
            elif not among(found.box, known):
                taken = [*ended, *live, *born]
                born.append(RawTrack([*self._earlier(self._closer, found, taken), found]))
        return born

    def _confirmed(self, closer: CloserLook, face: Observation) -> Observation | None:
        """Return the face as it is seen best, None where the closer looks take it back."""
        settings = self._settings
        upright = face.quarter
        tilted = (upright - SECOND_ROLL, upright + SECOND_ROLL) if face.score < settings.confirmed else ()
        near = closer.seek(face.box, upright, *tilted)
        small, fair = face.box.height < settings.small, face.score >= settings.sure
        if fair and not small and face.second is None and closer.audits:
            ask_again(closer, face)
        if near is not None and near.score >= settings.confirmed:
            near.second = face.second
            return near
        if face.seconded:
            return face
        return face if fair and (small or self._backed(face, near)) else None

    def _backed(self, face: Observation, near: Observation | None) -> bool:
        """Whether the other looks at a large face back it: the second detector's, if there is one."""
        settings = self._settings
        if face.score >= settings.beyond_doubt:
            return True
        if face.second is not None:
            return False
        return face.score >= settings.plainly or (near is not None and near.score >= settings.backed)

    def _refused(self, face: Observation, frame: int) -> bool:
        """Whether a closer look at this place has shown nothing only just now."""
        settings = self._settings
        now = self._seconds(frame)
        self._refusals = [entry for entry in self._refusals if now - entry.seconds < settings.refusal]
        surer = face.score - settings.surer
        return not face.seconded and any(
            entry.score >= surer and overlap(face.box, entry.box) > SAME_PLACE for entry in self._refusals
        )

    def _earlier(
        self, closer: CloserLook, face: Observation, others: Sequence[RawTrack]
    ) -> list[Observation]:
        """Follow a new face back through the pictures that are still there."""
        found: list[Observation] = []
        missed = 0
        for look in closer.earlier():
            last = found[-1] if found else face
            box = moved(last.box, found[-2].box, 1) if len(found) > 1 else last.box
            seen = closer.seek(box, last.roll, look=look)
            if face.seconded and (seen is None or not affinity(last.box, seen.box)):
                seen = closer.audit(box, 0.0, last.quarter, look=look)
            taken = [place for track in others for place in track.at(look.frame)]
            if seen is not None and affinity(last.box, seen.box) and not among(seen.box, taken):
                found.append(seen)
                missed = 0
            else:
                missed += 1
                if missed > 1:
                    break
        return found[::-1]
