"""The queues of the work, and who may take how much of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from dbos import DBOS

from video_indexer_emulator.jobs.queue_workers import IDLE_POLL, QueueWorkers

MEDIA = "media"
FETCHES = "fetches"
"""Not the queue of the media work, so that a slow host of a videoUrl keeps no worker from another clip."""

CALLBACKS = "callbacks-by-account"
"""Not the queue of the work either, so that no video waits for a host that doesn't answer."""

OLD_CALLBACKS = "callbacks"
"""Where older releases have queued callbacks, without saying whose they are."""

COUNTED = 10_000
"""Rows that a reading of the metrics looks at; a queue so long needs no exact number."""

LABELS = {MEDIA: "media", FETCHES: "fetches", CALLBACKS: "callbacks"}
"""What the metrics call the queues."""


@dataclass(frozen=True, slots=True)
class Width:
    """How much of a queue is worked on at once, by one process."""

    in_all: int | None
    of_an_account: int | None
    pause: float  # seconds between two looks at the queue while there is work

    def start(self, name: str, workers: QueueWorkers, *, shared: bool) -> None:
        """Take work from a queue; `shared` if other processes queue work too, and can't ring here."""
        queue = DBOS.register_queue(
            name,
            worker_concurrency=self.in_all,
            partition_worker_concurrency=self.of_an_account,
            # The worker's own count lags behind what it has just taken, and two rings may follow closely.
            global_concurrency=None if shared else self.in_all,
            polling_interval_sec=self.pause,
        )
        workers.start(queue, idle_poll=None if shared else IDLE_POLL)


OUTSIDE = Width(in_all=None, of_an_account=8, pause=0.5)
"""Of what waits for callers' hosts. Each account has its own share, which the hosts of no other can hold."""


def start_all(workers: QueueWorkers, media_at_once: int, *, shared: bool) -> None:
    """Take work from every queue."""
    Width(media_at_once, None, 0.1).start(MEDIA, workers, shared=shared)
    OUTSIDE.start(FETCHES, workers, shared=shared)
    OUTSIDE.start(CALLBACKS, workers, shared=shared)
    if DBOS.list_queued_workflows(queue_name=OLD_CALLBACKS, load_input=False, limit=1):
        Width(8, None, OUTSIDE.pause).start(OLD_CALLBACKS, workers, shared=shared)


def waiting() -> dict[str, int]:
    """How many workflows wait in each queue, by its label; no more than COUNTED in all."""
    found = Counter(
        status.queue_name
        for status in DBOS.list_queued_workflows(
            status="ENQUEUED", load_input=False, queue_name=list(LABELS), limit=COUNTED
        )
    )
    return {label: found[queue] for queue, label in LABELS.items()}
