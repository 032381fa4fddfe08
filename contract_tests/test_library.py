"""What is kept: duplicates, artifacts, files that are gone, and videos that are deleted."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from .conftest import Clip, Indexed
from .contract import contract
from .neighbours import assert_error, no_video, words_of
from .permissions import DATA_PLANE, assert_taken, no_live
from .receiver import SMALL, held, listed, uploaded
from .service import Service
from .target import Aim

ARTIFACT_URL = contract().operations["getVideoArtifactUrl"]
ARTIFACTS = words_of(contract(), ARTIFACT_URL.query_parameters()["type"]["schema"])
MADE = ("Faces", "FacesThumbnails")
NOT_MADE = [kind for kind in ARTIFACTS if kind not in MADE]
OF_A_VIDEO = [operation for operation in DATA_PLANE if "{videoId}" in operation.template]


@pytest.fixture(autouse=True)
def emulated(aim: Aim) -> None:
    """Almost every test here uploads."""
    no_live(aim, "it would upload, redact or delete more than a live run may")


def _known(service: Service, video_id: str, thumbnail_id: str) -> None:
    """Each operation that reads answers once, so that a service with a memory has something to forget."""
    places = {"videoId": video_id, "thumbnailId": thumbnail_id}
    for operation in OF_A_VIDEO:
        if operation.method == "GET":
            how: dict[str, Any] = {"params": {"type": "Faces"}} if operation is ARTIFACT_URL else {}
            answer = service.call(operation.id, places=places, **how)
            assert_taken(operation, answer, "an indexed video")


def _gone(service: Service, video_id: str, thumbnail_id: str) -> None:
    """No operation knows the video any more, and the list doesn't have it."""
    places = {"videoId": video_id, "thumbnailId": thumbnail_id}
    for operation in OF_A_VIDEO:
        how: dict[str, Any] = {"params": {"type": "Faces"}} if operation is ARTIFACT_URL else {}
        how |= {"json": {"faces": {}}} if operation.id == "redactVideo" else {}
        answer = service.call(operation.id, places=places, **how)
        assert_error(answer, 404, no_video(service.aim), f"{operation.id} of a deleted video")
    left = [video["name"] for video in service.videos() if video["id"] == video_id]
    assert left == [], "a deleted video is listed"


# duplicates


def test_a_duplicate_is_refused_on_request_alone(service: Service, clip: Clip) -> None:
    """The message names the video that is there; without the request, the file is taken again."""
    content = clip.path.read_bytes() + b"\0\0\0\x08free"  # like no other file of the account
    with uploaded(service, content, name="first", preventDuplicates="true") as first:
        assert service.wait_indexed(first["id"])["state"] == "Processed"
        before = {video["id"] for video in service.videos()}
        files = {"file": ("other name.mp4", content)}
        params = {"name": "second", "preventDuplicates": "true"}
        answer = service.call("uploadVideo", params=params, files=files)
        assert_error(answer, 409, "ALREADY_EXISTS", "the same file with preventDuplicates")
        assert f"video id: '{first['id']}'" in answer.json()["Message"], answer.json()["Message"]
        assert {video["id"] for video in service.videos()} == before, "a refused duplicate made a video"
        for taken in ({}, {"preventDuplicates": "false"}):
            with uploaded(service, content, name="second", **taken) as second:
                assert second["id"] != first["id"]
        with uploaded(service, content + b"\0\0\0\x08free", preventDuplicates="true") as other:
            assert other["id"] != first["id"], "another file was taken for the same"
    with uploaded(service, content, name="third", preventDuplicates="true") as third:
        assert third["id"] != first["id"], "a deleted video counts as a duplicate"


def test_a_duplicate_of_a_video_in_analysis_is_refused_too(service: Service, clip: Clip) -> None:
    """With the word for that."""
    content = clip.path.read_bytes() + b"\0\0\0\x0cfreefree"
    with held(service), uploaded(service, content, name="first") as first:
        params = {"name": "second", "preventDuplicates": "true"}
        answer = service.call("uploadVideo", params=params, files={"file": ("x.mp4", content)})
        assert_error(answer, 409, "VIDEO_INDEXING_IN_PROGRESS", "a duplicate of a video in analysis")
        assert f"video id: '{first['id']}'" in answer.json()["Message"], answer.json()["Message"]


