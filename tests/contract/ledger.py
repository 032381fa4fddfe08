"""What was seen: which operation answered with which status, and how often."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Ledger:
    """Counts every answer, and refuses a request id that isn't a fresh uuid."""

    counts: Counter[tuple[str, int]] = field(default_factory=Counter)
    request_ids: set[uuid.UUID] = field(default_factory=set)

    def see(self, operation: str, status: int, request_id: str) -> None:
        """Enter an answer of an operation."""
        self.counts[operation, status] += 1
        parsed = uuid.UUID(request_id)
        assert str(parsed) == request_id.lower(), f"{request_id} isn't the usual form of a uuid"
        assert parsed not in self.request_ids, f"the request id {request_id} came twice"
        self.request_ids.add(parsed)

    def missing(self, wanted: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
        """Those of the wanted answers that nobody has seen."""
        return sorted(pair for pair in wanted if not self.counts[pair])

    def table(self) -> str:
        """The counts as text: a line for each operation, a column for each status."""
        operations = sorted({operation for operation, _ in self.counts})
        statuses = sorted({status for _, status in self.counts})
        lines = [f"{'operation':<30}" + "".join(f"{status:>6}" for status in statuses)]
        for operation in operations:
            cells = (self.counts[operation, status] for status in statuses)
            lines.append(f"{operation:<30}" + "".join(f"{count or '.':>6}" for count in cells))
        return "\n".join([*lines, f"{self.counts.total()} answers"])
