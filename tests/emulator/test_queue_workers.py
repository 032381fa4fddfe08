"""The queues are looked at when there is work, and hardly ever when there is none."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from dbos import DBOS, Queue

from tests.emulator.api import Api
from video_indexer_emulator.jobs import queue_workers
from video_indexer_emulator.jobs.queue_workers import LINGER, Demand, QueueWorkers
from video_indexer_emulator.jobs.queues import CALLBACKS, FETCHES, MEDIA

FOR_EVER = 3600.0
QUICK = 0.001


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        """Tell its time, in seconds."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the module."""
    clock = Clock()
    monkeypatch.setattr(queue_workers, "time", clock)
    return clock


def test_a_queue_without_work_is_looked_at_seldom(clock: Clock) -> None:
    """Soon after the start, and after each end of work."""
    running = [0]
    demand = Demand(lambda: running[0], idle_poll=FOR_EVER)
    at_start = demand._pause(QUICK)
    clock.now += LINGER
    idle = demand._pause(QUICK)
    running[0] = 1
    busy = demand._pause(QUICK)
    running[0] = 0
    just_ended = demand._pause(QUICK)
    clock.now += LINGER

    assert (at_start, idle, busy, just_ended) == (QUICK, FOR_EVER, QUICK, QUICK)
    assert demand._pause(QUICK) == FOR_EVER


def test_work_that_was_queued_in_the_midst_of_a_look_is_looked_for_again(clock: Clock) -> None:
    """The wake-up comes while nobody waits; lost, it would cost a job seconds."""
    demand = Demand(lambda: 0, idle_poll=FOR_EVER)
    clock.now += LINGER

    demand.ring()

    assert demand.wait(FOR_EVER) is False
    assert demand._pause(QUICK) == QUICK


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[QueueWorkers, threading.Semaphore]]:
    """Workers of one queue whose every look releases a semaphore; nothing is likely to be in it."""
    done = threading.Semaphore(0)

    def look(stop: threading.Event, _dbos: Any, _queue: Any) -> None:
        while not stop.wait(QUICK):
            done.release()

    monkeypatch.setattr(queue_workers, "queue_worker_thread", look)
    monkeypatch.setattr(queue_workers, "LINGER", 0.0)
    active = SimpleNamespace(count_for_queue=lambda _name: 0)
    dbos = SimpleNamespace(background_thread_stop_events=[], _active_workflows_set=active)
    workers = QueueWorkers(cast(DBOS, dbos))
    workers.start(cast(Queue, SimpleNamespace(name="media")), FOR_EVER)
    yield workers, done
    workers.stop()


def test_a_look_for_each_piece_of_work_and_none_beside(
    looks: tuple[QueueWorkers, threading.Semaphore],
) -> None:
    """However long nothing is queued."""
    workers, done = looks
    for _ in range(20):
        workers.ring("media")
        assert done.acquire(timeout=20)
        assert not done.acquire(timeout=2 * QUICK)
    workers.ring("another queue")

    assert not done.acquire(timeout=10 * QUICK)


def test_dbos_itself_looks_at_no_queue(emulator: Api) -> None:
    """Its own threads would look once a second, whatever ours do."""
    assert emulator.get("Videos").status_code == 200

    names = {thread.name for thread in threading.enumerate() if thread.is_alive()}

    assert {f"queue-{name}" for name in (MEDIA, FETCHES, CALLBACKS)} <= names
    assert not [name for name in names if name.startswith("queue-worker-") or "queue_thread" in name]
