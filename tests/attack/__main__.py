"""`nox -s attack`: attack a service in each of its forms; prints a table of attack, promise and outcome."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from scripts.sample_clip import make_sample
from tests.attack.attacks import Attack, attacks_on
from tests.attack.ground import Ground, Mode, ground

RESULTS = Path(__file__).resolve().parents[2] / "benchmarks" / "results" / "attack.md"


@dataclass(frozen=True)
class Outcome:
    """What became of an attack."""

    mode: Mode
    attack: Attack
    held: bool
    told: str
    seconds: float


def main() -> int:
    """Run the attacks; returns 1 where a promise was broken."""
    parser = argparse.ArgumentParser(prog="attack", description=__doc__)
    parser.add_argument("--mode", action="append", type=Mode, choices=list(Mode), help="default: all")
    parser.add_argument("--only", metavar="WORD", default="", help="attacks whose name has this word")
    parser.add_argument("--record", action="store_true", help=f"write the table to {RESULTS.name}")
    options = parser.parse_args()
    outcomes = []
    for mode in options.mode or list(Mode):
        for outcome in _attacked(mode, options.only):
            outcomes.append(outcome)
            word = "held  " if outcome.held else "BROKEN"
            print(f"{word} {mode}: {outcome.attack.name}: {outcome.told}", flush=True)  # noqa: T201
    if options.record:
        RESULTS.write_text(table(outcomes), "utf-8")
    return int(not outcomes or not all(outcome.held for outcome in outcomes))


def _attacked(mode: Mode, word: str) -> Iterator[Outcome]:
    chosen = [attack for attack in attacks_on(mode) if word in attack.name]
    with tempfile.TemporaryDirectory(prefix="vi-attack-") as name:
        clip = Path(name) / "clip.mp4"
        make_sample(clip, seconds=1, width=320, height=180, rate=10, sound=False)
        for private_urls in (True, False):
            these = [attack for attack in chosen if attack.private_urls is private_urls]
            folder = Path(name) / ("lax" if private_urls else "strict")
            folder.mkdir()
            if these:
                with ground(mode, folder, clip, private_urls=private_urls) as there:
                    yield from (tried(attack, there) for attack in these)


def tried(attack: Attack, there: Ground) -> Outcome:
    """Run one attack."""
    began = monotonic()
    try:
        told, held = attack.run(there), True
    except AssertionError as broken:
        told, held = str(broken).partition("\n")[0] or "a promise was broken", False
    return Outcome(there.mode, attack, held, told, monotonic() - began)


def table(outcomes: list[Outcome]) -> str:
    """The outcomes as a page."""
    rows = [
        f"| {one.attack.attacker} | {one.attack.name} | {one.attack.promise} | {one.mode} | "
        f"{'held' if one.held else '**broken**'}: {one.told} |"
        for one in outcomes
    ]
    return "\n".join(
        [
            "# Attacks",
            "",
            "What became of each attack on a service in each of its forms, by `nox -s attack -- --record`. "
            "The times are those of a busy machine with two cores.",
            "",
            "| attacker | attack | promise | mode | outcome |",
            "| --- | --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
