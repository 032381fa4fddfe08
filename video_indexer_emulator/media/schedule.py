"""When to look, and how: by time, and at once after a change."""

from __future__ import annotations

from enum import Flag, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from .parameters import DetectionSettings
    from .shots import Change


class Kind(Flag):
    """How a frame is looked at. None of them: its known faces are followed, if there are any."""

    WHOLE = auto()  # the picture as it is
    COARSE = auto()  # smaller and padded: large faces, and such as the edge cuts
    FINE = auto()  # larger: small faces
    TURNED = auto()  # on either side and upside down
    AUDIT = auto()  # by the second detector
    THOROUGH = auto()  # by it, in the picture's own size


EVERYTHING = Kind.WHOLE | Kind.COARSE | Kind.FINE | Kind.TURNED | Kind.AUDIT | Kind.THOROUGH


class Schedule:
    """Decides for each frame; what it decides follows from the clip alone."""

    def __init__(self, settings: DetectionSettings) -> None:
        self._settings = settings
        self._intervals = {
            Kind.WHOLE: settings.whole_interval,
            Kind.COARSE: settings.coarse_interval,
            Kind.FINE: settings.fine_interval,
            Kind.TURNED: settings.turned_interval,
            Kind.AUDIT: settings.audit_interval,
            Kind.THOROUGH: settings.thorough_interval,
        }
        self._last: dict[Kind, Fraction] = {}
        self._frame = 0  # of the newest look
        self._time: Fraction | None = None

    def due(self, index: int, time: Fraction, change: Change) -> Kind | None:
        """Say how to look at a frame that begins at `time` (seconds); None: not at all."""
        if not (self._time is None or change.sudden or self._waited(index, time)):
            return None
        self._frame, self._time = index, time
        if change.cut or not self._last:
            kinds = EVERYTHING
        else:
            kinds = Kind(0)
            for kind, interval in self._intervals.items():
                if _passed(time - self._last[kind], interval) or (change.sudden and kind in SOON):
                    kinds |= kind
            if kinds:
                kinds |= Kind.WHOLE
        self._last.update(dict.fromkeys(kinds, time))
        return kinds

    def _waited(self, index: int, time: Fraction) -> bool:
        settings = self._settings
        return index - self._frame >= settings.max_stride or (
            self._time is not None and _passed(time - self._time, settings.interval)
        )


SOON = Kind.WHOLE | Kind.COARSE | Kind.AUDIT
"""What a part of the picture is looked at with as soon as it has changed suddenly."""


def _passed(elapsed: Fraction, interval: Fraction) -> bool:
    return elapsed * 1000 >= interval * 1000 - 1
