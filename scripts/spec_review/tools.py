"""Runs the tools of others that take part in the review: what fails is never taken for an empty report."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TypeAlias

Done: TypeAlias = "subprocess.CompletedProcess[str]"

TIMEOUT_SECONDS = 300


class ToolFailed(Exception):
    """A tool isn't there, or came to no result; the message says which."""


def run(command: list[str], folder: Path, environment: dict[str, str], expected: set[int]) -> Done:
    """Run a command that must end with an expected status; raises ToolFailed."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands
            command,
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",  # what can't be read must not hide the rest
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolFailed(f"{Path(command[0]).name} didn't come to an end: {error}") from error
    if done.returncode not in expected:
        raise ToolFailed(
            f"{Path(command[0]).name} ended with {done.returncode}: {done.stderr.strip()[-500:]}"
        )
    return done
