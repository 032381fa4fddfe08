"""What the second detector takes back: finds of the first one in which it has seen nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .observation import RawTrack

if TYPE_CHECKING:
    from collections.abc import Callable

    from .observation import Observation
    from .parameters import DetectionSettings

ALIKE = 1.6


def left_of(track: RawTrack, settings: DetectionSettings, seconds: Callable[[int], float]) -> list[RawTrack]:
    """Return the pieces of a track that stay: all of it, unless the second detector contradicts.

    It does where it was asked and saw nothing, nowhere near in time did it or the first one see a face well,
    and the face is so large that it would have. Blurred small heads are beyond it.
    """
    if track.height < settings.small:
        return [track]
    seen = track.observations
    if all(face.second is None for face in seen):
        return [track]
    backed = [face for face in seen if face.seconded or face.score >= settings.beyond_doubt]
    kept = [
        index
        for index, face in enumerate(seen)
        if any(
            abs(seconds(face.frame) - seconds(other.frame)) <= settings.benefit and _alike(face, other)
            for other in backed
        )
    ]
    return [_piece(track, first, last) for first, last in _runs(kept)]


def _alike(one: Observation, other: Observation) -> bool:
    """Whether two boxes are about equally large: a track may begin on something else."""
    return 1 / ALIKE < one.box.height / other.box.height < ALIKE


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
