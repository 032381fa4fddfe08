"""SECURITY.md: each promise is held by a test that exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_each_promise_names_tests_that_exist() -> None:
    """A renamed test must be renamed there, too."""
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    tables = re.findall(r"^\| promise \| test \|\n\| --- \| --- \|\n((?:\|.*\n)+)", text, re.MULTILINE)
    rows = [row for table in tables for row in table.splitlines()]
    promises = [re.findall(r"`(test_\w+)`", row) for row in rows]
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    defined = set(re.findall(r"^def (test_\w+)", sources, re.MULTILINE))

    assert len(tables) == text.count("\n### ")
    assert len(promises) > 35
    assert all(promises)
    assert {name for names in promises for name in names} <= defined
