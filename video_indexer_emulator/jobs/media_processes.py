"""Media work in processes of its own, so that a clip which takes one down takes nothing else with it."""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

from video_indexer_emulator.errors import EmulatorError, WorkLost
from video_indexer_emulator.media.messages import PROGRESS, receive, send
from video_indexer_emulator.model import Analysis, ClipInfo, Part, RedactionPlan

STALL = 120.0
"""Seconds without a sign of progress after which a process counts as hanging; a frame takes under one."""

TRIES = 2
"""A process may be lost by no fault of the file: it gets a second one, and no third."""

END_SECONDS = 5.0

Progress = Callable[[float], None]


class MediaProcesses:
    """As many processes as work at once; each is kept for the next piece of work. Safe in many threads."""

    def __init__(self, models: Path | None, model_cache: Path, stall: float = STALL) -> None:
        """`models` and `model_cache` are the folders of the face models, as in the settings."""
        self._command = [
            sys.executable, "-m", "video_indexer_emulator.media.child", str(models or ""), str(model_cache),
        ]  # fmt: skip
        self._stall = stall
        self._idle: deque[_Process] = deque()
        self._all: set[_Process] = set()

    def analyze(self, path: Path, on_progress: Progress) -> Analysis:
        """Find every face of a clip; raises MediaError, and what `on_progress` raises."""
        found: Analysis = self._run("analyze", (path,), on_progress)
        return found

    def inspect(self, path: Path, on_progress: Progress) -> tuple[ClipInfo, bytes | None]:
        """Read a clip's facts and a poster (JPEG); raises as `analyze` does."""
        found: tuple[ClipInfo, bytes | None] = self._run("inspect", (path,), on_progress)
        return found

    def redact(  # noqa: PLR0913, PLR0917 - what `media.render.redact` wants
        self,
        source: Path,
        tracks: bytes,
        plan: RedactionPlan,
        expected: ClipInfo,
        destination: Path,
        on_progress: Progress,
    ) -> bytes | None:
        """Write a clip with faces hidden; returns its poster (JPEG); raises as `analyze` does."""
        arguments = (source, tracks, plan, expected, destination)
        poster: bytes | None = self._run("redact", arguments, on_progress)
        return poster

    def cut(
        self, source: Path, tracks: bytes, plan: RedactionPlan, expected: ClipInfo, on_progress: Progress
    ) -> list[tuple[int, int]]:
        """Say into which parts a clip is cut, as (first, end) frames; none: it is redacted in one."""
        spans: list[tuple[int, int]] = self._run("cut", (source, tracks, plan, expected), on_progress)
        return spans

    def redact_part(  # noqa: PLR0913, PLR0917 - what `media.parts.redact_part` wants
        self,
        source: Path,
        tracks: bytes,
        plan: RedactionPlan,
        expected: ClipInfo,
        part: Part,
        destination: Path,
        on_progress: Progress,
    ) -> None:
        """Write one part of a clip with faces hidden; raises as `analyze` does."""
        self._run("redact_part", (source, tracks, plan, expected, part, destination), on_progress)

    def join(
        self,
        source: Path,
        expected: ClipInfo,
        parts: Sequence[tuple[Part, Path]],
        destination: Path,
        on_progress: Progress,
    ) -> bytes | None:
        """Join a clip's parts; returns its poster (JPEG); raises PartsDiffer, and as `analyze` does."""
        poster: bytes | None = self._run("join", (source, expected, tuple(parts), destination), on_progress)
        return poster

    def close(self) -> None:
        """End all processes, also those that work."""
        for process in list(self._all):
            process.end()

    def _run(self, task: str, arguments: tuple[object, ...], on_progress: Progress) -> Any:
        for _ in range(TRIES):
            process = self._take()
            try:
                outcome = process.run(task, arguments, on_progress)
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
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._commands = cast("BinaryIO", self._process.stdin)
        self._answers = cast("BinaryIO", self._process.stdout)

    def run(self, task: str, arguments: tuple[object, ...], on_progress: Progress) -> Any:
        """Have a task done; returns its result, or the error by which it failed; raises _Lost."""
        self._say((task, arguments))
        while True:
            match self._heard():
                case (str(kind), float(share)) if kind == PROGRESS:
                    on_progress(share)
                    self._say(None)
                case (str(_), outcome):
                    return outcome
                case other:
                    raise _Lost(f"it said {other!r}")

    def end(self) -> None:
        """Kill it, whatever it does."""
        self._process.kill()
        for stream in (self._commands, self._answers):
            with contextlib.suppress(OSError):
                stream.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_SECONDS)

    def _say(self, message: object) -> None:
        try:
            send(self._commands, message)
        except (OSError, ValueError) as error:
            raise _Lost(f"it has ended: {error}") from error

    def _heard(self) -> object:
        watch = threading.Timer(self._stall, self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            return receive(self._answers)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
            raise _Lost(f"it has ended with {self._process.poll()}, or hung: {error}") from error
        finally:
            watch.cancel()
