"""The page on how strongly each kind hides."""

from __future__ import annotations

import math
from typing import Any

from video_indexer_emulator.model import BlurringKind

FOUND_BARS = {
    BlurringKind.LOW_BLUR: 0.65,
    BlurringKind.MEDIUM_BLUR: 0.05,
    BlurringKind.HIGH_BLUR: 0.0,
    BlurringKind.BLACK: 0.0,
}
POINTS = 0.05  # by which Medium and High may be known more often than Black
SURE = 1.96  # standard deviations of a 95 % interval

MEANING = (
    "Faces of 24 px and more that the detector finds in the clear, each hidden where it was found. Found "
    "again: by the same detector, at a score of 0.6. Like itself: cosine of 0.363 and more between the "
    "embeddings (SFace) of the face in the clear and hidden, for an attacker who knows its landmarks; the "
    "bar is how often two different people are so alike. Known from 16 frames: the mean of 16 aligned "
    "hidden frames is nearest to the right person of all, in the clear; the bar is Black's share and 5 "
    "points. Nothing is left of what Black covers: what is "
    "known then is hair and surroundings. The grids were chosen on the composites.\n"
)

LIMITS = """## What this doesn't say

The attacker here has a network that was trained on clear faces. Who trains on hidden ones does far better:

| what | where |
| --- | --- |
| networks that learn hidden faces name people whom humans can't | McPherson et al. 2016, arXiv:1609.00408 |
| many pixelated frames of one face, aligned, give a likeness back | Neural Alignment 2020, arXiv:2009.13856 |
| 11 of 15 ways to anonymise faces can be undone at least in part | Fantômas 2022, arXiv:2210.10651 |
| a diffusion model undoes strong Gaussian blur: 95.9 % are named again | Revelio 2025, arXiv:2506.12344 |

Every blur keeps means of colour: `LowBlur` 48 of them, `MediumBlur` 12, `HighBlur` 8. `Black` keeps none of \
what it covers. Where recognition would do harm, use `Black`.
"""


def page(report: dict[str, Any]) -> tuple[str, bool]:
    """Return the page as Markdown, and whether each bar is met."""
    where = report["machine"]
    lines = [
        "# How strongly each kind hides", "",
        f"{where['date']}, {where['cores']} cores, Python {where['python']}. {MEANING}",
    ]  # fmt: skip
    met: list[bool] = []
    for name, source in report["sources"].items():
        if source["faces"]:
            lines += _table(name, source, met)
    return "\n".join([*lines, LIMITS]), all(met)


def _table(name: str, source: dict[str, Any], met: list[bool]) -> list[str]:
    rate = source["different people over"] / source["different people"]
    lines = [
        f"## {name.capitalize()}", "",
        f"{source['faces']} faces of {source['people']} people. Of {source['different people']} pairs of "
        f"different people {rate:.3%} are over 0.363.", "",
        "| kind | found again (bar) | like itself (95 % interval) | likeness: mean, highest | "
        "known from 16 frames | detail left | less than the kind before |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    for kind, bar in FOUND_BARS.items():
        row = source["kinds"][kind.value]
        low, high = interval(row["like itself"], source["faces"])
        misses = _misses(kind, source, rate)
        met.append(not misses)
        ordered = row["less detail than the kind before"]
        cells = (
            kind.value + (f" **missed: {', '.join(misses)}**" if misses else ""),
            f"{row['found again']:.1%} ({bar:.0%})",
            f"{row['like itself']} ({low:.2%} to {high:.2%})",
            f"{row['likeness, mean']}, {row['likeness, highest']}",
            f"{row['known from 16 frames']} of {row['tracks']} ({_known(row):.1%})",
            row["detail, mean"],
            "" if ordered is None else f"{ordered:.1%} of faces",
        )
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return [*lines, ""]


def _misses(kind: BlurringKind, source: dict[str, Any], rate: float) -> list[str]:
    """Name the bars that a kind misses; LowBlur has but the first, for it promises no more."""
    row = source["kinds"][kind.value]
    missed = ["found again"] if row["found again"] > FOUND_BARS[kind] else []
    if kind is BlurringKind.LOW_BLUR:
        return missed
    if interval(row["like itself"], source["faces"])[0] > rate:
        missed.append("like itself")
    if _known(row) > _known(source["kinds"][BlurringKind.BLACK.value]) + POINTS:
        missed.append("known from 16 frames")
    medium = source["kinds"][BlurringKind.MEDIUM_BLUR.value]
    if kind is BlurringKind.HIGH_BLUR and row["like itself"] > medium["like itself"]:
        missed.append("more like itself than MediumBlur")
    return missed


def _known(row: dict[str, Any]) -> float:
    return float(row["known from 16 frames"] / max(1, row["tracks"]))


def interval(some: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson)."""
    share, weight = some / of, SURE**2 / of
    centre = (share + weight / 2) / (1 + weight)
    reach = math.sqrt(share * (1 - share) * weight + weight**2 / 4) / (1 + weight)
    return max(0.0, centre - reach), min(1.0, centre + reach)
