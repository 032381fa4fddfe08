"""Runs operations in an event loop; what may block runs in threads."""

from __future__ import annotations

import copy
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Coroutine
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import anyio
import anyio.lowlevel
import anyio.to_thread
import httpx

from video_indexer_redaction.answers import translate
from video_indexer_redaction.commands import (
    CLOSED,
    Answer,
    Call,
    Close,
    Command,
    Emit,
    Emitting,
    Exclusive,
    Memory,
    Open,
    Opened,
    Operation,
    Read,
    Send,
    Shielded,
    Sleep,
)
from video_indexer_redaction.errors import UsageError
from video_indexer_redaction.session import Session
from video_indexer_redaction.telemetry import call_span
from video_indexer_redaction.unpacking import unpacked_in_loop
from video_indexer_redaction.uploads import UploadStream
from video_indexer_redaction.waiting import Deadline

P = ParamSpec("P")
T = TypeVar("T")
Held = TypeVar("Held")


class AsyncRunner:
    """Carries out the commands of operations with httpx.AsyncClient."""

    def __init__(self, api: httpx.AsyncClient, files: httpx.AsyncClient) -> None:
        self._api = api
        self._files = files
        self._answers: list[Answer] | None = None  # where the API's answers are kept, for who wants them
        self._lock = anyio.Lock()
        self._loop: object = None  # the event loop whose connections these are
        self._closed = False

    async def run(self, operation: Operation[T]) -> T:
        """Run an operation to its end; what goes wrong is thrown into it, so that it can clean up."""
        step: Callable[[], Command] = partial(next, operation)
        while True:
            try:
                command = step()
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return] # a T, by the operation's type
            step = await self._next_step(operation, command)

    async def iterate(self, operation: Emitting[T]) -> AsyncGenerator[T, None]:
        """Run an operation as far as the next value is wanted."""
        step: Callable[[], Command | Emit[T]] = partial(next, operation)
        while True:
            try:
                command = step()
            except StopIteration:
                return
            if isinstance(command, Emit):
                try:
                    yield command.value
                    step = partial(next, operation)
                except GeneratorExit as left:  # the operation has something to close
                    step = partial(operation.throw, left)
            else:
                step = await self._next_step(operation, command)

    def recording(self, answers: list[Answer]) -> AsyncRunner:
        """A runner over the same connections that keeps the API's answers."""
        self._check()  # so that both belong to this loop
        other = copy.copy(self)
        other._answers = answers
        return other

    async def close(self) -> None:
        """Close all connections; those of another event loop can't be, and end with it."""
        self._closed = True
        if self._loop not in {None, anyio.lowlevel.current_token()}:
            return
        await self._api.aclose()
        await self._files.aclose()

    async def _next_step(self, operation: Any, command: Command) -> Callable[[], Any]:
        try:
            return partial(operation.send, await self._carry_out(command))
        except BaseException as error:  # noqa: BLE001 - the operation raises it again, a cancellation too
            return partial(operation.throw, translate(error))

    def _check(self) -> None:
        """Raise UsageError where connections can't be used."""
        if self._closed:
            raise UsageError(CLOSED)
        loop = anyio.lowlevel.current_token()
        if self._loop is None:
            self._loop = loop
        if self._loop != loop:
            raise UsageError(
                "This client has been used in another event loop. Give each loop a client of its own."
            )

    async def _carry_out(self, command: Command) -> object:  # noqa: PLR0911 - one for each command
        match command:
            case Send():
                return await self._send(command)
            case Open() | Read() | Close():
                return await self._piecewise(command)
            case Sleep():
                await anyio.sleep(command.seconds)
                return None
            case Call():
                return await _result(command.function, command.deadline)
            case Exclusive():
                return await self._alone(command)
            case Shielded():
                with anyio.move_on_after(command.seconds, shield=True):
                    return await self.run(command.operation)
                return None

    async def _alone(self, command: Exclusive[T]) -> T:
        self._check()
        with anyio.move_on_after(command.deadline.remaining()) as waiting:
            await self._lock.acquire()
        if waiting.cancelled_caught:
            raise command.deadline.exceeded()
        try:
            return await self.run(command.operation)
        finally:
            self._lock.release()

    async def _piecewise(self, command: Open | Read | Close) -> object:
        if isinstance(command, Read):
            command.deadline.check()
            return await anext(command.opened.pieces, b"")
        if isinstance(command, Close):
            await command.opened.response.aclose()
            return None
        self._check()
        response = await self._files.send(command.request, stream=True, follow_redirects=True)
        return Opened(Answer.read(response, b"", at_file_host=True), response, unpacked_in_loop(response))

    async def _send(self, command: Send) -> Answer:
        self._check()
        http = self._files if command.to_file_host else self._api
        if isinstance(command.request.stream, UploadStream):
            command.request.stream = ThreadedStream(command.request.stream)
        response = await http.send(command.request, stream=True, follow_redirects=command.to_file_host)
        try:
            sink = command.sink(response)
            async for piece in unpacked_in_loop(response):
                command.deadline.check()
                if sink.add(piece):
                    await anyio.to_thread.run_sync(sink.flush)
            if not isinstance(sink, Memory):
                await anyio.to_thread.run_sync(sink.flush)
        finally:
            await response.aclose()
        body = bytes(sink.content) if isinstance(sink, Memory) else b""
        answer = Answer.read(response, body, at_file_host=command.to_file_host)
        if self._answers is not None and not command.to_file_host:
            self._answers.append(answer)
        return answer


class ThreadedStream(httpx.AsyncByteStream):
    """A request's body whose pieces are read in threads, for a file may block; told of in the loop."""

    def __init__(self, body: UploadStream) -> None:
        self._pieces = iter(body.pieces)
        self._told = body.told

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (piece := await anyio.to_thread.run_sync(next, self._pieces, None)) is not None:
            yield piece
            self._told(len(piece))


async def _result(function: Callable[[], Any], deadline: Deadline | None) -> object:
    if deadline is None:
        return await anyio.to_thread.run_sync(function)
    with anyio.move_on_after(max(0.0, deadline.remaining())):
        value = await anyio.to_thread.run_sync(function, abandon_on_cancel=True)
        return await value if isinstance(value, Awaitable) else value
    raise deadline.exceeded()


class Asynchronous(Protocol[Held]):
    """A client that runs operations in an event loop, or one of its jobs."""

    _session: Held
    _runner: AsyncRunner


def awaited(
    operation: Callable[Concatenate[Held, P], Operation[T]],
) -> Callable[Concatenate[Asynchronous[Held], P], Coroutine[Any, Any, T]]:
    """The operation as a method to be awaited."""

    @wraps(operation)
    async def method(client: Asynchronous[Held], /, *args: P.args, **kwargs: P.kwargs) -> T:
        with call_span(operation.__name__):
            return await client._runner.run(operation(client._session, *args, **kwargs))

    return method


def async_iterating(
    operation: Callable[Concatenate[Session, P], Emitting[T]],
) -> Callable[Concatenate[Asynchronous[Session], P], AsyncGenerator[T, None]]:
    """The operation as a method that returns an asynchronous iterator."""

    @wraps(operation)
    def method(
        client: Asynchronous[Session], /, *args: P.args, **kwargs: P.kwargs
    ) -> AsyncGenerator[T, None]:
        return client._runner.iterate(operation(client._session, *args, **kwargs))

    return method
