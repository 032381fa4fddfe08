"""An emulator of one's own, started on a free loopback port for the length of a `with` block."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from video_indexer_redaction.errors import EmulatorUnavailable

SETTINGS = "VIDEO_INDEXER_EMULATOR_"
"""How the emulator's variables begin."""

READY = "vi-emulator: listening on "
STOP_SECONDS = 10
"""Grace for the emulator to end by itself."""


@contextmanager
def embedded_emulator(*flags: str, data: Path | None = None) -> Iterator[str]:
    """Run an emulator and give its URL; its data goes to a temporary folder unless `data` names one.

    `flags` are further flags of `vi-emulator`. Raises EmulatorUnavailable if it isn't installed or
    doesn't start.
    """
    if importlib.util.find_spec("video_indexer_emulator") is None or importlib.util.find_spec("dbos") is None:
        raise EmulatorUnavailable(
            "No service is named and the emulator isn't installed. Set VIDEO_INDEXER_URL, or run "
            "`pip install '.[emulator]'` in a checkout of video-indexer-redaction."
        )
    with tempfile.TemporaryDirectory(prefix="vi-emulator-") as scratch:
        command = [sys.executable, "-P", "-m", "video_indexer_emulator", "--port", "0", "--stop-with-stdin"]
        # A folder of our own goes even when this process is killed: the emulator deletes it itself.
        command += ["--data", str(data)] if data else ["--data", scratch, "--throw-away"]
        command += flags
        with (
            tempfile.TemporaryFile() as log,  # not in the folder: the emulator may delete that as it fails
            subprocess.Popen(  # noqa: S603 - our own module, by this very interpreter
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=_environment(),
                start_new_session=True,  # Ctrl-C is for us; we still need it to clean up
            ) as process,
        ):
            try:
                yield _wait_until_ready(process, log)
            finally:
                _stop(process)


def _environment() -> dict[str, str]:
    """Ours without an operator's settings: this emulator has a data folder and a secret of its own."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(SETTINGS) or name == SETTINGS + "MODELS"
    }


def _wait_until_ready(process: subprocess.Popen[str], log: IO[bytes]) -> str:
    """Read the emulator's output up to the line that names its address."""
    lines: IO[str] | None = process.stdout
    for line in lines or ():
        if line.startswith(READY):
            return line.removeprefix(READY).strip()
        print(line, end="", file=sys.stderr)  # noqa: T201 - news of the model download, for the person who waits
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    log.seek(0)
    said = log.read().decode("utf-8", "replace")[-2000:].strip() or f"it ended with {process.returncode}"
    raise EmulatorUnavailable(f"The emulator didn't start:\n{said}")


def _stop(process: subprocess.Popen[str]) -> None:
    """Ask the emulator to end, which it also does by itself when our end of its input closes."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
