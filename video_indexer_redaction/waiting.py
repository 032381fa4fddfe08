"""Waiting for slow work: how often to look, and when to give up."""

from __future__ import annotations

import time
from collections.abc import Iterator

from video_indexer_redaction.errors import DeadlineExceeded

FIRST_PAUSE = 0.2
"""Seconds before the second look: a short clip on a local service is done by then."""

LONGEST_PAUSE = 10.0
"""Seconds; the vendor's own samples look every 10."""

GROWTH = 1.5

DEADLINE = 6 * 3600.0
"""Seconds after which waiting ends by default; the vendor's longest video lasts 6 hours."""


def looks(deadline: float, what: str) -> Iterator[None]:
    """Give a turn for each look, with growing pauses between; raises DeadlineExceeded at the end."""
    end = time.monotonic() + deadline
    pause = FIRST_PAUSE
    while True:
        yield
        if time.monotonic() + pause > end:
            raise DeadlineExceeded(f"{what} wasn't finished within {deadline:.0f} seconds.")
        time.sleep(pause)
        pause = min(pause * GROWTH, LONGEST_PAUSE)
