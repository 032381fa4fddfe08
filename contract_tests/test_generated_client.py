"""The generated client does every operation and reads every documented answer as the type that is promised.

The raw answer behind each call is judged and entered into the ledger like any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from video_indexer_client import models
from video_indexer_client.types import File, Response

from .conftest import Clip, Indexed
from .contract import contract
from .generated import MODES, OPERATIONS, Mode, ask, lawful, same, upload
from .planning import ERRORS, Plan, error_id, forget, given, plan
from .service import Service

WITHOUT_MODEL = {"getJob", "getVideoThumbnail", "getVideoInsightsWidget", "getVideoPlayerWidget"}

modes = pytest.mark.parametrize("mode", MODES)


@pytest.fixture
def plans(service: Service) -> Iterator[None]:
    """No plan is left over, before and after."""
    forget(service)
    yield
    forget(service)


def _typed(operation_id: str, answer: Response[Any]) -> Any:
    """What the client made of an answer, if it's the documented model and has all that was sent."""
    status = int(answer.status_code)
    schema = contract().operations[operation_id].answers[status].media["application/json"]
    model = getattr(models, schema["$ref"].rsplit("/", 1)[1], str) if "$ref" in schema else list
    assert type(answer.parsed) is model, f"{operation_id} {status} was read as {type(answer.parsed).__name__}"
    raw = json.loads(answer.content)
    read = _written(answer.parsed)
    assert same(raw, read), f"{operation_id} {status}: {read} was read from {raw}"
    return answer.parsed


def _written(parsed: Any) -> Any:
    """What a model writes down again."""
    if isinstance(parsed, list):
        return [_written(each) for each in parsed]
    return parsed if isinstance(parsed, str) else parsed.to_dict()


def _ended(service: Service, mode: Mode, job_id: str) -> Response[Any]:
    """Poll a job to its end, by the generated client."""
    return service.wait_for(
        lambda: ask(service, "getJob", mode, job_id=job_id),
        lambda answer: answer.status_code != 200 or _typed("getJob", answer).state == "Failed",
    )


def test_the_client_has_every_operation() -> None:
    """Those of the contract, and no other."""
    assert OPERATIONS.keys() == contract().operations.keys()


@modes
def test_a_token_is_issued(service: Service, mode: Mode) -> None:
    """The typed token opens the account."""
    if service.target.arm is None:
        pytest.skip("needs generateAccessToken, and only an access token was given")
    answer = ask(service, "generateAccessToken", mode, **lawful("generateAccessToken", "x", NO_PICTURE))

    token = _typed("generateAccessToken", answer).access_token

    assert service.call("listVideos", token=token).status_code == 200


@modes
def test_an_upload_arrives_whole(service: Service, clip: Clip, mode: Mode) -> None:
    """The file, its name and the other parameters; then it is deleted, which is 204 without a body."""
    content = clip.path.read_bytes()
    values = {"name": f"by {mode}", "external_id": "généré", "partition": "generated", "privacy": "Private"}

    answer = ask(service, "uploadVideo", mode, body=upload(content), **values)
    video = _typed("uploadVideo", answer)

    shown = (video.name, video.external_id, video.partition, video.privacy_mode)
    assert shown == (values["name"], values["external_id"], values["partition"], "Private")
    assert service.download(video.id) == content, "another file than the uploaded one comes back"
    deleted = ask(service, "deleteVideo", mode, video_id=video.id)
    assert (deleted.status_code, deleted.parsed, deleted.content) == (204, None, b"")
    gone = ask(service, "getVideoIndex", mode, video_id=video.id)
    assert gone.status_code == 404
    _typed("getVideoIndex", gone)


@modes
@pytest.mark.parametrize(
    "operation",
    [
        operation.id
        for operation in contract().operations.values()
        if operation.method == "GET" and operation.id not in WITHOUT_MODEL
    ],
)
def test_what_is_read_has_its_type_and_every_member(
    service: Service, indexed: Indexed, operation: str, mode: Mode
) -> None:
    """200 as the documented model, which writes down again all that was sent."""
    values = lawful(operation, indexed.id, NO_PICTURE)
    if operation == "getIdByExternalId":
        values |= {"external_id": indexed.external_id}
    answer = ask(service, operation, mode, **values)
    assert answer.status_code == 200, f"{operation} answered {answer.status_code}"
    _typed(operation, answer)


