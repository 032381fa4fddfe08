"""What needs no token: signed URLs, which carry their own permission, and public videos."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from .conftest import Clip, Indexed
from .contract import Operation, contract
from .permissions import (
    DATA_PLANE,
    FORMS,
    NOBODY,
    ONE_UPLOAD,
    OPEN,
    Stage,
    assert_refused,
    assert_taken,
    each,
    later,
    new_video,
    no_live,
    staged,
    unchanged,
)
from .service import AuthForm, Service
from .target import Aim

URLS = {
    "source": ("getVideoSourceFileDownloadUrl", "video/mp4"),
    "redacted": ("getVideoSourceFileDownloadUrl", "video/mp4"),
    "Faces": ("getVideoArtifactUrl", "application/json"),
    "FacesThumbnails": ("getVideoArtifactUrl", "application/zip"),
}
"""Signed URLs: the operation that gives them, and the media type of their files."""

RANGES = [("0-0", 0, 0), ("100-299", 100, 299), ("-10", -10, -1), ("700-", 700, -1), ("0-99999999", 0, -1)]
"""Parts of a file, each with its first and last byte; negative ones count from the end."""


@pytest.fixture(scope="module")
def stage(service: Service, indexed: Indexed, clip: Clip) -> Iterator[Stage]:
    """A video with a finished redaction, for which the token was sent as a query parameter."""
    with staged(service, indexed, clip, "query") as stage:
        yield stage


def _url(service: Service, stage: Stage, file: str, form: AuthForm = "bearer") -> str:
    """A fresh signed URL of one of the stage's files."""
    operation_id, _ = URLS[file]
    video_id = stage.redacted_id if file == "redacted" else stage.video_id
    params = {"type": file} if operation_id == "getVideoArtifactUrl" else {}
    answer = service.call(operation_id, auth=form, places={"videoId": video_id}, params=params)
    assert answer.status_code == 200, f"{operation_id} answered {answer.status_code}: {answer.text}"
    return str(answer.json())


@pytest.fixture(params=URLS)
def file(request: pytest.FixtureRequest) -> str:
    """Each kind of file in turn."""
    return str(request.param)


@pytest.fixture
def url(service: Service, stage: Stage, file: str) -> str:
    """A fresh signed URL of the file."""
    return _url(service, stage, file)


def _altered(url: str, **changes: str | None) -> str:
    """The URL with parameters changed, or without them."""
    query = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True)) | changes
    kept = {name: value for name, value in query.items() if value is not None}
    return urlsplit(url)._replace(query=urlencode(kept)).geturl()


def _assert_closed(service: Service, url: str, what: str) -> None:
    answer = service.plain.get(url)
    assert answer.status_code == 403, f"a URL with {what} answered {answer.status_code} instead of 403"


# addresses


@pytest.mark.parametrize("form", FORMS)
def test_a_signed_url_stands_alone_and_gives_no_token_away(
    service: Service, stage: Stage, file: str, form: AuthForm
) -> None:
    """It is absolute, and the token that asked for it isn't in it, however it was sent."""
    url = _url(service, stage, file, form)
    parts = urlsplit(url)

    assert parts.scheme in {"http", "https"}, f"the URL isn't absolute: {url}"
    assert parts.hostname, f"the URL names no host: {url}"
    assert parts.query, f"the URL carries no permission: {url}"
    assert not parts.username, "the URL has a user's name in it"
    assert service.token not in url, "the URL carries the access token"
    assert "accesstoken" not in url.lower(), "the URL carries an access token"


# files


def test_a_signed_url_gives_the_whole_file(
    aim: Aim, service: Service, stage: Stage, file: str, url: str
) -> None:
    """Without a token, with its media type and length; the next URL gives the same."""
    first, second = service.fetch(url), service.fetch(_url(service, stage, file, "query"))

    assert first.content, f"the file {file} is empty"
    assert first.status_code == 200
    assert int(first.headers["content-length"]) == len(first.content)
    assert first.content == second.content, f"the file {file} changes from one download to the next"
    for name in ("etag", "last-modified"):
        assert first.headers.get(name) == second.headers.get(name), f"{name} of {file} isn't stable"
    if not aim.live:
        assert first.headers["content-type"].split(";")[0] == URLS[file][1]


