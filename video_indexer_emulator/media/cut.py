"""Cutting a track where its face becomes another person's: at crossings and at cuts of the scene."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .observation import RawTrack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .observation import Sample

NEIGHBOURS = 3  # samples on each side that are compared


def cut_at_changes(track: RawTrack, other_person: float) -> list[RawTrack]:
    """Return the pieces of a track, one where the face stays the same person's."""
    known = [sample for sample in track.samples if sample.embedding is not None]
    cosines = [_cosine(known[:i], known[i:]) for i in range(1, len(known))]
    if not cosines or min(cosines) >= other_person:
        return [track]
    weakest = int(np.argmin(cosines))
    between = _weakest_link(track, known[weakest].frame, known[weakest + 1].frame)
    one, other = _split(track, between)
    return [*cut_at_changes(one, other_person), *cut_at_changes(other, other_person)]


def _cosine(before: Sequence[Sample], after: Sequence[Sample]) -> float:
    return float(_mean(before[-NEIGHBOURS:]) @ _mean(after[:NEIGHBOURS]))


def _mean(samples: Sequence[Sample]) -> NDArray[np.float32]:
    total = np.sum([sample.embedding for sample in samples if sample.embedding is not None], axis=0)
    return np.asarray(total / (np.linalg.norm(total) + 1e-9), np.float32)


def _weakest_link(track: RawTrack, after: int, until: int) -> int:
    """Return the index of the observation that is least like the one before it, within these frames."""
    inside = [index for index, seen in enumerate(track.observations) if after < seen.frame <= until]
    return min(inside, key=lambda index: track.observations[index].likeness)


def _split(track: RawTrack, at: int) -> tuple[RawTrack, RawTrack]:
    one, other = track.observations[:at], track.observations[at:]
    start = other[0].frame
    return (
        RawTrack(
            one,
            [sample for sample in track.samples if sample.frame < start],
            cut_before=track.cut_before,
            cut_after=start,
        ),
        RawTrack(
            other,
            [sample for sample in track.samples if sample.frame >= start],
            cut_before=one[-1].frame,
            cut_after=track.cut_after,
        ),
    )
