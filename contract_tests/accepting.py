"""Breaches that are known and accepted, by rule and operation, from the command line and from a file."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .breaches import rule_id
from .contract import contract

HEAD = """\
# Known breaches, as RULE@OPERATION; a run with --baseline accepts these, and fails where one is new or gone.
"""


class WrongRule(Exception):
    """What was given isn't a rule."""


@dataclass
class Accepted:
    """What is accepted, as it was written, and how often it was met; `*` in a rule fits anything."""

    met: dict[str, int] = field(default_factory=dict)

    def takes(self, rule: str, operation: str) -> bool:
        """Whether a breach of this rule is accepted of this operation; counts it."""
        for written in self.met:
            wanted, operations = parsed(written)
            if fnmatch.fnmatchcase(rule_id(rule), wanted) and operation in {operations or operation}:
                self.met[written] += 1
                return True
        return False

    def gone(self) -> list[str]:
        """What was accepted, and wasn't met."""
        return [written for written, count in self.met.items() if not count]


def parsed(written: str) -> tuple[str, str | None]:
    """Rule and operation of `RULE[@OPERATION]`; raises WrongRule."""
    rule, at, operation = written.rpartition("@")
    rule, operation = (rule, operation.strip()) if at else (written, "")
    if at and operation not in contract().operations:
        raise WrongRule(f"'{written}': the contract has no operation '{operation}'.")
    if not rule_id(rule):
        raise WrongRule(f"'{written}' names no rule; the end of a run names them.")
    return rule_id(rule), operation or None


def accepted(rules: Iterable[str], baseline: Path | None) -> Accepted:
    """Read both; raises WrongRule, or OSError where the file can't be read."""
    lines = baseline.read_text("utf-8").splitlines() if baseline else []
    written = [line.strip() for line in (*rules, *lines)]
    found = Accepted({each: 0 for each in written if each and not each.startswith("#")})
    for each in found.met:
        parsed(each)
    return found


def write(path: Path, kinds: Iterable[tuple[str, str]]) -> int:
    """Write operations and rules as a baseline; an empty operation stands for any. Returns how many."""
    lines = sorted({rule_id(rule) + (f"@{operation}" if operation else "") for operation, rule in kinds})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + "".join(f"{line}\n" for line in lines), "utf-8")
    return len(lines)
