"""A find around another's face is that person's, one beside it somebody else's."""

from __future__ import annotations

import numpy as np
import pytest

from video_indexer_emulator.media.doubles import with_doubles
from video_indexer_emulator.media.observation import Observation, RawTrack
from video_indexer_emulator.model import Box

FACE = Box(374, 134, 88, 102)
NOWHERE = np.zeros((5, 2), np.float32)


def _track(frames: range, box: Box) -> RawTrack:
    return RawTrack([Observation(frame=frame, box=box, score=0.9, landmarks=NOWHERE) for frame in frames])


@pytest.mark.parametrize(
    ("box", "groups"),
    [
        (Box(313, 113, 198, 206), [0, 0]),  # head and shoulders
        (Box(380, 60, 198, 206), [0, 1]),  # somebody large behind, whose middle is elsewhere
        (Box(420, 134, 88, 102), [0, 1]),  # a neighbour
    ],
)
def test_a_find_around_a_face_is_the_same_person(box: Box, groups: list[int]) -> None:
    """By where their middles are."""
    assert with_doubles([_track(range(20), FACE), _track(range(8, 10), box)], [0, 1]) == groups


def test_two_that_are_seen_as_long_stay_two() -> None:
    """A small face before a large one isn't a double of it."""
    tracks = [_track(range(20), FACE), _track(range(2, 18), Box(313, 113, 198, 206))]

    assert with_doubles(tracks, [0, 1]) == [0, 1]


def test_a_find_that_outlasts_the_face_is_somebody_else() -> None:
    """There is no face in its middle then."""
    tracks = [_track(range(20), FACE), _track(range(18, 22), Box(313, 113, 198, 206))]

    assert with_doubles(tracks, [0, 1]) == [0, 1]
