"""How many status polls a second the emulator answers on one core, beside its peers, in one run.

    python -m benchmarks.service [--rounds 5] [--seconds 4]

A status poll checks the token, validates the request against the contract, and reads the job's row.
The peers do less or other work; they are there to give the figure a scale. Servers run on one core and
the load generator on another; the order rotates from round to round, and medians are reported.
Writes benchmarks/results/service.json and service.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tqdm import tqdm

from benchmarks.peers import PEERS, Aim, NotMeasured

CONNECTIONS = 16
LOAD_CORE = 1
BAR = 2000
"""Status polls a second that the service must answer on one core (ARCHITECTURE.md, the way of a clip)."""

MEASURED = ("starlette", "uvicorn", "sqlalchemy", "jsonschema-rs")

RESULTS = Path(__file__).parent / "results"
OURS = next(iter(PEERS))


def main() -> int:
    """Measure, print and store; returns 1 if our own row is missing or had errors."""
    options = _options()
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        aims, missing = _start(stack, scratch)
        runs = _rounds(aims, options.rounds, options.seconds)
    rows = {name: _row(results) for name, results in runs.items()}
    report = {"machine": _machine(), "options": vars(options), "rows": rows, "not_measured": missing}
    _store(report)
    return int(OURS not in rows or rows[OURS]["errors"] > 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0, help="of load for each service and round")
    return parser.parse_args()


def _start(stack: ExitStack, scratch: Path) -> tuple[dict[str, Aim], dict[str, str]]:
    """Start all services; returns what to ask of each, and why the others are missing."""
    aims: dict[str, Aim] = {}
    missing: dict[str, str] = {}
    for number, (name, peer) in enumerate(tqdm(PEERS.items(), "Starting")):
        folder = scratch / str(number)
        folder.mkdir()
        try:
            aims[name] = stack.enter_context(peer(folder))
        except NotMeasured as error:
            missing[name] = str(error)
    return aims, missing


def _rounds(aims: dict[str, Aim], rounds: int, seconds: float) -> dict[str, list[dict[str, Any]]]:
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in aims}
    names = list(aims)
    with tqdm(total=rounds * len(names), desc="Measuring") as bar:
        for turn in range(rounds):
            shift = turn % len(names)
            for name in names[shift:] + names[:shift]:
                runs[name].append(_load(aims[name], seconds))
                bar.update()
    return runs


def _load(aim: Aim, seconds: float) -> dict[str, Any]:
    pin = ["taskset", "-c", str(LOAD_CORE)] if shutil.which("taskset") else []
    command = [sys.executable, "-m", "benchmarks.load", aim.url, str(seconds), str(CONNECTIONS), *aim.headers]
    done = subprocess.run([*pin, *command], check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _row(results: list[dict[str, Any]]) -> dict[str, Any]:
    rates = [result["requests"] / result["seconds"] for result in results]
    return {
        "per_second": round(statistics.median(rates)),
        "lowest": round(min(rates)),
        "highest": round(max(rates)),
        "p50_ms": round(statistics.median(result["p50_ms"] for result in results), 1),
        "p99_ms": round(statistics.median(result["p99_ms"] for result in results), 1),
        "errors": sum(result["errors"] for result in results),
    }


def _machine() -> dict[str, Any]:
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in MEASURED},
    }


def _store(report: dict[str, Any]) -> None:
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "service.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    table = _table(report)
    (RESULTS / "service.md").write_text(table, "utf-8")
    print(table)


def _table(report: dict[str, Any]) -> str:
    machine, rows = report["machine"], report["rows"]
    lines = [
        "# Status polls a second, on one core",
        "",
        f"{machine['date']}, {machine['cores']} cores, Python {machine['python']}; "
        f"{CONNECTIONS} connections, "
        f"medians of {report['options']['rounds']} rounds of {report['options']['seconds']:g} s; "
        f"load average of the machine at the end {machine['load_average']}. "
        f"The bar is {BAR} a second. Command: `python -m benchmarks.service`.",
        "",
        "| service | a second | lowest to highest | against ours | p50 ms | p99 ms | errors |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    ours = rows.get(OURS, {}).get("per_second")
    for name, row in rows.items():
        ratio = f"{row['per_second'] / ours:.2f}" if ours else "-"
        spread = f"{row['lowest']} to {row['highest']}"
        lines.append(
            f"| {name} | {row['per_second']} | {spread} | {ratio} "
            f"| {row['p50_ms']} | {row['p99_ms']} | {row['errors']} |"
        )
    lines += [f"| {name} | not measured: {why} | | | | | |" for name, why in report["not_measured"].items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
