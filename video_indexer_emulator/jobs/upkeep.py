"""The heartbeat of a worker, and its eye on the others: the work of one that has died goes back to the queue.

No clock is compared with another machine's. A worker counts by how many of its own looks a count hasn't
risen; looks that fail, while the database is away, don't count. One that was taken for dead and wasn't does
no harm: its workflows are no longer its own for DBOS, and rows change only while they are unfinished.
"""

from __future__ import annotations

import logging
import math
import threading
from collections import Counter
from collections.abc import Callable

from dbos import DBOS

from video_indexer_emulator.storage.executors import Executors, Pulse

STILL_LOOKS = 5
"""Looks without a beat after which a process counts as dead: half a minute with the default heartbeat."""

WORK_EVERY = 6
"""Looks between two at the work itself: what was never queued, or was broken off too often."""

log = logging.getLogger(__name__)


class Upkeep:
    """Beats for one process and looks after the others'."""

    def __init__(
        self, executor_id: str, every: int, executors: Executors, look_after_work: Callable[[], None]
    ) -> None:
        """`every` is the number of seconds between two beats, and two looks."""
        self._id = executor_id
        self._every = every
        self._executors = executors
        self._look_after_work = look_after_work
        self._seen: dict[str, Pulse] = {}  # the pulse of each process at the last look
        self._still: Counter[str] = Counter()  # looks for which it hasn't risen
        self._looks = 0

    def start(self, stopping: threading.Event) -> None:
        """Beat and look, in a thread of its own."""
        threading.Thread(target=self._run, args=(stopping,), name="upkeep", daemon=True).start()

    def beat(self) -> None:
        """Say that this process lives."""
        self._executors.beat(self._id, self._every)

    def leave(self) -> None:
        """Say that it ends: the others needn't wait for its death."""
        self._executors.remove(self._id)

    def look(self) -> list[str]:
        """Give the work of dead processes back to the queue; returns their ids."""
        self._bury()
        alive = self._executors.pulses()
        pending = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        dead = sorted({flow.executor_id for flow in pending if flow.executor_id} - alive.keys() - {self._id})
        if dead:
            log.warning("Taking over the work of %s.", ", ".join(dead))
            # DBOS's own recovery: each workflow once, whichever process asks, back to its queue with its
            # attempts counted. The public API for it belongs to the paid conductor; resume_workflow forgets
            # the attempts.
            DBOS._recover_pending_workflows(dead)
        return dead

    def _bury(self) -> None:
        """Forget the processes whose count has stood still for too long."""
        found = self._executors.pulses()
        for name, pulse in found.items():
            self._still[name] = self._still[name] + 1 if self._seen.get(name) == pulse else 0
            slower = max(1, math.ceil(pulse.every / self._every))  # one that beats more seldom than we look
            if self._still[name] >= STILL_LOOKS * slower and name != self._id:
                self._executors.remove(name, pulse.beats)
        self._seen = found
        self._still = Counter({name: self._still[name] for name in found})

    def _run(self, stopping: threading.Event) -> None:
        while not stopping.wait(self._every):
            try:
                self.beat()
                self.look()
                self._looks += 1
                if self._looks % WORK_EVERY == 0:
                    self._look_after_work()
            except Exception:  # the next round tries again; the worker must not go silent for it
                if not stopping.is_set():
                    log.exception("The upkeep failed.")
