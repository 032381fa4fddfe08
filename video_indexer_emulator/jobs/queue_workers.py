"""The threads that take work from the queues: they look often while there is work, and seldom otherwise.

DBOS looks at each queue at a fixed interval, for ever. At ten times a second, which a short wait needs, that
costs an idle service 3 % of a core. Between two looks its queue worker waits for its stop event, and for
nothing else. So the workers run here, with an event that also wakes them when work is queued.
`queue_worker_thread` isn't public; DBOS has no public way to run one queue's worker.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from dbos import DBOS, Queue
from dbos._queue import (
    queue_worker_thread,
)

LINGER = 2.0
"""Seconds for which a queue is looked at often after work was queued in it, or ran: DBOS counts a workflow as
running until it has stored the outcome, and only then can the next one begin."""

IDLE_POLL = 10.0
"""Seconds between two looks at a queue without work: in case a wake-up was lost."""

END_SECONDS = 10.0
"""Grace for a worker that is just looking."""


class Demand(threading.Event):
    """A queue worker's stop event, whose `wait` also ends when work is queued."""

    def __init__(self, running: Callable[[], int], idle_poll: float = IDLE_POLL) -> None:
        """`running` counts the workflows of the queue that run in this process."""
        super().__init__()
        self._running = running
        self._idle_poll = idle_poll
        self._change = threading.Condition()
        self._queued = False
        self._busy_until = time.monotonic() + LINGER

    def ring(self) -> None:
        """Wake the worker: work was queued."""
        with self._change:
            self._queued = True
            self._change.notify()

    def set(self) -> None:
        """Wake the worker for the last time."""
        super().set()
        with self._change:
            self._change.notify()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait `timeout` seconds if work is likely, else for longer, or until some is queued.

        Returns whether the worker has to end.
        """
        with self._change:
            self._change.wait_for(lambda: self._queued or self.is_set(), self._pause(timeout))
            if self._queued:
                self._queued = False
                self._busy_until = time.monotonic() + LINGER
        return self.is_set()

    def _pause(self, timeout: float | None) -> float | None:
        now = time.monotonic()
        if self._running():
            self._busy_until = now + LINGER
        return timeout if now < self._busy_until else self._idle_poll


class QueueWorkers:
    """The workers of this process, one for each queue."""

    def __init__(self, dbos: DBOS) -> None:
        """End the threads by which DBOS, once launched, looks for queues and schedules every second."""
        for event in dbos.background_thread_stop_events:
            event.set()
        self._dbos = dbos
        self._demands: dict[str, Demand] = {}
        self._ends: list[threading.Event] = []
        self._threads: list[threading.Thread] = []

    def start(self, queue: Queue, idle_poll: float | None) -> None:
        """Begin to take work from a queue; without `idle_poll`, in seconds, as often as DBOS would."""
        active = self._dbos._active_workflows_set
        event = threading.Event()
        if idle_poll is not None:
            event = self._demands[queue.name] = Demand(lambda: active.count_for_queue(queue.name), idle_poll)
        thread = threading.Thread(
            target=queue_worker_thread,
            args=(event, self._dbos, queue),
            name=f"queue-{queue.name}",
            daemon=True,
        )
        self._ends.append(event)
        self._threads.append(thread)
        thread.start()

    def ring(self, queue_name: str) -> None:
        """Say that work was queued; a queue that other processes share is looked at all the time."""
        demand = self._demands.get(queue_name)
        if demand is not None:
            demand.ring()

    def stop(self) -> None:
        """Take no more work."""
        for event in self._ends:
            event.set()
        for thread in self._threads:
            thread.join(END_SECONDS)