def test_another_accounts_file_is_no_duplicate(service: Service, neighbour: Service, clip: Clip) -> None:
    """Nobody learns what others have."""
    content = clip.path.read_bytes() + b"\0\0\0\x10freefreefree"
    with (
        uploaded(service, content, name="ours") as ours,
        uploaded(neighbour, content, name="theirs", preventDuplicates="true") as theirs,
    ):
        assert ours["id"] != theirs["id"]


# artifacts


def test_the_artifacts_of_a_face_analysis_are_there(service: Service, indexed: Indexed) -> None:
    """JSON by its schema with the people of the index, and a zip of their pictures."""
    artifact = json.loads(service.artifact(indexed.id, "Faces"))
    validator = contract().validator(contract().artifact_schema("Faces"))
    assert [error.message for error in validator.iter_errors(artifact)] == []
    part = indexed.index["videos"][0]
    assert (artifact["width"], artifact["height"]) == (part["width"], part["height"])
    people = {face["id"]: face for face in artifact["faces"] if face["listed"]}
    assert list(people) == list(indexed.face_ids), "the artifact has other people than the index"
    for face in part["insights"]["faces"]:
        person = people[face["id"]]
        assert person["name"] == face["name"]
        assert abs(person["confidence"] - face["confidence"]) < 0.001, (person, face["confidence"])
    boxes = {box["id"] for frame in artifact["frames"] for box in frame["faces"]}
    assert boxes == {face["id"] for face in artifact["faces"]}, "faces without boxes, or boxes without faces"
    numbers = [frame["index"] for frame in artifact["frames"]]
    assert numbers == sorted(set(numbers)), "the frames aren't in order"
    assert numbers[-1] < artifact["frameCount"]
    names = zipfile.ZipFile(io.BytesIO(service.artifact(indexed.id, "FacesThumbnails"))).namelist()
    assert {name for face in artifact["faces"] for name in face["thumbnails"]} == set(names)


@pytest.mark.parametrize("kind", NOT_MADE)
def test_an_artifact_that_nobody_made_is_not_found(service: Service, indexed: Indexed, kind: str) -> None:
    """The type is known, and this video has none."""
    if not service.aim.controls:
        pytest.skip("another service may make more artifacts than the emulator")
    answer = service.call("getVideoArtifactUrl", places={"videoId": indexed.id}, params={"type": kind})
    assert answer.status_code == 404, f"the artifact {kind} got {answer.status_code}"
    assert answer.json()["ErrorType"] in {"NOT_FOUND", "VIDEO_HAS_NO_ARTIFACTS"}, answer.text


def test_a_type_of_artifact_must_be_named(service: Service, indexed: Indexed) -> None:
    """Without it, or with one that isn't, there is no artifact to give."""
    for params in ({}, {"type": ""}, {"type": "Everything"}, {"type": "Faces,Ocr"}, {"kind": "Faces"}):
        answer = service.call("getVideoArtifactUrl", places={"videoId": indexed.id}, params=params)
        assert_error(answer, 400, "UNSUPPORTED", f"an artifact with {params}")


def test_a_video_in_analysis_has_no_artifacts_yet(service: Service, clip: Clip) -> None:
    """And one that failed never has any."""
    with uploaded(service, name="failed") as failed:
        service.wait_indexed(failed["id"])
        with held(service), uploaded(service, clip.path.read_bytes(), name="early") as early:
            for video in (failed, early):
                places = {"videoId": video["id"]}
                answer = service.call("getVideoArtifactUrl", places=places, params={"type": "Faces"})
                assert_error(answer, 404, "VIDEO_HAS_NO_ARTIFACTS", "an artifact that isn't there")


# the file


def test_the_file_is_kept_to_the_byte(service: Service, indexed: Indexed, clip: Clip) -> None:
    """What was uploaded is what can be downloaded."""
    if service.aim.video_id:
        pytest.skip("the video was given, so its file isn't here to compare")
    assert service.download(indexed.id) == clip.path.read_bytes()


