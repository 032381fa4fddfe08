"""Prefetching: making things a little ahead of their use, in a thread of their own."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from queue import Full, Queue
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

T = TypeVar("T")

POLL = 0.1
"""Seconds after which a maker that waits for room looks whether anybody still wants what it makes."""


@contextmanager
def ahead(items: Generator[T], most: int) -> Iterator[Iterator[T]]:
    """Give an iterator over `items`, of which up to `most` are made before they are asked for.

    They are made in one other thread, in their order. What it raises is raised where the next item would
    have come. At the end of the block, however it comes, the thread has ended and `items` is closed.
    """
    made: Queue[tuple[T] | BaseException | None] = Queue(most)
    unwanted = threading.Event()

    def make() -> None:
        last: BaseException | None = None
        try:
            for item in items:
                if not _put(made, (item,), unwanted):
                    break
        except BaseException as error:  # noqa: BLE001 - raised again in the other thread
            last = error
        finally:
            items.close()
            _put(made, last, unwanted)

    maker = threading.Thread(target=make, name="ahead", daemon=True)
    maker.start()
    try:
        yield _taken(made)
    finally:
        unwanted.set()
        maker.join()


def _put(queue: Queue[T], item: T, unwanted: threading.Event) -> bool:
    """Wait for room; False if nobody wants it any more."""
    while not unwanted.is_set():
        try:
            queue.put(item, timeout=POLL)
        except Full:
            continue
        return True
    return False


def _taken(made: Queue[tuple[T] | BaseException | None]) -> Iterator[T]:
    while (item := made.get()) is not None:
        if isinstance(item, BaseException):
            raise item
        yield item[0]
