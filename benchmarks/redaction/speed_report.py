"""The bars of the speed benchmark, its page and its chart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.redaction.commands import DEFACE, IDLE, OURS, WORKER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RESULTS = Path(__file__).parents[1] / "results"
SHORT, LONG = "4 s", "30 s"
TIMES_DEFACE = {"720p": 7.5, "1080p": 9.0}
TO_CODEC = {"720p": 2.0, "1080p": 1.5}
FRAMES_A_SECOND = {"360p": 150}
PEAK_MIB = {"1080p": 330}
START_SECONDS, CORES_BUSY, TIMES_COPIED = 1.5, 1.8, 4.0
PARTS = ("decode", "recode", "analyze", "redact")
COMMANDS = {
    OURS: "vi-redact IN.mp4 -o OUT.mp4",
    DEFACE: "deface IN.mp4 --output OUT.mp4 --keep-audio --ffmpeg-config …",
    WORKER: "python -m benchmarks.redaction.worker whole IN.mp4 OUT.mp4",
}


def judged(report: Mapping[str, Any]) -> dict[str, tuple[float, str]]:
    """Return each bar with the figure measured and whether it is met."""
    bars = dict(_bars(report))
    return {name: (figure, "met" if kept else "missed") for name, (figure, kept) in bars.items()}


def _bars(report: Mapping[str, Any]) -> Iterator[tuple[str, tuple[float, bool]]]:
    for size, rows in report["sizes"].items():
        row = rows[LONG]
        if size in TIMES_DEFACE:
            bar, times = TIMES_DEFACE[size], row["times deface"]
            yield f"{size}, {LONG}: at least {bar:g} times as fast as deface", (times, times >= bar)
        if size in TO_CODEC:
            bar, ratio = TO_CODEC[size], report["parts"][size]["all to codec"]
            what = "analysis and redaction, against decode, and decode and encode"
            yield f"{size}: {what}: at most {bar:g}", (ratio, ratio <= bar)
        if size in FRAMES_A_SECOND:
            rate = round(row["frames"] / row[OURS]["seconds"], 1)
            bar = FRAMES_A_SECOND[size]
            yield f"{size}, {LONG}: at least {bar} frames a second", (rate, rate >= bar)
        if size in PEAK_MIB:
            peak = row[OURS]["peak_mib"]
            yield (
                f"{size}, {LONG}: largest process at most {PEAK_MIB[size]} MiB",
                (
                    peak,
                    peak <= PEAK_MIB[size],
                ),
            )
        busy = row[OURS]["cores busy"]
        yield f"{size}, {LONG}: {CORES_BUSY:g} cores busy of two", (busy, busy >= CORES_BUSY)
    start = report[IDLE]["seconds"]
    yield f"start and end of the emulator: at most {START_SECONDS:g} s", (start, start <= START_SECONDS)
    times = report["tenth"]["times"]
    yield (
        f"faces in a tenth: copying at least {TIMES_COPIED:g} times as fast",
        (times, times >= TIMES_COPIED),
    )


def page(report: Mapping[str, Any]) -> str:
    """Return the tables as Markdown."""
    where = report["machine"]
    lines = [
        "# How fast a clip is redacted", "",
        f"{where['date']}, {where['cores']} cores, Python {where['python']}, load before "
        f"{where['load_average_before']} and after {where['load_average_after']}; against {report['peer']}. "
        f"Medians of {report['rounds']} rounds; each runs every command and begins with another one; "
        "ratios are the medians of the rounds' own ratios. Command: `nox -s bench_redaction -- speed`.", "",
        "Every process is timed from outside, from start to end: seconds by the clock, user and system "
        "time of the command with all that it starts, and the resident memory of its largest process. Clips "
        "with four people in every frame, sound kept, the same x264 settings.", "",
        *(f"- {name}: `{command}`" for name, command in COMMANDS.items()), "",
        *_costs(report), *_between(report), *_parts(report), "![How fast a clip is redacted](speed.png)", "",
        "| bar | measured | |", "| --- | --- | --- |",
    ]  # fmt: skip
    for name, (figure, verdict) in report["bars"].items():
        lines.append(f"| {name} | {figure} | {verdict if verdict == 'met' else f'**{verdict}**'} |")
    return "\n".join([*lines, ""])


def _costs(report: Mapping[str, Any]) -> Iterator[str]:
    yield (
        "| size | clip | command | seconds | CPU seconds | cores busy | peak, MiB | vi-redact is faster | "
        "by CPU |"
    )
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for size, rows in report["sizes"].items():
        for length, row in rows.items():
            for name in (each for each in (OURS, DEFACE, WORKER) if each in row):
                cost = row[name]
                mark = "" if cost.get("measured", True) else "≈ "
                times = (row["times deface"], row["times deface, cpu"]) if name == DEFACE else None
                ratios = f"**{times[0]:.1f}** times | {times[1]:.1f} times" if times else "| "
                yield (
                    f"| {size} | {length} | {name} | {mark}{cost['seconds']:.2f} | {mark}{cost['cpu']:.2f} | "
                    f"{cost['cores busy']:.2f} | {cost['peak_mib']} | {ratios} |"
                )
    yield ""
    pair = report["deface pair"]
    if any(not row[DEFACE]["measured"] for rows in report["sizes"].values() for row in rows.values()):
        constant = "the same" if pair["constant"] else "**not the same**"
        yield (
            f"≈: computed from the clip of {SHORT}, since deface takes minutes for the long one. At "
            f"{pair['size']} both were measured: {pair['short, ms a frame']} ms of CPU a frame of the short "
            f"clip and {pair['long, ms a frame']} of the long one, its start of {pair['start, seconds']} s "
            f"included: the cost of a frame is {constant}. The start counts once."
        )
        yield ""


def _between(report: Mapping[str, Any]) -> Iterator[str]:
    """Say what `vi-redact` takes beyond the bare worker, as measured."""
    start = report[IDLE]
    yield (
        f"Starting an embedded emulator and ending it, with nothing in between, takes "
        f"{start['seconds']:.2f} s ({start['cpu']:.2f} of CPU). `vi-redact` takes longer than the bare "
        "worker by "
        + ", ".join(
            f"{rows[SHORT]['beyond the bare worker']:.1f} s at {size}"
            for size, rows in report["sizes"].items()
        )
        + f" for {SHORT}."
    )
    yield ""


def _parts(report: Mapping[str, Any]) -> Iterator[str]:
    yield f"Inside the bare worker, models loaded, seconds for {SHORT}:"
    yield ""
    yield "| size | decode | decode + encode | analysis | redaction | both, against the codec |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for size, row in report["parts"].items():
        cells = " | ".join(f"{row[part]:.2f}" for part in PARTS)
        yield f"| {size} | {cells} | {row['all to codec']:.2f} |"
    yield ""
    tenth = report["tenth"]
    yield (
        f"With faces in a tenth of the length (720p, {tenth['frames']} frames), redaction takes "
        f"{tenth['encoded']:.2f} s where all is encoded and {tenth['copied']:.2f} s where groups of pictures "
        f"without a face are copied: {tenth['times']:.1f} times as fast."
    )
    yield ""


def chart(report: Mapping[str, Any], path: Path) -> None:
    """Draw the frames a second of both commands on the long clip, and of the codec alone."""
    import matplotlib as mpl  # noqa: PLC0415 - takes a second, and only the end of a run needs it

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    names = list(report["sizes"])
    rows = [report["sizes"][name][LONG] for name in names]
    short = [report["sizes"][name][SHORT]["frames"] for name in names]
    codec = [report["parts"][name]["decode"] + report["parts"][name]["recode"] for name in names]
    bars = {
        "codec alone: decode, then decode and encode": [
            frames / seconds for frames, seconds in zip(short, codec, strict=True)
        ],
        OURS: [row["frames"] / row[OURS]["seconds"] for row in rows],
        DEFACE: [row["frames"] / row[DEFACE]["seconds"] for row in rows],
    }
    figure, axes = plt.subplots(figsize=(7, 3.4), layout="constrained")
    for number, (label, values) in enumerate(bars.items()):
        places = [index + 0.27 * (number - 1) for index in range(len(names))]
        drawn = axes.bar(places, values, 0.25, label=label, color=("#b8bcc4", "#1f6feb", "#d29922")[number])
        axes.bar_label(drawn, fmt="%.1f", fontsize=8)
    axes.set_xticks(range(len(names)), names)
    axes.set_ylabel("frames a second")
    axes.set_title(f"Redaction of {LONG} with four people, from start to end", fontsize=10)
    axes.legend(frameon=False, fontsize=8)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=150)
    plt.close(figure)
