"""Why something of the contract wasn't reached in a run: which breach stood before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from .failures import Failures
from .ledger import Entry


def cause_in(failures: Failures) -> Callable[[Entry], str | None]:
    """Tell of an entry that wasn't seen by what breach that may be; None where there was none."""

    def cause(entry: Entry) -> str | None:
        rules = [rule for operation, rule in failures.breaches if operation == entry.operation]
        if entry.kind == "header":
            name = entry.name.partition(" ")[2].lower()
            rules = [rule for rule in rules if f"header {name} " in f"{rule.lower()} "] or rules
        if rules:
            return f"{entry.operation}: {rules[0]}"
        stopped = Counter(failures.cut.values()).most_common(1)
        if stopped:
            return stopped[0][0]
        return next(iter(failures.checks), None)

    return cause
