"""The failures of a run in short: each kind of breach once, with its first test and how often it came."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TypeVar

from .breaches import Breach, breaches_in

KNOWN = "failed by a breach shown before"
"""What pytest calls such a test in its last line; a service that is wrong in every answer has hundreds."""

Kind = tuple[str, str]  # operation and rule
K = TypeVar("K", bound=Hashable)


@dataclass
class Met:
    """How often something failed, and where first."""

    first: str
    count: int = 1


@dataclass
class Failures:
    """Everything that failed so far."""

    breaches: dict[Kind, Met] = field(default_factory=dict)
    checks: dict[str, Met] = field(default_factory=dict)  # failed otherwise, by the test's function

    def enter(self, test: str, error: BaseException | None) -> bool:
        """Take a failure; returns whether it is nothing but breaches that earlier tests have shown."""
        found = list(breaches_in(error))
        if not found:
            _count(self.checks, test.partition("[")[0], test)
            return False
        kinds = dict.fromkeys(kind for breach in found for kind in breach.kinds)
        for kind in kinds:
            _count(self.breaches, kind, test)
        return all(self.breaches[kind].first != test for kind in kinds) and isinstance(error, Breach)

    def title(self) -> str:
        """The number of kinds, and how often they came."""
        breaches, checks = self.breaches.values(), self.checks.values()
        parts = [("kind", " of breach", breaches), ("other test", "", checks)]
        return "; ".join(
            f"{_counted(len(met), what)}{rest}, {_counted(sum(each.count for each in met), 'time')}"
            for what, rest, met in parts
            if met
        )

    def lines(self) -> list[str]:
        """Each kind of breach by its operation, the most frequent first; then what failed otherwise."""
        operations = dict.fromkeys(operation for operation, _ in self.breaches)
        lines = []
        for operation in operations:
            lines.append(f"{operation}:")
            theirs = [(rule, met) for (name, rule), met in self.breaches.items() if name == operation]
            lines += [_line(rule, met) for rule, met in sorted(theirs, key=lambda each: -each[1].count)]
        if self.checks:
            lines.append("found otherwise than in a single answer:")
            lines += [_line(name.rpartition("::")[2], met) for name, met in self.checks.items()]
        return lines


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" + ("s" if number != 1 else "")


def _count(into: dict[K, Met], key: K, test: str) -> None:
    if key in into:
        into[key].count += 1
    else:
        into[key] = Met(test)


def _line(what: str, met: Met) -> str:
    return f"{met.count:>5}  {what}  (first in {met.first})"
