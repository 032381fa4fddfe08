"""An emulator in a process of its own, to be killed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.emulator.api import Api
from video_indexer_emulator.settings import DEVELOPMENT_SECRET

LISTENING = "vi-emulator: listening on "
STOP_SECONDS = 10.0
"""A stop must be quick: an orchestrator kills after ten seconds."""


class Process:
    """`vi-emulator` on a data folder; use it as a context manager, which kills what still runs."""

    def __init__(self, data: Path, *flags: str, secret: str = DEVELOPMENT_SECRET) -> None:
        command = [sys.executable, "-m", "video_indexer_emulator", "--port", "0", "--data", str(data), *flags]
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | {"VIDEO_INDEXER_EMULATOR_SECRET": secret},
        )  # fmt: skip
        self._said: list[str] = []
        self._listener = threading.Thread(target=self._read_errors, daemon=True)
        self._listener.start()
        self.url = self._wait_for_url()
        self.api = Api(self.url, secret=secret)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self._process.communicate()

    @property
    def errors(self) -> str:
        """What it has written to standard error."""
        return "".join(self._said)

    def kill(self) -> None:
        """End it without a warning, as a power cut does."""
        self.api.__exit__()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait(STOP_SECONDS)

    def stop(self) -> int:
        """Ask it to end; returns its exit code."""
        self.api.__exit__()
        self._process.terminate()
        return self._process.wait(STOP_SECONDS)

    def _wait_for_url(self) -> str:
        assert self._process.stdout
        for line in self._process.stdout:
            if line.startswith(LISTENING):
                return line.removeprefix(LISTENING).strip()
        raise AssertionError(f"it ended before it listened: {self.errors}")

    def _read_errors(self) -> None:
        assert self._process.stderr
        for line in self._process.stderr:
            self._said.append(line)
