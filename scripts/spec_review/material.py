"""What a review is made of, and what stands against the contract."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scripts.spec_review.crosscheck import NoOpinion, Opinion
from scripts.spec_review.lint import Judged
from scripts.spec_review.release import Comparison
from scripts.spec_review.seen import Entry, Record
from scripts.spec_statements import Statement, statements

SETTLED = {"documented", "observed"}
"""Certainties by which a source settles a conflict; in the others we chose a side ourselves."""


@dataclass(frozen=True)
class Material:
    """Everything that the page shows."""

    document: dict[str, Any]
    comparison: Comparison
    opinion: Opinion | NoOpinion
    lint: Judged | str  # a text says why there was no linting
    ledger: Record | None

    @cached_property
    def statements(self) -> list[Statement]:
        """Every statement of the contract."""
        return list(statements(self.document))

    @cached_property
    def conflicts(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """The conflicts between sources: open ones, and those that a source settles."""
        every = self.document["info"]["x-conflicts"]
        return (
            [each for each in every if each["certainty"] not in SETTLED],
            [each for each in every if each["certainty"] in SETTLED],
        )

    @property
    def verdict(self) -> list[str]:
        """The faults in short: of each sort, how many."""
        lines = [self.comparison.fault] if self.comparison.fault else []
        opinion = self.opinion
        lines += opinion.faults if isinstance(opinion, NoOpinion) else _short("Cross-check", opinion.alone)
        lines += [f"Not linted: {self.lint}"] if isinstance(self.lint, str) else _short("Lint", self.lint)
        if self.blind:
            lines.append(f"The suite: {len(self.blind)} documented things neither seen nor explained.")
        return lines

    @cached_property
    def faults(self) -> list[str]:
        """A line for everything that must be mended; empty when the contract may be released."""
        lines = [self.comparison.fault] if self.comparison.fault else []
        lines += self.opinion.faults
        lines += [f"Not linted: {self.lint}"] if isinstance(self.lint, str) else self.lint.faults
        lines += [f"Neither seen nor explained: {entry}" for entry in self.blind]
        return lines

    @cached_property
    def blind(self) -> list[Entry]:
        """What the suite should have seen. A part of it can't tell, nor can a live run or one of before."""
        record = self.ledger
        tells = record and record.current and record.whole and not record.live
        return record.unexplained if record and tells else []


def _short(what: str, judged: Judged) -> list[str]:
    """How much stands open, in a line; none where nothing does."""
    if not judged.faults:
        return []
    return [
        f"{what}: {len(judged.open)} findings without a waiver, "
        f"{len(judged.needless)} waivers without a finding."
    ]
