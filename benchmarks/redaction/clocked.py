"""Run a command to its end; print its seconds, its processor time and the memory of its largest process.

    python -I clocked.py REPORT.json COMMAND [ARGUMENT ...]

A small process of its own for each command: Linux counts the memory of the process that starts a command as
the command's, so the measuring process must be small. Processes that the command leaves to the system
become this process's children, so that all processor time is counted.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36  # prctl(2)
LEFT_SECONDS = 10.0  # for processes that outlive the command
MEBIBYTE = 1024 if sys.platform == "linux" else 1024 * 1024  # in units of ru_maxrss (getrusage(2))


def main(report: str, *command: str) -> int:
    """Run the command; returns its exit status, 1 where it leaves a process running."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    begun = time.perf_counter()
    status = subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode
    seconds = time.perf_counter() - begun
    if not _all_ended():
        print("the command left a process running", file=sys.stderr)
        return 1
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures = {
        "seconds": seconds,
        "cpu": used.ru_utime + used.ru_stime,
        "peak_mib": used.ru_maxrss / MEBIBYTE,
    }
    Path(report).write_text(json.dumps(figures), "utf-8")
    return status


def _all_ended() -> bool:
    """Collect the processes that the command left, if they end soon."""
    end = time.monotonic() + LEFT_SECONDS
    while time.monotonic() < end:
        try:
            process, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return True
        if not process:
            time.sleep(0.01)
    return False


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
