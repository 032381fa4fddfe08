"""The same for the asynchronous client."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from video_indexer_redaction import downloads, people, redactions, videos
from video_indexer_redaction.asynchronous import Asynchronous, AsyncRunner, awaited
from video_indexer_redaction.commands import Answer, Operation
from video_indexer_redaction.raw import RawResponse, with_response
from video_indexer_redaction.session import Session

P = ParamSpec("P")
T = TypeVar("T")


def raw(
    operation: Callable[Concatenate[Session, P], Operation[T]],
) -> Callable[Concatenate[Asynchronous[Session], P], Coroutine[Any, Any, RawResponse[T]]]:
    """The operation as a method that gives its result with the response."""
    plain = awaited(operation)

    @wraps(operation)
    async def method(client: Asynchronous[Session], /, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        recording = Recording(client._session, client._runner)
        value = await plain(recording, *args, **kwargs)
        return with_response(value, recording.answers)

    return method


class Recording:
    """A client for one call, which keeps the API's answers."""

    def __init__(self, session: Session, runner: AsyncRunner) -> None:
        self.answers: list[Answer] = []
        self._session = session
        self._runner = runner.recording(self.answers)


class AsyncRawRedactionClient:
    """The methods of AsyncRedactionClient, each with the response beside its result."""

    def __init__(self, session: Session, runner: AsyncRunner) -> None:
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
