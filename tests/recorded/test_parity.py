"""The emulator answers what was recorded, member by member; each difference has its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_tests.recorded.forms import Forms, forms
from contract_tests.recorded.parity import Difference, Explanation, differences, unexplained
from contract_tests.recorded.recorder import Recorder, load
from tests.recorded.conftest import HERE, recordings

GOLDENS = HERE / "goldens"
EXPLANATIONS = HERE / "differences.yaml"


def explanations(path: Path = EXPLANATIONS) -> list[Explanation]:
    """All reasons."""
    return [Explanation(**entry) for entry in yaml.safe_load(path.read_text("utf-8"))]


def by_operation(bodies: list[tuple[str, Any]]) -> dict[str, Forms]:
    """The forms of all answers of one kind, good ones and errors apart."""
    grouped: dict[str, list[Any]] = {}
    for kind, body in bodies:
        grouped.setdefault(kind, []).append({"": body} if not isinstance(body, dict) else body)
    return {kind: forms(found) for kind, found in grouped.items()}


def recorded() -> dict[str, Forms]:
    """Of the corpus."""
    found = [(f"{each.operation} {each.status}", each.body) for each in recordings() if each.operation]
    return by_operation(found)


def answered(ours: Recorder) -> dict[str, Forms]:
    """Of the emulator."""
    return by_operation(
        [(f"{golden.operation} {golden.status}", golden.body) for golden in ours.kept.values()]
    )


def found_differences(theirs: dict[str, Forms], mine: dict[str, Forms]) -> list[Difference]:
    """Of all kinds that both have."""
    return [
        each
        for kind in sorted(theirs.keys() & mine.keys())
        for each in differences(kind, theirs[kind], mine[kind])
    ]


def test_every_difference_from_what_was_recorded_is_explained(ours: Recorder) -> None:
    """And nothing is explained that isn't there."""
    found = found_differences(recorded(), answered(ours))

    open_ones, unused = unexplained(found, explanations())

    assert [str(each) for each in open_ones] == []
    assert unused == []


def test_enough_kinds_are_compared(ours: Recorder) -> None:
    """A walk that stops early would explain everything."""
    assert len(recorded().keys() & answered(ours).keys()) >= 7


def test_the_emulator_is_replayed_against_goldens(ours: Recorder) -> None:
    """Against those of a live run, once somebody has recorded one: `nox -s contract -- --live --record`."""
    goldens = load(GOLDENS)
    if not goldens:
        pytest.skip(f"no goldens of a live run in {GOLDENS.name}: record one with an account")
    theirs = by_operation([(f"{each.operation} {each.status}", each.body) for each in goldens])

    open_ones, _ = unexplained(found_differences(theirs, answered(ours)), explanations())

    assert [str(each) for each in open_ones] == []
