"""What a request may say: every neighbour of what is allowed has a decided outcome."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from .conftest import Clip, Indexed
from .contract import Operation, contract
from .neighbours import (
    BODIES,
    FILTERS,
    assert_error,
    beside_kinds,
    beside_schema,
    beside_words,
    listed_inputs,
    no_video,
    other_cases,
    words_of,
)
from .permissions import DATA_PLANE, assert_taken, each, no_live, unchanged
from .receiver import SMALL, held, uploaded
from .service import Service
from .target import Aim
from .tolerances import (
    json_is_tolerated,
    judged,
    media_type_is_tolerated,
    request_id_is_tolerated,
    text_is_tolerated,
)

REDACTION = contract().operations["redactVideo"].body["application/json"]
KIND = contract().document["components"]["schemas"]["BlurringKind"]
KINDS = words_of(contract(), KIND)
NO_KINDS = beside_kinds([k for k in KINDS if isinstance(k, str)], [k for k in KINDS if isinstance(k, int)])
JSON = {"Content-Type": "application/json"}

LISTED = {
    f"{operation.id} {name}": (operation, name, words) for operation, name, words in listed_inputs(contract())
}
BOUNDED = {
    f"{operation.id} {name}": (operation, name, node)
    for operation in DATA_PLANE
    for name, node in operation.query_parameters().items()
    if beside_schema(contract(), node)
}


@pytest.fixture(autouse=True)
def emulated(aim: Aim) -> None:
    """A live service might take for good what is meant to be refused, and each redaction costs money."""
    no_live(aim, "what it makes of wrong input isn't known, and what it took would cost money")


def _redact(service: Service, video_id: str, **how: Any) -> Any:
    return service.call("redactVideo", places={"videoId": video_id}, **how)


def _refused(service: Service, video_id: str, sent: object, **how: Any) -> None:
    """A redaction is refused as wrong input, and nothing comes of it."""
    with unchanged(service, contract().operations["redactVideo"]):
        assert_error(_redact(service, video_id, **how), 400, "INVALID_INPUT", f"a redaction with {sent}")


# the body of a redaction


@pytest.mark.parametrize("text", NO_KINDS)
def test_what_is_no_kind_is_refused(service: Service, indexed: Indexed, text: str) -> None:
    """A kind is one of five words or numbers as they are written; true isn't 1, and 1 isn't "1"."""
    content = f'{{"faces": {{"blurringKind": {text}}}}}'
    judged(service.aim, tolerated=json_is_tolerated(REDACTION, content))
    _refused(service, indexed.id, content, content=content, headers=JSON)


@pytest.mark.parametrize("body", BODIES)
def test_what_is_no_redaction_is_refused(service: Service, indexed: Indexed, body: str) -> None:
    """Unknown members, wrong types and what isn't JSON at all."""
    judged(service.aim, tolerated=json_is_tolerated(REDACTION, BODIES[body]))
    _refused(service, indexed.id, BODIES[body], content=BODIES[body], headers=JSON)


@pytest.mark.parametrize("choice", FILTERS)
def test_what_is_no_choice_of_faces_is_refused(service: Service, indexed: Indexed, choice: str) -> None:
    """Both members, ids of this video as numbers, and nothing else."""
    text = json.dumps(FILTERS[choice]).replace('"$id"', str(indexed.face_ids[0]))
    content = f'{{"faces": {{"filter": {text.replace("$text", str(indexed.face_ids[0]))}}}}}'
    judged(service.aim, tolerated=json_is_tolerated(REDACTION, content))
    _refused(service, indexed.id, content, content=content, headers=JSON)


@pytest.mark.parametrize("media_type", ["text/plain", "text/json", "application/x-www-form-urlencoded", ""])
def test_a_body_that_isnt_said_to_be_json_is_refused(
    service: Service, indexed: Indexed, media_type: str
) -> None:
    """The contract has one media type for it."""
    judged(service.aim, tolerated=media_type_is_tolerated(media_type))
    headers = {"Content-Type": media_type}
    _refused(service, indexed.id, f"Content-Type {media_type!r}", content=b'{"faces": {}}', headers=headers)


def test_a_redaction_without_a_body_is_refused(service: Service, indexed: Indexed) -> None:
    """The body is required."""
    _refused(service, indexed.id, "no body")


@pytest.mark.parametrize(
    "faces",
    [
        "{}",
        *(f'{{"blurringKind": {text}}}' for text in ("0.0", "1.0", "4.0", "0", "4", '"Black"')),
        '{"filter": {"ids": [$id, $id], "scope": "Include"}}',
        '{"filter": {"ids": [$id.0], "scope": "Exclude"}}',
    ],
)
def test_a_redaction_at_the_edge_of_what_is_allowed_is_taken(
    service: Service, indexed: Indexed, faces: str
) -> None:
    """No kind at all, a number with a fraction of zero, an id that is said twice."""
    content = f'{{"faces": {faces.replace("$id", str(indexed.face_ids[0]))}}}'

    answer = _redact(
        service,
        indexed.id,
        content=content,
        headers=JSON | {"Content-Type": "application/json; charset=utf-8"},
    )

    assert answer.status_code == 202, f"{content} got {answer.status_code}: {answer.text}"
    ended = service.wait_job(answer.headers["location"].rsplit("/", 1)[1])
    assert ended.status_code == 303, f"{content} was accepted and ended with {ended.status_code}"
    service.delete(ended.headers["location"].split("/Videos/")[1].split("/")[0])


