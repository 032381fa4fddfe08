"""What so many hours of video a day need, computed from the measured cost of a second.

    python -m benchmarks.capacity

Reads results/growth.json (`nox -s bench_redaction -- growth`) and writes results/capacity.md.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
HOURS = (1_000, 10_000, 100_000)  # of video, uploaded, analysed and redacted in a day
BUSY = 0.7
"""Share of the day in which a worker works: uploads don't come evenly, and machines fail."""

MEGABITS = {"360p": 0.8, "720p": 2.5, "1080p": 5.0, "2160p": 16.0}
"""A second of the file, in and out: usual rates of H.264, assumed and not measured."""

DAY = 24.0


@dataclass(frozen=True)
class Need:
    """What a size of picture needs for some hours of video a day."""

    workers: int  # processes, each alone on as many cores as were measured
    cores: int
    memory_gib: float
    stored_tb: float  # a day, sources and results together
    megabytes: float  # a second, on average: upload, two readings, storing the result, one download


def need(hours: float, seconds: float, peak_mib: float, megabits: float, cores: int) -> Need:
    """Compute a need; `seconds` of a worker with `cores` cores go into a second of video."""
    workers = math.ceil(hours / DAY * seconds / BUSY)
    terabytes = hours * 3600 * megabits / 8 / 1e6
    return Need(
        workers, workers * cores, workers * peak_mib / 1024, 2 * terabytes, 5 * terabytes * 1e6 / (DAY * 3600)
    )


def main() -> None:
    """Write the page."""
    growth = json.loads((RESULTS / "growth.json").read_text("utf-8"))
    (RESULTS / "capacity.md").write_text(_page(growth), "utf-8")


def _page(growth: dict[str, Any]) -> str:
    machine = growth["machine"]
    rates = ", ".join(f"{rate:g} Mbit/s at {size}" for size, rate in MEGABITS.items())
    head = (
        f"Computed from [growth.md](growth.md) ({machine['date']}): what a worker with {machine['cores']} "
        "cores needs for a second of video with four people, analysis and redaction, where every picture is "
        f"encoded again. Workers are busy {BUSY:.0%} of the day. Clips with few faces cost less: what shows "
        f"none is copied. Bytes assume {rates}. Command: `python -m benchmarks.capacity`."
    )
    parts = ["# What so many hours of video a day need", head]
    parts += [f"## {hours:,} hours a day\n\n{_table(growth, hours)}" for hours in HOURS]
    return "\n\n".join(parts) + "\n"


def _table(growth: dict[str, Any], hours: int) -> str:
    cores = growth["machine"]["cores"]
    lines = [
        f"| size | worker seconds a second | workers of {cores} cores | cores | memory, GiB "
        "| stored a day, TB | MB a second |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for size, row in growth["size"].items():
        cost = row["of a second of video"]
        what = need(hours, cost, row["peak_mib"], MEGABITS[size], cores)
        lines.append(
            f"| {size} | {cost} | {what.workers:,} | {what.cores:,} | {what.memory_gib:,.0f} "
            f"| {what.stored_tb:,.1f} | {what.megabytes:,.0f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
