"""What is hidden, what is left alone, and who is who: ours beside deface, on the same clips.

    python -m benchmarks.redaction.accuracy

The clips are composites (`catalogue.py`), which have exact truth; `real_clips.py` measures what was filmed.
Writes results/accuracy.json and accuracy.md.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from benchmarks.processes import environment, versions
from benchmarks.redaction.catalogue import scenes
from benchmarks.redaction.contenders import deface, ours
from benchmarks.redaction.people import cast
from benchmarks.redaction.scores import Score, score
from benchmarks.redaction.strips import Strips
from video_indexer_emulator.media.fetch import fetch_models
from video_indexer_emulator.media.models import FaceModels
from video_indexer_emulator.settings import MODEL_CACHE

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS = Path(__file__).parents[1] / "results"
BARS = {
    "exposed": 0.003, "covered": 0.998, "whole frames": 0.985, "outside": 0.01, "purity": 0.98,
    "completeness": 0.98,
}  # fmt: skip
COUNTS = ("faces", "covered", "exposed", "frames", "whole_frames", "area_outside", "all_frames", "flickers")


@dataclass(frozen=True)
class Result:
    """One clip, by both."""

    clip: str
    ours: Score
    deface: Score


def main() -> int:
    """Run the command; returns 1 where a bar is missed."""
    fetch_models(MODEL_CACHE, print)
    models = FaceModels.load(None, MODEL_CACHE)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        python = environment(scratch / "deface", "deface==1.5.0", "onnx", "onnxruntime")
        peer = versions(python, "deface", "onnxruntime")
        strips = Strips()
        results = list(_composites(models, python, scratch, strips))
    for path in strips.write():
        print(f"The worst frames: {path}")
    text, kept = report(results, peer)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "accuracy.md").write_text(text, "utf-8")
    stored = {
        result.clip: {"ours": figures(result.ours), "deface": figures(result.deface)} for result in results
    }
    (RESULTS / "accuracy.json").write_text(json.dumps(stored, indent=1) + "\n", "utf-8")
    print(text)
    return 0 if kept else 1


def _composites(models: FaceModels, python: Path, scratch: Path, strips: Strips) -> Iterator[Result]:
    for scene in tqdm(scenes(), "Composites"):
        clip = scratch / "clip.mp4"
        truth = scene.write(clip)
        _, hidden = ours(clip, models)
        theirs = deface(clip, python)
        name = scene.name
        mine, peers = (score(truth, each, scene.size, name) for each in (hidden, theirs))
        strips.take(clip, name, mine.badness(), truth, hidden)
        yield Result(name, mine, peers)


def added(scores: list[Score]) -> Score:
    """Add the counts of several clips; people of composites are the same in each, their ids are not."""
    total = Score()
    for number, each in enumerate(scores):
        for name in COUNTS:
            setattr(total, name, getattr(total, name) + getattr(each, name))
        total.named.update({(f"{number} {who}", number * 10**6 + i): n for (who, i), n in each.named.items()})
        total.track_people.update(each.track_people)
        total.motion.add(each.motion)
    return total


def figures(each: Score) -> dict[str, float]:
    """Return a score as numbers."""
    return {
        "faces": each.faces, "exposed": round(each.exposed_share, 4), "covered": round(each.recall, 4),
        "whole frames": round(each.whole, 4), "outside": round(each.outside, 4), "flickers": each.flickers,
        "purity": round(each.purity, 3), "completeness": round(each.completeness, 3),
        "mixed tracks": each.mixed_tracks,
        "resizing": round(each.motion.resizing, 4), "jolt": round(each.motion.jolt, 4),
    }  # fmt: skip


def report(results: list[Result], peer: str) -> tuple[str, bool]:
    """Return the page, and whether each bar is met."""
    people = len(cast())
    lines = [
        "# What is hidden, and what is left alone", "",
        f"{datetime.now(UTC).date().isoformat()}, {os.cpu_count()} cores, Python {sys.version.split()[0]}; "
        f"against {peer}, with its defaults. {people} people play in the composites. "
        "Command: `nox -s bench_redaction -- accuracy`.", "",
        "Exposed: less than half of a true face lies in the regions that are drawn over; covered: at least "
        "95 % of it does. Faces from 8 px count while half of them or more is visible. Whole frames: every "
        "such face is covered. Outside: share of the picture hidden beyond "
        "true faces grown 1.3 times. Flicker: gaps of 1 to 5 frames. Resizing: share of neighbouring "
        "frames between which a region has another size. Jolt: the change of its speed from frame to frame, "
        "in its heights, that 95 of 100 stay below. Each cell: ours / deface.", "",
    ]  # fmt: skip
    lines += _table(results)
    verdicts = _verdicts(figures(added([row.ours for row in results])), results)
    lines += ["## Bars", "", "| bar | measured | |", "| --- | --- | --- |", *verdicts]
    missed = [verdict for verdict in verdicts if "missed" in verdict]
    return "\n".join([*lines, ""]), not missed


def _table(rows: list[Result]) -> list[str]:
    lines = [
        "| clip | faces | exposed | covered | whole frames | outside | flicker | resizing | jolt | purity | "
        "completeness |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    both = [(row.clip, row.ours, row.deface) for row in rows]
    both.append(("**all**", added([row.ours for row in rows]), added([row.deface for row in rows])))
    for clip, mine, theirs in both:
        lines.append(
            f"| {clip} | {mine.faces} | {mine.exposed} / {theirs.exposed} | "
            f"{mine.recall:.4f} / {theirs.recall:.4f} | "
            f"{mine.whole:.3f} / {theirs.whole:.3f} | {mine.outside:.2%} / {theirs.outside:.2%} | "
            f"{mine.flickers} / {theirs.flickers} | "
            f"{mine.motion.resizing:.1%} / {theirs.motion.resizing:.1%} | "
            f"{mine.motion.jolt:.3f} / {theirs.motion.jolt:.3f} | "
            f"{mine.purity:.3f} | {mine.completeness:.3f} |"
        )
    return [*lines, ""]


def _verdicts(total: dict[str, float], rows: list[Result]) -> list[str]:
    lines = []
    for name, bar in BARS.items():
        least = name not in {"exposed", "outside"}
        met = total[name] >= bar if least else total[name] <= bar
        word = "at least" if least else "at most"
        lines.append(f"| {name}: {word} {bar} | {total[name]} | {'met' if met else '**missed**'} |")
    below = [row.clip for row in rows if row.ours.recall < row.deface.recall]
    told = ", ".join(below) or "none"
    lines.append(f"| on no clip below deface | {told} | {'**missed**' if below else 'met'} |")
    flickers = int(total["flickers"])
    mixed = int(total["mixed tracks"])
    lines.append(f"| no track of two people | {mixed} | {'**missed**' if mixed else 'met'} |")
    lines.append(f"| no flicker | {flickers} | {'**missed**' if flickers else 'met'} |")
    return lines


if __name__ == "__main__":
    sys.exit(main())
