"""Which faces stay visible on real clips whose faces were marked by eye: ours beside deface.

    python -m benchmarks.redaction.real_clips [--clips FOLDER] [--half test]

Both get the same files, with their defaults. Clips that aren't in ../shared/clips nor in FOLDER are left out
and named (`truth/README.md` says where each can be had). Writes results/real_clips.json and real_clips.md;
the worst frames lie in out/redaction.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from benchmarks.client_report import machine
from benchmarks.processes import environment, versions
from benchmarks.redaction.contenders import deface_marked, ours_marked
from benchmarks.redaction.exposure import measure
from benchmarks.redaction.exposure_report import Row, figures, page
from benchmarks.redaction.people import CLIPS
from benchmarks.redaction.truth import Half, load_truth
from benchmarks.redaction.worst_frames import write_worst
from video_indexer_emulator.media.fetch import fetch_models
from video_indexer_emulator.media.models import FaceModels
from video_indexer_emulator.settings import MODEL_CACHE

if TYPE_CHECKING:
    from collections.abc import Sequence

RESULTS = Path(__file__).parents[1] / "results"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 1 where a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.redaction.real_clips")
    parser.add_argument("--clips", action="append", type=Path, default=[], help="further folder of clips")
    parser.add_argument("--half", choices=[*Half], help="measure this half alone; writes no result page")
    options = parser.parse_args(arguments)
    found = {clip.name: clip.find([CLIPS, *options.clips]) for clip in load_truth()}
    clips = [clip for clip in load_truth() if found[clip.name] and options.half in {None, clip.half}]
    fetch_models(MODEL_CACHE, print)
    models = FaceModels.load(None, MODEL_CACHE)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        python = environment(Path(folder) / "deface", "deface==1.5.0", "onnx", "onnxruntime")
        peer = versions(python, "deface", "onnxruntime")
        for clip in tqdm(clips, "Real clips"):
            path = found[clip.name]
            if path is not None:
                hidden = ours_marked(clip, path, models)
                rows.append(
                    Row(clip, measure(clip, hidden), measure(clip, deface_marked(clip, path, python)))
                )
                write_worst(rows[-1], path, hidden)
    missing = [name for name, path in found.items() if path is None]
    text, kept = page(rows, machine(None), peer, missing)
    print(text)
    if options.half is None:
        _write(rows, text)
    return 0 if kept else 1


def _write(rows: Sequence[Row], text: str) -> None:
    stored = {
        row.clip.name: {"half": row.clip.half, "ours": figures([row.ours]), "deface": figures([row.deface])}
        for row in rows
    }
    (RESULTS / "real_clips.json").write_text(json.dumps(stored, indent=1) + "\n", "utf-8")
    (RESULTS / "real_clips.md").write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