def test_a_file_can_be_gone_while_its_video_is_there(service: Service, indexed_alone: str) -> None:
    """410 for the file; index, artifacts and pictures stay, and only the list's entry may tell."""
    before = service.index(indexed_alone)
    service.control("POST", f"videos/{service.target.account_id}/{indexed_alone}/expire-source")

    answer = service.call("getVideoSourceFileDownloadUrl", places={"videoId": indexed_alone})

    assert_error(answer, 410, "SOURCE_VIDEO_DELETED", "the file of a video that has none any more")
    assert service.index(indexed_alone) == before
    assert service.artifact(indexed_alone, "Faces")
    entry = listed(service, indexed_alone)
    assert (entry["state"], entry["hasSourceVideoFile"]) == ("Processed", False)


# deletion


def test_a_deleted_video_is_gone_everywhere(service: Service, indexed: Indexed, clip: Clip) -> None:
    """From every operation, the list and its signed URLs; the others stay as they were."""
    others = {video["id"]: video for video in service.videos()}
    with uploaded(service, clip.path.read_bytes(), name="gone") as video:
        index = service.wait_indexed(video["id"])
        url = service.signed_url("getVideoSourceFileDownloadUrl", video["id"])
        _known(service, video["id"], index["videos"][0]["thumbnailId"])
        answer = service.call("deleteVideo", places={"videoId": video["id"]})
        assert answer.status_code == 204, f"deleteVideo got {answer.status_code}: {answer.text}"
        assert answer.content == b""
        _gone(service, video["id"], index["videos"][0]["thumbnailId"])
        assert service.plain.get(url).status_code >= 400, "the file of a deleted video can be fetched"
    assert {each["id"]: each for each in service.videos()} == others, "other videos were touched"
    assert service.index(indexed.id) == indexed.index


@pytest.mark.parametrize("state", ["Uploaded", "Processing", "Failed"])
def test_a_video_can_be_deleted_at_any_time(service: Service, clip: Clip, state: str) -> None:
    """Before its analysis, in it, and after it failed; it doesn't come back."""
    content = clip.path.read_bytes()
    if state == "Failed":
        with uploaded(service, SMALL, name="gone") as video:
            service.wait_indexed(video["id"])
            service.delete(video["id"])
            _gone(service, video["id"], video["thumbnailId"])
        return
    with held(service), uploaded(service, content, name="one") as one, uploaded(service, content) as two:
        service.wait_for(lambda: service.index(one["id"]), lambda index: index["state"] == "Processing")
        video = two if state == "Uploaded" else one
        service.delete(video["id"])
        _gone(service, video["id"], video["thumbnailId"])
    with uploaded(service, name="later") as later:
        service.wait_indexed(later["id"])
        _gone(service, video["id"], video["thumbnailId"])


@pytest.mark.parametrize("first", ["original", "redacted"])
def test_original_and_redacted_video_live_apart(service: Service, indexed_alone: str, first: str) -> None:
    """Deleting one of them leaves the other with its file, its index and its picture."""
    redacted = service.redacted(indexed_alone, {"blurringKind": "Black"}, name="apart")
    try:
        gone, stays = (indexed_alone, redacted) if first == "original" else (redacted, indexed_alone)
        index, entry, content = service.index(stays), listed(service, stays), service.download(stays)
        thumbnail = service.index(gone)["videos"][0]["thumbnailId"]

        service.delete(gone)

        _gone(service, gone, thumbnail)
        assert (service.index(stays), listed(service, stays)) == (index, entry)
        assert service.download(stays) == content, "the other video's file has changed"
    finally:
        service.call("deleteVideo", places={"videoId": redacted})


def test_a_redacted_video_isnt_redacted_again(service: Service, indexed: Indexed) -> None:
    """It has no insights to redact by; else it is a video like any other."""
    redacted = service.redacted(indexed.id, {"blurringKind": "Black"}, name="twice")
    answer = service.call("redactVideo", places={"videoId": redacted}, json={"faces": {}})
    entry = listed(service, redacted)
    places = {"videoId": redacted, "thumbnailId": entry["thumbnailId"]}
    picture = service.call("getVideoThumbnail", places=places)
    service.delete(redacted)
    assert_error(answer, 400, "INVALID_INPUT", "a redaction of a redacted video")
    assert (entry["hasSourceVideoFile"], entry["thumbnailVideoId"]) == (True, redacted)
    assert picture.content[:2] == b"\xff\xd8", f"its picture got {picture.status_code}"
