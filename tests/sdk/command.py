"""Running `vi-redact` in a test, and reading what it says."""

from __future__ import annotations

from collections.abc import Callable

Run = Callable[..., tuple[int, str]]
"""Runs the command; gives exit code and standard error."""


def complaint(said: str) -> str:
    """The one line that says what went wrong; there must be no traceback."""
    lines = [line for line in said.splitlines() if line.startswith("vi-redact: ")]
    assert "Traceback" not in said
    assert len(lines) == 1, said
    return lines[0]
