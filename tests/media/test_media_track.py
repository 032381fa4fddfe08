"""Joining detections to tracks, and the path that comes of it."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

import math

import numpy as np
import pytest

from video_indexer_emulator.media.cut import cut_at_changes
from video_indexer_emulator.media.geometry import overlap
from video_indexer_emulator.media.identify import group
from video_indexer_emulator.media.observation import Observation, RawTrack, Sample
from video_indexer_emulator.media.parameters import DetectionSettings
from video_indexer_emulator.media.path import sightings_of, smoothed
from video_indexer_emulator.media.track import Tracker
from video_indexer_emulator.model import Box

SETTINGS = DetectionSettings()
POINTS = np.zeros((5, 2), np.float32)
PICTURE = (640, 360)


def seen(frame: int, x: float, y: float = 100, score: float = 0.9, size: float = 40) -> Observation:
    """Return a detection of a face."""
    return Observation(frame, Box(x, y, size, size * 1.2), score, POINTS)


def sample(frame: int, *direction: float) -> Sample:
    """Return a sample with an embedding of few dimensions."""
    vector = np.array(direction, np.float32)
    return Sample(frame, vector / np.linalg.norm(vector), 1.0, b"jpeg")


SCORES = [(frame, 0.6 if 9 <= frame < 14 else 0.95) for frame in range(25)]
"""Of a face that somebody walks past."""


def tracked(*looks: tuple[int, list[Observation]]) -> list[RawTrack]:
    """Run the tracker over looks."""
    tracker = Tracker(SETTINGS)
    for frame, faces in looks:
        tracker.update(frame, faces)
    return tracker.finish()


def test_a_moving_face_is_one_track() -> None:
    tracks = tracked(*[(frame, [seen(frame, 10 + 6 * frame)]) for frame in range(0, 40, 2)])
    assert len(tracks) == 1
    assert len(tracks[0].observations) == 20


def test_a_missed_stretch_is_bridged_and_filled() -> None:
    looks = [(frame, [] if 20 <= frame < 32 else [seen(frame, 10 + 2 * frame)]) for frame in range(0, 60, 2)]
    tracks = tracked(*looks)
    assert len(tracks) == 1
    path = sightings_of(tracks[0], 4, 60, PICTURE)
    assert [entry.frame for entry in path] == list(range(60))
    middle = path[25]
    assert middle.score == 0
    assert middle.box.x + middle.box.width / 2 == pytest.approx(60 + 40 / 2, abs=0.5)


def test_sizes_are_few_and_never_less_than_what_was_seen() -> None:
    """A size that wavers by less than a step is one size, and the next step is larger."""
    sizes = [40 + 3 * math.sin(frame) for frame in range(60)]
    track = RawTrack([seen(frame, 100, size=size) for frame, size in enumerate(sizes)])
    widths = [entry.box.width for entry in sightings_of(track, 0, 60, PICTURE)]
    assert len({round(width, 6) for width in widths}) <= 5
    assert min(widths) >= min(sizes)
    assert max(widths) <= max(sizes) * 1.04


def test_a_face_that_is_half_hidden_keeps_its_size_and_a_plain_one_has_its_own() -> None:
    """Half a face is found with half its box, and never for sure."""
    half = [seen(frame, 100, size=20 if 10 <= frame < 13 else 40, score=score) for frame, score in SCORES]
    whole = [seen(frame, 100, size=20 if 10 <= frame < 13 else 40, score=0.95) for frame in range(25)]
    kept, own = (sightings_of(RawTrack(track), 0, 25, PICTURE)[11].box.width for track in (half, whole))
    assert kept >= 40
    assert own < 32


def test_after_a_long_absence_a_new_track_begins() -> None:
    looks = [(frame, [] if 20 <= frame < 50 else [seen(frame, 100)]) for frame in range(0, 80, 2)]
    assert len(tracked(*looks)) == 2


def test_a_weak_detection_continues_a_track_and_begins_none() -> None:
    weak = SETTINGS.unsure + 0.02
    tracks = tracked(*[(frame, [seen(frame, 100, score=0.9 if frame == 4 else weak)]) for frame in range(8)])
    assert len(tracks) == 1
    assert tracks[0].observations[0].frame == 0  # drawn backward over the weak ones
    assert tracked(*[(frame, [seen(frame, 100, score=weak)]) for frame in range(8)]) == []


def test_a_lone_unsure_detection_is_nobody() -> None:
    assert tracked((0, []), (2, [seen(2, 100, score=0.55)]), (4, [])) == []
    assert len(tracked((0, []), (2, [seen(2, 100, score=0.9)]), (4, []))) == 1


def test_two_faces_that_pass_each_other_keep_their_ways() -> None:
    looks = [
        (frame, [seen(frame, 10 + 5 * frame), seen(frame, 310 - 5 * frame, y=130)])
        for frame in range(0, 60, 2)
    ]
    tracks = tracked(*looks)
    assert len(tracks) == 2
    for track in tracks:
        assert len({entry.box.y for entry in track.observations}) == 1


def test_a_face_never_jumps_to_another_size_or_place() -> None:
    assert len(tracked((0, [seen(0, 100)]), (2, [seen(2, 100, size=120)]))) == 2
    assert len(tracked((0, [seen(0, 100)]), (2, [seen(2, 300)]))) == 2


def test_ends_are_drawn_out_along_the_way_until_the_edge() -> None:
    track = RawTrack([seen(frame, 580 + 6 * frame) for frame in range(10, 20, 2)])
    path = sightings_of(track, 6, 100, PICTURE)
    assert path[0].frame == 4
    centre = path[0].box.x + path[0].box.width / 2
    assert centre == pytest.approx(580 + 24 + 20, abs=1)
    assert path[-1].frame < 24  # out of the picture by then
    assert sightings_of(RawTrack([seen(0, 100)]), 4, 3, PICTURE)[-1].frame == 2


def test_smoothing_leaves_steady_movement_and_calms_jitter() -> None:
    steady = np.stack([np.arange(30.0)] * 4, axis=1)
    assert np.allclose(smoothed(steady), steady)
    noise = steady + np.random.default_rng(0).normal(0, 2, steady.shape)
    assert np.abs(np.diff(smoothed(noise), 2, axis=0)).mean() < np.abs(np.diff(noise, 2, axis=0)).mean() / 3
    assert np.allclose(smoothed(steady[:2]), steady[:2])


def test_a_track_is_cut_where_its_face_changes() -> None:
    track = RawTrack([seen(frame, 100) for frame in range(0, 40, 2)])
    track.observations[10].likeness = 0.1
    track.samples = [sample(0, 1, 0), sample(4, 1, 0.1), sample(24, 0, 1), sample(30, 0.1, 1)]
    one, other = cut_at_changes(track, SETTINGS.other_person)
    assert one.observations[-1].frame == 18
    assert other.observations[0].frame == 20
    assert sightings_of(one, 8, 40, PICTURE)[-1].frame == 19
    assert sightings_of(other, 8, 40, PICTURE)[0].frame == 19


def test_a_track_of_one_person_stays_whole() -> None:
    track = RawTrack([seen(frame, 100) for frame in range(0, 40, 2)])
    track.samples = [sample(0, 1, 0), sample(4, 1, 0.5), sample(24, 1, 0.8), sample(30, 1, 0.2)]
    assert cut_at_changes(track, SETTINGS.other_person) == [track]


def test_tracks_of_one_person_come_together() -> None:
    tracks = [
        RawTrack([seen(0, 100)], [sample(0, 1, 0, 0)]),
        RawTrack([seen(50, 300)], [sample(50, 0, 1, 0)]),
        RawTrack([seen(100, 200)], [sample(100, 1, 0.3, 0)]),
        RawTrack([seen(150, 200)]),  # too small for an embedding
    ]
    assert group(tracks, SETTINGS.same_person) == [0, 1, 0, 3]


def test_two_faces_in_one_frame_are_never_one_person() -> None:
    twins = [
        RawTrack([seen(0, 100), seen(2, 100)], [sample(0, 1, 0)]),
        RawTrack([seen(2, 300), seen(4, 300)], [sample(2, 1, 0.01)]),
    ]
    assert len(set(group(twins, SETTINGS.same_person))) == 2
    # The same face found twice is one person all the same.
    double = [twins[0], RawTrack([seen(2, 104)], [sample(2, 1, 0.01)])]
    assert len(set(group(double, SETTINGS.same_person))) == 1


def test_overlap() -> None:
    box = Box(0, 0, 10, 10)
    assert overlap(box, box) == 1
    assert overlap(box, Box(5, 0, 10, 10)) == pytest.approx(1 / 3)
    assert overlap(box, Box(10, 0, 10, 10)) == 0


def test_a_track_that_ends_shortly_before_the_scene_is_drawn_out_to_its_end() -> None:
    track = RawTrack([seen(frame, 100 + 6 * frame) for frame in range(20, 30, 2)])
    assert sightings_of(track, 4, 41, PICTURE, patience=15)[-1].frame == 40
    assert sightings_of(track, 4, 60, PICTURE, patience=15)[-1].frame == 28 + 4
    track.cut_before, track.cut_after = 9, 36
    path = sightings_of(track, 4, 60, PICTURE, patience=15)
    assert (path[0].frame, path[-1].frame) == (10, 35)


def test_a_track_that_is_drawn_out_for_long_stays_where_its_movement_would_end() -> None:
    track = RawTrack([seen(frame, 100 + 6 * frame) for frame in range(20, 30, 2)])
    path = sightings_of(track, 4, 41, PICTURE, patience=15)
    centres = [entry.box.x + entry.box.width / 2 for entry in path]
    assert centres[-1] == pytest.approx(centres[-8], abs=1)
