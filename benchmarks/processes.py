"""Processes of a benchmark: pinned to a core, always ended, with environments of their own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
START_SECONDS = 120
INSTALL_SECONDS = 300
SESSION, USER_TICKS, SYSTEM_TICKS = 3, 11, 12
"""Fields of /proc/PID/stat behind the command's name (proc(5): 6, 14 and 15)."""


class NotMeasured(Exception):
    """A peer can't be had here."""


def cores() -> tuple[int, int] | None:
    """One core for servers and another for the load; None where processes can't be pinned."""
    if sys.platform != "linux":
        return None
    free = sorted(os.sched_getaffinity(0))
    return (free[0], free[-1]) if len(free) > 1 else None


@contextmanager
def pinned(core: int | None) -> Iterator[None]:
    """Let processes that are started inside the block, with all their threads, run on one core alone."""
    if sys.platform != "linux" or core is None:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def free_port() -> int:
    """Find a free loopback port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(command: list[str], log: Path, port: int, cwd: Path = ROOT) -> Iterator[int]:
    """Run a server on the servers' core until the block ends; waits until its port answers, gives its id."""
    pair = cores()
    with log.open("wb") as output, pinned(pair and pair[0]):
        process = subprocess.Popen(command, stdout=output, stderr=output, cwd=cwd, start_new_session=True)
    try:
        _wait_for_port(process, port, log)
        yield process.pid
    finally:
        _end(process)


def cpu_seconds(pid: int) -> float | None:
    """Processor time that a server has used, with all processes of its session; None where nobody tells."""
    if sys.platform != "linux":
        return None
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            fields = stat.read_text("utf-8").rpartition(")")[2].split()
            if int(fields[SESSION]) == pid:
                ticks += int(fields[USER_TICKS]) + int(fields[SYSTEM_TICKS])
    return ticks / os.sysconf("SC_CLK_TCK")


def forget_peak(pid: int) -> None:
    """Let the peak of a process's resident memory begin anew."""
    if sys.platform == "linux":
        Path(f"/proc/{pid}/clear_refs").write_text("5", "utf-8")


def peak_mebibytes(pid: int) -> float | None:
    """The most resident memory that a process has had; None where nobody tells."""
    if sys.platform != "linux":
        return None
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _wait_for_port(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise NotMeasured(f"it didn't start: {_last_line(log.read_text('utf-8', 'replace'))}")


def environment(folder: Path, *packages: str) -> Path:
    """Make an environment of its own for a peer, by uv where there is one; returns its Python."""
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if shutil.which("uv"):
        run(["uv", "venv", "--quiet", "--python", sys.executable, str(folder)])
        run(["uv", "pip", "install", "--quiet", "--python", str(python), *packages])
    else:
        run([sys.executable, "-m", "venv", str(folder)])
        run([str(python), "-m", "pip", "install", "--quiet", *packages])
    return python


def versions(python: Path, *packages: str) -> str:
    """Name the versions that an environment has."""
    code = (
        "import sys, importlib.metadata as m; print(', '.join(f'{n} {m.version(n)}' for n in sys.argv[1:]))"
    )
    return run([str(python), "-c", code, *packages])


def run(command: list[str]) -> str:
    """Run a command to its end; returns what it prints, raises NotMeasured when it can't be run or fails."""
    name = Path(command[0]).name
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=INSTALL_SECONDS)
    except subprocess.CalledProcessError as error:
        raise NotMeasured(f"{name} failed: {_last_line(error.stderr)}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotMeasured(f"{name} failed: {error}") from error
    return done.stdout.strip()


def _last_line(text: str) -> str:
    """Return what a table can show of a log."""
    lines = text.strip().splitlines()
    return lines[-1][:200].replace("|", "/") if lines else "it said nothing"