# which videos can be redacted


def test_an_unknown_video_isnt_redacted(service: Service) -> None:
    """404, whatever the body."""
    assert_error(
        _redact(service, "neverwas00", json={"faces": {}}), 404, no_video(service.aim), "an unknown id"
    )


def test_a_video_that_is_being_indexed_isnt_redacted_yet(service: Service, clip: Clip) -> None:
    """409 while it waits and while it is worked on; the same request is taken afterwards."""
    with held(service), uploaded(service, clip.path.read_bytes(), name="early") as video:
        answer = _redact(service, video["id"], json={"faces": {}})
        assert_error(answer, 409, "VIDEO_INDEXING_IN_PROGRESS", "a redaction of a video in analysis")
        service.wait_for(lambda: service.index(video["id"]), lambda index: index["state"] == "Processing")
        answer = _redact(service, video["id"], json={"faces": {}})
        assert_error(answer, 409, "VIDEO_INDEXING_IN_PROGRESS", "a redaction of a video in analysis")


def test_a_video_whose_indexing_failed_isnt_redacted(service: Service) -> None:
    """There is nothing to redact by."""
    with uploaded(service, name="broken") as video:
        assert service.wait_indexed(video["id"])["state"] == "Failed"
        _refused(service, video["id"], "a failed video", json={"faces": {}})


@pytest.mark.parametrize(
    "params",
    [{"indexingPreset": "AudioOnly"}, {"indexingPreset": "BasicVideo"}, {"excludedAI": ["OCR", "Faces"]}],
    ids=str,
)
def test_a_video_without_faces_insights_isnt_redacted(
    service: Service, clip: Clip, params: dict[str, Any]
) -> None:
    """Nobody looked for faces, so it can't be said that there are none."""
    with uploaded(service, clip.path.read_bytes(), name="no faces", **params) as video:
        index = service.wait_indexed(video["id"])
        assert index["state"] == "Processed", f"{params} ended as {index['state']}"
        assert "faces" not in (index["videos"][0]["insights"] or {}), f"{params} found faces"
        _refused(service, video["id"], params, json={"faces": {}})
        if service.aim.controls:
            answer = service.call(
                "getVideoArtifactUrl", places={"videoId": video["id"]}, params={"type": "Faces"}
            )
            assert_error(answer, 404, "VIDEO_HAS_NO_ARTIFACTS", f"the artifact of a video with {params}")


# the query


def _ask(service: Service, indexed: Indexed, operation: Operation, params: dict[str, str], **how: Any) -> Any:
    """Call any operation of the data plane so that only the query can be wrong."""
    places = {"videoId": indexed.id, "thumbnailId": indexed.thumbnail_id, "jobId": "neverwas00"}
    if operation.id == "uploadVideo" and "videoUrl" not in params:
        how |= {"files": {"file": ("x.mp4", SMALL)}}
    elif operation.id == "redactVideo":
        how |= {"json": {"faces": {}}}
    elif operation.id == "getVideoArtifactUrl":
        params = {"type": "Faces"} | params
    elif operation.id == "getIdByExternalId":
        params = {"externalId": indexed.external_id} | params
    return service.call(operation.id, places=places, params=params, **how)


def _judged_texts(service: Service, operation: Operation, name: str, texts: list[str]) -> list[str]:
    """Without those that the contract tolerates, where the service isn't strict."""
    parameter = operation.query_parameters()[name]
    return [text for text in texts if service.aim.strict or not text_is_tolerated(parameter, text)]


def _word_of(operation: Operation, name: str) -> str:
    return str(operation.query_parameters()[name].get("x-error-type", "INVALID_INPUT"))


@pytest.mark.parametrize("place", LISTED)
def test_what_is_beside_the_words_of_a_query_is_refused(
    service: Service, indexed: Indexed, place: str
) -> None:
    """Numbers, constants, and words that are one letter or one space away."""
    operation, name, words = LISTED[place]
    with unchanged(service, operation):
        for text in _judged_texts(service, operation, name, beside_words(words)):
            answer = _ask(service, indexed, operation, {name: text})
            assert_error(answer, 400, _word_of(operation, name), f"{operation.id} with {name}={text!r}")


@pytest.mark.parametrize("operation_id", ["uploadVideo", "redactVideo"])
def test_a_preset_that_was_retired_is_refused(service: Service, indexed: Indexed, operation_id: str) -> None:
    """Azure Media Services is gone; taking its word and not honouring it would promise a stream."""
    operation = contract().operations[operation_id]
    with unchanged(service, operation):
        answer = _ask(service, indexed, operation, {"streamingPreset": "AdaptiveBitrate"})
        word = _word_of(operation, "streamingPreset")
        assert_error(answer, 400, word, f"{operation_id} with streamingPreset=AdaptiveBitrate")


