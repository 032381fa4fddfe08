"""A table of what a service answers otherwise than the emulator, in one fixed scenario.

    python -m contract_tests.differences [--output out/differences.md] [--live]

A run of the suite with --live writes it too, about the video that it has uploaded anyway.

The service is the one that VIDEO_INDEXER_* names; the scenario uploads one clip, redacts it once and deletes
both. Ids are named by the order in which they were seen, times and signatures dropped. Exit code 0 whatever
is found: a difference is no breach by itself.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from .clips import TWO_PEOPLE
from .embedded import embedded_emulator
from .pacing import Budget, Guard, limited
from .scenario import Heard, Walk
from .target import Aim, aimed, development_target

OUTPUT = Path("out/differences.md")
ABSENT = "(absent)"
OPTIONAL = {"the job under way"}
"""A fast service may be done before the first look; nothing is said of such a step if only one has it."""


@dataclass(frozen=True)
class Difference:
    """One thing that the two answer differently."""

    step: str
    operation: str
    place: str
    aimed: str
    emulator: str


def compare(aimed_at: list[Heard], emulator: list[Heard]) -> tuple[list[Difference], list[str]]:
    """The differences of the steps that both have, and the names of those that only one has."""
    ours, theirs = ({each.step: each for each in heard} for heard in (aimed_at, emulator))
    found = [
        Difference(step, heard.operation, place, mine, other)
        for step, heard in ours.items()
        if step in theirs
        for place in dict.fromkeys([*heard.facts, *theirs[step].facts])
        if (mine := heard.facts.get(place, ABSENT)) != (other := theirs[step].facts.get(place, ABSENT))
    ]
    return found, sorted((ours.keys() ^ theirs.keys()) - OPTIONAL)


def page(url: str, aimed_at: list[Heard], emulator: list[Heard]) -> str:
    """The differences as Markdown."""
    found, alone = compare(aimed_at, emulator)
    both = len({each.step for each in aimed_at} & {each.step for each in emulator})
    lines = [
        "# Differences",
        "",
        f"{datetime.now(UTC).date()}: {both} answers of {url} compared with those of the emulator; "
        f"{len(found)} differences in {len({each.step for each in found})} of them.",
        "",
    ]
    if alone:
        lines += [f"Only one of the two has these steps: {', '.join(alone)}.", ""]
    if found:
        lines += [
            "| step | operation | where | aimed service | emulator |",
            "| --- | --- | --- | --- | --- |",
        ]
    for each in found:
        cells = (each.step, each.operation, each.place, each.aimed, each.emulator)
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")[:200]


def beside_emulator(aim: Aim, guard: Guard, clip: Path, video_id: str | None = None) -> str:
    """Play the scenario on the aimed service and on an emulator of our own; gives the page."""
    heard = Walk(aim, guard, clip, video_id).play()
    with embedded_emulator() as url:
        own = _alike(aim, url, clip, given=bool(video_id or aim.video_id))
        return page(aim.url, heard, Walk(own, Guard(own, Budget.of(own)), clip).play())


def _alike(aim: Aim, url: str, clip: Path, *, given: bool) -> Aim:
    """An emulator of which as much is known as of the service: so both play the same steps."""
    own = Aim(development_target(url), None, controls=True, private_urls=False, live=False, video_id=None)
    token, video_id = Walk(own, Guard(own, Budget.of(own)), clip).prepare(upload=given)
    if aim.target.arm is None:
        own = replace(own, target=replace(own.target, access_token=token, arm=None))
    return replace(own, video_id=video_id)


def main() -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(description="Compare a service with the emulator.")
    parser.add_argument("--output", type=Path, default=OUTPUT, help=f"where to write, {OUTPUT} if not given")
    parser.add_argument("--live", action="store_true", help="keep to the vendor's limits and be patient")
    options = parser.parse_args()
    with aimed(live=options.live) as aim:
        text = beside_emulator(aim, Guard(aim, Budget.of(aim), limited(aim)), TWO_PEOPLE)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(text, "utf-8")
    print(text)  # noqa: T201 - the command's output
    return 0


if __name__ == "__main__":
    sys.exit(main())
