"""`vi-redact`: redact a clip, show its people, and look after the videos of an account."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from video_indexer_redaction.cli.codes import FAILED, INTERRUPTED, OK, SOME_FAILED, USAGE

__all__ = ["FAILED", "INTERRUPTED", "OK", "SOME_FAILED", "USAGE", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    try:
        # Here, for the imports take half a second, in which Ctrl-C may come.
        from video_indexer_redaction.cli.running import main as run_command  # noqa: PLC0415

        return run_command(arguments)
    except KeyboardInterrupt:
        sys.stderr.write("vi-redact: Interrupted.\n")
        return INTERRUPTED
