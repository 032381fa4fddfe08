"""The client for event loops, in a module of its own: blocking callers needn't wait for anyio's import."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from types import TracebackType
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Self

import httpx

from video_indexer_redaction import downloads, people, pollers, redactions, videos, whole_way
from video_indexer_redaction.asynchronous import Asynchronous, AsyncRunner, async_iterating, awaited
from video_indexer_redaction.calls import check_port_in_loop
from video_indexer_redaction.client import TIMEOUT
from video_indexer_redaction.commands import Operation
from video_indexer_redaction.handles import HeldJob, take_up
from video_indexer_redaction.logs import keep_secrets_out_of_logs
from video_indexer_redaction.network import AsyncTransport, Routes
from video_indexer_redaction.options import WithOptions
from video_indexer_redaction.pollers import HeldByClient
from video_indexer_redaction.session import Session, access_token, located
from video_indexer_redaction.target import VIDEO_INDEXER, ArmAccount, Target, not_located
from video_indexer_redaction.waiting import RetryPolicy

if TYPE_CHECKING:
    from video_indexer_redaction.async_raw import AsyncRawRedactionClient

P = ParamSpec("P")


class AsyncRedactionJob(HeldByClient):
    """A redaction's job, of `begin_redact` or `job`."""

    def __init__(self, job: HeldJob, runner: AsyncRunner) -> None:
        self._session = job
        self._runner = runner

    status = awaited(pollers.status)
    done = awaited(pollers.done)
    result = awaited(pollers.result)


def _beginning(
    operation: Callable[Concatenate[Session, P], Operation[HeldJob]],
) -> Callable[Concatenate[Asynchronous[Session], P], Coroutine[Any, Any, AsyncRedactionJob]]:
    """The operation as a method that returns a job."""
    begin = awaited(operation)

    @wraps(operation)
    async def method(
        client: Asynchronous[Session], /, *args: P.args, **kwargs: P.kwargs
    ) -> AsyncRedactionJob:
        return AsyncRedactionJob(await begin(client, *args, **kwargs), client._runner)

    return method


class AsyncRedactionClient(WithOptions):
    """The same for an event loop: each method is awaited, `list` and `thumbnails` by
    `async for`. Files are read and written in threads; progress is told in the loop. A cancelled call
    ends at once, but for the deleting at the end of `redact_video`.
    """  # noqa: D205 - one sentence, longer than a line

    def __init__(
        self,
        target: Target,
        *,
        retry: RetryPolicy | None = None,
        timeout: float = TIMEOUT,
        proxy: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """As RedactionClient's; the functions that give tokens may be coroutine functions."""
        keep_secrets_out_of_logs()
        self._session = Session.open(target, retry or RetryPolicy(), timeout)
        routes = Routes(proxy)
        api, files = (
            httpx.AsyncClient(
                timeout=timeout,
                transport=transport or AsyncTransport(routes),
                trust_env=False,
                event_hooks={"request": [check_port_in_loop]},
            )
            for _ in range(2)
        )
        self._runner = AsyncRunner(api, files)

    @classmethod
    async def for_account(  # noqa: PLR0913 - all but the account by name
        cls,
        arm: ArmAccount,
        *,
        url: str = VIDEO_INDEXER,
        retry: RetryPolicy | None = None,
        timeout: float = TIMEOUT,
        proxy: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> Self:
        """Make a client for an account whose region and id aren't known: Azure Resource Manager tells them.

        `url` is the service's; the rest is as above. Raises ServiceError if there is no such account, or
        the identity may not see it; TokenUnavailable, ConnectionFailed and UnexpectedAnswer as every call.
        """
        client = cls(not_located(arm, url), retry=retry, timeout=timeout, proxy=proxy, transport=transport)
        try:
            client._session = await client._runner.run(located(client._session))
        except BaseException:
            await client.aclose()
            raise
        return client

    def __repr__(self) -> str:
        return f"AsyncRedactionClient({self._session.target!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    @property
    def with_raw_response(self) -> AsyncRawRedactionClient:
        """The same methods, each of which gives a RawResponse: the result, and the response beside it."""
        from video_indexer_redaction.async_raw import AsyncRawRedactionClient  # noqa: PLC0415 - rarely wanted

        return AsyncRawRedactionClient(self._session, self._runner)

    def job(self, job: str) -> AsyncRedactionJob:
        """Take up a job by its id, its URL as the service gave it, or a continuation token; asks nobody.

        Args:
            job: The one or the other. By a token the redacted video is found even if the service ends the
                job without naming it.

        Raises:
            UsageError: It names no job, or one of another account.
        """
        return AsyncRedactionJob(take_up(self._session, job), self._runner)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._runner.close()

    upload = awaited(videos.upload)
    wait_until_indexed = awaited(videos.wait_until_indexed)
    get_index = awaited(videos.get_index)
    faces = awaited(people.faces)
    faces_artifact = awaited(people.faces_artifact)
    face_boxes = awaited(people.face_boxes)
    thumbnails = async_iterating(people.thumbnails)
    thumbnail = awaited(people.thumbnail)
    save_thumbnails = awaited(people.save_thumbnails)
    redact = awaited(redactions.redact)
    begin_redact = _beginning(pollers.begin_redact)
    get_job = awaited(redactions.get_job)
    wait_for_job = awaited(redactions.wait_for_job)
    redacted_video = awaited(redactions.redacted_video)
    download = awaited(downloads.download)
    download_to = awaited(downloads.download_to)
    stream = async_iterating(downloads.stream)
    download_url = awaited(downloads.download_url)
    list = async_iterating(videos.list_all)
    find = awaited(videos.find)
    delete = awaited(videos.delete)
    redact_video = awaited(whole_way.redact_video)
    access_token = awaited(access_token)
