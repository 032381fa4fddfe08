"""Room on the disk: what isn't there can't be written, and some is left for everything else.

A disk that is full stops the database, and with it the service for everybody.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from video_indexer_emulator.errors import NoRoom

RESERVE = 512 * 1024**2
"""Bytes that stay free: for the database, for what is being written at once, and for other programs."""

LOOK_EVERY = 32 * 1024**2
"""Bytes written between two looks."""

Ensure = Callable[[int], None]


def ensure_room(folder: Path, size: int = 0) -> None:
    """Raise NoRoom unless so many bytes can be written into a folder."""
    if shutil.disk_usage(folder).free < size + RESERVE:
        raise NoRoom


class Growing:
    """Looks after the room for a file whose length nobody knows."""

    def __init__(self, folder: Path) -> None:
        """Raises NoRoom if there is none from the start."""
        self._folder = folder
        self._left = 0
        self.wrote(0)

    def wrote(self, count: int) -> None:
        """Count bytes that were written; raises NoRoom when there is no room for more."""
        self._left -= count
        if self._left <= 0:
            ensure_room(self._folder, LOOK_EVERY)
            self._left = LOOK_EVERY