def test_the_source_is_what_was_uploaded(aim: Aim, service: Service, stage: Stage) -> None:
    """Byte for byte; the redacted file is another one."""
    source, redacted = (service.fetch(_url(service, stage, file)).content for file in ("source", "redacted"))

    assert redacted != source, "the redacted video's file is the original's"
    assert b"ftyp" in redacted[:64], "the redacted video's file isn't an mp4"
    if aim.video_id is None:
        assert source == stage.clip.read_bytes(), f"{len(source)} bytes came, and they aren't the clip's"


def test_the_artifacts_are_what_they_are_called(aim: Aim, service: Service, stage: Stage) -> None:
    """Faces is JSON of its schema, FacesThumbnails an intact zip with JPEG pictures at its root."""
    faces = json.loads(service.fetch(_url(service, stage, "Faces")).content)
    if not aim.live:
        contract().validator(contract().artifact_schema("Faces")).validate(faces)
    with zipfile.ZipFile(io.BytesIO(service.fetch(_url(service, stage, "FacesThumbnails")).content)) as file:
        assert file.testzip() is None
        assert file.namelist(), "the zip of pictures is empty"
        for name in file.namelist():
            assert "/" not in name, f"{name} isn't at the root"
            assert file.read(name).startswith(b"\xff\xd8"), f"{name} isn't a JPEG"


def test_head_tells_the_length_and_sends_nothing(service: Service, url: str) -> None:
    """The same headers as GET has."""
    got, head = service.fetch(url), service.plain.head(url)

    assert head.status_code == 200, f"HEAD answered {head.status_code}"
    assert head.content == b""
    for name in ("content-length", "content-type", "etag", "last-modified", "accept-ranges"):
        assert head.headers.get(name) == got.headers.get(name), f"HEAD and GET differ in {name}"
    assert got.headers.get("accept-ranges") == "bytes", "ranges are taken, and the answer doesn't say so"


@pytest.mark.parametrize(("wanted", "first", "last"), RANGES)
def test_a_range_gives_that_part(service: Service, url: str, wanted: str, first: int, last: int) -> None:
    """206, with exactly those bytes and the place they have in the file."""
    whole = service.fetch(url).content
    start, end = first % len(whole), last % len(whole)
    part = service.fetch(url, Range=f"bytes={wanted}")

    assert part.status_code == 206, f"bytes={wanted} was answered with {part.status_code}"
    assert part.headers["content-range"] == f"bytes {start}-{end}/{len(whole)}"
    assert int(part.headers["content-length"]) == end - start + 1
    assert part.content == whole[start : end + 1], f"bytes={wanted} gave other bytes"


def test_a_range_beyond_the_end_is_refused(service: Service, url: str) -> None:
    """416 says how long the file is."""
    size = len(service.fetch(url).content)
    answer = service.plain.get(url, headers={"Range": f"bytes={size}-"})

    assert answer.status_code == 416, f"bytes={size}- of {size} bytes was answered with {answer.status_code}"
    assert answer.headers["content-range"] == f"bytes */{size}"


# permission


def test_an_altered_url_is_refused(service: Service, stage: Stage, file: str, url: str) -> None:
    """Each of its parameters counts, and the path too: it opens this one file until its end."""
    for name, value in parse_qsl(urlsplit(url).query):
        ending = "0" if value[-1] != "0" else "1"
        others = {str(int(value) + 3600)} if value.isdigit() else {value[:-1] + ending, value.swapcase()}
        for other in others - {value}:
            _assert_closed(service, _altered(url, **{name: other}), f"an altered {name}")
        _assert_closed(service, _altered(url, **{name: None}), f"no {name}")
    for other_file in URLS.keys() - {file}:
        path = urlsplit(_url(service, stage, other_file)).path
        _assert_closed(service, urlsplit(url)._replace(path=path).geturl(), f"the path of {other_file}")
    service.fetch(url)


def test_a_signed_url_expires(service: Service, stage: Stage, file: str, url: str) -> None:
    """After its end it opens nothing; the next one does."""
    service.fetch(url)
    with later(service):
        _assert_closed(service, url, "an end that has passed")
        tail = service.plain.get(url, headers={"Range": "bytes=0-9"})
        assert tail.status_code == 403, f"a range of an expired URL was answered with {tail.status_code}"
        head = service.plain.head(url)
        assert head.status_code == 403, f"HEAD of an expired URL was answered with {head.status_code}"
    service.fetch(_url(service, stage, file))


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_a_signed_url_is_for_reading(service: Service, file: str, url: str, method: str) -> None:
    """Nothing else is permitted, and nothing happens to the file."""
    before = service.fetch(url).content
    answer = service.plain.request(method, url, content=b"other" if method != "DELETE" else None)

    assert 400 <= answer.status_code < 500, f"{method} of {file} answered {answer.status_code}"
    assert service.fetch(url).content == before


