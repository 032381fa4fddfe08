"""Running `vi-redact` in a test, and reading what it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from video_indexer_redaction.cli import main

Run = Callable[..., tuple[int, str]]
"""Runs the command; gives exit code and standard error."""


class Said(NamedTuple):
    """How a call has ended."""

    code: int
    out: str
    err: str

    def document(self) -> dict[str, Any]:
        """Standard output as the one JSON document that it must be."""
        found: dict[str, Any] = json.loads(self.out)
        return found


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> Said:
    """Run the command."""
    code = main([str(argument) for argument in arguments])
    output = capsys.readouterr()
    return Said(code, output.out, output.err)


def complaint(said: str) -> str:
    """The one line that says what went wrong; there must be no traceback."""
    lines = [line for line in said.splitlines() if line.startswith("vi-redact: ")]
    assert "Traceback" not in said
    assert len(lines) == 1, said
    return lines[0]
