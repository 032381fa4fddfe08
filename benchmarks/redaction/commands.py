"""The commands whose cost is compared, as a user runs them, timed from outside from start to end."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.processes import ROOT
from video_indexer_emulator.media.coding import X264

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CLOCK = Path(__file__).with_name("clocked.py")
OURS, DEFACE, WORKER, IDLE = "vi-redact", "deface", "bare worker", "start and end alone"
SETTINGS = "VIDEO_INDEXER_"  # with one of these, vi-redact may talk to a service that already runs
SLOW_STARTS = ("PYTHONDONTWRITEBYTECODE", "SSL_CERT_FILE")
"""Without byte code every start compiles every module; a bundle of one's own is parsed at every start."""

ENCODER = {
    "codec": "libx264",
    "quality": None,
    "output_params": ["-preset", X264["preset"], "-crf", X264["crf"]],
}
START_AND_END = "from video_indexer_redaction import embedded_emulator\nwith embedded_emulator(): pass"


class CommandFailed(Exception):
    """A command that is measured ended with an error, or wrote nothing."""


@dataclass(frozen=True)
class Cost:
    """What one run took: seconds by the clock and of the processor, and MiB of the largest process."""

    seconds: float
    cpu: float
    peak_mib: float


def timed(command: Sequence[str], result: Path | None = None) -> Cost:
    """Run a command and return its cost, with all processes that it starts; `result` is what it must write.

    Raises:
        CommandFailed: It ended with an error, left a process running, or didn't write the result.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "cost.json"
        done = subprocess.run(
            [sys.executable, "-I", str(CLOCK), str(report), *command],
            check=False, capture_output=True, text=True, cwd=ROOT, env=clean(os.environ),
        )  # fmt: skip
        if done.returncode or (result and not result.exists()):
            raise CommandFailed(f"{shlex.join(command)}\n{done.stderr[-2000:] or 'It wrote nothing.'}")
        if result:
            result.unlink()
        return Cost(**json.loads(report.read_text("utf-8")))


def clean(environment: Mapping[str, str]) -> dict[str, str]:
    """Leave out what would change what is measured."""
    return {
        name: value
        for name, value in environment.items()
        if not name.startswith(SETTINGS) and name not in SLOW_STARTS
    }


def vi_redact(clip: Path, result: Path) -> list[str]:
    """Return our command; it starts an emulator of its own and ends it."""
    return [str(Path(sys.executable).with_name("vi-redact")), str(clip), "-o", str(result)]


def deface(python: Path, clip: Path, result: Path) -> list[str]:
    """Return deface's command, with our encoder, preset and quality, and the sound kept."""
    return [
        str(python.with_name("deface")), str(clip), "--output", str(result), "--keep-audio",
        "--ffmpeg-config", json.dumps(ENCODER),
    ]  # fmt: skip


def bare_worker(clip: Path, result: Path) -> list[str]:
    """Return the command of our analysis and redaction in one process, without service, queue or storage."""
    return [sys.executable, "-m", "benchmarks.redaction.worker", "whole", str(clip), str(result)]


def idle() -> list[str]:
    """Return the command that starts an embedded emulator, waits until it is ready, and ends it."""
    return [sys.executable, "-c", START_AND_END]


def middle(costs: Sequence[Cost]) -> dict[str, float]:
    """Return the medians of several runs, and the cores that were busy in the median run."""
    busy = median(each.cpu / each.seconds for each in costs)
    return {
        "seconds": round(median(each.seconds for each in costs), 2),
        "cpu": round(median(each.cpu for each in costs), 2),
        "peak_mib": round(median(each.peak_mib for each in costs)),
        "cores busy": round(busy, 2),
    }