def test_a_token_isnt_wanted_there(aim: Aim, service: Service, url: str) -> None:
    """A client that sends its token to the storage has leaked it; the emulator says so with 400."""
    if not aim.controls:
        pytest.skip("what storage makes of an Authorization header is decided for the emulator only")
    answer = service.plain.get(url, headers={"Authorization": "Bearer not-a-real-one"})

    assert answer.status_code == 400, f"an Authorization header was answered with {answer.status_code}"


def test_the_url_of_a_deleted_video_opens_nothing(aim: Aim, service: Service, clip: Clip) -> None:
    """The signature is still good, and the file is gone."""
    no_live(aim, ONE_UPLOAD)
    video_id = service.upload(clip.path)
    url = service.signed_url("getVideoSourceFileDownloadUrl", video_id)
    assert service.fetch(url).content == clip.path.read_bytes()
    service.delete(video_id)

    answer = service.plain.get(url)
    assert answer.status_code in {403, 404}, f"a deleted video's file is still served: {answer.status_code}"


# public videos


@pytest.fixture(scope="module")
def public(aim: Aim, service: Service, clip: Clip) -> Iterator[Stage]:
    """A public video, and a public redaction of it."""
    no_live(aim, ONE_UPLOAD)
    video_id = service.upload(clip.path, name="public", privacy="Public")
    index = service.wait_indexed(video_id)
    job_id = service.redact(video_id, {"blurringKind": "Black"}, name="public too", privacy="Public")
    redacted_id = new_video(service.wait_job(job_id))
    thumbnail_id = str(index["videos"][0]["thumbnailId"])
    yield Stage(video_id, thumbnail_id, job_id, redacted_id, clip.path, ("", ""))
    service.delete(redacted_id)
    service.delete(video_id)


@each(OPEN)
def test_a_public_video_is_read_without_a_token(
    service: Service, public: Stage, operation: Operation
) -> None:
    """Where the contract says that no token is asked for; what comes is what a token would give."""
    anonymous = service.call(operation.id, token=None, **public.how(operation))
    assert_taken(operation, anonymous, "no token, of a public video,")
    if operation.id in {"getVideoIndex", "getVideoThumbnail"}:
        known = service.call(operation.id, **public.how(operation))
        assert anonymous.content == known.content, f"{operation.id} tells anonymous callers something else"
    elif operation.id == "getVideoSourceFileDownloadUrl":
        assert service.fetch(anonymous.json()).content == public.clip.read_bytes()
    elif operation.id == "getVideoArtifactUrl":
        assert service.fetch(anonymous.json()).content == service.artifact(public.video_id, "Faces")


@pytest.mark.parametrize("operation_id", ["getVideoIndex", "getVideoSourceFileDownloadUrl"])
def test_a_public_redaction_is_read_without_a_token(
    service: Service, public: Stage, operation_id: str
) -> None:
    """The privacy that the redaction asked for is that of the new video."""
    operation = service.operation(operation_id)
    answer = service.call(operation_id, token=None, **public.how(operation, public.redacted_id))
    assert_taken(operation, answer, "no token, of a public redaction,")
    if operation_id == "getVideoSourceFileDownloadUrl":
        content = service.fetch(answer.json()).content
        assert content == service.download(public.redacted_id), "anonymous callers get another file"
        assert content != public.clip.read_bytes(), "anonymous callers get the original"


@each([operation for operation in DATA_PLANE if operation not in OPEN])
def test_a_public_video_opens_nothing_else(
    aim: Aim, service: Service, public: Stage, operation: Operation
) -> None:
    """Without a token nobody deletes or redacts it, lists its neighbours or sees its job."""
    with unchanged(service, operation):
        answer = service.call(operation.id, token=None, **public.how(operation))
        assert_refused(aim, operation, answer, "no token, beside a public video,", NOBODY)


@each(OPEN)
def test_a_public_video_isnt_shown_under_another_account(
    neighbour: Service, public: Stage, operation: Operation
) -> None:
    """Public or not, it is in one account."""
    answer = neighbour.call(operation.id, **public.how(operation))
    assert answer.status_code == 404, f"{operation.id} shows another account's video: {answer.status_code}"

    anonymous = neighbour.call(operation.id, token=None, **public.how(operation))
    assert anonymous.status_code in {401, 404}, f"{operation.id} shows it to anybody under a wrong account"
