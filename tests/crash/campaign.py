"""A campaign: kill after kill on one data folder, then the verdict."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import httpx

from benchmarks.postgres import postgres
from scripts.sample_clip import make_sample
from tests.crash.ledger import Known, Ledger
from tests.crash.lives import AIMS, PATIENCE, Life, World, drained, redact, upload
from tests.crash.verdict import losses, unfinished, unsound
from tests.emulator.api import wait_for
from tests.emulator.outside import Outside, Page

STARTING = "the start, with work to take up"
SHORTLY = "1"
"""Seconds after which a file without a video counts as an orphan at the end."""


@dataclass
class Outcome:
    """What came of a campaign on one back end."""

    back_end: str
    kills: Counter[str] = field(default_factory=Counter)  # by what was being done
    losses: list[str] = field(default_factory=list)
    uploads: int = 0
    redactions: int = 0
    deletions: int = 0
    callbacks: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Plan:
    """How a campaign is run."""

    kills: int
    seed: int  # draws the order and the moments of the kills
    minutes: float  # after which it kills no more


def run(back_end: str, plan: Plan, folder: Path, progress: Callable[[], object]) -> Outcome:
    """Kill a service as planned, let it come to rest, and judge it."""
    outcome, began = Outcome(back_end), time.monotonic()
    with Outside() as outside, _database(back_end, folder) as database:
        outside.pages["/hook"] = Page()
        clip = folder / "clip.mp4"
        make_sample(clip, seconds=0.4, width=320, height=180, rate=15, sound=False)
        flags = ["--database", database] if database else []
        world = World(folder / "data", flags, clip, outside, Random(plan.seed), Ledger())  # noqa: S311
        try:
            _run(world, plan, outcome, database, progress)
        except (AssertionError, OSError, httpx.HTTPError) as error:
            outcome.losses.append(f"the campaign broke off: {error}")  # and what was learnt isn't lost
    outcome.seconds = time.monotonic() - began
    return outcome


def _run(
    world: World, plan: Plan, outcome: Outcome, database: str | None, progress: Callable[[], object]
) -> None:
    began = time.monotonic()
    reference, faces = _undisturbed(world)
    for aim in _order(world.random, plan.kills):
        if time.monotonic() - began > plan.minutes * 60:
            break
        _kill(world, aim)
        outcome.kills[aim] += 1
        progress()
    _come_to_rest(world, outcome, reference, faces, database)
    outcome.losses += [] if database else unsound(world.data)


@contextmanager
def _database(back_end: str, folder: Path) -> Iterator[str | None]:
    with postgres(folder) if back_end == "PostgreSQL" else nullcontext() as server:
        yield server.url if server else None


def _order(random: Random, kills: int) -> list[str]:
    """Each aim as often as the others, and starts only where work was left behind."""
    aims = [*AIMS, STARTING]
    order = [aims[number % len(aims)] for number in range(kills)]
    random.shuffle(order)
    return order


def _undisturbed(world: World) -> tuple[bytes, list[int]]:
    """Do each thing once without a kill; returns the redacted clip and the ids of the faces."""
    began = time.monotonic()
    with world.start() as process:
        world.start_seconds = time.monotonic() - began
        began = time.monotonic()
        world.source = process.api.upload(world.clip, name="source")
        assert process.api.wait_indexed(world.source) == "Processed"
        world.analysis_seconds, began = time.monotonic() - began, time.monotonic()
        _, redacted = process.api.redacted(world.source, {"blurringKind": "Black"})
        world.redaction_seconds = time.monotonic() - began
        index = process.api.get(f"Videos/{world.source}/Index").json()
    return redacted, [face["id"] for face in index["videos"][0]["insights"]["faces"]]


def _kill(world: World, aim: str) -> None:
    if aim == STARTING:
        with world.start() as process:
            drained(world, process.api)
            upload(world, process.api, world.ledger.add(redaction=False))
            redact(world, process.api, world.ledger.add(redaction=True))
        _kill_the_start(world)
        return
    with world.start() as process:
        drained(world, process.api)
        Life(world, process).end(aim)


def _kill_the_start(world: World) -> None:
    """Kill a service that is about to take up work, perhaps before it listens."""
    command = [sys.executable, "-m", "video_indexer_emulator", "--port", "0", "--allow-private-urls"]
    command += ["--data", str(world.data), *world.flags]
    seconds = world.start_seconds + world.analysis_seconds
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        time.sleep(world.random.uniform(0, seconds))
        process.kill()


def _come_to_rest(
    world: World, outcome: Outcome, reference: bytes, faces: list[int], database: str | None
) -> None:
    with world.start("--orphan-seconds", SHORTLY) as process:
        drained(world, process.api)
        wait_for(lambda: unfinished(world.data, database), lambda count: not count, PATIENCE)
    time.sleep(float(SHORTLY))  # what the last kill has left must be old enough
    with world.start("--orphan-seconds", SHORTLY) as process:
        outcome.losses += losses(world, process.api, reference, faces)
    wishes = world.ledger.wishes
    outcome.uploads = sum(not wish.redaction and wish.accepted is Known.YES for wish in wishes)
    outcome.redactions = sum(wish.redaction and wish.accepted is Known.YES for wish in wishes)
    outcome.deletions = sum(wish.deleted is Known.YES for wish in wishes)
    outcome.callbacks = len(world.calls())
