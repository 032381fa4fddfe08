"""An emulator of the suite's own, as a process on a free loopback port, for when no service is named."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

SETTINGS = "VIDEO_INDEXER_EMULATOR_"
"""How the emulator's variables begin."""

READY = "vi-emulator: listening on "
STOP_SECONDS = 10


class NoEmulator(Exception):
    """The emulator isn't installed, or doesn't start."""


@contextmanager
def embedded_emulator(*flags: str, secret: str | None = None, source: Path | None = None) -> Iterator[str]:
    """Run `vi-emulator` with these flags and give its URL; everything it stored is gone afterwards.

    An operator's settings, which may stand in the environment, are left out; `secret` stands for the
    well-known one, `source` is a folder with another version of the package.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
    if source:
        environment["PYTHONPATH"] = str(source)
    if secret:
        environment[f"{SETTINGS}SECRET"] = secret
    command = [sys.executable, "-P", "-m", "video_indexer_emulator", "--port", "0", "--stop-with-stdin"]
    with TemporaryDirectory(prefix="vi-contract-") as folder:
        log = Path(folder) / "emulator.log"
        command += ["--data", str(Path(folder) / "data"), "--throw-away", *flags]
        with (
            log.open("wb") as errors,
            subprocess.Popen(  # noqa: S603 - our own module, by this very interpreter
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=environment,
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
