"""Media work in processes of its own, so that a clip which takes one down takes nothing else with it."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

import msgspec

from video_indexer_emulator.environment import of_a_child
from video_indexer_emulator.errors import EmulatorError, MediaError, PartsDiffer, WorkLost
from video_indexer_emulator.media.messages import (
    Done,
    Failed,
    GoOn,
    Progress,
    Reply,
    Task,
    decoded,
    receive,
    send,
)

STALL = 120.0
"""Seconds without a sign of progress after which a process counts as hanging; a frame takes under one."""

TRIES = 2
"""A process may be lost by no fault of the file: it gets a second one, and no third."""

END_SECONDS = 5.0

OnProgress = Callable[[float], None]
Result = TypeVar("Result")


def _with_children(kind: type[MediaError]) -> list[type[MediaError]]:
    return [kind, *(each for child in kind.__subclasses__() for each in _with_children(child))]


ERRORS: dict[str, type[EmulatorError]] = {
    kind.__name__: kind for kind in (*_with_children(MediaError), PartsDiffer)
}
"""The errors by which a task may fail, by the names that a reply gives them."""


class MediaProcesses:
    """As many processes as work at once; each is kept for the next piece of work. Safe in many threads."""

    def __init__(self, models: Path | None, model_cache: Path, stall: float = STALL) -> None:
        """`models` and `model_cache` are the folders of the face models, as in the settings."""
        self._command = [
            sys.executable, "-P",  # import nothing from the current folder: it may hold anybody's files
            "-m", "video_indexer_emulator.media.child", str(models or ""), str(model_cache),
        ]  # fmt: skip
        self._stall = stall
        self._idle: deque[_Process] = deque()
        self._all: set[_Process] = set()

    def run(self, task: Task[Result], on_progress: OnProgress) -> Result:
        """Do a task in a process; raises MediaError, PartsDiffer, and what `on_progress` raises."""
        for _ in range(TRIES):
            process = self._take()
            try:
                outcome = process.run(task, on_progress)
            except _Lost as error:
                self._forget(process)
                lost = error
                on_progress(0.0)  # raises where the process was ended because the service ends
                continue
            except BaseException:  # the work isn't wanted any more
                self._forget(process)
                raise
            self._idle.append(process)
            if isinstance(outcome, EmulatorError):
                raise outcome
            return outcome
        raise WorkLost from lost

    def close(self) -> None:
        """End all processes, also those that work."""
        for process in list(self._all):
            process.end()

    def _take(self) -> _Process:
        with contextlib.suppress(IndexError):
            return self._idle.pop()
        process = _Process(self._command, self._stall)
        self._all.add(process)
        return process

    def _forget(self, process: _Process) -> None:
        process.end()
        self._all.discard(process)


class _Lost(Exception):
    """The process has ended, hangs, or says what isn't in its words."""


class _Process:
    """One process, and the pipes to it."""

    def __init__(self, command: list[str], stall: float) -> None:
        self._stall = stall
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=of_a_child()
        )
        self._tasks = cast("BinaryIO", self._process.stdin)
        self._replies = cast("BinaryIO", self._process.stdout)

    def run(self, task: Task[Result], on_progress: OnProgress) -> Result | EmulatorError:
        """Have a task done; returns its result, or the error by which it failed; raises _Lost."""
        self._send(task)
        while True:
            match self._received(Reply):
                case Progress(share):
                    on_progress(share)
                    self._send(GoOn())
                case Failed(error, message):
                    return ERRORS.get(error, MediaError)(message)
                case Done(result):
                    return cast("Result", self._result(result, task))

    def end(self) -> None:
        """Kill it, whatever it does."""
        self._process.kill()
        for stream in (self._tasks, self._replies):
            with contextlib.suppress(OSError):
                stream.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_SECONDS)

    def _send(self, message: object) -> None:
        try:
            send(self._tasks, message)
        except (OSError, ValueError) as error:
            raise _Lost(f"it has ended: {error}") from error

    def _received(self, kind: Any) -> Any:
        watch = threading.Timer(self._stall, self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            return receive(self._replies, kind)
        except (EOFError, OSError, ValueError, msgspec.MsgspecError) as error:
            raise _Lost(f"it has ended with {self._process.poll()}, or hung: {error}") from error
        finally:
            watch.cancel()

    @staticmethod
    def _result(content: msgspec.Raw, task: Task[Any]) -> Any:
        try:
            return decoded(content, task.result)
        except msgspec.MsgspecError as error:
            raise _Lost(f"its result isn't one of {type(task).__name__}: {error}") from error
