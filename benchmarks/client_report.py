"""The bars of benchmarks/client.py, and its report as Markdown."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

RAW = "plain httpx and json"
BASE_IMPORT = "import httpx, attrs"
PACKAGE = "import video_indexer_redaction"
CLIENT = "from video_indexer_redaction import RedactionClient"
ASYNC_CLIENT = "from video_indexer_redaction import AsyncRedactionClient"
IMPORTS = (BASE_IMPORT, PACKAGE, CLIENT, ASYNC_CLIENT)

CALL_BAR = 1.35
IMPORT_BAR = 1.3
GROWTH_BAR = 8.0
"""MiB by which the peak of 1 GiB may exceed the peak of 64 MiB: noise of an allocator, far from a file."""

MET, MISSED = "met", "missed"


def judged(
    calls: Mapping[str, Any],
    bare: Mapping[str, Any],
    imports: Mapping[str, Any],
    downloads: Mapping[str, Any],
) -> dict[str, str]:
    """Each bar, and whether it is met."""
    growth = downloads["1 GiB"]["peak_mib"] - downloads["64 MiB"]["peak_mib"]
    bars = {
        f"CPU of get_job, the SDK: at most {CALL_BAR}": calls["the SDK"]["ratio"] <= CALL_BAR,
        f"The same without a connection: at most {CALL_BAR}": bare["the SDK"]["ratio"] <= CALL_BAR,
        **{f"`{each}`: at most {IMPORT_BAR}": imports[each]["ratio"] <= IMPORT_BAR for each in IMPORTS[1:]},
        f"Peak of 1 GiB: at most {GROWTH_BAR:g} MiB above that of 64 MiB": growth <= GROWTH_BAR,
    }
    return {bar: MET if kept else MISSED for bar, kept in bars.items()}


def machine(load_before: float | None) -> dict[str, Any]:
    """Where and how it was measured."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "load_average_before": load_before and round(load_before, 2),
        "load_average_after": None if sys.platform == "win32" else round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
    }


def table(report: Mapping[str, Any]) -> str:
    """Show a report."""
    bare = report["calls_without_connection"]
    calls = [
        [name, row["microseconds"], row["ratio"], bare[name]["microseconds"], bare[name]["ratio"]]
        for name, row in report["calls"].items()
    ]
    imports = [
        [f"`{name}`", row["cpu_ms"], row["ratio"], row["ms"], row["clock_ratio"]]
        for name, row in report["imports"].items()
    ]
    downloads = [
        [name, row["before_mib"], row["peak_mib"], row["seconds"]]
        for name, row in report["downloads"].items()
    ]
    parts = [
        "# What the client costs",
        _circumstances(report),
        "## CPU of one get_job",
        _rows(["by", "µs of CPU, over a socket", "ratio", "µs of CPU, no connection", "ratio"], calls),
        "## Import",
        f"In an environment with the package and its own needs alone ({report['made_of']}).",
        _rows(["statement", "ms of CPU", "ratio", "ms by the clock", "ratio"], imports),
        "## Memory of a download",
        _rows(["file", "MiB before", "MiB at the peak", "seconds"], downloads),
        "## Bars",
        _rows(["bar", ""], [[bar, verdict] for bar, verdict in report["judgement"].items()]),
    ]
    return "\n\n".join(parts) + "\n"


def _circumstances(report: Mapping[str, Any]) -> str:
    where, options = report["machine"], report["options"]
    return (
        f"{where['date']}, {where['cores']} cores, Python {where['python']}; load average of the machine "
        f"{where['load_average_before']} at the beginning and {where['load_average_after']} at the end. "
        f"Medians of {options['rounds']} rounds of {options['calls']} calls and of {options['imports']} "
        "rounds of interpreters "
        "(of three for each statement the best); a ratio is the median of the rounds' ratios. "
        "Command: `python -m benchmarks.client`."
    )


def _rows(head: list[str], rows: list[list[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)
