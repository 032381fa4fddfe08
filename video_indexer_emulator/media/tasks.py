"""The work on one file, as it is done in a process that can be lost (`child.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .analyze import analyze as _analyze
from .artifacts import tracks_from_json
from .inspect import inspect as _inspect
from .inspect import poster_of
from .render import redact as _redact

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from video_indexer_emulator.model import Analysis, ClipInfo, RedactionPlan

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
