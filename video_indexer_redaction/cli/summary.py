"""The table at the end of a call for many clips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from video_indexer_redaction.cli.console import in_one_line, printable

if TYPE_CHECKING:
    from video_indexer_redaction.cli.batch import Row

HEADINGS = ("clip", "result", "people", "uncertain", "hidden", "left visible", "remarks")


def lines(rows: Sequence[Row]) -> list[str]:
    """The table, a line for each clip, and a count of what became of them."""
    cells = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS) - 1)]
    table = [_line(line, widths) for line in cells]
    states = [row.state for row in rows]
    counts = [f"{states.count(state)} {state}" for state in dict.fromkeys(states)]
    return [*table, f"{len(rows)} {'clips' if len(rows) > 1 else 'clip'}: {', '.join(counts)}"]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell.ljust(width) for cell, width in zip(cells[:-1], widths, strict=True)]
    return "  ".join([*padded, cells[-1]]).rstrip()


def _cells(row: Row) -> tuple[str, ...]:
    numbers = ("-",) * 4
    if row.state == "redacted":
        counts = (row.people, row.uncertain, len(row.hidden), len(row.left_visible))
        numbers = tuple(map(str, counts))  # type: ignore[assignment] # as many as there are headings
    remarks = in_one_line(row.error) if row.error else "; ".join(row.warnings)
    return (printable(str(row.planned.clip)), row.state, *numbers, remarks)
