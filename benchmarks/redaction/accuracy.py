"""What is hidden, what is left alone, and who is who: ours beside deface, on the same clips.

    python -m benchmarks.redaction.accuracy

Composites (`catalogue.py`) have exact truth. Real clips, where there are any, are judged by what two
detectors agree on (`consensus.py`). Writes results/accuracy.json and accuracy.md.
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

import av
from tqdm import tqdm

from benchmarks.processes import environment, versions
from benchmarks.redaction.catalogue import scenes
from benchmarks.redaction.causes import told
from benchmarks.redaction.consensus import consensus
from benchmarks.redaction.contenders import deface, ours
from benchmarks.redaction.people import CLIPS, cast
from benchmarks.redaction.scores import Score, score
from benchmarks.redaction.strips import Strips
from video_indexer_emulator.media.fetch import fetch_models
from video_indexer_emulator.media.models import FaceModels
from video_indexer_emulator.settings import MODEL_CACHE

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS = Path(__file__).parents[1] / "results"
REAL = (
    "intel_head-pose-face-detection-female.mp4", "intel_head-pose-face-detection-male.mp4",
    "intel_head-pose-face-detection-female-and-male.mp4", "intel_face-demographics-walking.mp4",
    "intel_face-demographics-walking-and-pause.mp4", "intel_classroom.mp4", "foreman_cif.mp4",
    "cisco_zhling_720p.mp4", "asl_sister.mkv",
)  # fmt: skip
BARS = {
    "composites": {
        "covered": 0.998,
        "whole frames": 0.985,
        "outside": 0.01,
        "purity": 0.98,
        "completeness": 0.98,
    },
    "real clips": {"covered": 0.997, "whole frames": 0.97, "outside": 0.01},
}

TRUTH_OF_REAL_CLIPS = (
    "A face counts here where our detector (in a single look at the whole picture) and that of deface both "
    "see one at the same place: a face that only one of them sees counts for neither. So the table tells "
    "what following and hiding add and lose; it can't tell whose detector misses more, and deface's column "
    "is at its best. The composites, whose truth no detector made, tell that."
)


@dataclass(frozen=True)
class Result:
    """One clip, by both."""

    kind: str  # composites or real clips
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
        results = [*_composites(models, python, scratch, strips), *_real(models, python, strips)]
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
        yield Result("composites", name, mine, peers)


def _real(models: FaceModels, python: Path, strips: Strips) -> Iterator[Result]:
    for clip in tqdm([CLIPS / name for name in REAL if (CLIPS / name).exists()], "Real clips"):
        with av.open(str(clip)) as container:
            video = container.streams.video[0].codec_context
            size = (video.width, video.height)
        theirs = deface(clip, python)
        truth = consensus(clip, models, theirs)
        _, hidden = ours(clip, models)
        mine, peers = (score(truth, each, size, clip.stem) for each in (hidden, theirs))
        strips.take(clip, clip.stem, mine.badness(), truth, hidden)
        yield Result("real clips", clip.stem, mine, peers)


def added(scores: list[Score]) -> Score:
    """Add the counts of several clips; people of composites are the same in each, their ids are not."""
    total = Score()
    for number, each in enumerate(scores):
        for name in ("faces", "covered", "frames", "whole_frames", "area_outside", "all_frames", "flickers"):
            setattr(total, name, getattr(total, name) + getattr(each, name))
        total.named.update({(f"{number} {who}", number * 10**6 + i): n for (who, i), n in each.named.items()})
        total.track_people.update(each.track_people)
        total.motion.add(each.motion)
    return total


def figures(each: Score) -> dict[str, float]:
    """Return a score as numbers."""
    return {
        "faces": each.faces, "covered": round(each.recall, 4), "whole frames": round(each.whole, 4),
        "outside": round(each.outside, 4), "flickers": each.flickers,
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
        "Covered: at least 95 % of a true face of 16 px and more, half visible or more, lies in the regions "
        "that are drawn over. Whole frames: every such face is covered. Outside: share of the picture hidden "
        "beyond true faces grown 1.3 times. Flicker: gaps of 1 to 5 frames. Resizing: share of neighbouring "
        "frames between which a region has another size. Jolt: the change of its speed from frame to frame, "
        "in its heights, that 95 of 100 stay below. Each cell: ours / deface.", "",
    ]  # fmt: skip
    verdicts: list[str] = []
    for kind, bars in BARS.items():
        rows = [result for result in results if result.kind == kind]
        if rows:
            lines += _table(kind, rows)
            total = figures(added([row.ours for row in rows]))
            verdicts += _verdicts(kind, bars, total, rows)
    lines += ["## Bars", "", "| bar | measured | |", "| --- | --- | --- |", *verdicts]
    missed = [verdict for verdict in verdicts if "missed" in verdict]
    return "\n".join([*lines, *told(missed), ""]), not missed


def _table(kind: str, rows: list[Result]) -> list[str]:
    lines = [
        f"## {kind.capitalize()}", "",
        "| clip | faces | covered | whole frames | outside | flicker | resizing | jolt | purity | "
        "completeness |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    if kind == "real clips":
        lines[2:2] = [TRUTH_OF_REAL_CLIPS, ""]
    both = [(row.clip, row.ours, row.deface) for row in rows]
    both.append(("**all**", added([row.ours for row in rows]), added([row.deface for row in rows])))
    for clip, mine, theirs in both:
        who = (f"{mine.purity:.3f}", f"{mine.completeness:.3f}") if kind == "composites" else ("", "")
        lines.append(
            f"| {clip} | {mine.faces} | {mine.recall:.4f} / {theirs.recall:.4f} | "
            f"{mine.whole:.3f} / {theirs.whole:.3f} | {mine.outside:.2%} / {theirs.outside:.2%} | "
            f"{mine.flickers} / {theirs.flickers} | "
            f"{mine.motion.resizing:.1%} / {theirs.motion.resizing:.1%} | "
            f"{mine.motion.jolt:.3f} / {theirs.motion.jolt:.3f} | {who[0]} | {who[1]} |"
        )
    return [*lines, ""]


def _verdicts(kind: str, bars: dict[str, float], total: dict[str, float], rows: list[Result]) -> list[str]:
    lines = []
    for name, bar in bars.items():
        met = total[name] <= bar if name == "outside" else total[name] >= bar
        word = "at most" if name == "outside" else "at least"
        lines.append(f"| {kind}, {name}: {word} {bar} | {total[name]} | {'met' if met else '**missed**'} |")
    below = [row.clip for row in rows if row.ours.recall < row.deface.recall]
    told = ", ".join(below) or "none"
    lines.append(f"| {kind}: on no clip below deface | {told} | {'**missed**' if below else 'met'} |")
    flickers = int(total["flickers"])
    if kind == "composites":
        mixed = int(total["mixed tracks"])
        lines.append(f"| {kind}: no track of two people | {mixed} | {'**missed**' if mixed else 'met'} |")
    lines.append(f"| {kind}: no flicker | {flickers} | {'**missed**' if flickers else 'met'} |")
    return lines


if __name__ == "__main__":
    sys.exit(main())
