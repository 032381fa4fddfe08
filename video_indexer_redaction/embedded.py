"""An emulator of one's own, started on a free loopback port for the length of a `with` block."""

from __future__ import annotations

import importlib.util
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from video_indexer_redaction.errors import EmulatorUnavailable

SECRET, MODELS = "VIDEO_INDEXER_EMULATOR_SECRET", "VIDEO_INDEXER_EMULATOR_MODELS"
"""The emulator's variables that an embedded one heeds; others are an operator's, for another service."""

SECRET_BYTES = 32

NEEDED = {
    *("PATH", "HOME", "USER", "LOGNAME", "TZ", "TMPDIR", "TEMP", "TMP", "VIRTUAL_ENV", "LD_LIBRARY_PATH"),
    *("USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
    *(SECRET, MODELS),
}
BEGINNINGS = (
    "LANG",
    "LC_",
    "XDG_",
    "PYTHON",
    "PIP_",
    "SSL_CERT_",
    "OMP_",
    "OPENCV_",
    "COVERAGE_",
    "COV_CORE_",
)
"""Variables that the emulator needs, and pip, which fetches its models. Tokens and keys for a cloud are none
of these: what a process doesn't have can't be taken from it."""

READY = "vi-emulator: listening on "
STOP_SECONDS = 10
"""Grace for the emulator to end by itself."""


class EmulatorUrl(str):
    """The address of an emulator of one's own, and its secret, which nobody else knows."""

    secret: str

    def __new__(cls, url: str, secret: str) -> EmulatorUrl:
        """The text is the URL alone."""
        made = super().__new__(cls, url)
        made.secret = secret
        return made


@contextmanager
def embedded_emulator(
    *flags: str, data: Path | None = None, secret: str | None = None
) -> Iterator[EmulatorUrl]:
    """Run an emulator and give its URL; its data goes to a temporary folder unless `data` names one.

    Its secret is `secret`, or that in VIDEO_INDEXER_EMULATOR_SECRET, or else made for it, so that no other
    user of the machine gets in; `development_target` takes it from the URL.
    `flags` are further flags of `vi-emulator`. Raises EmulatorUnavailable if it isn't installed or
    doesn't start.
    """
    if importlib.util.find_spec("video_indexer_emulator") is None or importlib.util.find_spec("dbos") is None:
        raise EmulatorUnavailable(
            "No service is named and the emulator isn't installed. Set VIDEO_INDEXER_URL, or run "
            "`pip install '.[emulator]'` in a checkout of video-indexer-redaction."
        )
    secret = secret or os.environ.get(SECRET, "").strip() or secrets.token_urlsafe(SECRET_BYTES)
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
                env=_environment() | {SECRET: secret},  # no flag: those can be read by everybody
                start_new_session=True,  # Ctrl-C is for us; we still need it to clean up
            ) as process,
        ):
            try:
                yield EmulatorUrl(_wait_until_ready(process, log), secret)
            finally:
                _stop(process)


def _environment() -> dict[str, str]:
    """Of ours, what the emulator needs."""
    return {
        name: value
        for name, value in os.environ.items()
        if name.upper() in NEEDED or name.upper().startswith(BEGINNINGS)
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
