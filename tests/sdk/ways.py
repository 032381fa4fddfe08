"""One call through either client: both must do the same."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import anyio
import httpx
import pytest

from tests.sdk.conftest import ACCOUNT, CANARY, HASTY
from video_indexer_redaction import AsyncRedactionClient, RedactionClient, RetryPolicy, Target

Handler = Callable[[httpx.Request], httpx.Response]
Way = Callable[..., Any]

API = "http://api.test"
FILES = "http://files.test"
TARGET = Target(API, "trial", ACCOUNT, CANARY)


def blocking(method: str, *args: Any, target: Target = TARGET, retry: RetryPolicy = HASTY,
             handler: Handler | None = None, **how: Any) -> Any:  # fmt: skip
    """Call a method of RedactionClient; gives its result, an iterator's as a list."""
    transport = httpx.MockTransport(handler) if handler else None
    with RedactionClient(target, retry=retry, transport=transport) as client:
        result = getattr(client, method)(*args, **how)
        return list(result) if isinstance(result, Iterator) else result


def asynchronous(method: str, *args: Any, target: Target = TARGET, retry: RetryPolicy = HASTY,
                 handler: Handler | None = None, **how: Any) -> Any:  # fmt: skip
    """Call a method of AsyncRedactionClient in a loop of its own."""

    async def call() -> Any:
        transport = httpx.MockTransport(handler) if handler else None
        async with AsyncRedactionClient(target, retry=retry, transport=transport) as client:
            result: AsyncIterator[Any] | Awaitable[Any] = getattr(client, method)(*args, **how)
            if isinstance(result, AsyncIterator):
                return [value async for value in result]
            return await result

    return anyio.run(call)


EITHER = pytest.mark.parametrize("way", [blocking, asynchronous], ids=["blocking", "asynchronous"])
"""Runs a test with each client."""


class Script:
    """A service that gives these answers one after the other, the last one for ever; remembers requests."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self._left = list(answers)
        self.sent: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer as the transport asks."""
        self.sent.append(request)
        answer = self._left.pop(0) if len(self._left) > 1 else self._left[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)
