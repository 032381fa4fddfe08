"""How many mutants of the emulator's source the suite notices.

    python -m contract_tests.faults.source_trials [--count 300] [--seed 1] [--first N] [--record]

Each mutant is an emulator of its own, whose package is a copy with one change; the suite runs up to its first
failure. `--first N` tries only the first N of the sample, and goes on behind what is recorded already. A
survivor has to be looked at: its `looked` in the results says `equivalent`, `not observable`, or what the
check is that notices it from now on.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tqdm import tqdm

from ..embedded import NoEmulator, embedded_emulator
from .nearest import NEAREST_TO_SOURCE
from .source_mutants import ROOT, Mutant, sample
from .trials import Outcome, Row, Trials, Verdict

PACKAGE = "video_indexer_emulator"
FILE = Path(__file__).parent / "results" / "source.json"
NO_START = "doesn't start"


def tried(mutant: Mutant, limit: float) -> dict[str, Any]:
    """Try one mutant; gives what is kept of it."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        shutil.copytree(ROOT / PACKAGE, Path(folder) / PACKAGE, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copyfile(ROOT / "openapi.yaml", Path(folder) / "openapi.yaml")
        file = Path(folder) / mutant.file
        file.write_bytes(mutant.applied(file.read_bytes()))
        outcome = _judged(Path(folder), mutant, limit)
    return asdict(mutant) | {k: v for k, v in asdict(outcome).items() if v is not None}


def _judged(folder: Path, mutant: Mutant, limit: float) -> Outcome:
    first = [
        name for part, names in NEAREST_TO_SOURCE.items() if part in Path(mutant.file).stem for name in names
    ]
    try:
        with (
            embedded_emulator("--allow-private-urls", "--strict", source=folder) as url,
            Trials(Row.SUITE, limit) as trials,
        ):
            return trials.run_at(url, first)
    except NoEmulator:
        return Outcome(Verdict.CAUGHT, 0, by=NO_START)


def page(results: list[dict[str, Any]]) -> str:
    """The results as Markdown: the score, and every survivor."""
    verdicts = Counter(each["verdict"] for each in results)
    caught, missed = verdicts[Verdict.CAUGHT], verdicts[Verdict.MISSED]
    harmless = sum(each.get("looked") in {"equivalent", "not observable"} for each in results)
    seen = caught + missed - harmless
    lines = [
        "# Mutants of the emulator's source",
        "",
        f"{caught} of {caught + missed} were noticed; of the {seen} that a caller can see, "
        f"{100 * caught / max(1, seen):.0f} %. {verdicts[Verdict.BROKEN]} runs were broken or took too long.",
        "",
        "| survivor | before | after | looked at |",
        "| --- | --- | --- | --- |",
    ]
    for each in results:
        if each["verdict"] != Verdict.CAUGHT:
            cells = (
                f"{each['file']}:{each['line']}",
                each["before"],
                each["after"],
                each.get("looked", "not yet"),
            )
            lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")[:100]


def main() -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=300, help="size of the sample")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--first", type=int, help="try no more than so many")
    parser.add_argument("--limit", type=float, default=900, help="seconds of one trial")
    parser.add_argument("--record", action="store_true", help=f"keep the outcomes in {FILE.name}")
    options = parser.parse_args()
    known: dict[str, dict[str, Any]] = {}
    if options.record and FILE.exists():
        known = {each["id"]: each for each in json.loads(FILE.read_text("utf-8"))}
    chosen = [each for each in sample(options.count, options.seed) if each.id not in known]
    for mutant in tqdm(chosen[: options.first], unit="mutant"):
        found = tried(mutant, options.limit)
        known[mutant.id] = found | {"id": mutant.id}
        tqdm.write(f"{found['verdict']}: {mutant.id} {mutant.after!r} {found.get('by', '')}")
        if options.record:
            FILE.write_text(json.dumps(list(known.values()), indent=1) + "\n", "utf-8")
            FILE.with_suffix(".md").write_text(page(list(known.values())), "utf-8")
    print(page(list(known.values())))  # noqa: T201 - the command's output
    return 0


if __name__ == "__main__":
    sys.exit(main())
