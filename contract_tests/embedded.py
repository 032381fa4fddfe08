"""An emulator of the suite's own, as a process on a free loopback port, for when no service is named."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

READY = "vi-emulator: listening on "
STOP_SECONDS = 10


class NoEmulator(Exception):
    """The emulator isn't installed, or doesn't start."""


@contextmanager
def embedded_emulator(*flags: str) -> Iterator[str]:
    """Run `vi-emulator` with these flags and give its URL; everything it stored is gone afterwards."""
    command = [sys.executable, "-m", "video_indexer_emulator", "--port", "0", "--stop-with-stdin"]
    with TemporaryDirectory(prefix="vi-contract-") as folder:
        log = Path(folder) / "emulator.log"
        command += ["--data", str(Path(folder) / "data"), "--throw-away", *flags]
        with (
            log.open("wb") as errors,
            subprocess.Popen(  # noqa: S603 - our own module, by this very interpreter
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
            ) as process,
        ):
            try:
                yield _address(process, log)
            finally:
                _end(process)


def _address(process: subprocess.Popen[str], log: Path) -> str:
    """Read the emulator's output up to the line that names its address."""
    for line in process.stdout or ():
        if line.startswith(READY):
            return line.removeprefix(READY).strip()
    told = log.read_text("utf-8", "replace")[-2000:]
    raise NoEmulator(f"Set VIDEO_INDEXER_URL, or install the emulator with its extra. It said:\n{told}")


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
