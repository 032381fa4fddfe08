"""What the analysis found, against the truth of the clip: boxes, people, thumbnails."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import cv2
import numpy as np
import pytest

from .conftest import Clip, Indexed
from .contract import contract
from .service import Service
from .video import Box, Picture, faces_by_frame, film

pytestmark = pytest.mark.unknown("the form of the artifact Faces")

NEAR = 0.4  # intersection over union of a found box and the true one
FOUND = 0.9  # share of the frames in which a visible face must be found
MARGINS = (1.0, 1.2, 1.4, 1.6, 1.8, 2.0)
"""How much wider than the box a thumbnail may be cut; the contract doesn't say."""

SIDE = 32  # pixels to which faces are scaled to be compared


@pytest.fixture(scope="module")
def artifact(service: Service, indexed: Indexed) -> dict[str, Any]:
    """The Faces artifact."""
    if service.aim.video_id:
        pytest.skip("the video was there already; nobody knows the truth of it")
    faces: dict[str, Any] = json.loads(service.artifact(indexed.id, "Faces"))
    return faces


def test_the_artifact_keeps_to_its_schema(artifact: dict[str, Any]) -> None:
    """It is what the contract says that the signed URL leads to."""
    validator = contract().validator(contract().artifact_schema("Faces"))
    errors = [error.message for error in validator.iter_errors(artifact)]
    assert not errors, errors[:3]


def test_the_artifact_measures_the_clip_rightly(artifact: dict[str, Any], clip: Clip) -> None:
    """Size, frames, rate and length."""
    truth = clip.truth
    assert (artifact["width"], artifact["height"]) == (truth.width, truth.height)
    assert artifact["frameCount"] == truth.frame_count
    assert artifact["frameRate"] == pytest.approx(truth.rate, rel=0.01)
    assert artifact["durationSeconds"] == pytest.approx(truth.frame_count / truth.rate, abs=0.1)
    indices = [frame["index"] for frame in artifact["frames"]]
    assert indices == sorted(set(indices)), "frames are told once, in order"
    assert indices[-1] < truth.frame_count


def test_frames_tell_when_they_are_shown(artifact: dict[str, Any], clip: Clip) -> None:
    """Each from its own time until the next one's, counted from the first frame, which is shown at once."""
    rate = clip.truth.rate
    assert artifact["firstFrameSeconds"] == pytest.approx(0, abs=0.001)
    for frame in artifact["frames"]:
        shown = (frame["startSeconds"], frame["endSeconds"])
        true = (frame["index"] / rate, (frame["index"] + 1) / rate)
        assert shown == pytest.approx(true, abs=0.002), f"frame {frame['index']} is shown for {shown}"


def test_scores_are_the_detectors(artifact: dict[str, Any], service: Service) -> None:
    """Sure where a face was found, 0 where its box is interpolated; nothing is quite certain."""
    if not service.aim.controls:
        pytest.skip("another service may look at each frame")
    scores = [face["score"] for frame in artifact["frames"] for face in frame["faces"]]
    assert 0 in scores, "no box is interpolated, though not each frame is looked at"
    assert 0.5 < max(scores) < 1, f"the surest detection has the score {max(scores)}"


def people(artifact: dict[str, Any], clip: Clip) -> dict[str, dict[int, int]]:
    """For each person of the clip: the id that was given to the box at the true place, by frame."""
    found = faces_by_frame(artifact)
    ids: dict[str, dict[int, int]] = {}
    for person, boxes in clip.truth.boxes.items():
        ids[person] = {}
        for index, true in boxes.items():
            for face, box in found.get(index, {}).items():
                if box.overlap(true) >= NEAR:
                    ids[person][index] = face
    return ids


def test_the_boxes_lie_on_the_faces(artifact: dict[str, Any], clip: Clip) -> None:
    """Each person is found in nearly every frame that shows at least half of the face."""
    for person, seen in people(artifact, clip).items():
        share = len(seen) / len(clip.truth.boxes[person])
        assert share >= FOUND, f"{person} is found in {share:.0%} of the frames"


