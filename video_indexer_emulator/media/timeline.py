"""The times of a clip's frames, kept from their own time stamps: nothing is counted into time."""

from __future__ import annotations

from array import array
from fractions import Fraction

ASSUMED_FRAME = Fraction(1, 25)  # length of a single frame that doesn't say how long it is


class Timeline:
    """Start of each frame, in seconds from the first frame."""

    def __init__(self, time_base: Fraction) -> None:
        self._time_base = time_base
        self._stamps = array("q")
        self._last_duration = 0

    def add(self, stamp: int, duration: int) -> None:
        """Note the next frame's time stamp and length, in units of the time base."""
        self._stamps.append(stamp)
        self._last_duration = duration

    def __len__(self) -> int:
        return len(self._stamps)

    def start(self, frame: int) -> Fraction:
        """Return when the frame begins; for the index after the last, when the clip ends."""
        if frame >= len(self._stamps):
            return self.duration
        return (self._stamps[frame] - self._stamps[0]) * self._time_base

    @property
    def edges(self) -> tuple[float, ...]:
        """When each frame begins, and when the last one ends; in seconds on the file's own clock."""
        if not self._stamps:
            return ()
        starts = [float(stamp * self._time_base) for stamp in self._stamps]
        return (*starts, float(self._stamps[0] * self._time_base + self.duration))

    @property
    def duration(self) -> Fraction:
        """The clip's length in seconds, the last frame's own length included."""
        if not self._stamps:
            return Fraction(0)
        return (self._stamps[-1] - self._stamps[0]) * self._time_base + self._last_length()

    @property
    def frame_rate(self) -> float:
        """Average frames a second."""
        return float(len(self._stamps) / self.duration) if self._stamps else 0.0

    def _last_length(self) -> Fraction:
        count = len(self._stamps)
        if self._last_duration > 0:
            return self._last_duration * self._time_base
        if count < 2:
            return ASSUMED_FRAME
        return (self._stamps[-1] - self._stamps[0]) * self._time_base / (count - 1)
