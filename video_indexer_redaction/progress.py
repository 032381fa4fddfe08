"""A progress bar on standard error, for a person who waits."""

from __future__ import annotations

import sys
import time
from typing import TextIO

WIDTH = 30
"""Characters of the bar itself."""

REDRAW_SECONDS = 0.1
"""Between two drawings: smooth to the eye, cheap on a slow terminal."""


class ProgressBar:
    """Shows one step's progress; on something that isn't a terminal only its beginning and its end."""

    def __init__(self, title: str, stream: TextIO | None = None) -> None:
        self._title = title
        self._stream = stream or sys.stderr
        self._started = time.monotonic()
        self._drawn = 0.0
        self._fraction = 0.0

    def __enter__(self) -> ProgressBar:
        self._started = time.monotonic()
        self._draw()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._fraction = 1.0
        self._draw()
        if self._is_live():
            self._stream.write("\n")
        self._stream.flush()

    def __call__(self, fraction: float) -> None:
        """Show that `fraction` (0 to 1) is done."""
        self._fraction = min(1.0, max(0.0, fraction))
        if self._is_live() and time.monotonic() - self._drawn >= REDRAW_SECONDS:
            self._draw()

    def _is_live(self) -> bool:
        return self._stream.isatty()

    def _draw(self) -> None:
        self._drawn = time.monotonic()
        seconds = self._drawn - self._started
        if not self._is_live():
            self._stream.write(f"{self._title}: {self._fraction:.0%} ({seconds:.1f} s)\n")
            return
        filled = round(self._fraction * WIDTH)
        bar = "#" * filled + "-" * (WIDTH - filled)
        self._stream.write(f"\r{self._title:<12} [{bar}] {self._fraction:4.0%} {seconds:6.1f} s")
        self._stream.flush()
