"""SECURITY.md: each promise is held by a test that exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_each_promise_names_tests_that_exist() -> None:
    """A renamed test must be renamed there, too."""
    rows = [line for line in (ROOT / "SECURITY.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    promises = [
        re.findall(r"`(test_\w+)`", row) for row in rows if not row.startswith(("| promise", "| ---"))
    ]
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    defined = set(re.findall(r"^def (test_\w+)", sources, re.MULTILINE))

    assert len(promises) > 10
    assert all(promises)
    assert {name for names in promises for name in names} <= defined
