"""How fast a clip is redacted: beside deface on the same clip, and beside the codec alone.

    python -m benchmarks.redaction.speed [--rounds 5]

Writes results/speed.json, speed.md and speed.png. deface gets the same encoder, preset and quality as ours,
and is told to keep the sound. Both start from nothing: a fresh process that loads its models.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from benchmarks.client_report import machine
from benchmarks.processes import ROOT, environment, versions
from benchmarks.redaction.footage import crowd, write
from benchmarks.redaction.speed_report import RESULTS, chart, judged, page
from video_indexer_emulator.media.encode import X264_OPTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

HEIGHTS = (360, 720, 1080)
SECONDS = 4.0
TENTH_SECONDS = 20.0
FINER = 3
"""Rounds of our own parts for each beside deface: a ratio near its bar shows only above the noise of a round,
which is up to a tenth where other machines share the processor."""

PEOPLE = 4
LENGTHS = (1, 4)  # times the 1080p clip, for the memory
ENCODER = {
    "codec": "libx264",
    "quality": None,
    "output_params": ["-preset", X264_OPTIONS["preset"], "-crf", X264_OPTIONS["crf"]],
}


def main() -> int:
    """Run the command; returns 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    load = os.getloadavg()[0] if sys.platform != "win32" else None
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        python = environment(scratch / "deface", "deface==1.5.0", "onnx", "onnxruntime")
        report: dict[str, Any] = {"peer": versions(python, "deface", "onnxruntime"), "rounds": rounds}
        report["rounds of parts"] = FINER * rounds
        report["sizes"] = {
            f"{height}p": _size(scratch, python, height, rounds) for height in tqdm(HEIGHTS, "Sizes")
        }
        report["tenth"] = _tenth(scratch, rounds)
        report["memory"] = _memory(scratch)
    report["machine"] = machine(load)
    report["bars"] = judged(report)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "speed.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    text = page(report)
    (RESULTS / "speed.md").write_text(text, "utf-8")
    chart(report, RESULTS / "speed.png")
    print(text)
    return 0 if all(verdict == "met" for _, verdict in report["bars"].values()) else 1


def _size(scratch: Path, python: Path, height: int, rounds: int) -> dict[str, Any]:
    """Measure one size: each round runs both, the first one in turns."""
    clip = write(scratch / f"{height}.mp4", crowd(PEOPLE, SECONDS), height)
    runs: dict[str, Callable[[], float]] = {
        "ours": lambda: float(worker("whole", clip)["seconds"]),
        "deface": lambda: _deface(python, clip),
    }
    figures: dict[str, list[float]] = {name: [] for name in runs}
    for number in tqdm(range(rounds), f"{height}p", leave=False):
        for name in list(runs)[:: 1 if number % 2 else -1]:
            figures[name].append(runs[name]())
    parts = worker("parts", clip, FINER * rounds)
    ratios = [theirs / mine for mine, theirs in zip(figures["ours"], figures["deface"], strict=True)]
    return {
        "frames": round(SECONDS * 25),
        "seconds": {name: round(median(values), 3) for name, values in figures.items()},
        "times deface": round(median(ratios), 2),
        "parts": {name: round(median(values), 3) for name, values in parts.items()},
        "redact to recode": _ratio(parts, ["redact"], ["recode"]),
        "all to codec": _ratio(parts, ["analyze", "redact"], ["decode", "recode"]),
    }


def _ratio(parts: dict[str, list[float]], above: list[str], below: list[str]) -> float:
    """Return the median over the rounds of one sum to another."""
    rounds = zip(*(parts[name] for name in [*above, *below]), strict=True)
    ratios = [sum(each[: len(above)]) / sum(each[len(above) :]) for each in rounds]
    return float(round(median(ratios), 3))


def _tenth(scratch: Path, rounds: int) -> dict[str, Any]:
    """Measure a clip with faces in a tenth of its length, its other groups copied or not."""
    clip = write(scratch / "tenth.mp4", crowd(PEOPLE, TENTH_SECONDS), 720, share=0.1)
    parts = worker("parts", clip, FINER * rounds)
    return {
        "frames": round(TENTH_SECONDS * 25),
        "encoded": round(median(parts["redact"]), 3),
        "copied": round(median(parts["spliced"]), 3),
        "times": _ratio(parts, ["redact"], ["spliced"]),
    }


def _memory(scratch: Path) -> dict[str, float]:
    """Return the peak in MiB, by seconds of 1080p."""
    peaks = {}
    for times in LENGTHS:
        clip = write(scratch / f"long{times}.mp4", crowd(PEOPLE, SECONDS * times), 1080)
        peaks[f"{SECONDS * times:g} s"] = round(worker("whole", clip)["peak_mib"])
    return peaks


def worker(task: str, clip: Path, *more: object) -> Any:
    """Have our own work measured in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.redaction.worker", task, str(clip), *map(str, more)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    return json.loads(done.stdout)


def _deface(python: Path, clip: Path) -> float:
    result = clip.with_name("defaced.mp4")
    command = [
        str(python.with_name("deface")), str(clip), "--output", str(result), "--keep-audio",
        "--ffmpeg-config", json.dumps(ENCODER),
    ]  # fmt: skip
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    seconds = time.perf_counter() - begun
    if not result.exists():
        raise RuntimeError("deface ended well and wrote nothing")
    result.unlink()
    return seconds


if __name__ == "__main__":
    sys.exit(main())
