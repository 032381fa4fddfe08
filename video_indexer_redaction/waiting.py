"""How long to wait, how often to look, and when a call is repeated."""

from __future__ import annotations

import random
import time

from attrs import field, frozen

from video_indexer_redaction.errors import ConnectionFailed, DeadlineExceeded, RedactionError, ServiceError

FIRST_LOOK = 0.2
"""Seconds before the second look: a short clip on a local service is done by then."""

LONGEST_LOOK = 10.0
"""Seconds; the vendor's own samples look every 10."""

LOOK_GROWTH = 1.5

DEADLINE = 6 * 3600.0
"""Seconds after which waiting ends by default; the vendor's longest video lasts 6 hours."""

UPLOAD_DEADLINE = 3600.0
"""Seconds; the vendor wants a file to have arrived within 30 minutes."""

ONE_LOOK = 1.0
"""Seconds that a look may always take, so that a deadline of 0 means to look once."""

NOT_PASSING = {501, 505}
"""Failures of a server that the next try meets again."""


@frozen
class RetryPolicy:
    """When a failed call is retried: only when it is idempotent.

    Repeated are calls that the service refused (429) or that never reached it, and those that only read
    or delete. An upload or the start of a redaction that may have arrived is never repeated.
    """

    attempts: int = 5  # tries of one call in all; 1: nothing is repeated
    first_pause: float = 0.25  # seconds before the second try, then doubled each time, with jitter
    longest_pause: float = 20.0  # seconds; the service's Retry-After may ask for more
    outage: float = 300.0  # seconds for which wait_until_indexed and wait_for_job bear a service that is away
    deadline: float = 120.0  # seconds that one call may take with all its tries, files and waits apart

    def backoff(self, failures: int) -> float:
        """Seconds to wait after so many failures in a row; half of it is drawn, so that clients spread."""
        pause = min(self.longest_pause, self.first_pause * 2.0 ** min(failures - 1, 30))
        return pause * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, guards nothing


@frozen
class Deadline:
    """A moment after which nothing is begun or gone on with."""

    seconds: float
    what: str
    _end: float = field(init=False)

    @_end.default
    def _ends_at(self) -> float:
        return time.monotonic() + self.seconds

    def remaining(self) -> float:
        """Seconds left; below 0 once it is over."""
        return self._end - time.monotonic()

    def check(self) -> None:
        """Raise DeadlineExceeded once it is over."""
        if self.remaining() < 0:
            raise self.exceeded()

    def exceeded(self) -> DeadlineExceeded:
        """The error that says so."""
        return DeadlineExceeded(f"{self.what} wasn't finished within {self.seconds:.0f} seconds.")


class Attempts:
    """Counts the failures of one call, and says how long to wait for the next try."""

    repeated = frozenset({408, 429})
    """Refusals below 500 that a later try may not meet."""

    def __init__(self, policy: RetryPolicy, deadline: Deadline, *, repeatable: bool) -> None:
        self.policy = policy
        self.deadline = deadline
        self.repeatable = repeatable
        self.failures = 0
        self.may_have_happened = False  # whether an earlier try may have done its work after all

    def pause(self, error: RedactionError) -> float | None:
        """Seconds to wait after this failure; None: it is final."""
        self.failures += 1
        if not may_repeat(error, self.repeated, repeatable=self.repeatable) or self.exhausted():
            return None
        self.may_have_happened |= not isinstance(error, ServiceError) or error.status >= 500
        asked = error.retry_after if isinstance(error, ServiceError) else None
        pause = max(float(asked or 0), self.policy.backoff(self.failures))
        return pause if pause < self.deadline.remaining() else None

    def exhausted(self) -> bool:
        """Whether enough tries were made."""
        return self.failures >= self.policy.attempts


class Patience(Attempts):
    """The same for a poll: it tolerates an outage, as a restart is one, for a time instead of a count."""

    repeated = frozenset({408, 409, 429})

    def __init__(self, policy: RetryPolicy, deadline: Deadline) -> None:
        super().__init__(policy, deadline, repeatable=True)
        self._outage: Deadline | None = None

    def exhausted(self) -> bool:
        """Whether the outage has lasted too long; it begins with the first failure."""
        if self._outage is None:
            self._outage = Deadline(self.policy.outage, "The outage")
        return self._outage.remaining() < 0


def may_repeat(
    error: RedactionError, repeated: frozenset[int] = Attempts.repeated, *, repeatable: bool
) -> bool:
    """Whether a call may be retried after this error; `repeatable`: even if the service has got it."""
    if isinstance(error, ConnectionFailed):
        return not error.permanent and (repeatable or not error.may_have_arrived)
    if not isinstance(error, ServiceError):
        return False
    if error.status == 429:  # refused, so nothing has been done
        return True
    passing = error.status >= 500 and error.status not in NOT_PASSING
    return repeatable and (passing or error.status in repeated)


class Pauses:
    """Grow from look to look of a wait, with jitter."""

    def __init__(self) -> None:
        self._next = FIRST_LOOK

    def next(self, asked: float | None = None) -> float:
        """Seconds before the next look; at least what the service `asked` for."""
        pause, self._next = self._next, min(self._next * LOOK_GROWTH, LONGEST_LOOK)
        return max(asked or 0.0, pause * random.uniform(0.9, 1.0))  # noqa: S311 - as above
