"""The vocabulary of changes: every word that a fault of the catalogue may use."""

from __future__ import annotations

from . import (
    bodies,
    callbacks,
    downloads,
    headers,
    jobs,
    library,
    redactions,
    requests,
    tokens,
)
from .words import WORDS, Context, Kind, Word

__all__ = [
    "WORDS", "Context", "Kind", "Word",
    "bodies", "callbacks", "downloads", "headers", "jobs", "library", "redactions", "requests", "tokens",
]  # fmt: skip
