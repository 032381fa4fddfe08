"""How the cost grows: with the length of a clip, the people in it, and the size of its picture.

    python -m benchmarks.redaction.growth [--hour]

Lengths are measured with `vi-redact`, people and sizes with the bare worker, which a service keeps running;
both are timed from outside, from start to end.
Writes results/growth.json, growth.md and growth.png. `--hour` adds a clip of one hour.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from benchmarks.client_report import machine
from benchmarks.redaction.commands import bare_worker, timed, vi_redact
from benchmarks.redaction.footage import crowd, repeat, write
from benchmarks.redaction.scenes import RATE
from benchmarks.redaction.speed_report import RESULTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PIECE = 10  # seconds; longer clips repeat it
LENGTHS = (10, 30, 100)  # seconds, at 360p with two people
HOUR = 3600
PEOPLE = (0, 1, 2, 4, 8, 12)  # at 720p, 4 s
HEIGHTS = (360, 720, 1080, 2160)  # with four people, 4 s
SECONDS = 4.0
LINEAR = 1.25  # the time of a second of the longest clip, against that of a clip a tenth as long


def main() -> int:
    """Run the command; returns 1 where the cost isn't linear in the length."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--hour", action="store_true")
    options = parser.parse_args()
    load = os.getloadavg()[0] if sys.platform != "win32" else None
    with tempfile.TemporaryDirectory() as folder:
        report: dict[str, Any] = {
            kind: {name: _row(kind, *clip) for name, clip in tqdm(rows.items(), kind)}
            for kind, rows in _clips(Path(folder), hour=options.hour)
        }
    report["machine"] = machine(load)
    text, kept = page(report)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "growth.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    (RESULTS / "growth.md").write_text(text, "utf-8")
    _chart(report, RESULTS / "growth.png")
    print(text)
    return 0 if kept else 1


def _clips(folder: Path, *, hour: bool) -> Iterator[tuple[str, dict[str, tuple[Path, float]]]]:
    """Yield the clips of each table by the name of their row, with their length in seconds."""
    piece = write(folder / "piece.mp4", crowd(2, PIECE), 360)
    lengths = (*LENGTHS, HOUR) if hour else LENGTHS
    long = {each: repeat(piece, each // PIECE, folder / f"{each} s.mp4") for each in lengths}
    yield "length", {f"{each} s": (path, each) for each, path in long.items()}
    crowded = {each: write(folder / f"{each} people.mp4", crowd(each, SECONDS), 720) for each in PEOPLE}
    yield "people", {str(each): (path, SECONDS) for each, path in crowded.items()}
    sized = {each: write(folder / f"{each}p.mp4", crowd(4, SECONDS), each) for each in HEIGHTS}
    yield "size", {f"{each}p": (path, SECONDS) for each, path in sized.items()}


def _row(kind: str, clip: Path, seconds: float) -> dict[str, float]:
    result = clip.with_name("result.mp4")
    cost = timed((vi_redact if kind == "length" else bare_worker)(clip, result), result)
    return {
        "seconds": round(cost.seconds, 2),
        "cpu": round(cost.cpu, 2),
        "of a second of video": round(cost.seconds / seconds, 3),
        "frames a second": round(seconds * RATE / cost.seconds, 1),
        "peak_mib": round(cost.peak_mib),
    }


def page(report: Mapping[str, Any]) -> tuple[str, bool]:
    """Return the tables as Markdown, and whether the cost is linear in the length."""
    where = report["machine"]
    lines = [
        "# How the cost grows", "",
        f"{where['date']}, {where['cores']} cores, Python {where['python']}, load before "
        f"{where['load_average_before']}. Timed from outside, from the start of the "
        "command to its end; every group of pictures is encoded. Length: `vi-redact`, 360p, two people. "
        "People: the bare worker, 720p, 4 s. Size: the bare worker, four people, 4 s. "
        "Command: `nox -s bench_redaction -- growth`.", "",
    ]  # fmt: skip
    for kind in ("length", "people", "size"):
        lines += [
            f"| {kind} | seconds | CPU seconds | for a second of video | frames a second | peak, MiB |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
        for name, row in report[kind].items():
            lines.append(f"| {name} | {' | '.join(str(value) for value in row.values())} |")
        lines.append("")
    rows = list(report["length"].values())
    ratio = rows[-1]["of a second of video"] / rows[1]["of a second of video"]
    kept = ratio <= LINEAR
    lines += [
        f"A second of the longest clip costs {ratio:.2f} times what a second of the second shortest costs "
        f"(at most {LINEAR}: {'met' if kept else '**missed**'}). The peak rises with the tracks' boxes, "
        "which are kept for every frame until the clip ends.", "",
        "![How the cost grows](growth.png)", "",
    ]  # fmt: skip
    return "\n".join(lines), kept


def _chart(report: Mapping[str, Any], path: Path) -> None:
    import matplotlib as mpl  # noqa: PLC0415 - takes a second, and only the end of a run needs it

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(1, 3, figsize=(10, 3), layout="constrained")
    for axis, kind in zip(axes, ("length", "people", "size"), strict=True):
        names = list(report[kind])
        axis.plot(names, [report[kind][name]["of a second of video"] for name in names], marker="o")
        memory = axis.twinx()
        peaks = [report[kind][name]["peak_mib"] for name in names]
        memory.plot(names, peaks, marker="s", color="#d29922", linestyle=":")
        axis.set_ylim(bottom=0)
        memory.set_ylim(bottom=0)
        axis.set_xlabel(kind)
        axis.spines["top"].set_visible(False)
        memory.spines["top"].set_visible(False)
    axes[0].set_ylabel("seconds for a second of video (line)")
    memory.set_ylabel("peak of memory, MiB (dots)")
    figure.savefig(path, dpi=150)
    plt.close(figure)


if __name__ == "__main__":
    sys.exit(main())
