"""Mutants of source: each is one small change that still compiles, and never of what nobody can see."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from contract_tests.faults.source_mutants import OUTSIDE, ROOT, mutants, sample
from contract_tests.faults.source_trials import page


def of(tmp_path: Path, source: str) -> list[tuple[str, str]]:
    """Kind and result of each mutant of a source."""
    file = tmp_path / "module.py"
    file.write_text(source, "utf-8")
    return [(each.kind, each.applied(source.encode()).decode()) for each in mutants(file, tmp_path)]


@pytest.mark.parametrize(
    ("source", "kind", "mutated"),
    [
        ("a == b", "comparison", "(a != b)"),
        ("a < b", "comparison", "(a <= b)"),
        ("é = a and b", "operator", "é = (a or b)"),
        ("a = not b", "not", "a = (b)"),
        ("if a:\n    b()", "condition", "if (not a):\n    b()"),
        ("a = True", "constant", "a = (False)"),
        ("a = 3", "constant", "a = (4)"),
        ("a = 'x'", "constant", "a = ('xx')"),
        ("def f():\n    return a", "return", "def f():\n    return None"),
        ("f(a)", "call", "pass"),
    ],
)
def test_a_small_change_is_made_at_its_place(tmp_path: Path, source: str, kind: str, mutated: str) -> None:
    """The rest of the file stays as it is, also behind letters of more than one byte."""
    assert (kind, mutated) in of(tmp_path, source)


@pytest.mark.parametrize(
    "source",
    ['"""A docstring."""', "a: 'x'", "def f(a: 'x') -> 'y': ...", "f'{a}: b'", "log.info('x')", "import a"],
)
def test_what_nobody_sees_is_left_alone(tmp_path: Path, source: str) -> None:
    """Docstrings, annotations, texts with values in them, lines of the log."""
    assert of(tmp_path, source) == []


def test_a_sample_is_the_same_for_a_seed_and_compiles() -> None:
    """At least three hundred of the parts that a caller talks to."""
    chosen = sample(300, 1)

    assert chosen == sample(300, 1)
    assert len({each.id for each in chosen}) == 300
    assert not {Path(each.file).stem for each in chosen} & OUTSIDE
    for each in chosen:
        ast.parse(each.applied((ROOT / each.file).read_bytes()))


def test_the_page_has_every_survivor_and_counts_what_a_caller_can_see() -> None:
    """What was looked at and can't be seen is no miss."""
    row = {"file": "a.py", "line": 1, "before": "a | b", "after": "b"}
    results = [
        row | {"verdict": "caught"},
        row | {"verdict": "missed", "looked": "equivalent"},
        row | {"verdict": "missed"},
    ]

    text = page(results)

    assert "1 of 3 were noticed; of the 2 that a caller can see, 50 %." in text
    assert "| a.py:1 | a \\| b | b | equivalent |" in text
    assert "| a.py:1 | a \\| b | b | not yet |" in text
