"""A sample of `nox -s attack`: the attacks that take little time, and whether a broken promise is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.attack.__main__ import table, tried
from tests.attack.attacks import ATTACKS, Attack
from tests.attack.ground import Ground, Mode, ground

SAMPLE = (
    "the well-known secret, processes' lines",
    "environment of media processes",
    "heads without end",
    "20 dripping files",
    "hostile bodies of controls",
    "a cache between",
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory, sample_clip: Path) -> Iterator[Ground]:
    """An embedded emulator."""
    with ground(Mode.EMBEDDED, tmp_path_factory.mktemp("attack"), sample_clip) as there:
        yield there


@pytest.mark.parametrize("name", SAMPLE)
def test_an_attack_breaks_no_promise(embedded: Ground, name: str) -> None:
    """Each within its limits."""
    (attack,) = [each for each in ATTACKS if each.name == name]

    outcome = tried(attack, embedded)

    assert outcome.held, outcome.told


def test_a_promise_that_is_broken_is_told(embedded: Ground) -> None:
    """An attack that nothing could fail would show nothing."""

    def leads_in(_: Ground) -> str:
        raise AssertionError("somebody got in\nby a door")

    attack: Attack = replace(ATTACKS[0], run=leads_in)

    outcome = tried(attack, embedded)

    assert not outcome.held
    assert "**broken**: somebody got in |" in table([outcome])
