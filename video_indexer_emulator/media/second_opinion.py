"""What the second detector takes back: finds of the first one in which it has seen nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .centerface import FAINT
from .observation import RawTrack

if TYPE_CHECKING:
    from collections.abc import Callable

    from .observation import Observation
    from .parameters import DetectionSettings


def left_of(track: RawTrack, settings: DetectionSettings, seconds: Callable[[int], float]) -> list[RawTrack]:
    """Return the pieces of a track that stay: all of it, unless the second detector contradicts.

    It does where it was asked and saw nothing, nowhere near in time did it or the first one see a face well,
    and the face is so large that it would have. Blurred small heads are beyond it.
    """
    if track.height < settings.small:
        return [track]
    seen = track.observations
    backed = [seconds(face.frame) for face in seen if _backs(face, settings)]
    asked = [seconds(face.frame) for face in seen if face.second is not None]
    if not asked:
        return [track]
    kept = [
        index
        for index, face in enumerate(seen)
        if min((abs(seconds(face.frame) - time) for time in backed), default=1e9) <= settings.benefit
    ]
    return [_piece(track, first, last) for first, last in _runs(kept)]


def _backs(face: Observation, settings: DetectionSettings) -> bool:
    return face.score >= settings.beyond_doubt or (face.second is not None and face.second >= FAINT)


def _runs(indexes: list[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of neighbouring numbers."""
    runs: list[tuple[int, int]] = []
    for index in indexes:
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs


def _piece(track: RawTrack, first: int, last: int) -> RawTrack:
    if (first, last) == (0, len(track.observations) - 1):
        return track
    observations = track.observations[first : last + 1]
    start, end = observations[0].frame, observations[-1].frame
    return RawTrack(
        observations,
        [sample for sample in track.samples if start <= sample.frame <= end],
        cut_before=track.cut_before,
        cut_after=track.cut_after,
    )
