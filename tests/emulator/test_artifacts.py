"""What an analysis leaves: artifacts, thumbnails, and nothing where faces were not asked for."""

from __future__ import annotations

import base64
import io
import uuid
import zipfile
from pathlib import Path
from typing import Any

import cv2
import jsonschema_rs
import numpy as np
import pytest

from tests.emulator.api import Api, assert_problem
from video_indexer_emulator.jobs.analysis import wants_faces
from video_indexer_emulator.model import Video
from video_indexer_emulator.service.library import draft


def _entry(emulator: Api, video_id: str) -> dict[str, Any]:
    found: dict[str, Any] = emulator.get(f"Videos/{video_id}/Index").json()["videos"][0]
    return found


def _size(jpeg: bytes) -> tuple[int, int]:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return picture.shape[1], picture.shape[0]


def test_the_faces_artifact_is_what_the_contract_says(
    emulator: Api, indexed: str, document: dict[str, Any]
) -> None:
    """Its schema is ours, and its people are those of the index."""
    artifact = emulator.faces(indexed)

    schema = {"$ref": "#/components/schemas/FacesArtifact", "components": document["components"]}
    errors = jsonschema_rs.Draft202012Validator(schema).iter_errors(artifact)
    assert [error.message for error in errors] == []
    assert (artifact["width"], artifact["height"], artifact["frameCount"]) == (320, 180, 30)
    listed = [face["id"] for face in artifact["faces"] if face["listed"]]
    assert [face["id"] for face in _entry(emulator, indexed)["insights"]["faces"]] == listed
    boxes = {box["id"] for frame in artifact["frames"] for box in frame["faces"]}
    assert {face["id"] for face in artifact["faces"]} == boxes


def test_the_zip_holds_the_pictures_that_the_index_names(emulator: Api, indexed: str) -> None:
    """By the names that the index gives, and each is the picture of that id."""
    content = emulator.download(f"Videos/{indexed}/ArtifactUrl?type=FacesThumbnails")

    named = {
        picture["fileName"]: picture["id"]
        for face in _entry(emulator, indexed)["insights"]["faces"]
        for picture in face["thumbnails"]
    }
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert set(named) <= set(archive.namelist())
        for name, picture_id in named.items():
            assert archive.read(name) == emulator.get(f"Videos/{indexed}/Thumbnails/{picture_id}").content


def test_thumbnails_come_as_jpeg_or_as_its_base64_text(emulator: Api, indexed: str) -> None:
    """The media type follows the format."""
    entry = _entry(emulator, indexed)
    face = entry["insights"]["faces"][0]["thumbnailId"]

    for picture in (face, entry["thumbnailId"]):
        jpeg = emulator.get(f"Videos/{indexed}/Thumbnails/{picture}")
        text = emulator.get(f"Videos/{indexed}/Thumbnails/{picture.upper()}?format=base64")
        assert jpeg.headers["content-type"] == "image/jpeg"
        assert text.headers["content-type"].startswith("text/plain")
        assert jpeg.content == base64.b64decode(text.text, validate=True)
        assert min(_size(jpeg.content)) > 16


def test_an_unknown_thumbnail_is_not_found(emulator: Api, indexed: str) -> None:
    """An id that isn't a UUID isn't even allowed."""
    assert_problem(emulator.get(f"Videos/{indexed}/Thumbnails/{uuid.uuid4()}"), 404, "NOT_FOUND")
    assert_problem(emulator.get(f"Videos/{indexed}/Thumbnails/..%2Ftracks"), 400, "INVALID_INPUT")


def test_an_artifact_that_nothing_here_makes_is_not_found(emulator: Api, indexed: str) -> None:
    """The vendor knows it; this video has none."""
    assert_problem(emulator.get(f"Videos/{indexed}/ArtifactUrl?type=Transcript"), 404, "NOT_FOUND")


@pytest.mark.parametrize("kind", ["Everything", "", "Faces,Ocr"])
def test_a_type_that_is_no_artifact_is_unsupported(emulator: Api, indexed: str, kind: str) -> None:
    """With the ErrorType that the contract names for it."""
    response = emulator.get(f"Videos/{indexed}/ArtifactUrl", params={"type": kind})

    assert_problem(response, 400, "UNSUPPORTED")


def test_the_type_of_an_artifact_is_required(emulator: Api, indexed: str) -> None:
    """Without it, nobody knows which one is meant."""
    assert_problem(emulator.get(f"Videos/{indexed}/ArtifactUrl"), 400, "UNSUPPORTED")


def test_a_video_without_face_insights_has_no_artifacts_and_no_redaction(
    emulator: Api, not_redactable: str
) -> None:
    """It is Processed all the same, with a poster and the picture's facts."""
    entry = _entry(emulator, not_redactable)

    assert (entry["state"], entry["width"]) == ("Processed", 320)
    assert "faces" not in entry["insights"]
    assert emulator.get(f"Videos/{not_redactable}/Thumbnails/{entry['thumbnailId']}").status_code == 200
    artifact = emulator.get(f"Videos/{not_redactable}/ArtifactUrl?type=Faces")
    assert_problem(artifact, 404, "VIDEO_HAS_NO_ARTIFACTS")
    redaction = emulator.post(f"Videos/{not_redactable}/redact", json={"faces": {}})
    assert_problem(redaction, 400, "INVALID_INPUT")
    assert "face insights" in redaction.json()["Message"]


@pytest.mark.parametrize("preset", ["AudioOnly", "BasicVideo"])
def test_a_preset_without_faces_finds_none(emulator: Api, sample_clip: Path, preset: str) -> None:
    """The clip shows faces; nobody asked for them."""
    video_id = emulator.upload(sample_clip, indexingPreset=preset)

    assert emulator.wait_indexed(video_id) == "Processed"
    assert "faces" not in _entry(emulator, video_id)["insights"]
    emulator.call("DELETE", f"Videos/{video_id}")


@pytest.mark.parametrize(
    ("preset", "excluded", "wanted"),
    [
        ("Default", (), True),
        ("Advanced", (), True),
        ("VideoOnly", (), True),
        ("AdvancedVideo", ("OCR", "Labels"), True),
        ("AudioOnly", (), False),
        ("BasicAudio", (), False),
        ("AdvancedAudio", (), False),
        ("Basic", (), False),
        ("BasicVideo", (), False),
        ("Default", ("Faces",), False),
        ("Advanced", ("OCR", "FACES"), False),
    ],
)
def test_preset_and_exclusions_say_whether_faces_are_looked_for(
    preset: str,
    excluded: tuple[str, ...],
    wanted: bool,
) -> None:
    """As the vendor's indexing guide has it."""
    video: Video = draft("a", "n", indexing_preset=preset, excluded_ai=excluded)

    assert wanted == wants_faces(video)
