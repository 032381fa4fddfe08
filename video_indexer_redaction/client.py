"""The SDK's face: the client that blocks; async_client.py has its twin, which runs the same operations."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import TracebackType
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Self

import httpx

from video_indexer_redaction import downloads, people, pollers, redactions, videos, whole_way
from video_indexer_redaction.blocking import Blocking, BlockingRunner, blocking, iterating
from video_indexer_redaction.calls import check_port
from video_indexer_redaction.commands import Operation
from video_indexer_redaction.handles import HeldJob, take_up
from video_indexer_redaction.jobs import JobStatus
from video_indexer_redaction.logs import keep_secrets_out_of_logs
from video_indexer_redaction.network import BlockingTransport, Routes
from video_indexer_redaction.options import WithOptions
from video_indexer_redaction.people import Face, Thumbnail
from video_indexer_redaction.pollers import HeldByClient
from video_indexer_redaction.redactions import BLURRING_KINDS, BlurringKind
from video_indexer_redaction.session import Session, access_token, located
from video_indexer_redaction.target import VIDEO_INDEXER, ArmAccount, Target, not_located
from video_indexer_redaction.waiting import RetryPolicy
from video_indexer_redaction.whole_way import Redaction

if TYPE_CHECKING:
    from video_indexer_redaction.raw import RawRedactionClient

__all__ = [
    "BLURRING_KINDS",
    "BlurringKind",
    "Face",
    "JobStatus",
    "Redaction",
    "RedactionClient",
    "RedactionJob",
    "RetryPolicy",
    "Thumbnail",
]

P = ParamSpec("P")

TIMEOUT = 60.0
"""Seconds; the gateway itself gives up after about 60."""


class RedactionJob(HeldByClient):
    """A redaction's job, of `begin_redact` or `job`."""

    def __init__(self, job: HeldJob, runner: BlockingRunner) -> None:
        self._session = job
        self._runner = runner

    status = blocking(pollers.status)
    done = blocking(pollers.done)
    result = blocking(pollers.result)


def _beginning(
    operation: Callable[Concatenate[Session, P], Operation[HeldJob]],
) -> Callable[Concatenate[Blocking[Session], P], RedactionJob]:
    """The operation as a method that returns a job."""
    begin = blocking(operation)

    @wraps(operation)
    def method(client: Blocking[Session], /, *args: P.args, **kwargs: P.kwargs) -> RedactionJob:
        return RedactionJob(begin(client, *args, **kwargs), client._runner)

    return method


class RedactionClient(WithOptions):
    """One account of one service. Use it as a context manager; threads may share it.

    Each method raises ServiceError for an answer that says no, ConnectionFailed for none at all,
    UnexpectedAnswer for one that the contract doesn't have, and DeadlineExceeded. `on_progress` is told
    the fraction done, 0 to 1. What fails in passing is repeated as the RetryPolicy says.
    """

    def __init__(
        self,
        target: Target,
        *,
        retry: RetryPolicy | None = None,
        timeout: float = TIMEOUT,
        proxy: str | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Nothing is sent before the first call; raises UsageError for a target that can't work.

        `timeout`: seconds that one read or write of a connection may take. `proxy`: for all hosts but
        loopback; without it, HTTPS goes through the proxy that the environment names, plain HTTP through
        none. `transport`: httpx's, for all connections, say to a stand-in; proxies are its own matter.
        """
        keep_secrets_out_of_logs()
        self._session = Session.open(target, retry or RetryPolicy(), timeout)
        routes = Routes(proxy)
        # Two HTTP clients on purpose: neither cookies nor tokens of the API can get to a file's host.
        api, files = (
            httpx.Client(
                timeout=timeout,
                transport=transport or BlockingTransport(routes),
                trust_env=False,
                event_hooks={"request": [check_port]},
            )
            for _ in range(2)
        )
        self._runner = BlockingRunner(api, files)

    @classmethod
    def for_account(  # noqa: PLR0913 - all but the account by name
        cls,
        arm: ArmAccount,
        *,
        url: str = VIDEO_INDEXER,
        retry: RetryPolicy | None = None,
        timeout: float = TIMEOUT,
        proxy: str | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> Self:
        """Make a client for an account whose region and id aren't known: Azure Resource Manager tells them.

        `url` is the service's; the rest is as above. Raises ServiceError if there is no such account, or
        the identity may not see it; TokenUnavailable, ConnectionFailed and UnexpectedAnswer as every call.
        """
        client = cls(not_located(arm, url), retry=retry, timeout=timeout, proxy=proxy, transport=transport)
        try:
            client._session = client._runner.run(located(client._session))
        except BaseException:
            client.close()
            raise
        return client

    def __repr__(self) -> str:
        return f"RedactionClient({self._session.target!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def with_raw_response(self) -> RawRedactionClient:
        """The same methods, each of which gives a RawResponse: the result, and the response beside it."""
        from video_indexer_redaction.raw import RawRedactionClient  # noqa: PLC0415 - rarely wanted

        return RawRedactionClient(self._session, self._runner)

    def job(self, job: str) -> RedactionJob:
        """Take up a job by its id, its URL as the service gave it, or a continuation token; asks nobody.

        Args:
            job: The one or the other. By a token the redacted video is found even if the service ends the
                job without naming it.

        Raises:
            UsageError: It names no job, or one of another account.
        """
        return RedactionJob(take_up(self._session, job), self._runner)

    def close(self) -> None:
        """Close all connections."""
        self._runner.close()

    upload = blocking(videos.upload)
    wait_until_indexed = blocking(videos.wait_until_indexed)
    get_index = blocking(videos.get_index)
    faces = blocking(people.faces)
    faces_artifact = blocking(people.faces_artifact)
    face_boxes = blocking(people.face_boxes)
    thumbnails = iterating(people.thumbnails)
    thumbnail = blocking(people.thumbnail)
    save_thumbnails = blocking(people.save_thumbnails)
    redact = blocking(redactions.redact)
    begin_redact = _beginning(pollers.begin_redact)
    get_job = blocking(redactions.get_job)
    wait_for_job = blocking(redactions.wait_for_job)
    redacted_video = blocking(redactions.redacted_video)
    download = blocking(downloads.download)
    download_to = blocking(downloads.download_to)
    stream = iterating(downloads.stream)
    download_url = blocking(downloads.download_url)
    list = iterating(videos.list_all)
    find = blocking(videos.find)
    delete = blocking(videos.delete)
    redact_video = blocking(whole_way.redact_video)
    access_token = blocking(access_token)
