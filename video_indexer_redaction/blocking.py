"""Runs operations in the calling thread."""

from __future__ import annotations

import contextvars
import copy
import threading
import time
from collections.abc import Callable, Generator
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

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
from video_indexer_redaction.unpacking import unpacked
from video_indexer_redaction.waiting import Deadline

P = ParamSpec("P")
T = TypeVar("T")
Held = TypeVar("Held")


class BlockingRunner:
    """Carries out the commands of operations with httpx.Client."""

    def __init__(self, api: httpx.Client, files: httpx.Client) -> None:
        self._api = api
        self._files = files
        self._answers: list[Answer] | None = None  # where the API's answers are kept, for who wants them
        self._lock = threading.Lock()

    def run(self, operation: Operation[T]) -> T:
        """Run an operation to its end; what goes wrong is thrown into it, so that it can clean up."""
        step: Callable[[], Command] = partial(next, operation)
        while True:
            try:
                command = step()
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return] # a T, by the operation's type
            step = self._next_step(operation, command)

    def iterate(self, operation: Emitting[T]) -> Generator[T, None, None]:
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
                step = self._next_step(operation, command)

    def recording(self, answers: list[Answer]) -> BlockingRunner:
        """A runner over the same connections that keeps the API's answers."""
        other = copy.copy(self)
        other._answers = answers
        return other

    def close(self) -> None:
        """Close all connections."""
        self._api.close()
        self._files.close()

    def _next_step(self, operation: Any, command: Command) -> Callable[[], Any]:
        try:
            return partial(operation.send, self._carry_out(command))
        except BaseException as error:  # noqa: BLE001 - the operation raises it again, Ctrl-C too
            return partial(operation.throw, translate(error))

    def _carry_out(self, command: Command) -> object:  # noqa: PLR0911 - one for each command
        match command:
            case Send():
                return self._send(command)
            case Open() | Read() | Close():
                return self._piecewise(command)
            case Sleep():
                time.sleep(command.seconds)
                return None
            case Call():
                if command.deadline is None:
                    return _plain(command.function())
                return _plain(_within(command.deadline, command.function))
            case Exclusive():
                return self._alone(command)
            case Shielded():
                return self.run(command.operation)

    def _alone(self, command: Exclusive[T]) -> T:
        if not self._lock.acquire(timeout=max(0.0, command.deadline.remaining())):
            raise command.deadline.exceeded()
        try:
            return self.run(command.operation)
        finally:
            self._lock.release()

    def _piecewise(self, command: Open | Read | Close) -> object:
        if isinstance(command, Read):
            command.deadline.check()
            return next(command.opened.pieces, b"")
        if isinstance(command, Close):
            command.opened.response.close()
            return None
        response = self._usable(self._files).send(command.request, stream=True, follow_redirects=True)
        return Opened(Answer.read(response, b"", at_file_host=True), response, unpacked(response))

    def _usable(self, http: httpx.Client) -> httpx.Client:
        if http.is_closed:
            raise UsageError(CLOSED)
        return http

    def _send(self, command: Send) -> Answer:
        http = self._usable(self._files if command.to_file_host else self._api)
        response = http.send(command.request, stream=True, follow_redirects=command.to_file_host)
        try:
            sink = command.sink(response)
            for piece in unpacked(response):
                command.deadline.check()
                if sink.add(piece):
                    sink.flush()
            sink.flush()
        finally:
            response.close()
        body = bytes(sink.content) if isinstance(sink, Memory) else b""
        answer = Answer.read(response, body, at_file_host=command.to_file_host)
        if self._answers is not None and not command.to_file_host:
            self._answers.append(answer)
        return answer


def _within(deadline: Deadline, function: Callable[[], object]) -> object:
    """What a function returns; it runs in a thread, so that one that hangs doesn't outlast the deadline."""
    results: list[object] = []
    errors: list[BaseException] = []
    ended = threading.Event()
    context = contextvars.copy_context()

    def work() -> None:
        try:
            results.append(context.run(function))
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            errors.append(error)
        ended.set()

    threading.Thread(target=work, name="access token", daemon=True).start()
    if not ended.wait(max(0.0, deadline.remaining())):
        raise deadline.exceeded()
    if errors:
        raise errors.pop()
    return results.pop()


def _plain(value: object) -> object:
    if hasattr(value, "__await__"):
        close = getattr(value, "close", None)
        if close is not None:
            close()  # or Python complains that it was never awaited
        raise UsageError("A coroutine function gives tokens to AsyncRedactionClient alone.")
    return value


class Blocking(Protocol[Held]):
    """A client that runs operations here and now, or one of its jobs."""

    _session: Held
    _runner: BlockingRunner


def blocking(
    operation: Callable[Concatenate[Held, P], Operation[T]],
) -> Callable[Concatenate[Blocking[Held], P], T]:
    """The operation as a method that returns when it is done."""

    @wraps(operation)
    def method(client: Blocking[Held], /, *args: P.args, **kwargs: P.kwargs) -> T:
        with call_span(operation.__name__):
            return client._runner.run(operation(client._session, *args, **kwargs))

    return method


def iterating(
    operation: Callable[Concatenate[Session, P], Emitting[T]],
) -> Callable[Concatenate[Blocking[Session], P], Generator[T, None, None]]:
    """The operation as a method that returns an iterator."""

    @wraps(operation)
    def method(client: Blocking[Session], /, *args: P.args, **kwargs: P.kwargs) -> Generator[T, None, None]:
        return client._runner.iterate(operation(client._session, *args, **kwargs))

    return method
