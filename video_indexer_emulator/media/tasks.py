"""The work on one file, as it is done in a process that can be lost (`child.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .analyze import analyze as _analyze
from .artifacts import tracks_from_json
from .inspect import inspect as _inspect
from .inspect import poster_of
from .parts import cut as _cut
from .parts import join as _join
from .parts import redact_part as _redact_part
from .render import redact as _redact

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from video_indexer_emulator.model import Analysis, ClipInfo, Part, RedactionPlan

    from .models import FaceModels

    Progress = Callable[[float], None]


class Tasks:
    """All tasks; the last argument of each is told the share done, and may end the work by raising."""

    def __init__(self, models: FaceModels) -> None:
        self._models = models

    def analyze(self, path: Path, on_progress: Progress) -> Analysis:
        """Find every face of a clip; see `analyze.analyze`."""
        return _analyze(path, self._models, on_progress)

    def inspect(self, path: Path, on_progress: Progress) -> tuple[ClipInfo, bytes | None]:
        """Look at a clip without looking for faces; see `inspect.inspect`."""
        return _inspect(path, on_progress)

    def redact(  # noqa: PLR0913, PLR0917 - what `render.redact` wants
        self,
        source: Path,
        tracks: bytes,
        plan: RedactionPlan,
        expected: ClipInfo,
        destination: Path,
        on_progress: Progress,
    ) -> bytes | None:
        """Write a clip with faces hidden; see `render.redact`.

        `tracks` is what `artifacts.tracks_to_json` makes of them. Returns the result's poster (JPEG).
        """
        _redact(source, tracks_from_json(tracks), plan, expected, destination, on_progress)
        return poster_of(destination)

    def cut(
        self, source: Path, tracks: bytes, plan: RedactionPlan, expected: ClipInfo, _on_progress: Progress
    ) -> list[tuple[int, int]]:
        """Say into which parts a clip is cut; see `parts.cut`."""
        return _cut(source, tracks_from_json(tracks), plan, expected)

    def redact_part(  # noqa: PLR0913, PLR0917 - what `parts.redact_part` wants
        self,
        source: Path,
        tracks: bytes,
        plan: RedactionPlan,
        expected: ClipInfo,
        part: Part,
        destination: Path,
        on_progress: Progress,
    ) -> None:
        """Write one part of a clip with faces hidden; see `parts.redact_part`."""
        _redact_part(source, tracks_from_json(tracks), plan, expected, part, destination, on_progress)

    def join(
        self,
        source: Path,
        expected: ClipInfo,
        parts: Sequence[tuple[Part, Path]],
        destination: Path,
        on_progress: Progress,
    ) -> bytes | None:
        """Join the parts of a clip; see `parts.join`. Returns the result's poster (JPEG)."""
        _join(source, expected, parts, destination, on_progress)
        return poster_of(destination)
