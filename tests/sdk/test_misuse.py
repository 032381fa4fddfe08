"""Clients that are closed, or belong elsewhere, and sources of tokens that hang."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import httpx
import pytest
from attrs import evolve

from tests.sdk.conftest import ACCOUNT, HASTY
from tests.sdk.stub import Reply, Stub
from tests.sdk.test_retrying import EMPTY
from tests.sdk.uses import all_uses
from tests.sdk.ways import API, EITHER, TARGET, Script, Way, blocking
from video_indexer_redaction import AsyncRedactionClient, RedactionClient, Target
from video_indexer_redaction.errors import DeadlineExceeded, UsageError

IN_TIME = evolve(HASTY, deadline=0.3)


@pytest.fixture
def hanging() -> Iterator[Callable[[], str]]:
    """A function that gives a token only when the test is over."""
    over = threading.Event()

    def give() -> str:
        over.wait(30)
        return "late"

    yield give
    over.set()


def test_a_closed_client_says_that_it_is_closed() -> None:
    """As a usage error."""
    client = RedactionClient(TARGET, transport=httpx.MockTransport(Script(EMPTY)))
    client.close()

    with pytest.raises(UsageError, match="closed"):
        client.find("x")


def test_a_closed_asynchronous_client_says_so_too() -> None:
    """Likewise."""

    async def use() -> None:
        client = AsyncRedactionClient(TARGET, transport=httpx.MockTransport(Script(EMPTY)))
        await client.aclose()
        await client.find("x")

    with pytest.raises(UsageError, match="closed"):
        anyio.run(use)


def test_a_client_in_a_second_event_loop_says_that_each_needs_its_own(stub: Stub) -> None:
    """Its connections belong to the first loop; closing it there does no harm."""
    stub.always(Reply(204))
    first, second = asyncio.new_event_loop(), asyncio.new_event_loop()
    client = AsyncRedactionClient(Target(stub.url, "trial", ACCOUNT, "t"))
    first.run_until_complete(client.delete("v"))

    with pytest.raises(UsageError, match="another event loop"):
        second.run_until_complete(client.delete("v"))

    second.run_until_complete(client.aclose())
    with pytest.raises(UsageError, match="closed"):
        first.run_until_complete(client.delete("v"))
    first.run_until_complete(client._runner._api.aclose())
    first.close(), second.close()


@EITHER
def test_a_source_of_tokens_that_hangs_does_not_outlast_the_deadline(
    way: Way, hanging: Callable[[], str]
) -> None:
    """The call ends, though the function doesn't."""
    began = time.monotonic()

    with pytest.raises(DeadlineExceeded):
        way("find", "x", target=Target(API, "trial", ACCOUNT, hanging), retry=IN_TIME, handler=Script(EMPTY))

    assert time.monotonic() - began < 5


def test_a_coroutine_that_gives_tokens_and_hangs_does_not_either() -> None:
    """It is cancelled."""

    async def give() -> str:
        await anyio.sleep_forever()
        return "never"

    async def use() -> None:
        target = Target(API, "trial", ACCOUNT, give)
        transport = httpx.MockTransport(Script(EMPTY))
        async with AsyncRedactionClient(target, retry=IN_TIME, transport=transport) as client:
            await client.find("x")

    began = time.monotonic()
    with pytest.raises(DeadlineExceeded):
        anyio.run(use)
    assert time.monotonic() - began < 5


@EITHER
def test_nor_does_who_waits_for_another_calls_token(way: Way, hanging: Callable[[], str]) -> None:
    """One renewal serves all, and each gives up in its own time."""
    target = Target(API, "trial", ACCOUNT, hanging)
    ended: list[type[BaseException]] = []

    def call(client: RedactionClient) -> None:
        try:
            client.find("x")
        except DeadlineExceeded as error:
            ended.append(type(error))

    async def call_in_loop(client: AsyncRedactionClient) -> None:
        try:
            await client.find("x")
        except DeadlineExceeded as error:
            ended.append(type(error))

    async def both() -> None:
        transport = httpx.MockTransport(Script(EMPTY))
        async with (
            AsyncRedactionClient(target, retry=IN_TIME, transport=transport) as client,
            anyio.create_task_group() as group,
        ):
            group.start_soon(call_in_loop, client)
            group.start_soon(call_in_loop, client)

    if way is blocking:
        with RedactionClient(target, retry=IN_TIME, transport=httpx.MockTransport(Script(EMPTY))) as client:
            threads = [threading.Thread(target=call, args=(client,)) for _ in range(2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(10)
    else:
        anyio.run(both)

    assert ended == [DeadlineExceeded, DeadlineExceeded]


def test_a_wait_ends_at_its_deadline_though_its_token_hangs(hanging: Callable[[], str]) -> None:
    """Not at that of a single call."""
    began = time.monotonic()
    target = Target(API, "trial", ACCOUNT, hanging)

    with pytest.raises(DeadlineExceeded):
        blocking("wait_for_job", "j", deadline=0, target=target, handler=Script(EMPTY))

    assert time.monotonic() - began < 5


@EITHER
def test_every_method_of_a_closed_client_ends_so(way: Way, tmp_path: Any) -> None:
    """None lets another error out."""
    closing = [use for use in all_uses(tmp_path).values() if "target" not in use[2]]

    def call(method: str, arguments: tuple[Any, ...], how: dict[str, Any]) -> None:
        if way is blocking:
            client = RedactionClient(TARGET)
            client.close()
            result = getattr(client, method)(*arguments, **how)
            list(result) if isinstance(result, Iterator) else result
            return

        async def use() -> None:
            other = AsyncRedactionClient(TARGET)
            await other.aclose()
            result = getattr(other, method)(*arguments, **how)
            if hasattr(result, "__aiter__"):
                _ = [value async for value in result]
            else:
                await result

        anyio.run(use)

    for method, arguments, how in closing:
        with pytest.raises(UsageError, match="closed"):
            call(method, arguments, how)
