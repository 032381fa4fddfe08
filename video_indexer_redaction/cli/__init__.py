"""`vi-redact`: redact a clip, show its people, and look after the videos of an account."""

from video_indexer_redaction.cli.arguments import add_flags
from video_indexer_redaction.cli.console import FAILED, INTERRUPTED, OK, USAGE
from video_indexer_redaction.cli.running import main, run

__all__ = ["FAILED", "INTERRUPTED", "OK", "USAGE", "add_flags", "main", "run"]
