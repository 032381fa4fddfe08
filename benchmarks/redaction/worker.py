"""Our own work on one clip in one process, without service, queue or storage: the bare worker.

    python -m benchmarks.redaction.worker whole CLIP RESULT   to be timed from outside
    python -m benchmarks.redaction.worker parts CLIP ROUNDS   prints {part: [seconds, ...]}, models loaded

The parts, timed inside: "decode", "recode" (decode and encode, nothing changed), "analyze", "redact", and
"spliced" (the redaction with unchanged groups copied, which is turned off elsewhere: the peer can't do it).
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import av

from video_indexer_emulator.media import render
from video_indexer_emulator.media.analyze import analyze
from video_indexer_emulator.media.fetch import fetch_models
from video_indexer_emulator.media.models import FaceModels
from video_indexer_emulator.memory import give_back_large_blocks
from video_indexer_emulator.model import BlurringKind, RedactionPlan
from video_indexer_emulator.settings import MODEL_CACHE

if TYPE_CHECKING:
    from collections.abc import Callable

    from video_indexer_emulator.model import Analysis

PLAN = RedactionPlan(BlurringKind.MEDIUM_BLUR, None)


def main() -> None:
    """Run the command."""
    give_back_large_blocks()  # as the service does when it starts
    task, clip = sys.argv[1], Path(sys.argv[2])
    if task == "whole":
        _whole(clip, Path(sys.argv[3]))
        return
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(_parts(clip, Path(folder) / "redacted.mp4", int(sys.argv[3]))))


def _models() -> FaceModels:
    fetch_models(MODEL_CACHE, lambda _: None)
    return FaceModels.load(None, MODEL_CACHE)


def _whole(clip: Path, result: Path) -> None:
    with patch.object(render, "plan_splice", return_value=None):
        _redact(clip, analyze(clip, _models(), _quiet), result)


def _parts(clip: Path, result: Path, rounds: int) -> dict[str, list[float]]:
    models = _models()
    found = analyze(clip, models, _quiet)
    nothing = replace(found, tracks=())
    parts: dict[str, Callable[[], object]] = {
        "decode": lambda: _decode(clip),
        "recode": lambda: _redact(clip, nothing, result),
        "analyze": lambda: analyze(clip, models, _quiet),
        "redact": lambda: _redact(clip, found, result),
    }
    figures: dict[str, list[float]] = {name: [] for name in [*parts, "spliced"]}
    names = list(parts)
    for number in range(rounds):
        turn = number % len(names)
        with patch.object(render, "plan_splice", return_value=None):
            for name in [*names[turn:], *names[:turn]]:
                figures[name].append(_timed(parts[name]))
        figures["spliced"].append(_timed(lambda: _redact(clip, found, result)))
    return figures


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _decode(clip: Path) -> None:
    with av.open(str(clip)) as container:
        video = container.streams.video[0]
        video.thread_type = "AUTO"
        for _ in container.decode(video):
            pass


def _redact(clip: Path, found: Analysis, result: Path) -> None:
    render.redact(clip, found.tracks, PLAN, found.clip, result, _quiet)


def _quiet(_: float) -> None:
    """Do nothing with the progress."""


if __name__ == "__main__":
    main()
