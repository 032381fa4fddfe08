"""What the contract tolerates beyond its schemas, on an emulator that doesn't say it is strict.

No other service is judged by this: what the vendor's makes of most of it was never seen.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from .conftest import Clip, Indexed
from .contract import Operation, contract
from .permissions import DATA_PLANE, assert_taken, decoded, each
from .receiver import SMALL, Receiver, listed, receiver, uploaded
from .service import Service
from .target import API_VERSION
from .tolerances import TOLERANT_ALONE

ISSUING = contract().operations["generateAccessToken"]
BOUNDARY = "b"
FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
JSON = {"Content-Type": "application/json"}
EMPTY_FORM = f"--{BOUNDARY}\r\n\r\n--{BOUNDARY}--\r\n".encode()


@pytest.fixture(autouse=True)
def tolerant(service: Service) -> None:
    """An emulator as it starts without flags."""
    if service.aim.strict or not service.aim.controls:
        pytest.skip(f"only the emulator is asked to be tolerant, and {TOLERANT_ALONE}")


@pytest.fixture
def outside(service: Service) -> Iterator[Receiver]:
    """A server that the service can fetch from."""
    if not service.aim.private_urls:
        pytest.skip("needs a service that may fetch from addresses on this machine")
    with receiver() as running:
        running.files["/x.mp4"] = SMALL
        yield running


def _token(service: Service, body: dict[str, Any]) -> dict[str, Any]:
    """The claims of a token that is asked for in these words."""
    arm = service.target.arm
    assert arm is not None
    url = arm.url.rstrip("/") + ISSUING.path(**service.arm_places())
    headers = {"Authorization": f"Bearer {arm.bearer}"}
    answer = service.http.post(url, params={"api-version": API_VERSION}, headers=headers, json=body)
    assert answer.status_code == 200, f"{body} got {answer.status_code}: {answer.text}"
    return decoded(answer.json()["accessToken"])[1]


def test_a_null_in_the_request_of_a_token_is_no_member(service: Service) -> None:
    """As serialisers of .NET write it."""
    body = {"permissionType": "Contributor", "scope": "Account", "projectId": None, "videoId": None}
    assert _token(service, body)["Permission"] == "Contributor"


def test_words_in_the_request_of_a_token_are_read_in_any_case_and_trimmed(service: Service) -> None:
    """They mean what they mean as the contract writes them."""
    claims = _token(service, {"permissionType": "reader", "scope": " ACCOUNT "})
    assert claims["Permission"] == "Reader"


@pytest.mark.parametrize(
    ("faces", "media_type"),
    [
        ('{"blurringKind": "black", "filter": null}', "application/json"),
        ('{"blurringKind": "Black "}', "text/json"),
        ('{"blurringKind": null, "filter": {"ids": [$id], "scope": "exclude"}}', "application/hal+json"),
        ('{"filter": {"ids": [$id], "scope": " INCLUDE"}}', ""),
    ],
)
def test_a_redaction_in_loose_words_is_taken(
    service: Service, indexed: Indexed, faces: str, media_type: str
) -> None:
    """Nulls, words in other spellings, and other names of JSON, or none."""
    content = f'{{"faces": {faces.replace("$id", str(indexed.face_ids[0]))}}}'
    answer = service.call(
        "redactVideo", places={"videoId": indexed.id}, content=content, headers={"Content-Type": media_type}
    )
    assert answer.status_code == 202, f"{content} as {media_type!r} got {answer.status_code}: {answer.text}"
    ended = service.wait_job(answer.headers["location"].rsplit("/", 1)[1])
    assert ended.status_code == 303, f"{content} was accepted and ended with {ended.status_code}"
    service.delete(ended.headers["location"].split("/Videos/")[1].split("/")[0])


READING = [operation for operation in DATA_PLANE if operation.method == "GET" and operation.id != "getJob"]


def _ask(service: Service, indexed: Indexed, operation: Operation, params: dict[str, str]) -> httpx.Response:
    places = {"videoId": indexed.id, "thumbnailId": indexed.thumbnail_id}
    required = {"type": "Faces"} if operation.id == "getVideoArtifactUrl" else {}
    return service.call(operation.id, places=places, params=required | params)


def _optional(operation: Operation) -> list[str]:
    return [name for name, node in operation.query_parameters().items() if not node.get("required")]


@each([operation for operation in READING if _optional(operation)])
def test_an_empty_parameter_is_none(service: Service, indexed: Indexed, operation: Operation) -> None:
    """The answer is that of the request without it."""
    names = _optional(operation)
    without = _ask(service, indexed, operation, {})
    answer = _ask(service, indexed, operation, dict.fromkeys(names, ""))
    assert_taken(operation, answer, f"empty {names}")
    assert answer.headers.get("content-type") == without.headers.get("content-type")
    if operation.id in {"listVideos", "getVideoIndex"}:
        assert answer.json() == without.json(), f"{operation.id} answers otherwise with empty {names}"


def test_an_upload_with_empty_parameters_has_the_defaults(service: Service) -> None:
    """Every one of them at once."""
    names = contract().operations["uploadVideo"].query_parameters()
    empty: dict[str, Any] = dict.fromkeys(names, "")
    with uploaded(service, **empty) as video:
        entry = listed(service, video["id"])
    shown = {name: entry[name] for name in ("privacyMode", "indexingPreset", "streamingPreset")}
    assert shown == {"privacyMode": "Private", "indexingPreset": "Default", "streamingPreset": "Default"}


def test_words_of_a_query_are_trimmed(service: Service, indexed: Indexed) -> None:
    """The answer is that of the word as the contract writes it."""
    operations = contract().operations
    picture = _ask(service, indexed, operations["getVideoThumbnail"], {"format": "Base64 "})
    assert picture.status_code == 200, picture.text
    assert picture.headers["content-type"].startswith("text/plain"), "`Base64 ` gave no text"
    page = _ask(service, indexed, operations["listVideos"], {"pageSize": " 1 "})
    assert page.status_code == 200, f"pageSize=' 1 ' got {page.status_code}: {page.text}"
    pictures = _ask(service, indexed, operations["getVideoArtifactUrl"], {"type": " facesThumbnails"})
    assert service.fetch(pictures.json()).content[:2] == b"PK", "` facesThumbnails` gave no zip"


@pytest.mark.parametrize("text", ["", "123", f"{{{uuid.UUID(int=7)}}}", uuid.UUID(int=7).hex])
@each(READING)
def test_a_request_may_have_any_name(
    service: Service, indexed: Indexed, operation: Operation, text: str
) -> None:
    """The answer is that of the request without one."""
    places = {"videoId": indexed.id, "thumbnailId": indexed.thumbnail_id}
    required = {
        "getVideoArtifactUrl": {"type": "Faces"},
        "getIdByExternalId": {"externalId": indexed.external_id},
    }
    params = required.get(operation.id, {})
    headers = {"x-ms-client-request-id": text}
    answer = service.call(operation.id, places=places, params=params, headers=headers)
    assert_taken(operation, answer, f"the request id {text!r}")


def test_names_of_insights_are_trimmed(service: Service, indexed: Indexed) -> None:
    """The faces are there, as they are with `labels,faces`."""
    params = {"includedInsights": "labels, faces"}
    answer = service.call("getVideoIndex", places={"videoId": indexed.id}, params=params)
    assert answer.status_code == 200, f"{params} got {answer.status_code}: {answer.text}"
    assert answer.json()["videos"][0]["insights"].get("faces"), f"{params} shows no faces"


def test_joined_ids_and_states_of_a_search_are_several(service: Service, indexed: Indexed) -> None:
    """The video is found by its id among others, and by its state."""
    params = {"id": f"nothing, {indexed.id}", "state": "Failed,processed"}
    answer = service.call("searchVideos", params=params)
    assert answer.status_code == 200, f"{params} got {answer.status_code}: {answer.text}"
    found = [video["id"] for video in answer.json()["results"]]
    assert found == [indexed.id], f"{params} found {found}"


@pytest.mark.parametrize("words", ["Faces,OCR", "OCR, faces"])
def test_joined_words_are_left_out_each(service: Service, clip: Clip, words: str) -> None:
    """No faces are looked for, so the video can't be redacted."""
    with uploaded(service, clip.path.read_bytes(), name="joined", excludedAI=words) as video:
        insights = service.wait_indexed(video["id"])["videos"][0]["insights"]
        assert not (insights or {}).get("faces"), f"excludedAI={words} has found faces"
        answer = service.call("redactVideo", places={"videoId": video["id"]}, json={"faces": {}})
        assert answer.status_code == 400, f"a redaction without faces got {answer.status_code}"


