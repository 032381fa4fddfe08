"""Kill the service again and again while it works, and see whether anything was lost.

    python -m tests.crash [--kills 200] [--seed 1] [--minutes 60] [--back-end SQLite --back-end PostgreSQL]

Half of the kills fall on SQLite, half on PostgreSQL, side by side, both with a folder of files. Writes
benchmarks/results/crash.md; exits with 1 on any loss, or where PostgreSQL is wanted and not installed.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from tqdm import tqdm

from benchmarks.postgres import programs
from tests.crash.campaign import STARTING, Outcome, Plan, run
from tests.crash.lives import AIMS

RESULT = Path(__file__).parents[2] / "benchmarks" / "results" / "crash.md"
BACK_ENDS = ["SQLite", "PostgreSQL"]


def main() -> int:
    """Run the campaign; returns the exit code."""
    options = _options()
    back_ends = options.back_end or BACK_ENDS
    if "PostgreSQL" in back_ends:
        try:
            programs()
        except FileNotFoundError as error:
            print(error, file=sys.stderr)  # noqa: T201
            return 1
    plan = Plan(options.kills, options.seed, options.minutes)
    with tqdm(total=plan.kills * len(back_ends), desc="Killing") as bar, ThreadPoolExecutor() as pool:
        outcomes = list(pool.map(lambda name: _run(name, plan, bar.update), back_ends))
    text = _report(outcomes, options.seed)
    RESULT.write_text(text, "utf-8")
    print(text)  # noqa: T201
    return int(any(outcome.losses for outcome in outcomes))


def _run(back_end: str, plan: Plan, progress: Callable[[], object]) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="vi-crash-") as folder:
        return run(back_end, plan, Path(folder), progress)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=200, help="on each back end")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=60.0, help="after which it kills no more")
    parser.add_argument("--back-end", action="append", choices=BACK_ENDS)
    return parser.parse_args()


def _report(outcomes: list[Outcome], seed: int) -> str:
    today = datetime.now(UTC).date()
    kills = sum(sum(outcome.kills.values()) for outcome in outcomes)
    head = (
        f"{today}, {os.cpu_count()} cores, Python {platform.python_version()}, seed {seed}. "
        f"{kills} times `kill -9` at a random moment, as often on each back end; the service, run by its "
        "command line, was started again after each. Files lie in a folder. Command: `nox -s crash`."
    )
    rows = [["killed during", *(outcome.back_end for outcome in outcomes)], ["---"] * (len(outcomes) + 1)]
    rows += [[aim, *(str(outcome.kills[aim]) for outcome in outcomes)] for aim in (*AIMS, STARTING)]
    counts = {
        "uploads accepted": [outcome.uploads for outcome in outcomes],
        "redactions accepted": [outcome.redactions for outcome in outcomes],
        "deletions confirmed": [outcome.deletions for outcome in outcomes],
        "callbacks received": [outcome.callbacks for outcome in outcomes],
        "losses": [len(outcome.losses) for outcome in outcomes],
        "seconds": [round(outcome.seconds) for outcome in outcomes],
    }
    rows += [[name, *map(str, numbers)] for name, numbers in counts.items()]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    lost = [f"- {outcome.back_end}: {loss}" for outcome in outcomes for loss in outcome.losses]
    return (
        "\n\n".join(
            ["# Killed again and again", head, table, PROMISES, "\n".join(lost) or "Nothing was lost."]
        )
        + "\n"
    )


PROMISES = (
    "At the end each accepted upload and redaction has one result, the one that an undisturbed service gives "
    "(same faces; same pictures, decoded); each has had its callback at least once; what was deleted is "
    "gone; no file is without a video or half-made, no workflow unfinished; SQLite's own check is good."
)

if __name__ == "__main__":
    sys.exit(main())
