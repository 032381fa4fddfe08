"""Building requests, and sending each as often as its failure allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, BinaryIO

import httpx
from attrs import field, frozen

from video_indexer_redaction.answers import NOT_OF_THE_CONTRACT, service_error
from video_indexer_redaction.commands import (
    ANSWER_LIMIT,
    ARTIFACT_LIMIT,
    Answer,
    Memory,
    Operation,
    Send,
    Sleep,
)
from video_indexer_redaction.errors import ConnectionFailed, NotFound, RedactionError, UsageError
from video_indexer_redaction.telemetry import RequestSpan, retrying
from video_indexer_redaction.waiting import Attempts, Deadline, RetryPolicy

CONNECT_TIMEOUT = 10.0
"""Seconds."""


LAST_PORT = 65535


def check_port(request: httpx.Request) -> None:
    """Raise ConnectError for a port that there can't be, as a strange redirect may name it.

    A hook of the HTTP clients: the system's own complaints of such a port are no errors of httpx.
    """
    if (request.url.port or 0) > LAST_PORT:
        raise httpx.ConnectError("There is no such port.", request=request)


async def check_port_in_loop(request: httpx.Request) -> None:
    """The same for httpx.AsyncClient, which awaits its hooks."""
    check_port(request)


@frozen
class Requests:
    """Builds requests with a timeout, and repeats them by a policy."""

    policy: RetryPolicy
    timeout: float  # seconds that one read or write of a connection may take
    agent: str = field(factory=lambda: f"video-indexer-redaction/{_version()}")
    headers: Mapping[str, str] = field(factory=dict, repr=False)  # the caller's own, for the API alone

    def build(  # noqa: PLR0913 - httpx.Request's own choice
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        json: object = None,
        files: Mapping[str, tuple[str, BinaryIO]] | None = None,
    ) -> httpx.Request:
        """A request; raises UsageError if it can't be made of what was given."""
        own = {"User-Agent": self.agent, "Accept-Encoding": "gzip, deflate", "Accept": "*/*"}
        try:
            return httpx.Request(
                method, url, params=params, headers=own | dict(headers or {}), json=json, files=files
            )
        except (httpx.InvalidURL, *NOT_OF_THE_CONTRACT) as error:
            reason = type(error).__name__
        raise UsageError(f"No request can be made of what was given ({reason}).")

    def deadline(self, what: str = "The call") -> Deadline:
        """When one call with all its tries must be over."""
        return Deadline(self.policy.deadline, what)

    def timed(self, request: httpx.Request, deadline: Deadline) -> httpx.Request:
        """The request with its timeouts, none of which is longer than the time left."""
        left = max(0.001, deadline.remaining())
        wait, connect = min(self.timeout, left), min(CONNECT_TIMEOUT, left)
        request.extensions["timeout"] = httpx.Timeout(wait, connect=connect).as_dict()
        return request

    def repeated(
        self,
        prepare: Callable[[], Operation[httpx.Request]],
        *,
        repeatable: bool,
        deadline: Deadline | None = None,
        attempts: Attempts | None = None,
        to_file_host: bool = False,
    ) -> Operation[Answer]:
        """Send what `prepare` gives, again and again if need be, until it is answered without an error.

        `repeatable`: nothing is done twice if the service has got an earlier try.
        """
        deadline = deadline or self.deadline()
        attempts = attempts or Attempts(self.policy, deadline, repeatable=repeatable)
        while True:
            request = self.timed((yield from prepare()), deadline)
            error: RedactionError | None
            span, status = RequestSpan(request), None
            try:
                limit = ARTIFACT_LIMIT if to_file_host else ANSWER_LIMIT
                sink = partial(_memory, limit)
                answer: Answer = yield Send(request, deadline, sink, to_file_host=to_file_host)
                error, status = service_error(answer), answer.status
            except ConnectionFailed as failure:
                error = failure
            finally:
                span.end(status=status, failures=attempts.failures)
            if error is None:
                return answer
            if request.method == "DELETE" and attempts.may_have_happened and isinstance(error, NotFound):
                return answer  # an earlier try has deleted it
            pause = attempts.pause(error)
            if pause is None:
                raise error
            retrying(request, error, pause, attempts.failures)
            yield Sleep(pause)


def _memory(limit: int, _response: httpx.Response) -> Memory:
    return Memory(limit)


def _version() -> str:
    from importlib import metadata  # noqa: PLC0415 - slow to import, and nothing else here wants it

    try:
        return metadata.version("video-indexer-redaction")
    except metadata.PackageNotFoundError:
        return "0"
