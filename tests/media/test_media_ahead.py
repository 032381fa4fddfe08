"""A thread that makes things before they are asked for."""

from __future__ import annotations

import threading
from collections.abc import Generator

import pytest

from video_indexer_emulator.media.ahead import ahead


class Maker:
    """Counts; knows whether it was closed, and how far it got."""

    def __init__(self, end: int, error: BaseException | None = None) -> None:
        self.end, self.error = end, error
        self.made = 0
        self.closed = False

    def __call__(self) -> Generator[int]:
        """Yield numbers, then raise the error, if there is one."""
        try:
            while self.made < self.end:
                self.made += 1
                yield self.made
            if self.error is not None:
                raise self.error
        finally:
            self.closed = True


def test_everything_comes_in_its_order() -> None:
    """And the thread is gone afterwards."""
    maker, threads = Maker(100), threading.active_count()
    with ahead(maker(), 3) as items:
        assert list(items) == list(range(1, 101))
    assert maker.closed
    assert threading.active_count() == threads


@pytest.mark.parametrize("error", [ValueError("damaged"), KeyboardInterrupt()], ids=repr)
def test_what_goes_wrong_is_told_in_its_place(error: BaseException) -> None:
    """What was made before it is taken first."""
    taken: list[int] = []
    with pytest.raises(type(error)) as raised, ahead(Maker(2, error)(), 3) as items:
        taken.extend(items)
    assert raised.value is error
    assert taken == [1, 2]


def test_only_so_many_are_made_before_they_are_wanted() -> None:
    """A caller that stops early doesn't wait for the rest."""
    maker = Maker(1000)
    with ahead(maker(), 3) as items:
        assert next(items) == 1
    assert maker.made <= 1 + 3 + 1  # one more was waiting for room
    assert maker.closed


def test_an_error_of_the_taker_ends_the_maker() -> None:
    """Its own error is what comes out."""
    maker = Maker(1000)
    with pytest.raises(LookupError, match="enough"), ahead(maker(), 3):
        raise LookupError("enough")
    assert maker.closed
