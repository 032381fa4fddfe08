"""What is told of a clip beside its redaction: in one form, from here to the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from video_indexer_emulator.model import ClipWarning, SourceStream, StreamUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TOLD = {"audio": "sound", "video": "picture", "subtitle": "subtitles"}
"""Streams that somebody misses; data, covers and attachments are listed among the streams alone."""


class Warnings:
    """Gathers warnings, each code once, in the order in which they came."""

    def __init__(self) -> None:
        self._found: dict[str, ClipWarning] = {}

    def add(self, code: str, message: str, start: float | None = None, end: float | None = None) -> None:
        """Tell something of the clip, the first time that it is told."""
        self._found.setdefault(code, ClipWarning(code, message, start, end))

    def __iter__(self) -> Iterator[ClipWarning]:
        return iter(self._found.values())


def of_streams(streams: Iterable[SourceStream]) -> list[ClipWarning]:
    """Tell of streams that are left out."""
    return [
        ClipWarning(
            "StreamLeftOut",
            f"Stream {stream.index} ({TOLD[stream.kind]}, {stream.codec}) is left out: {stream.reason}",
        )
        for stream in streams
        if stream.use is StreamUse.LEFT_OUT and stream.kind in TOLD
    ]


def of_damage(frames: Sequence[int], times: Sequence[float]) -> list[ClipWarning]:
    """Tell which frames are hidden whole; `times` are when each begins, and when the last one ends."""
    told = []
    for first, last in runs(frames):
        start, end = times[first], times[last + 1]
        message = f"From {start:.2f} to {end:.2f} seconds the picture is damaged, and hidden whole"
        told.append(ClipWarning("PictureHidden", message, round(start, 3), round(end, 3)))
    return told


def runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return rising numbers as runs without a gap, each by its first and last number."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
