"""Run the whole suite against a clean service with many seeds: any breach it then reports is a false alarm.

    python -m contract_tests.false_alarms [--seeds 20] [--jobs 2]

Writes results/false_alarms.md. Exit code 1 if any run wasn't green.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tqdm import tqdm

RESULTS = Path(__file__).parent / "results"
ROOT = Path(__file__).parents[1]
SUMMARY = re.compile(r"=+ (.*(?:passed|failed|error).*) in ")


@dataclass(frozen=True)
class Run:
    """One run of the suite."""

    seed: int
    green: bool
    seconds: float
    summary: str
    failures: tuple[str, ...]


def run(seed: int) -> Run:
    """Run the suite once, against an emulator of its own."""
    command = [sys.executable, "-m", "pytest", "contract_tests", "-q", f"--hypothesis-seed={seed}"]
    start = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own suite, by this very interpreter
        [*command, "-p", "no:cacheprovider"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    found = SUMMARY.findall(done.stdout)
    failures = tuple(line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR")))
    summary = found[-1] if found else f"exit code {done.returncode}: {done.stderr[-200:]}"
    return Run(seed, done.returncode == 0, time.monotonic() - start, summary, failures)


def report(runs: list[Run], jobs: int) -> str:
    """The runs as a Markdown page."""
    green = sum(each.green for each in runs)
    lines = [
        "# False alarms",
        "",
        f"{datetime.now(UTC).date()}: {green} of {len(runs)} runs of the whole suite against a clean "
        f"emulator were green, each with other random requests; {jobs} at a time. "
        "Command: `nox -s false_alarms`.",
        "",
        "| seed | result | seconds |",
        "| --- | --- | --- |",
    ]
    for each in sorted(runs, key=lambda each: each.seed):
        told = "; ".join([each.summary, *each.failures]).replace("|", "/")
        lines.append(f"| {each.seed} | {told} | {each.seconds:.0f} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(description="Look for false alarms on a clean service.")
    parser.add_argument("--seeds", type=int, default=20, help="runs, with the seeds 1 to this number")
    parser.add_argument("--jobs", type=int, default=2, help="runs at a time")
    options = parser.parse_args()
    with ThreadPoolExecutor(options.jobs) as pool:
        each = pool.map(run, range(1, options.seeds + 1))
        runs = list(tqdm(each, "Seeds", total=options.seeds))
    RESULTS.mkdir(exist_ok=True)
    page = report(runs, options.jobs)
    (RESULTS / "false_alarms.md").write_text(page, "utf-8")
    print(page)  # noqa: T201 - the command's output
    return int(not all(each.green for each in runs))


if __name__ == "__main__":
    sys.exit(main())
