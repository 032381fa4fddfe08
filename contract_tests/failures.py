"""What a run has found: each rule that was broken once, with its operations, how often and where first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .accepting import Accepted
from .breaches import Breach, rule_id
from .exchange import Exchange

UNUSABLE = (KeyError, IndexError, TypeError, ValueError, AttributeError)
"""What a test meets that takes a part of an answer which isn't there, or isn't what it should be."""

Kind = tuple[str, str]  # operation and rule


@dataclass
class Met:
    """How often something was found, and where first."""

    first: str
    count: int = 1
    accepted: bool = False
    example: Breach | None = None  # the first answer
    wanted: str = ""  # of a check: what it looks at
    told: str = ""  # of a check: what it found
    last: Exchange | None = None  # of a check: the last request before


@dataclass
class Failures:
    """Everything that was found so far."""

    accepted: Accepted = field(default_factory=Accepted)
    at_once: bool = False  # raise a breach where it is met: the run stops at the first
    breaches: dict[Kind, Met] = field(default_factory=dict)
    checks: dict[str, Met] = field(default_factory=dict)  # failed otherwise, by the test's function
    cut: dict[str, str] = field(default_factory=dict)  # why tests couldn't go on, by test
    _test: str = "before the first test"
    _of_test: list[Breach] = field(default_factory=list)
    _last: Breach | None = None  # what the last answer broke
    _fresh: list[Breach] = field(default_factory=list)  # not yet told by a failing test

    def begin(self, test: str) -> None:
        """Another test begins."""
        self._test, self._of_test, self._last = test, [], None

    def clean(self) -> None:
        """The last answer broke nothing."""
        self._last = None

    def take(self, breach: Breach) -> None:
        """Keep a breach, and let the test go on; raises it only where a run stops at the first."""
        self._of_test.append(breach)
        self._last = breach
        fresh = [kind for kind in breach.kinds if self._count(kind, breach)]
        if fresh:
            self._fresh.append(breach)
        if self.at_once and not all(self.breaches[kind].accepted for kind in breach.kinds):
            raise breach

    def _count(self, kind: Kind, breach: Breach) -> bool:
        """Count a breach; whether it is one that has to be told."""
        operation, rule = kind
        taken = self.accepted.takes(rule, operation)
        if kind in self.breaches:
            self.breaches[kind].count += 1
            return False
        self.breaches[kind] = Met(self._test, accepted=taken, example=breach)
        return not taken

    def fresh(self) -> list[Breach]:
        """The breaches that no test has told yet; from now on they are told."""
        found, self._fresh = self._fresh, []
        return found

    def cause(self, error: BaseException | None) -> str | None:
        """The breach because of which a test couldn't go on; None where it failed for itself."""
        known = getattr(error, "cut_by", None)
        if known is not None or error is None:
            return known
        of_last = self._last is not None and _explains_refusal(self._last, error)
        found = self._last if of_last else next((b for b in self._of_test[::-1] if _explains(b, error)), None)
        return None if found is None else self._cut(error, f"{found.operation}: {found.findings[0].kind}")

    def _cut(self, error: BaseException, why: str) -> str:
        error.cut_by = why  # type: ignore[attr-defined]  # pytest raises a fixture's error again and again
        self.cut[self._test] = why
        return why

    def fail(
        self, test: str, error: BaseException | None, wanted: str = "", last: Exchange | None = None
    ) -> bool:
        """Take a failure that no breach explains; returns whether it is to be told."""
        name = test.partition("[")[0].rpartition("::")[2]
        taken = self.accepted.takes(name, "")
        if error is not None:
            self._cut(error, name)
        if name in self.checks:
            self.checks[name].count += 1
            return not taken
        told = str(error).partition("\n  ")[0]  # what follows are the values that pytest has compared
        self.checks[name] = Met(test, accepted=taken, wanted=wanted, told=told, last=last)
        return not taken

    def open_checks(self) -> dict[str, Met]:
        """What failed otherwise, and isn't accepted."""
        return {name: met for name, met in self.checks.items() if not met.accepted}

    def kinds(self) -> list[Kind]:
        """Everything that a baseline has to name."""
        return [*self.breaches, *(("", name) for name in self.checks)]

    def unaccepted(self) -> bool:
        """Whether something was found that isn't accepted."""
        return any(not met.accepted for met in (*self.breaches.values(), *self.checks.values()))

    # for people

    def rules(self, *, accepted: bool) -> dict[str, dict[str, Met]]:
        """The operations that broke each rule, the most frequent rule first."""
        found: dict[str, dict[str, Met]] = {}
        for (operation, rule), met in self.breaches.items():
            if met.accepted is accepted:
                found.setdefault(rule, {})[operation] = met
        return dict(sorted(found.items(), key=lambda each: -count(each[1])))

    def title(self) -> str:
        """The number of rules, and how often they were broken."""
        broken, other = self.rules(accepted=False), self.open_checks().values()
        parts = []
        if broken:
            times = _counted(sum(map(count, broken.values())), "time")
            parts.append(f"{_counted(len(broken), 'rule')} broken, {times}")
        if other:
            failed = _counted(sum(each.count for each in other), "time")
            parts.append(f"{_counted(len(other), 'other check')} failed, {failed}")
        return "; ".join(parts)

    def lines(self, operations: int, *, accepting: bool = True) -> Iterator[str]:
        """Each broken rule with its operations, of so many; then what failed otherwise."""
        for rule, by_operation in self.rules(accepted=False).items():
            yield _line(rule, count(by_operation), where(by_operation, operations), first(by_operation))
            if accepting:
                yield f"       accept it: --accept {rule_id(rule)}"
        if self.open_checks():
            yield "found otherwise than in a single answer:"
        for name, met in self.open_checks().items():
            yield _line(name, met.count, "", met.first)

    def accepted_lines(self, operations: int) -> Iterator[str]:
        """What is accepted, in the same form."""
        for rule, by_operation in self.rules(accepted=True).items():
            yield _line(rule, count(by_operation), where(by_operation, operations), first(by_operation))
        for name, met in self.checks.items():
            if met.accepted:
                yield _line(name, met.count, "", met.first)


def _explains(breach: Breach, error: BaseException) -> bool:
    """Whether a test that met this breach couldn't but fail so."""
    if not isinstance(error, UNUSABLE):
        return False
    named = str(error.args[0]).lower() if isinstance(error, KeyError) and error.args else None
    return any(each.spoils or (named and named in each.kind.lower()) for each in breach.findings)


def _explains_refusal(last: Breach, error: BaseException) -> bool:
    """Whether a test that expected a status got one that isn't even documented."""
    undocumented = any(each.kind.startswith("the status ") for each in last.findings)
    return undocumented and isinstance(error, AssertionError) and not isinstance(error, Breach)


def count(by_operation: dict[str, Met]) -> int:
    """How often a rule was broken."""
    return sum(met.count for met in by_operation.values())


def first(by_operation: dict[str, Met]) -> str:
    """The test that met it first."""
    return next(iter(by_operation.values())).first


def where(by_operation: dict[str, Met], operations: int) -> str:
    """The operations in short."""
    if len(by_operation) == operations:
        return f"all {operations} operations"
    if len(by_operation) > SHOWN:
        return f"{len(by_operation)} of {operations} operations"
    return ", ".join(by_operation)


SHOWN = 4
"""Operations that one line names; of more, their number."""


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" + ("s" if number != 1 else "")


def _line(what: str, number: int, place: str, test: str) -> str:
    return f"{number:>5}  {what}  ({place + '; ' if place else ''}first in {test})"
