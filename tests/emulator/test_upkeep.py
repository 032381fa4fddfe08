"""How a worker notices that another has died, without comparing clocks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from dbos import DBOS

from video_indexer_emulator.errors import KeysUnreadable
from video_indexer_emulator.jobs.upkeep import STILL_LOOKS, Upkeep
from video_indexer_emulator.service.keys import Keys
from video_indexer_emulator.storage.catalog import Catalog


@dataclass(frozen=True)
class Flow:
    """A workflow that some process has begun."""

    executor_id: str


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    """An empty catalog."""
    catalog = Catalog(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    yield catalog
    catalog.close()


@pytest.fixture
def recovered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whose workflows went back to the queue; `mine`, `other` and `third` have some."""
    given_back: list[str] = []
    pending = ["mine", "other", "third"]
    test = threading.get_ident()  # an emulator of other tests, in this process, looks after its own work

    def list_workflows(**_: Any) -> list[Flow]:
        return [Flow(name) for name in pending if threading.get_ident() == test]

    def recover(names: list[str]) -> None:
        given_back.extend(names)
        pending[:] = [name for name in pending if name not in names]

    monkeypatch.setattr(DBOS, "list_workflows", list_workflows)
    monkeypatch.setattr(DBOS, "_recover_pending_workflows", recover)
    return given_back


def _upkeep(catalog: Catalog, name: str, every: int = 5) -> Upkeep:
    upkeep = Upkeep(name, every, catalog.executors, lambda: None)
    upkeep.beat()
    return upkeep


def test_who_beats_no_more_loses_its_work_to_the_others(catalog: Catalog, recovered: list[str]) -> None:
    """After so many looks, once, and nobody else does."""
    mine, _other, third = (_upkeep(catalog, name) for name in ("mine", "other", "third"))

    for _ in range(STILL_LOOKS):
        mine.beat()
        third.beat()
        assert mine.look() == []
    third.beat()
    assert mine.look() == ["other"]
    third.beat()
    assert mine.look() == []

    assert recovered == ["other"]
    assert catalog.executors.pulses().keys() == {"mine", "third"}


def test_who_beats_more_seldom_is_given_more_time(catalog: Catalog, recovered: list[str]) -> None:
    """The others look at it by its own measure, and it is missed all the same."""
    mine, _other = _upkeep(catalog, "mine", every=2), _upkeep(catalog, "other", every=20)
    _upkeep(catalog, "third")

    for _ in range(10 * STILL_LOOKS):
        catalog.executors.beat("third", 5)
        assert mine.look() == []
    assert mine.look() == ["other"]


def test_an_outage_of_the_database_kills_nobody(catalog: Catalog, recovered: list[str]) -> None:
    """However long no look was possible: only looks are counted, and the others beat between two of them."""
    mine, other, third = (_upkeep(catalog, name) for name in ("mine", "other", "third"))

    for _ in range(3 * STILL_LOOKS):
        other.beat()
        third.beat()
        mine.look()
        mine.look()  # the first after an outage comes before the others' beats

    assert recovered == []


def test_who_leaves_hands_its_work_over_at_once(catalog: Catalog, recovered: list[str]) -> None:
    """An orderly end needs no five looks."""
    mine, other, _third = (_upkeep(catalog, name) for name in ("mine", "other", "third"))
    other.leave()

    assert mine.look() == ["other"]


def test_who_was_taken_for_dead_is_there_again_with_its_next_beat(
    catalog: Catalog, recovered: list[str]
) -> None:
    """Its work is lost to it, and that is all."""
    mine, other, third = (_upkeep(catalog, name) for name in ("mine", "other", "third"))
    for _ in range(STILL_LOOKS + 1):
        third.beat()
        mine.look()
    assert recovered == ["other"]

    other.beat()

    assert "other" in catalog.executors.pulses()
    assert other.look() == []


def test_nobody_takes_itself_for_dead(catalog: Catalog, recovered: list[str]) -> None:
    """Not even when its own beats fail."""
    mine, other, third = (_upkeep(catalog, name) for name in ("mine", "other", "third"))
    for _ in range(2 * STILL_LOOKS):
        other.beat()
        third.beat()
        mine.look()

    assert recovered == []
    assert "mine" in catalog.executors.pulses()


def test_all_who_serve_sign_with_the_same_keys(catalog: Catalog) -> None:
    """The first process makes them; the catalog alone doesn't give them away."""
    first, second = (Keys.shared(catalog.keys, "the secret") for _ in range(2))

    assert first.download == second.download
    assert first.token.private_numbers() == second.token.private_numbers()
    assert b"ENCRYPTED" in catalog.keys.read_or_make("token", bytes)


def test_another_secret_does_not_open_the_keys(catalog: Catalog) -> None:
    """It is said at the start, not by refused tokens."""
    Keys.shared(catalog.keys, "the secret")

    with pytest.raises(KeysUnreadable, match="same"):
        Keys.shared(catalog.keys, "another")
