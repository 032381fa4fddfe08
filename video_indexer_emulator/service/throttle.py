"""The vendor's request limits: so many requests a second and a minute for each account."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from pyrate_limiter import Duration, InMemoryBucket, Rate, RateItem

from video_indexer_emulator.errors import TooManyRequests

DOCUMENTED = (Rate(10, Duration.SECOND), Rate(120, Duration.MINUTE))
"""What the vendor takes from one account (release notes of July 2023); each counts over a sliding window."""


class Throttle:
    """Counts the requests of each account in the memory of this process. For one event loop."""

    def __init__(
        self, refused: Callable[[], None] = lambda: None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`refused` is told of each refusal; `clock` tells seconds."""
        self._refused = refused
        self._clock = clock
        self._buckets: dict[str, InMemoryBucket] = {}

    def admit(self, account_id: str) -> None:
        """Count a request of an account that exists; raises TooManyRequests, which counts for nothing.

        Its `retry_after` is in whole seconds: who waits so long, and is alone, is served.
        """
        bucket = self._buckets.setdefault(account_id.casefold(), InMemoryBucket(list(DOCUMENTED)))
        now = math.floor(self._clock() * 1000)  # milliseconds
        bucket.leak(now)
        if not bucket.put(RateItem(account_id, now)):
            self._refused()
            raise TooManyRequests(math.ceil(_wait(bucket, now) / 1000))


def _wait(bucket: InMemoryBucket, now: int) -> int:
    """Milliseconds until every rate has room; the bucket's own word is for the first that hasn't."""
    oldest = [(rate, bucket.peek(rate.limit - 1)) for rate in bucket.rates]
    return max(item.timestamp + rate.interval + 1 - now for rate, item in oldest if item is not None)
