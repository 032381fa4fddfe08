"""What a worker has at hand, and how it reports progress and is told to stop."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from video_indexer_emulator.errors import Interrupted
from video_indexer_emulator.jobs.late_outbound import LateOutbound
from video_indexer_emulator.jobs.media_processes import MediaProcesses
from video_indexer_emulator.metrics import Metrics
from video_indexer_emulator.settings import Settings
from video_indexer_emulator.storage.blobs import Blobs
from video_indexer_emulator.storage.catalog import Catalog, is_away

REPORT_EVERY = 0.2
"""Seconds between two looks at the catalog: often enough for a progress bar, too rare to cost anything."""

AWAY_PAUSE = 2.0
"""Seconds before work that has lost its database is tried again."""

HOLD_POLL = 0.05
"""Seconds between two looks at the pacing switch while work is held back."""

T = TypeVar("T")

log = logging.getLogger(__name__)


class Stopping(BaseException):
    """The service is going down; the work is taken up again at the next start.

    Not an Exception, so that the workflow engine doesn't record it as the workflow's end.
    """


@dataclass(frozen=True, slots=True)
class Workbench:
    """The tools of a worker."""

    settings: Settings
    catalog: Catalog
    blobs: Blobs
    media: MediaProcesses
    outbound: LateOutbound
    metrics: Metrics = field(default_factory=Metrics)
    stopping: threading.Event = field(default_factory=threading.Event)


class Pace:
    """The progress callback of one piece of work: reports, waits while held, and stops it when told to."""

    def __init__(self, bench: Workbench, advance: Callable[[int], bool]) -> None:
        """`advance` stores a percentage and returns False if the work has lost its purpose."""
        self._bench = bench
        self._advance = advance
        self._next_report = 0.0

    def __call__(self, fraction: float) -> None:
        """Report that `fraction` (0 to 1) is done; raises Interrupted or Stopping to end the work."""
        if self._bench.stopping.is_set():
            raise Stopping
        if time.monotonic() < self._next_report:
            return
        self._report(fraction)
        while self._bench.catalog.is_held():
            if self._bench.stopping.wait(HOLD_POLL):
                raise Stopping
            self._report(fraction)
        self._next_report = time.monotonic() + REPORT_EVERY

    def _report(self, fraction: float) -> None:
        percent = min(99, max(0, int(fraction * 100)))  # 100 is for the end of the job alone
        if not self._advance(percent):
            raise Interrupted("The video was deleted while it was worked on.")


def outlasting(bench: Workbench, work: Callable[[], T]) -> T:
    """Do a piece of work again from its beginning for as long as the database is away in the midst of it."""
    while True:
        try:
            return work()
        except Exception as error:
            if not is_away(error):
                raise
            log.warning(
                "The database is away (%s); the work begins again when it is back.", type(error).__name__
            )
        if bench.stopping.wait(AWAY_PAUSE):
            raise Stopping
