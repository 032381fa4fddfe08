"""Which composites tell settings of ours apart; one in which no two differ measures nothing.

    python -m benchmarks.redaction.telling [--scene NAME]

Each scene is analysed as chosen, without the second detector, and with half as many looks. Writes nothing;
`catalogue.py` leaves out the scenes in which neither faces exposed or covered nor who is who differ.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.redaction.catalogue import all_scenes
from benchmarks.redaction.contenders import ours
from benchmarks.redaction.scores import score
from benchmarks.redaction.variants import CHOSEN, variants
from video_indexer_emulator.media.fetch import fetch_models
from video_indexer_emulator.media.models import FaceModels
from video_indexer_emulator.settings import MODEL_CACHE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.redaction.scenes import Scene
    from benchmarks.redaction.scores import Score


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.redaction.telling")
    parser.add_argument("--scene", action="append", help="this scene alone; may be repeated")
    chosen = parser.parse_args(arguments).scene
    fetch_models(MODEL_CACHE, print)
    models = FaceModels.load(None, MODEL_CACHE)
    for scene in all_scenes():
        if not chosen or scene.name in chosen:
            print(f"{scene.name}: {'; '.join(_told_apart(_scores(scene, models)))}", flush=True)
    return 0


def _scores(scene: Scene, models: FaceModels) -> dict[str, Score]:
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "clip.mp4"
        truth = scene.write(clip)
        return {
            each.name: score(truth, ours(clip, each.models(models), each.settings)[1], scene.size, scene.name)
            for each in variants()
            if each.name == CHOSEN or not each.on_the_curve
        }


def _told_apart(scores: dict[str, Score]) -> list[str]:
    """Return the figures of each, and at the end whether any two differ."""
    seen = {name: figures_that_count(each) for name, each in scores.items()}
    lines = [
        f"{name}: {exposed} exposed, {covered} of {scores[name].faces} covered, {named:.3f}"
        for name, (exposed, covered, named) in seen.items()
    ]
    return [*lines, "tells them apart" if len(set(seen.values())) > 1 else "TELLS NOTHING"]


def figures_that_count(each: Score) -> tuple[int, int, float]:
    """Return faces exposed, faces covered, and the share of faces under their person's main id."""
    return each.exposed, each.covered, round(each.completeness, 3)


if __name__ == "__main__":
    sys.exit(main())