@pytest.mark.parametrize("place", BOUNDED)
def test_what_breaks_the_schema_of_a_query_is_refused(service: Service, indexed: Indexed, place: str) -> None:
    """Numbers out of range, what is no number, no moment, no address, or too long."""
    operation, name, node = BOUNDED[place]
    with unchanged(service, operation):
        for text in _judged_texts(service, operation, name, beside_schema(contract(), node)):
            answer = _ask(service, indexed, operation, {name: text})
            assert_error(answer, 400, _word_of(operation, name), f"{operation.id} with {name}={text!r}")


@pytest.mark.parametrize("operation_id", ["getVideoThumbnail", "getVideoArtifactUrl"])
def test_words_of_a_query_are_compared_without_case(
    service: Service, indexed: Indexed, operation_id: str
) -> None:
    """As the vendor's service does; the answer is that of the word as the contract writes it."""
    operation = contract().operations[operation_id]
    for name, word in (("format", "Base64"), ("type", "FacesThumbnails")):
        if name not in operation.query_parameters():
            continue
        for text in (word, *other_cases(word)):
            answer = _ask(service, indexed, operation, {name: text})
            assert answer.status_code == 200, f"{name}={text} got {answer.status_code}: {answer.text}"
            if operation_id == "getVideoThumbnail":
                assert answer.headers["content-type"].startswith("text/plain"), f"{name}={text} gave no text"
            else:
                assert service.fetch(answer.json()).content[:2] == b"PK", f"{name}={text} gave no zip"


@each([operation for operation in DATA_PLANE if operation.method == "GET" and operation.id != "getJob"])
def test_what_the_contract_doesnt_know_is_passed_over_in_a_query(
    service: Service, indexed: Indexed, operation: Operation
) -> None:
    """Unknown parameters are no errors."""
    answer = _ask(service, indexed, operation, {"nonsense": "1", "zzz": "<x>"})
    assert_taken(operation, answer, "unknown parameters")


# path and header


@each(DATA_PLANE)
def test_the_callers_request_id_is_a_uuid(service: Service, indexed: Indexed, operation: Operation) -> None:
    """Strict, another text is refused; a right one is taken, and isn't given out as the server's own."""
    wrong = ("4711", "", "x" * 36, f"{{{uuid.uuid4()}}}", uuid.uuid4().hex, f"{uuid.uuid4()}0")
    for text in wrong if service.aim.strict or not request_id_is_tolerated() else ():
        with unchanged(service, operation):
            answer = _ask(service, indexed, operation, {}, headers={"x-ms-client-request-id": text})
        assert_error(answer, 400, "INVALID_INPUT", f"{operation.id} with x-ms-client-request-id {text!r}")
    if operation.method == "GET":
        for text in (str(uuid.uuid4()), str(uuid.uuid4()).upper()):
            answer = _ask(service, indexed, operation, {}, headers={"x-ms-client-request-id": text})
            if operation.id == "getJob":
                assert answer.status_code == 404, f"an unknown job with {text} got {answer.status_code}"
            else:
                assert_taken(operation, answer, f"the request id {text}")
            assert answer.headers["x-ms-request-id"].lower() != text.lower(), "the caller's id came back"


MALFORMED = {
    "videoId": ["a-b", "a b", "ü", "x" * 65, "a.b", "%00", "$"],
    "thumbnailId": ["x", "0" * 36, "../index", "00000000-0000-0000-0000-00000000000"],
    "jobId": ["a_b", "a b", "x" * 65, "ü"],
}


@pytest.mark.parametrize("place", MALFORMED)
def test_malformed_places_in_the_path_are_refused(service: Service, place: str) -> None:
    """By every operation that has the place."""
    for operation in DATA_PLANE:
        names = {node["name"] for node in operation.parameters if node["in"] == "path"}
        if place not in names:
            continue
        rest = {"videoId": "neverwas00", "thumbnailId": str(uuid.uuid4()), "jobId": "neverwas00"}
        for text in MALFORMED[place]:
            answer = service.call(operation.id, places=rest | {place: text}, **_body(operation))
            assert_error(answer, 400, "INVALID_INPUT", f"{operation.id} with {place} {text!r}")


@each([operation for operation in DATA_PLANE if "{videoId}" in operation.template])
def test_an_unknown_video_is_not_found(service: Service, indexed: Indexed, operation: Operation) -> None:
    """By any operation, and it is told that the video is what wasn't found."""
    places = {"videoId": "neverwas00", "thumbnailId": indexed.thumbnail_id}
    answer = service.call(operation.id, places=places, **_body(operation))
    assert_error(answer, 404, no_video(service.aim), f"{operation.id} of an unknown video")


def _body(operation: Operation) -> dict[str, Any]:
    how: dict[str, Any] = {}
    if operation.id == "uploadVideo":
        how = {"files": {"file": ("x.mp4", SMALL)}}
    elif operation.id == "redactVideo":
        how = {"json": {"faces": {}}}
    elif operation.id == "getVideoArtifactUrl":
        how = {"params": {"type": "Faces"}}
    return how
