"""Reads the ledger that a run of the contract suite left: what of the contract it saw."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Entry:
    """One documented thing, and who saw it."""

    operation: str
    kind: str  # answer, header, value, auth, link, callback
    name: str
    seen: int  # in how many judged answers
    test: str | None  # the first that saw it
    reason: str | None  # why nobody can
    clean: int = 0  # in how many of them nothing was wrong

    def __str__(self) -> str:
        return f"{self.operation} · {self.kind} · {self.name}"


@dataclass(frozen=True)
class Record:
    """The ledger of one run."""

    made: str  # when, as an ISO time
    live: bool  # against the vendor's service
    whole: bool  # the whole suite ran, and nothing failed
    current: bool  # the contract is the same now as it was then
    entries: list[Entry]

    @property
    def unexplained(self) -> list[Entry]:
        """What nobody saw and nobody explained."""
        return [entry for entry in self.entries if not entry.seen and not entry.reason]


def read(path: Path, spec: Path) -> Record | None:
    """The recorded ledger; None where no run has left a whole one."""
    if not path.is_file():
        return None
    digest = hashlib.sha256(spec.read_bytes()).hexdigest()
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        entries = [Entry(**entry) for entry in found["entries"]]
        return Record(found["made"], found["live"], found["whole"], found["contract"] == digest, entries)
    except (ValueError, KeyError, TypeError):  # cut off, or of an earlier form
        return None


def run_suite(path: Path) -> int:
    """Run the contract suite and let it leave its ledger there, in place of an older one; its exit status."""
    path.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "contract_tests", "--ledger", str(path)]
    return subprocess.run(command, cwd=Path(__file__).parents[2], check=False).returncode  # noqa: S603 - ours
