"""The files that an analysis leaves behind."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

import io
import json
import uuid
import zipfile
from dataclasses import replace
from fractions import Fraction

import pytest

from video_indexer_emulator.media.artifacts import (
    faces_artifact,
    thumbnails_zip,
    time_span,
    tracks_from_json,
    tracks_to_json,
)
from video_indexer_emulator.model import Analysis


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (Fraction(0), "0:00:00"),
        (Fraction(504, 100), "0:00:05.04"),
        (Fraction(3599), "0:59:59"),
        (Fraction(36_000) + Fraction(1, 3), "10:00:00.333333"),
        (Fraction(59_999_999_9, 10_000_000), "0:01:00"),
    ],
)
def test_times_are_written_as_the_vendor_does(seconds: Fraction, text: str) -> None:
    assert time_span(seconds) == text


def test_the_faces_artifact(analysis: Analysis) -> None:
    artifact = json.loads(json.dumps(faces_artifact(analysis)))
    assert artifact["schemaVersion"] == "1.1"
    assert (artifact["width"], artifact["height"], artifact["frameCount"]) == (320, 240, 125)
    assert artifact["durationSeconds"] == 5
    assert [face["id"] for face in artifact["faces"]][:2] == [1000, 1001]
    assert artifact["faces"][0]["name"] == "Unknown #1"
    assert artifact["faces"][0]["listed"] is True
    assert artifact["faces"][0]["appearances"][0]["start"] == "0:00:00"
    indices = [frame["index"] for frame in artifact["frames"]]
    assert indices == sorted(set(indices))
    assert all(frame["faces"] for frame in artifact["frames"])
    ids = {face["id"] for frame in artifact["frames"] for face in frame["faces"]}
    assert ids == {face["id"] for face in artifact["faces"]}


def test_frames_are_told_with_their_own_times(analysis: Analysis) -> None:
    uneven = tuple(0.5 + index**2 / 7 for index in range(analysis.clip.frame_count + 1))
    artifact = faces_artifact(replace(analysis, frame_edges=uneven))
    assert artifact["firstFrameSeconds"] == 0.5
    for frame in artifact["frames"]:
        index = frame["index"]
        assert frame["startSeconds"] == round(index**2 / 7, 6)
        assert frame["endSeconds"] == round((index + 1) ** 2 / 7, 6)


def test_thumbnails_are_in_the_zip_under_the_names_that_the_artifact_gives(analysis: Analysis) -> None:
    data = thumbnails_zip(analysis)
    assert data == thumbnails_zip(analysis)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert all(archive.read(name)[:3] == b"\xff\xd8\xff" for name in names)
    assert sorted(names) == sorted(
        name for face in faces_artifact(analysis)["faces"] for name in face["thumbnails"]
    )
    for name in names:
        uuid.UUID(name.removeprefix("FaceInstanceThumbnail_").removesuffix(".jpg"))


def test_tracks_come_back(analysis: Analysis) -> None:
    back = tracks_from_json(tracks_to_json(analysis.tracks))
    assert len(back) == len(analysis.tracks)
    for one, other in zip(analysis.tracks, back, strict=True):
        assert one.face_id == other.face_id
        for before, after in zip(one.sightings, other.sightings, strict=True):
            assert before.frame == after.frame
            assert after.box.x == pytest.approx(before.box.x, abs=0.01)
            assert after.box.height == pytest.approx(before.box.height, abs=0.01)
            assert after.score == pytest.approx(before.score, abs=1e-4)


def test_tracks_of_another_version_are_refused() -> None:
    with pytest.raises(ValueError, match="version 9"):
        tracks_from_json(b'{"version": 9, "tracks": []}')