@pytest.mark.parametrize(
    ("former", "now"), [("DefaultWithNoiseReduction", "Default"), ("AdvancedVideoAndAudio", "Advanced")]
)
def test_a_former_preset_is_taken_for_what_it_is_now(
    service: Service, clip: Clip, former: str, now: str
) -> None:
    """It is shown so, and finds faces."""
    with uploaded(service, clip.path.read_bytes(), name="former", indexingPreset=former) as video:
        assert video["indexingPreset"] == now
        assert service.wait_indexed(video["id"])["videos"][0]["insights"]["faces"], (
            f"{former} has found nobody"
        )


def test_the_region_is_read_in_any_case(service: Service) -> None:
    """And a URL that the service makes has it in the usual one."""
    for text in (service.target.location.upper(), service.target.location.capitalize()):
        answer = service.call("listVideos", places={"location": text})
        assert answer.status_code == 200, f"the region {text} got {answer.status_code}: {answer.text}"


@pytest.mark.parametrize(
    ("content", "headers"),
    [(b"{}", JSON), (b'{"name": "x"}', JSON), (EMPTY_FORM, FORM), (f"--{BOUNDARY}--\r\n".encode(), FORM)],
    ids=["an empty object", "the query again", "an empty form", "a closing boundary alone"],
)
def test_a_body_beside_a_url_is_passed_over(
    service: Service, outside: Receiver, content: bytes, headers: dict[str, str]
) -> None:
    """The file is the one at the address."""
    params = {"name": "beside", "videoUrl": f"{outside.url}/x.mp4"}
    answer = service.call("uploadVideo", params=params, content=content, headers=headers)
    assert answer.status_code == 200, f"{content!r} got {answer.status_code}: {answer.text}"
    video_id = answer.json()["id"]
    service.wait_indexed(video_id)
    assert service.download(video_id) == SMALL, "the file isn't the one at the address"
    service.delete(video_id)