@modes
def test_a_page_is_asked_for_by_its_parameters(service: Service, indexed: Indexed, mode: Mode) -> None:
    """The client's paging is the service's."""
    page = _typed("listVideos", ask(service, "listVideos", mode, page_size=1, skip=0))

    assert len(page.results) == 1
    assert page.next_page.page_size == 1
    assert page.next_page.done or page.next_page.skip == 1
    whole = _typed("listVideos", ask(service, "listVideos", mode, page_size=1000))
    assert indexed.id in {video.id for video in whole.results}


@modes
@pytest.mark.parametrize("form", ["Jpeg", "Base64"])
def test_a_thumbnail_is_a_file(service: Service, indexed: Indexed, form: str, mode: Mode) -> None:
    """Bytes as they came."""
    values = {"video_id": indexed.id, "format_": form}
    values |= {"thumbnail_id": lawful("getVideoThumbnail", "x", indexed.thumbnail_id)["thumbnail_id"]}
    answer = ask(service, "getVideoThumbnail", mode, **values)

    assert isinstance(answer.parsed, File)
    assert answer.parsed.payload.read() == answer.content
    assert answer.content


@modes
@pytest.mark.parametrize("operation", ["getVideoInsightsWidget", "getVideoPlayerWidget"])
def test_a_page_is_found_by_its_header(
    service: Service, indexed: Indexed, operation: str, mode: Mode
) -> None:
    """301 has no model, and isn't followed."""
    answer = ask(service, operation, mode, **lawful(operation, indexed.id, NO_PICTURE))

    assert (answer.status_code, answer.parsed) == (301, None)
    assert indexed.id in answer.headers["Location"]


@modes
def test_a_redaction_is_followed_by_its_headers(service: Service, indexed: Indexed, mode: Mode) -> None:
    """202 and 303 have no model; their Location leads from the redaction to the job and to the file."""
    values = lawful("redactVideo", indexed.id, NO_PICTURE) | {"name": f"by {mode}"}
    started = ask(service, "redactVideo", mode, **values)
    assert (started.status_code, started.parsed) == (202, None)

    done = _ended(service, mode, started.headers["Location"].rsplit("/", 1)[1])

    assert (done.status_code, done.parsed) == (303, None)
    new_id = done.headers["Location"].split("/Videos/")[1].split("/")[0]
    file = ask(service, "getVideoSourceFileDownloadUrl", mode, video_id=new_id)
    assert service.fetch(_typed("getVideoSourceFileDownloadUrl", file)).content[4:8] == b"ftyp"
    if not service.guard.lacks("deleteVideo"):
        assert ask(service, "deleteVideo", mode, video_id=new_id).status_code in {200, 204}


@modes
@pytest.mark.parametrize("error", ERRORS, ids=error_id)
def test_every_documented_error_is_read(
    plans: None, service: Service, error: tuple[str, int], mode: Mode
) -> None:
    """The documented model with the planned words, and the wait in the headers."""
    operation, status = error
    planned = Plan(operation, status, word=next(iter(sorted(given(operation, status))), "GENERAL"))
    plan(service, planned)

    answer = ask(service, operation, mode, **lawful(operation, "neverwas00", NO_PICTURE))

    assert answer.status_code == status, f"{status} was planned for {operation}, not {answer.status_code}"
    assert answer.headers, "the client keeps no headers"
    if status == 429:
        assert answer.headers["Retry-After"] == str(planned.wait)
    if not contract().operations[operation].answers[status].media:
        assert answer.parsed is None
        assert status == 429 or answer.content == b""
        return
    typed = _typed(operation, answer)
    if contract().operations[operation].of_resource_manager:
        assert (bool(typed.error.code), typed.error.message) == (True, planned.message)
    else:
        assert (typed.error_type, typed.message) == (planned.word, planned.message)


NO_PICTURE = "00000000-0000-4000-8000-000000000000"
"""The id of no thumbnail."""
