"""The work on one file, as it is done in a process that can be lost (`child.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from . import parts, render
from .analyze import analyze
from .artifacts import tracks_from_json
from .inspect import inspect, poster_of
from .messages import Analyze, AnyTask, Cut, Inspect, Join, Redact, RedactPart

if TYPE_CHECKING:
    from collections.abc import Callable

    from .models import FaceModels


def perform(task: AnyTask, models: FaceModels, on_progress: Callable[[float], None]) -> object:
    """Do a task, and return its result, of the type that its class names.

    `on_progress` receives the share done, 0 to 1; what it raises ends the work.
    """
    match task:
        case Analyze(source, hide_damage):
            return analyze(source, models, on_progress, hide_damage=hide_damage)
        case Inspect(source, hide_damage):
            return inspect(source, on_progress, hide_damage=hide_damage)
        case Cut(source, tracks, plan, expected, coding):
            return parts.cut(source, tracks_from_json(tracks), plan, expected, coding)
        case RedactPart(source, tracks, plan, expected, part, target, coding):
            faces = tracks_from_json(tracks)
            parts.redact_part(source, faces, plan, expected, part, target, on_progress, coding)
            return None
        case Redact(source, tracks, plan, expected, target, coding):
            render.redact(source, tracks_from_json(tracks), plan, expected, target, on_progress, coding)
            return poster_of(target)
        case Join(source, expected, finished, target):
            parts.join(source, expected, finished, target, on_progress)
            return poster_of(target)
        case _:
            assert_never(task)
