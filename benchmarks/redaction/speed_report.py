"""The bars of the speed benchmark, its page and its chart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.redaction.causes import told

if TYPE_CHECKING:
    from collections.abc import Mapping

RESULTS = Path(__file__).parents[1] / "results"
TIMES_DEFACE, TO_RECODE, TO_CODEC, TIMES_COPIED, PEAK_MIB = 9.0, 1.15, 1.5, 4.0, 400
GROWTH_MIB = 32  # by which a clip four times as long may need more: noise, far from a clip's size
PARTS = ("decode", "recode", "analyze", "redact")


def judged(report: Mapping[str, Any]) -> dict[str, tuple[float, str]]:
    """Return each bar with the figure measured and whether it is met."""
    bars: dict[str, tuple[float, bool]] = {}
    for name, row in report["sizes"].items():
        if name != "360p":
            figure = row["times deface"]
            bars[f"{name}: at least {TIMES_DEFACE:g} times deface"] = (figure, figure >= TIMES_DEFACE)
        for key, bar, what in (
            ("redact to recode", TO_RECODE, "redaction, against decode and encode"),
            ("all to codec", TO_CODEC, "analysis and redaction, against decode, and decode and encode"),
        ):
            bars[f"{name}: {what}: at most {bar:g}"] = (row[key], row[key] <= bar)
    times = report["tenth"]["times"]
    bars[f"faces in a tenth: copying at least {TIMES_COPIED:g} times as fast"] = (
        times,
        times >= TIMES_COPIED,
    )
    short, long = report["memory"].values()
    bars[f"peak at 1080p: at most {PEAK_MIB} MiB"] = (long, long <= PEAK_MIB)
    bars[f"four times the length: at most {GROWTH_MIB} MiB more"] = (long - short, long - short <= GROWTH_MIB)
    return {name: (figure, "met" if kept else "missed") for name, (figure, kept) in bars.items()}


def page(report: Mapping[str, Any]) -> str:
    """Return the tables as Markdown."""
    where = report["machine"]
    lines = [
        "# How fast a clip is redacted", "",
        f"{where['date']}, {where['cores']} cores, Python {where['python']}, load before "
        f"{where['load_average_before']}; against {report['peer']}. "
        f"Medians of {report['rounds']} rounds, each of which runs both, and of {report['rounds of parts']} "
        "rounds of our own parts and their bars. "
        "Command: `nox -s bench_redaction -- speed`.", "",
        "Both from the start of a process to the written file, sound kept, with the same x264 settings. "
        "Seconds for 4 s of video (100 frames) with 4 people in every frame:", "",
        "| size | ours | deface | times as fast | decode | decode + encode | analysis | redaction |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    for name, row in report["sizes"].items():
        both, times = row["seconds"], row["times deface"]
        parts = " | ".join(f"{row['parts'][part]:.2f}" for part in PARTS)
        lines.append(f"| {name} | {both['ours']:.2f} | {both['deface']:.2f} | **{times:.1f}** | {parts} |")
    tenth = report["tenth"]
    peaks = ", ".join(f"{peak} MiB for {name}" for name, peak in report["memory"].items())
    lines += [
        "",
        f"With faces in a tenth of the length (720p, {tenth['frames']} frames), redaction takes "
        f"{tenth['encoded']:.2f} s where all is encoded and {tenth['copied']:.2f} s where groups of pictures "
        f"without a face are copied: {tenth['times']:.1f} times as fast.", "",
        f"Peak of memory at 1080p: {peaks}.", "", "![How fast a clip is redacted](speed.png)", "",
        "| bar | measured | |", "| --- | --- | --- |",
    ]  # fmt: skip
    for name, (figure, verdict) in report["bars"].items():
        lines.append(f"| {name} | {figure} | {verdict if verdict == 'met' else f'**{verdict}**'} |")
    lines += told(name for name, (_, verdict) in report["bars"].items() if verdict != "met")
    return "\n".join([*lines, ""])


def chart(report: Mapping[str, Any], path: Path) -> None:
    """Draw the frames a second of both, and of the codec alone."""
    import matplotlib as mpl  # noqa: PLC0415 - takes a second, and only the end of a run needs it

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    names = list(report["sizes"])
    rows = [report["sizes"][name] for name in names]
    bars = {
        "decode + decode and encode (the floor)": [
            row["frames"] / (row["parts"]["decode"] + row["parts"]["recode"]) for row in rows
        ],
        "analyse + redact": [row["frames"] / row["seconds"]["ours"] for row in rows],
        "deface": [row["frames"] / row["seconds"]["deface"] for row in rows],
    }
    figure, axes = plt.subplots(figsize=(7, 3.4), layout="constrained")
    for number, (label, values) in enumerate(bars.items()):
        places = [index + 0.27 * (number - 1) for index in range(len(names))]
        drawn = axes.bar(places, values, 0.25, label=label, color=("#b8bcc4", "#1f6feb", "#d29922")[number])
        axes.bar_label(drawn, fmt="%.1f", fontsize=8)
    axes.set_xticks(range(len(names)), names)
    axes.set_ylabel("frames a second")
    axes.set_title("Whole redaction of a clip with four people", fontsize=10)
    axes.legend(frameon=False, fontsize=8)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=150)
    plt.close(figure)
