"""A worker in a process of its own, to be stopped in the middle, or killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

WORKING = "vi-emulator: working"


class Worker:
    """`vi-emulator work`; `ready` waits until it works. The `with` block kills what still runs."""

    def __init__(self, data: Path, *flags: str) -> None:
        self.data = data
        command = [sys.executable, "-m", "video_indexer_emulator", "work", "--data", str(data), *flags]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    @property
    def executor_id(self) -> str:
        """Its name among the workers."""
        return (self.data / "executor").read_text()

    def ready(self) -> Self:
        """Wait until it takes work."""
        assert self._process.stdout
        assert any(line.startswith(WORKING) for line in self._process.stdout), "it ended before it worked"
        return self

    def kill(self) -> None:
        """End it without a warning, and for good."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def freeze(self) -> None:
        """Stop it in the middle of whatever it does."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on as if no time had passed."""
        self._process.send_signal(signal.SIGCONT)
