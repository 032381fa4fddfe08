"""Which clips a call means, and where their results go."""

from __future__ import annotations

import glob
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from video_indexer_redaction.errors import UsageError
from video_indexer_redaction.uploads import local_path

VIDEO_SUFFIXES = frozenset(
    {
        ".3g2", ".3gp", ".asf", ".avi", ".flv", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4",
        ".mpeg", ".mpg", ".mts", ".mxf", ".ogv", ".ts", ".vob", ".webm", ".wmv",
    }
)  # fmt: skip
"""What is taken for a clip in a folder; a file that is named itself is taken whatever its name."""

RESULT = ".redacted.mp4"
RECEIPT = ".redacted.json"
SHEET = ".redacted.jpg"


@frozen
class Planned:
    """A clip, and where its result goes."""

    clip: Path
    target: Path

    @property
    def receipt(self) -> Path:
        """Where its receipt goes."""
        return self._beside(RECEIPT)

    @property
    def sheet(self) -> Path:
        """Where its contact sheet goes."""
        return self._beside(SHEET)

    @property
    def draft(self) -> Path:
        """Where the result is made: hidden, and always under the same name, so that none piles up."""
        return self.target.with_name(f".{self.target.name.removesuffix('.mp4')}.part.mp4")

    def _beside(self, ending: str) -> Path:
        return self.target.with_name(self.target.name.removesuffix(RESULT) + ending)


def is_one_clip(inputs: Sequence[Path], output: Path | None) -> bool:
    """Whether this is the call for one clip and one result, as `vi-redact IN.mp4 -o OUT.mp4`."""
    if output is None or len(inputs) != 1 or inputs[0].is_dir() or _is_pattern(inputs[0]):
        return False
    return not output.is_dir() and output.suffix != ""


def plan(inputs: Sequence[Path], output: Path | None) -> list[Planned]:
    """What is to be made of what; raises UsageError if there is nothing.

    A folder's clips keep their places below it. Results of earlier calls aren't clips.
    """
    found: dict[Path, Path] = {}  # by its absolute path: the clip's place below what was named
    clips: dict[Path, Path] = {}
    for given in inputs:
        for clip, place in _clips(local_path(given)):
            found.setdefault(clip.absolute(), place)
            clips.setdefault(clip.absolute(), clip)
    if not found:
        named = ", ".join(map(str, inputs))
        raise UsageError(f"No clip is found in {named}. Clips end in {' '.join(sorted(VIDEO_SUFFIXES))}.")
    if output is not None and output.exists() and not output.is_dir():
        raise UsageError(f"{output} is a file; several results need a folder.")
    places = {path: (output / place if output else clips[path]) for path, place in found.items()}
    stems = Counter(_named(place, place.stem) for place in places.values())
    return [
        Planned(
            clips[path], _named(place, place.stem if stems[_named(place, place.stem)] == 1 else place.name)
        )
        for path, place in places.items()
    ]


def _named(place: Path, name: str) -> Path:
    return place.with_name(name + RESULT)


def _clips(given: Path) -> Iterator[tuple[Path, Path]]:
    """The clips that one argument means, each with its place below that."""
    if given.is_dir():
        for clip in sorted(given.rglob("*")):
            place = clip.relative_to(given)
            if _is_clip(clip, place.parts):
                yield clip, place
    elif given.exists() or not _is_pattern(given):
        yield given, Path(given.name)
    else:
        for text in sorted(glob.glob(str(given), recursive=True)):  # noqa: PTH207 - patterns with folders in them
            clip = Path(text)
            if _is_clip(clip, (clip.name,)):
                yield clip, Path(clip.name)


def _is_clip(path: Path, parts: Iterable[str]) -> bool:
    hidden = any(part.startswith(".") for part in parts)
    own = path.name.endswith(RESULT)
    return not hidden and not own and path.suffix.casefold() in VIDEO_SUFFIXES and path.is_file()


def _is_pattern(path: Path) -> bool:
    return not path.exists() and any(sign in str(path) for sign in "*?[")