def test_each_person_has_one_id(artifact: dict[str, Any], clip: Clip) -> None:
    """The same one when coming back, and nobody else's."""
    ids = {person: set(seen.values()) for person, seen in people(artifact, clip).items()}
    assert all(len(each) == 1 for each in ids.values()), ids
    assert len(set.union(*ids.values())) == len(ids), ids
    assert set.union(*ids.values()) <= {person["id"] for person in artifact["faces"]}


def test_the_index_lists_the_people_of_the_artifact(artifact: dict[str, Any], indexed: Indexed) -> None:
    """Those that the artifact calls listed, with the same id, name and confidence."""
    listed = [person for person in artifact["faces"] if person["listed"]]
    faces = indexed.index["videos"][0]["insights"]["faces"]
    assert [face["id"] for face in faces] == [person["id"] for person in listed]
    for face, person in zip(faces, listed, strict=True):
        assert face["name"] == person["name"]
        assert face["confidence"] == pytest.approx(person["confidence"], abs=0.001)
        assert _spans(face["instances"]) == pytest.approx(_spans(person["appearances"]), abs=0.02)


def _spans(stretches: list[dict[str, str]]) -> list[float]:
    """Starts and ends in seconds; the index tells them to a hundredth."""
    moments = [moment for each in stretches for moment in (each["start"], each["end"])]
    return [
        sum(float(part) * unit for part, unit in zip(moment.split(":"), (3600, 60, 1), strict=True))
        for moment in moments
    ]


def pictures(service: Service, indexed: Indexed) -> dict[str, bytes]:
    """The artifact FacesThumbnails, by file name."""
    with zipfile.ZipFile(io.BytesIO(service.artifact(indexed.id, "FacesThumbnails"))) as archive:
        assert archive.testzip() is None, "the archive is damaged"
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_thumbnails_are_those_of_the_index(
    service: Service, indexed: Indexed, artifact: dict[str, Any]
) -> None:
    """Same names in archive, artifact and index; each is the JPEG that getVideoThumbnail gives."""
    archive = pictures(service, indexed)
    assert set(archive) == {name for person in artifact["faces"] for name in person["thumbnails"]}
    for face in indexed.index["videos"][0]["insights"]["faces"]:
        assert face["thumbnailId"] in {each["id"] for each in face["thumbnails"]}
        for thumbnail in face["thumbnails"]:
            places = {"videoId": indexed.id, "thumbnailId": thumbnail["id"]}
            answer = service.call("getVideoThumbnail", places=places)
            assert answer.status_code == 200, answer.text
            assert answer.content == archive[thumbnail["fileName"]], thumbnail["fileName"]


def _face(picture: Picture) -> np.ndarray[Any, Any]:
    """A face in small, for comparison: grey, without its mean and contrast."""
    small = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (SIDE, SIDE)).astype(np.float64)
    return np.asarray((small - small.mean()) / (small.std() + 1e-6))


def _cut(picture: Picture, box: Box) -> Picture:
    rows = slice(max(0, round(box.y)), round(box.y + box.height))
    return picture[rows, max(0, round(box.x)) : round(box.x + box.width)]


def test_each_thumbnail_shows_its_person(
    service: Service, indexed: Indexed, artifact: dict[str, Any], clip: Clip
) -> None:
    """More like the faces with its id than like those with any other."""
    archive = pictures(service, indexed)
    shots = film(clip.path.read_bytes()).pictures
    crops: dict[int, list[np.ndarray[Any, Any]]] = {}
    for index, boxes in faces_by_frame(artifact).items():
        for face, box in boxes.items():
            some = crops.setdefault(face, [])
            some += [_face(_cut(shots[index], box.scaled(margin))) for margin in MARGINS]
    for person in artifact["faces"]:
        for name in person["thumbnails"]:
            decoded = cv2.imdecode(np.frombuffer(archive[name], np.uint8), cv2.IMREAD_COLOR)
            assert decoded is not None, f"{name} is no picture"
            shown = _face(np.asarray(decoded, np.uint8))
            alike = {face: max(float((shown * each).mean()) for each in some) for face, some in crops.items()}
            assert max(alike, key=lambda face: alike[face]) == person["id"], (name, alike)
