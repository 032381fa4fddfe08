"""What other looks take back of a track: stretches of time in which no look has seen a face well."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from .observation import RawTrack

if TYPE_CHECKING:
    from collections.abc import Callable

    from .closer import CloserLook
    from .observation import Observation
    from .parameters import DetectionSettings

IDEAL = 0.5  # what the second detector says of a face in its ideal size counts half: fists get .2 there
ALIKE = 1.6  # times as high as another box, at most: a track may begin on something else


def ask_again(closer: CloserLook, face: Observation) -> None:
    """Ask the second detector once more about a face, close up and upright.

    In a look at the whole picture it sees little of faces that lie on their side.
    """
    audited = closer.audit(face.box, 0.0, face.quarter)
    seen = (audited and audited.second) or 0.0
    face.second = max(face.second or 0.0, IDEAL * seen)


def left_of(track: RawTrack, settings: DetectionSettings, seconds: Callable[[int], float]) -> list[RawTrack]:
    """Return the pieces of a track that stay: what lies near in time to a look that backs it.

    A look backs a track if the second detector sees a face, or if the first one does fairly. Of a large face
    in which the second one sees nothing, the first one must be beyond doubt: fists and hair give it .8.
    """
    seen = track.observations
    asked = any(face.second is not None for face in seen)
    large = track.height >= settings.overruled and asked
    least = settings.beyond_doubt if large else settings.sure
    backed = [face for face in seen if face.seconded or face.score >= least]
    times = [seconds(face.frame) for face in backed]

    def near(face: Observation) -> list[Observation]:
        time = seconds(face.frame)
        return backed[
            bisect_left(times, time - settings.benefit) : bisect_right(times, time + settings.benefit)
        ]

    kept = [index for index, face in enumerate(seen) if any(_alike(face, other) for other in near(face))]
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
