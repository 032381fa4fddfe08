"""How many faces are marked, of which kind."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.redaction.truth.marks import Blur, Cover, Half, Light, Skin, Yaw

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.redaction.truth.marks import MarkedFace
    from benchmarks.redaction.truth.store import MarkedClip

HEIGHTS = (8, 12, 16, 25, 50, 100, 200)  # pixels: the lower ends of the classes
ROLLS = (0, 15, 30, 60, 120)  # degrees to either side


def listing(clips: Sequence[MarkedClip]) -> list[str]:
    """Return a Markdown table of the clips."""
    lines = [
        "| clip | kind | half | size | faces | frames (looked at) | from | licence |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for clip in clips:
        origin = f"{clip.repository}, `{clip.path}`" + (f", {clip.prepared}" if clip.prepared else "")
        lines.append(
            f"| {clip.name} | {clip.kind} | {clip.half} | {clip.width}x{clip.height} | {len(_sure(clip))} | "
            f"{len(clip.frames)} ({len(clip.looked_at)}) | {origin} | {clip.licence} |"
        )
    return lines


def counts(clips: Sequence[MarkedClip]) -> list[str]:
    """Return Markdown tables: totals by half, then faces by attribute."""
    halves = {half: [clip for clip in clips if clip.half is half] for half in Half}
    lines = ["| | tune | test |", "| --- | --- | --- |"]
    for name, amount in (
        ("clips", len),
        ("frames marked", lambda some: sum(len(clip.frames) for clip in some)),
        ("frames looked at", lambda some: sum(len(clip.looked_at) for clip in some)),
        ("people", lambda some: sum(len(clip.faces) for clip in some)),
        ("faces", lambda some: sum(len(_sure(clip)) for clip in some)),
        ("faces looked at", lambda some: sum(face.looked_at for clip in some for face in _sure(clip))),
        ("faces not sure", lambda some: sum(not face.sure for clip in some for face in _all(clip))),
    ):
        lines.append(f"| {name} | {amount(halves[Half.TUNE])} | {amount(halves[Half.TEST])} |")
    lines += ["", "| attribute | value | tune | test |", "| --- | --- | --- | --- |"]
    tallies = {
        half: Counter(pair for clip in some for face in _sure(clip) for pair in _attributes(face))
        for half, some in halves.items()
    }
    for pair in _values():
        row = [tallies[half][pair] for half in (Half.TUNE, Half.TEST)]
        if any(row):
            lines.append(f"| {pair[0]} | {pair[1]} | {row[0]} | {row[1]} |")
    return lines


def _all(clip: MarkedClip) -> list[MarkedFace]:
    return [face for faces in clip.frames.values() for face in faces]


def _sure(clip: MarkedClip) -> list[MarkedFace]:
    return [face for face in _all(clip) if face.sure]


def _attributes(face: MarkedFace) -> list[tuple[str, str]]:
    return [
        ("height", _class(face.height, HEIGHTS)),
        ("yaw", face.yaw),
        ("roll", _class(abs(face.roll), ROLLS)),
        ("cover", face.cover),
        ("blur", face.blur),
        ("light", face.light),
        ("skin", face.skin),
        ("cut by an edge", "yes" if face.cut else "no"),
        ("depicted", "yes" if face.depicted else "no"),
    ]


def _class(value: float, lower_ends: Sequence[int]) -> str:
    index = max((index for index, end in enumerate(lower_ends) if value >= end), default=0)
    if index + 1 == len(lower_ends):
        return f"{lower_ends[index]} and more"
    return f"{lower_ends[index]} to {lower_ends[index + 1]}"


def _values() -> list[tuple[str, str]]:
    """Return every attribute with each of its values, in the order of the tables."""
    kinds: dict[str, Iterable[str]] = {
        "height": [_class(end, HEIGHTS) for end in HEIGHTS],
        "yaw": Yaw,
        "roll": [_class(end, ROLLS) for end in ROLLS],
        "cover": Cover,
        "blur": Blur,
        "light": Light,
        "skin": Skin,
        "cut by an edge": ("no", "yes"),
        "depicted": ("no", "yes"),
    }
    return [(name, str(value)) for name, values in kinds.items() for value in values]
