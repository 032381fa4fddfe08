"""The vocabulary of changes: every word that a fault of the catalogue may use."""

from __future__ import annotations

from contract_tests.faults.vocabulary import (
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
from contract_tests.faults.vocabulary.words import WORDS, Context, Kind, Word

__all__ = [
    "WORDS", "Context", "Kind", "Word",
    "bodies", "callbacks", "downloads", "headers", "jobs", "library", "redactions", "requests", "tokens",
]  # fmt: skip
