"""Where the time goes: the CPU seconds of each stage of a redaction, and how busy the cores are.

    python -m benchmarks.redaction.stages

Looks are made one after the other for it, so that each second belongs to one stage; how busy the cores are is
measured beforehand, on a bare worker from outside, with looks side by side as always. Writes
results/stages.md and stages.png.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import sys
import tempfile
import time
from concurrent.futures import Executor, Future
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from benchmarks.client_report import machine
from benchmarks.redaction.commands import bare_worker, timed
from benchmarks.redaction.footage import crowd, write
from benchmarks.redaction.speed_report import RESULTS
from benchmarks.redaction.worker import PLAN
from video_indexer_emulator.media import look, render
from video_indexer_emulator.media.analyze import analyze
from video_indexer_emulator.media.closer import SIDE
from video_indexer_emulator.media.fetch import fetch_models
from video_indexer_emulator.media.models import FaceModels
from video_indexer_emulator.settings import MODEL_CACHE

if TYPE_CHECKING:
    from collections.abc import Callable

    from video_indexer_emulator.model import Analysis

HEIGHTS = (360, 720, 1080)
SECONDS = 8.0
BUSY = 1.8  # of two cores: what counts as both busy
PEOPLE = 4
STAGES = {  # the profiler's name of a function, by the stage whose time it is
    "decode": "<method 'decode' of 'av.video.stream.VideoStream' objects>",
    "make pictures": "<method 'reformat' of 'av.video.frame.VideoFrame' objects>",
    "look at whole pictures": "whole_look",
    "look closer": "closer_look",
    "tell people apart": "embedding",
    "ask the second detector": "auditing",
    "hide": "hide",
    "encode": "<method 'encode' of 'av.video.stream.VideoStream' objects>",
}


class _Inline(Executor):
    """Does the work at once."""

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **more: Any) -> Future[Any]:
        """Return the result, already there."""
        done: Future[Any] = Future()
        done.set_result(work(*arguments, **more))
        return done


class _Detector:
    """The detector, whose runs on whole pictures and on cut-outs have names of their own."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def run(self, names: Any, inputs: Any, options: Any = None) -> Any:
        small = inputs["input"].shape[-1] <= SIDE
        return (self.closer_look if small else self.whole_look)(names, inputs, options)

    def whole_look(self, *arguments: Any) -> Any:
        return self._session.run(*arguments)

    def closer_look(self, *arguments: Any) -> Any:
        return self._session.run(*arguments)


class _Embedder:
    """The embedder, whose runs have a name of their own."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def run(self, *arguments: Any) -> Any:
        return self.embedding(*arguments)

    def embedding(self, *arguments: Any) -> Any:
        return self._session.run(*arguments)


class _Auditor:
    """The second detector, whose runs have a name of their own."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def run(self, *arguments: Any) -> Any:
        return self.auditing(*arguments)

    def auditing(self, *arguments: Any) -> Any:
        return self._session.run(*arguments)


def main() -> int:
    """Run the command."""
    fetch_models(MODEL_CACHE, print)
    models = FaceModels.load(None, MODEL_CACHE)
    load = os.getloadavg()[0] if sys.platform != "win32" else None
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        for height in HEIGHTS:
            clip = write(Path(folder) / f"{height}.mp4", crowd(PEOPLE, SECONDS), height)
            rows[f"{height}p"] = _measure(clip, models)
    text = page(rows, machine(load))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "stages.md").write_text(text, "utf-8")
    _chart(rows, RESULTS / "stages.png")
    print(text)
    return 0


def _measure(clip: Path, models: FaceModels) -> dict[str, float]:
    """Return milliseconds of CPU a frame by stage, and the cores that were busy."""
    result = clip.with_name("redacted.mp4")
    cost = timed(bare_worker(clip, result), result)
    named = FaceModels(_Detector(models.detector), _Embedder(models.embedder), _Auditor(models.auditor))
    profile = cProfile.Profile(time.process_time)  # so that the encoder's own threads count for `encode`
    with (
        patch.object(look, "ThreadPoolExecutor", lambda *_: _Inline()),
        patch.object(render, "ahead", lambda items, _: nullcontext(items)),
    ):
        found = profile.runcall(_both, clip, named, result)
    stats: Any = pstats.Stats(profile)
    seconds = {
        stage: sum(times[3] for (_, _, name), times in stats.stats.items() if name == function)
        for stage, function in STAGES.items()
    }
    seconds["the rest"] = stats.total_tt - sum(seconds.values())
    frames = found.clip.frame_count
    return {stage: 1000 * value / frames for stage, value in seconds.items()} | {
        "cores busy": cost.cpu / cost.seconds
    }


def _both(clip: Path, models: FaceModels, result: Path) -> Analysis:
    found = analyze(clip, models, lambda _: None)
    with patch.object(render, "plan_splice", return_value=None):
        render.redact(clip, found.tracks, PLAN, found.clip, result, lambda _: None)
    return found


def page(rows: dict[str, dict[str, float]], where: dict[str, Any]) -> str:
    """Return the table as Markdown."""
    stages = [*STAGES, "the rest"]
    lines = [
        "# Where the time goes", "",
        f"{where['date']}, {where['cores']} cores, Python {where['python']}, load before "
        f"{where['load_average_before']}. Milliseconds of CPU for each frame of a clip with {PEOPLE} people, "
        "analysis and redaction together; groups of pictures aren't copied. Cores busy: of a bare worker, "
        "timed from outside, the start of its process included. "
        "Command: `nox -s bench_redaction -- stages`.", "",
        "| size | " + " | ".join(stages) + " | all | cores busy |",
        "| --- |" + " --- |" * (len(stages) + 2),
    ]  # fmt: skip
    for name, row in rows.items():
        cells = [f"{row[stage]:.1f}" for stage in stages]
        whole = sum(row[stage] for stage in stages)
        lines.append(f"| {name} | {' | '.join(cells)} | {whole:.1f} | {row['cores busy']:.2f} |")
    lines += ["", "![Where the time goes](stages.png)", "", "| bar | measured | |", "| --- | --- | --- |"]
    bars = {f"{name}: {BUSY:g} cores busy of two": row["cores busy"] for name, row in rows.items()}
    for name, busy in bars.items():
        lines.append(f"| {name} | {busy:.2f} | {'met' if busy >= BUSY else '**missed**'} |")
    return "\n".join([*lines, ""])


def _chart(rows: dict[str, dict[str, float]], path: Path) -> None:
    import matplotlib as mpl  # noqa: PLC0415 - takes a second, and only the end of a run needs it

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(figsize=(8, 2.6), layout="constrained")
    left = [0.0] * len(rows)
    for stage in [*STAGES, "the rest"]:
        values = [row[stage] for row in rows.values()]
        axes.barh(list(rows), values, left=left, label=stage)
        left = [one + other for one, other in zip(left, values, strict=True)]
    axes.invert_yaxis()
    axes.set_xlabel("ms of CPU a frame")
    axes.legend(frameon=False, fontsize=7, ncols=4, loc="lower center", bbox_to_anchor=(0.5, 1.0))
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=150)
    plt.close(figure)


if __name__ == "__main__":
    sys.exit(main())
