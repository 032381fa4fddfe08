"""Run the whole suite against a clean service with many seeds: any breach it then reports is a false alarm.

    python -m contract_tests.false_alarms [--seeds 20] [--whole 5] [--jobs 2]

The first seeds run the whole suite, the others the tests that draw their requests; no other test depends
on the seed. Writes results/false_alarms.md. Exit code 1 if any run wasn't green.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tqdm import tqdm

RESULTS = Path(__file__).parent / "results"
ROOT = Path(__file__).parents[1]
DRAWN = ("test_conformance.py", "test_workflow.py", "test_semantics.py")
"""The tests in which hypothesis draws."""

SUMMARY = re.compile(r"^(?:=+ )?(\d+ (?:passed|failed|error).*?) in \d", re.MULTILINE)


@dataclass(frozen=True)
class Run:
    """One run of the suite."""

    seed: int
    whole: bool
    green: bool
    seconds: float
    summary: str
    failures: tuple[str, ...]


def run(seed: int, *, whole: bool) -> Run:
    """Run the suite once, against an emulator of its own."""
    chosen = ["contract_tests"] if whole else [f"contract_tests/{name}" for name in DRAWN]
    command = [sys.executable, "-m", "pytest", *chosen, "-q", f"--hypothesis-seed={seed}"]
    start = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own suite, by this very interpreter
        [*command, "-p", "no:cacheprovider"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    found = SUMMARY.findall(done.stdout)
    failures = tuple(line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR")))
    ended = "green" if done.returncode == 0 else f"exit code {done.returncode}: {done.stderr[-200:]}"
    summary = found[-1] if found else ended
    return Run(seed, whole, done.returncode == 0, time.monotonic() - start, summary, failures)


def report(runs: list[Run], jobs: int) -> str:
    """The runs as a Markdown page."""
    green = sum(each.green for each in runs)
    lines = [
        "# False alarms",
        "",
        f"{datetime.now(UTC).date()}: {green} of {len(runs)} runs against a clean emulator were green, each "
        f"with other random requests; {jobs} at a time. What doesn't draw ran where it says whole suite. "
        "Command: `nox -s false_alarms`.",
        "",
        "| seed | what ran | result | seconds |",
        "| --- | --- | --- | --- |",
    ]
    for each in sorted(runs, key=lambda each: each.seed):
        told = "; ".join([each.summary, *each.failures]).replace("|", "/")
        what = "whole suite" if each.whole else "what draws"
        lines.append(f"| {each.seed} | {what} | {told} | {each.seconds:.0f} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(description="Look for false alarms on a clean service.")
    parser.add_argument("--seeds", type=int, default=20, help="runs, with the seeds 1 to this number")
    parser.add_argument("--whole", type=int, default=5, help="how many of them run the whole suite")
    parser.add_argument("--jobs", type=int, default=2, help="runs at a time")
    options = parser.parse_args()
    with ThreadPoolExecutor(options.jobs) as pool:
        seeds = range(1, options.seeds + 1)
        futures = [pool.submit(run, seed, whole=seed <= options.whole) for seed in seeds]
        runs = [done.result() for done in tqdm(as_completed(futures), "Seeds", total=options.seeds)]
    RESULTS.mkdir(exist_ok=True)
    page = report(runs, options.jobs)
    (RESULTS / "false_alarms.md").write_text(page, "utf-8")
    print(page)  # noqa: T201 - the command's output
    return int(not all(each.green for each in runs))


if __name__ == "__main__":
    sys.exit(main())
