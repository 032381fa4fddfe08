"""What settings trade: faces left visible against what is hidden without need, on the clips of `tune`.

    python -m benchmarks.redaction.curve [--clips FOLDER] [--of-each-kind COUNT] [--megapixels MOST]

The settings differ in how sure a find must be; deface is a point beside their curve.
Clips that aren't in ../shared/clips nor in FOLDER are left out and named. With COUNT, of each kind of footage
only the so many clips with the least SHA-256 are measured, with MOST only clips of at most so many
megapixels in all their frames:
the rule is fixed, so that nobody picks. Writes results/curve.json, curve.md and curve.png.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from benchmarks.client_report import machine
from benchmarks.processes import environment, versions
from benchmarks.redaction.contenders import deface_marked, ours_marked
from benchmarks.redaction.curve_report import chart, page
from benchmarks.redaction.exposure import measure
from benchmarks.redaction.exposure_report import figures
from benchmarks.redaction.people import CLIPS
from benchmarks.redaction.truth import Half, load_truth
from benchmarks.redaction.variants import variants
from video_indexer_emulator.media.fetch import fetch_models
from video_indexer_emulator.media.models import FaceModels
from video_indexer_emulator.settings import MODEL_CACHE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.redaction.exposure import Exposure
    from benchmarks.redaction.truth import MarkedClip
    from benchmarks.redaction.variants import Variant

RESULTS = Path(__file__).parents[1] / "results"


@dataclass(frozen=True)
class Found:
    """A marked clip that is here."""

    clip: MarkedClip
    path: Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.redaction.curve")
    parser.add_argument("--clips", action="append", type=Path, default=[], help="further folder of clips")
    parser.add_argument("--of-each-kind", type=int, metavar="COUNT", help="of each kind of footage, so many")
    parser.add_argument("--megapixels", type=float, metavar="MOST", help="leave out clips with more in all")
    options = parser.parse_args(arguments)
    load = os.getloadavg()[0] if sys.platform != "win32" else None
    tune = [clip for clip in load_truth() if clip.half is Half.TUNE]
    wanted = chosen(tune, options.of_each_kind, options.megapixels)
    paths = {clip.name: clip.find([CLIPS, *options.clips]) for clip in wanted}
    clips = [Found(clip, path) for clip in wanted if (path := paths[clip.name])]
    fetch_models(MODEL_CACHE, print)
    models = FaceModels.load(None, MODEL_CACHE)
    settings = [each for each in variants() if each.on_the_curve]
    points = {each.name: _point(each, clips, models) for each in tqdm(settings, "Settings")}
    with tempfile.TemporaryDirectory() as folder:
        python = environment(Path(folder) / "deface", "deface==1.5.0", "onnx", "onnxruntime")
        peer = versions(python, "deface", "onnxruntime")
        theirs = [measure(each.clip, deface_marked(each.clip, each.path, python)) for each in clips]
    report = {
        "settings": points, "deface": _figures(theirs), "peer": peer,
        "clips": [each.clip.name for each in clips], "of": len(tune),
        "missing": [name for name, path in paths.items() if path is None],
        "of each kind": options.of_each_kind, "most megapixels": options.megapixels, "machine": machine(load),
    }  # fmt: skip
    (RESULTS / "curve.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    (RESULTS / "curve.md").write_text(page(report), "utf-8")
    chart(report, RESULTS / "curve.png")
    print(page(report))
    return 0


def chosen(
    clips: Iterable[MarkedClip], of_each_kind: int | None, megapixels: float | None
) -> list[MarkedClip]:
    """Return all clips up to so many megapixels or, of each kind, so many: those with the least SHA-256."""
    kinds: dict[str, list[MarkedClip]] = defaultdict(list)
    for clip in sorted(clips, key=lambda each: each.sha256):
        size = clip.frame_count * clip.width * clip.height / 1e6
        if megapixels is None or size <= megapixels:
            kinds[clip.kind].append(clip)
    return [clip for kind in sorted(kinds) for clip in kinds[kind][:of_each_kind]]


def _point(variant: Variant, clips: Sequence[Found], models: FaceModels) -> dict[str, Any]:
    found = []
    for each in tqdm(clips, variant.name, leave=False):
        hidden = ours_marked(each.clip, each.path, variant.models(models), variant.settings)
        found.append(measure(each.clip, hidden))
    changes = {name: str(value) for name, value in variant.changes.items()}
    return {"changes": changes, **_figures(found)}


def _figures(found: Sequence[Exposure]) -> dict[str, Any]:
    """Return what is traded, of all clips together; needless hiding is the mean of the clips."""
    empty = [each for each in found if not each.faces]
    return figures(found) | {"needless without faces": figures(empty)["needless"]}


if __name__ == "__main__":
    sys.exit(main())
