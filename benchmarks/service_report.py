"""The report of benchmarks/service.py as Markdown."""

from __future__ import annotations

from typing import Any

HEAD = (
    "service", "a second", "lowest to highest", "against ours", "p50 ms", "p99 ms", "processor us each",
    "of ours", "errors",
)  # fmt: skip
TRANSFERS = ("service", "MB", "way", "seconds", "of ours", "processor seconds", "peak MiB of the server")
TRANSFER_FIGURES = ("service", "megabytes", "way", "seconds", "times_ours", "cpu_seconds", "peak_mib")
BUSY = 2.5
"""Load average above which the page says that the machine was busy: the benchmark itself makes 2."""


def table(report: dict[str, Any], ours: str) -> str:
    """Show a report; a row with errors has them in bold, with the first one's text."""
    rows, missing = report["rows"], report["not_measured"]
    lines = [_line(HEAD), _line(["---"] * len(HEAD))]
    lines += [_line(_cells(name, row)) for name, row in rows.items()]
    lines += [_line([name, f"not measured: {why}", *[""] * (len(HEAD) - 2)]) for name, why in missing.items()]
    made_of = [f"- {name}: {row['made_of']}" for name, row in rows.items()]
    parts = ["# Status polls a second, on one core", _circumstances(report), "\n".join(lines)]
    parts += ["What answered:", "\n".join(made_of)]
    return "\n\n".join([*parts, *_transfers(report["transfers"])]) + "\n"


def _transfers(found: dict[str, Any]) -> list[str]:
    ordered = sorted(found["rows"], key=lambda row: (row["megabytes"], row["way"], row["seconds"]))
    lines = [_line(TRANSFERS), _line(["---"] * len(TRANSFERS))]
    lines += [_line([_shown(row[figure]) for figure in TRANSFER_FIGURES]) for row in ordered]
    lines += [_line([name, f"not measured: {why}", *[""] * 5]) for name, why in found["not_measured"].items()]
    text = (
        f"One file at a time, medians of {found['rounds']} rounds that go from service to service. "
        "`of ours` is the median of the ratios within a round, above 1 where the other takes longer. "
        "The peak is that of all rounds."
    )
    made_of = [f"- {name}: {what}" for name, what in found["made_of"].items()]
    return ["## Uploads and downloads", text, "\n".join(lines), "What answered:", "\n".join(made_of)]


def _circumstances(report: dict[str, Any]) -> str:
    machine, options = report["machine"], report["options"]
    where = (
        "servers on one core, the load generator on another" if machine["pinned"] else "not pinned to cores"
    )
    return (
        f"{machine['date']}, {machine['cores']} cores, {where}, Python {machine['python']}; "
        f"{options['connections']} connections, "
        f"medians of {options['rounds']} rounds of {options['seconds']:g} s; "
        f"load average of the machine at the end {_shown(machine['load_average'])}. "
        f"The bar is {report['bar']} a second. Ratios are medians of those within a round. "
        "Processor time is the server's, by /proc, and hardly depends on what else the machine does. "
        f"{_business(machine['load_average'])}Command: `python -m benchmarks.service`."
    )


def _business(load: float | None) -> str:
    if load is None or load < BUSY:
        return ""
    return "**The machine was busy with other work:** rates are too low, for all rows; read the ratios. "


def _cells(name: str, row: dict[str, Any]) -> list[str]:
    return [
        name,
        str(row["per_second"]),
        f"{row['lowest']} to {row['highest']}",
        _shown(row["against_ours"]),
        _shown(row["p50_ms"]),
        _shown(row["p99_ms"]),
        _shown(row["cpu_us"]),
        _shown(row["cpu_against_ours"]),
        f"**{row['errors']}, first: {row['first_error']}**" if row["errors"] else "0",
    ]


def _shown(figure: float | None) -> str:
    return "-" if figure is None else str(figure)


def _line(cells: list[str] | tuple[str, ...]) -> str:
    """A line of a table; what would end a cell early is replaced."""
    return f"| {' | '.join(' '.join(cell.split()).replace('|', '/') for cell in cells)} |"
