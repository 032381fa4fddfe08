"""How many status polls a second the emulator answers on one core, and how fast files go in and out.

    python -m benchmarks.service [--rounds 5] [--seconds 4] [--transfers 5]

A status poll checks the token, validates the request against the contract, and reads the job's row.
The peers do less or other work; they are there to give the figure a scale. Servers run on one core and
the load generator on another; the order rotates from round to round, and medians are reported.
Writes benchmarks/results/service.json and service.md. Exits with 1 if any row has errors, or if
the emulator wasn't measured; a peer that can't be had here is no failure.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from tqdm import tqdm

from benchmarks.peers import PEERS, Aim
from benchmarks.processes import ROOT, NotMeasured, cores, cpu_seconds, pinned
from benchmarks.service_report import table
from benchmarks.transfers import measure as measure_transfers

CONNECTIONS = 16
BAR = 2000
"""Status polls a second that the service must answer on one core (ARCHITECTURE.md, the way of a clip)."""

SPARE_SECONDS = 60
"""Beyond the time of a load, before the load generator counts as hung."""

RESULTS = Path(__file__).parent / "results"
OURS = next(iter(PEERS))


@dataclass(frozen=True)
class Subject:
    """A running service, and what a right answer of it looks like."""

    aim: Aim
    length: int  # bytes of the body


def main() -> int:
    """Measure, print and store; returns the exit status."""
    options = _options()
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        subjects, missing = _start(stack, scratch)
        runs = _rounds(subjects, options.rounds, options.seconds)
        transfers = measure_transfers(scratch, options.transfers)
    rows = {name: _row(subjects[name], results, runs.get(OURS, [])) for name, results in runs.items()}
    report = {
        "machine": _machine(),
        "options": {**vars(options), "connections": CONNECTIONS},
        "bar": BAR,
        "rows": rows,
        "transfers": transfers,
        "not_measured": missing,
    }
    _store(report)
    return int(OURS not in rows or any(row["errors"] for row in rows.values()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=_positive, default=5)
    parser.add_argument("--transfers", type=_positive, default=5, help="rounds of uploads and downloads")
    parser.add_argument("--seconds", type=float, default=4.0, help="of load for each service and round")
    return parser.parse_args()


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _start(stack: ExitStack, scratch: Path) -> tuple[dict[str, Subject], dict[str, str]]:
    """Start all services; returns what to measure, and why the others are missing."""
    subjects: dict[str, Subject] = {}
    missing: dict[str, str] = {}
    for number, (name, peer) in enumerate(tqdm(PEERS.items(), "Starting")):
        folder = scratch / str(number)
        folder.mkdir()
        try:
            aim = stack.enter_context(peer(folder))
            subjects[name] = Subject(aim, _answer_length(aim))
        except NotMeasured as error:
            missing[name] = str(error)
        except (httpx.HTTPError, OSError) as error:
            missing[name] = f"{type(error).__name__}: {error}"
    return subjects, missing


def _answer_length(aim: Aim) -> int:
    """Ask once, as the load generator will; returns how long the body of a right answer is."""
    headers = {"Accept-Encoding": "identity"}
    headers |= dict(line.split(": ", 1) for line in aim.headers)
    answer = httpx.get(aim.url, headers=headers, timeout=60)
    if answer.status_code != httpx.codes.OK:
        raise NotMeasured(f"the first request was answered with {answer.status_code}")
    return len(answer.content)


def _rounds(subjects: dict[str, Subject], rounds: int, seconds: float) -> dict[str, list[dict[str, Any]]]:
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in subjects}
    names = list(subjects)
    with tqdm(total=rounds * len(names), desc="Measuring") as bar:
        for turn in range(rounds if names else 0):
            shift = turn % len(names)
            for name in names[shift:] + names[:shift]:
                runs[name].append(_load(subjects[name], seconds))
                bar.update()
    return runs


def _load(subject: Subject, seconds: float) -> dict[str, Any]:
    """Run the load generator, on the other core than the servers'."""
    aim, pair = subject.aim, cores()
    command = [sys.executable, "-m", "benchmarks.load", aim.url, str(subject.length)]
    command += [str(seconds), str(CONNECTIONS), *aim.headers]
    before = cpu_seconds(aim.pid)
    with pinned(pair and pair[1]):
        done = subprocess.run(
            command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, timeout=seconds + SPARE_SECONDS
        )
    result: dict[str, Any] = json.loads(done.stdout)
    after = cpu_seconds(aim.pid)
    if before is not None and after is not None and result["answered"]:
        result["cpu_us"] = 1e6 * (after - before) / result["answered"]
    return result


def _row(subject: Subject, results: list[dict[str, Any]], ours: list[dict[str, Any]]) -> dict[str, Any]:
    rates = [result["requests"] / result["seconds"] for result in results]
    pairs = list(zip(results, ours, strict=False))  # of the same round
    return {
        "against_ours": _paired(theirs["requests"] / max(1, mine["requests"]) for theirs, mine in pairs),
        "cpu_us": _median(results, "cpu_us"),
        "cpu_against_ours": _paired(
            theirs["cpu_us"] / mine["cpu_us"]
            for theirs, mine in pairs
            if "cpu_us" in theirs and mine.get("cpu_us")
        ),
        "per_second": round(statistics.median(rates)),
        "lowest": round(min(rates)),
        "highest": round(max(rates)),
        "p50_ms": _median(results, "p50_ms"),
        "p99_ms": _median(results, "p99_ms"),
        "errors": sum(result["errors"] for result in results),
        "first_error": next((result["first_error"] for result in results if result["errors"]), None),
        "body_bytes": subject.length,
        "made_of": subject.aim.made_of,
    }


def _paired(ratios: Iterable[float]) -> float | None:
    """Return the median of ratios that were taken in one round each, so that a busy moment meets both."""
    found = list(ratios)
    return round(statistics.median(found), 2) if found else None


def _median(results: list[dict[str, Any]], key: str) -> float | None:
    """Return the median of the rounds that have the figure; None if none has."""
    figures = [result[key] for result in results if result.get(key) is not None]
    return round(statistics.median(figures), 1) if figures else None


def _machine() -> dict[str, Any]:
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "pinned": cores() is not None,
        "load_average": None if sys.platform == "win32" else round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
    }


def _store(report: dict[str, Any]) -> None:
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "service.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    text = table(report, OURS)
    (RESULTS / "service.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    sys.exit(main())
