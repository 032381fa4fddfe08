"""An emulator of the suite's own, as a process on a free loopback port, for when no service is named."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

SECRET = "VIDEO_INDEXER_EMULATOR_SECRET"  # noqa: S105 - the name of a variable

NEEDED = {
    *("PATH", "HOME", "USER", "LOGNAME", "TZ", "TMPDIR", "TEMP", "TMP", "VIRTUAL_ENV", "LD_LIBRARY_PATH"),
    *("USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
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
"""Variables that the emulator needs, and pip, which fetches its models; a run's tokens are none of these."""

READY = "vi-emulator: listening on "
STOP_SECONDS = 10


class NoEmulator(Exception):
    """The emulator isn't installed, or doesn't start."""


@contextmanager
def embedded_emulator(*flags: str, secret: str | None = None, source: Path | None = None) -> Iterator[str]:
    """Run `vi-emulator` with these flags and give its URL; everything it stored is gone afterwards.

    It inherits only what it needs, neither tokens nor an operator's settings; `secret` stands for the
    well-known one, `source` is a folder with another version of the package.
    """
    environment = {
        name: value
        for name, value in os.environ.items()
        if name.upper() in NEEDED or name.upper().startswith(BEGINNINGS)
    }
    if source:
        environment["PYTHONPATH"] = str(source)
    if secret:
        environment[SECRET] = secret
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
