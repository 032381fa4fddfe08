"""Results together with the response that they were read from: the blocking client's `with_raw_response`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Generic, ParamSpec, TypeVar

import httpx
from attrs import field, frozen

from video_indexer_redaction import downloads, people, redactions, videos
from video_indexer_redaction.blocking import Blocking, BlockingRunner, blocking
from video_indexer_redaction.commands import Answer, Operation
from video_indexer_redaction.session import Session

P = ParamSpec("P")
T = TypeVar("T")


@frozen
class RawResponse(Generic[T]):
    """What a call has given, and the last response of the API that it came from."""

    value: T
    status_code: int
    headers: httpx.Headers = field(repr=False)
    request_id: str | None  # x-ms-request-id, for a support ticket
    client_request_id: str | None  # x-ms-client-request-id, as it was sent


def with_response(value: T, answers: list[Answer]) -> RawResponse[T]:
    """A result with the last response of the API; one that asked nobody has the status 0."""
    last = answers[-1] if answers else Answer(0, httpx.Headers())
    return RawResponse(
        value, last.status, last.headers, last.headers.get("x-ms-request-id"), last.client_request_id
    )


def raw(
    operation: Callable[Concatenate[Session, P], Operation[T]],
) -> Callable[Concatenate[Blocking[Session], P], RawResponse[T]]:
    """The operation as a method that returns its result with the response."""
    plain = blocking(operation)

    @wraps(operation)
    def method(client: Blocking[Session], /, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        recording = Recording(client._session, client._runner)
        value = plain(recording, *args, **kwargs)
        return with_response(value, recording.answers)

    return method


class Recording:
    """A client for one call, which keeps the API's answers."""

    def __init__(self, session: Session, runner: BlockingRunner) -> None:
        self.answers: list[Answer] = []
        self._session = session
        self._runner = runner.recording(self.answers)


class RawRedactionClient:
    """The methods of RedactionClient, each with the response beside its result."""

    def __init__(self, session: Session, runner: BlockingRunner) -> None:
        self._session = session
        self._runner = runner

    upload = raw(videos.upload)
    wait_until_indexed = raw(videos.wait_until_indexed)
    get_index = raw(videos.get_index)
    find = raw(videos.find)
    delete = raw(videos.delete)
    faces = raw(people.faces)
    faces_artifact = raw(people.faces_artifact)
    thumbnail = raw(people.thumbnail)
    redact = raw(redactions.redact)
    get_job = raw(redactions.get_job)
    wait_for_job = raw(redactions.wait_for_job)
    download = raw(downloads.download)
    download_to = raw(downloads.download_to)
    download_url = raw(downloads.download_url)
