"""The report of benchmarks/service.py as Markdown."""

from __future__ import annotations

from typing import Any

HEAD = ("service", "a second", "lowest to highest", "against ours", "p50 ms", "p99 ms", "errors")


def table(report: dict[str, Any], ours: str) -> str:
    """Show a report; a row with errors has them in bold, with the first one's text."""
    rows, missing = report["rows"], report["not_measured"]
    base = rows.get(ours, {}).get("per_second")
    lines = [_line(HEAD), _line(["---"] * len(HEAD))]
    lines += [_line(_cells(name, row, base)) for name, row in rows.items()]
    lines += [_line([name, f"not measured: {why}", *[""] * 5]) for name, why in missing.items()]
    made_of = [f"- {name}: {row['made_of']}" for name, row in rows.items()]
    parts = ["# Status polls a second, on one core", _circumstances(report), "\n".join(lines)]
    return "\n\n".join([*parts, "What answered:", "\n".join(made_of)]) + "\n"


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
        f"The bar is {report['bar']} a second. Command: `python -m benchmarks.service`."
    )


def _cells(name: str, row: dict[str, Any], base: int | None) -> list[str]:
    return [
        name,
        str(row["per_second"]),
        f"{row['lowest']} to {row['highest']}",
        f"{row['per_second'] / base:.2f}" if base else "-",
        _shown(row["p50_ms"]),
        _shown(row["p99_ms"]),
        f"**{row['errors']}, first: {row['first_error']}**" if row["errors"] else "0",
    ]


def _shown(figure: float | None) -> str:
    return "-" if figure is None else str(figure)


def _line(cells: list[str] | tuple[str, ...]) -> str:
    """A line of a table; what would end a cell early is replaced."""
    return f"| {' | '.join(' '.join(cell.split()).replace('|', '/') for cell in cells)} |"
