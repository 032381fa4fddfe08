"""Files in the making: hidden beside their place, and under their name only when whole."""

from __future__ import annotations

import io
import os
import uuid
from errno import EISDIR
from pathlib import Path

from video_indexer_redaction.errors import UsageError
from video_indexer_redaction.uploads import Clip, Tally

PIECE = 1024 * 1024
"""Bytes written at a time."""


class Draft:
    """The file while it is incomplete: hidden beside its place, and gone unless published."""

    def __init__(self, target: Path, tally: Tally) -> None:
        self.received = 0
        self._target = target
        self._path = target.with_name(f".{uuid.uuid4()}.part")
        self._tally = tally
        self._file: io.BufferedWriter | None = None
        self._pending = bytearray()

    def open(self) -> None:
        """Make the file, and its folder; raises OSError, also where the file couldn't be published."""
        if self._target.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(self._target))
        self._target.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._file = self._path.open("xb")
        except OSError as error:  # names the file that the caller knows, not the hidden one
            raise OSError(error.errno, error.strerror, str(self._target)) from None

    def begin(self, offset: int, total: int | None, *, same: bool = False) -> None:
        """Go on at `offset`, which is 0 or all that has been received."""
        self._pending.clear()
        if self._file is not None and offset == 0:
            self._file.seek(0)
            self._file.truncate()
        self.received = self._tally.done = offset
        self._tally.total = total

    def add(self, piece: bytes) -> bool:
        """Take a piece; True: enough for writing it has come together."""
        self._pending += piece
        self.received += len(piece)
        self._tally.add(len(piece))
        return len(self._pending) >= PIECE

    def flush(self) -> None:
        """Write what has come together."""
        if self._file is not None:
            self._file.write(self._pending)
        self._pending.clear()

    def publish(self) -> None:
        """Give the file its name, in one step, once it is safe on the disk."""
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        self._path.replace(self._target)

    def discard(self) -> None:
        """Delete what was not published."""
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)


def check_place(path: Path, clip: Clip | None = None) -> None:
    """Raise OSError if no file can be made there, UsageError if the clip lies there; makes its folder."""
    if clip is not None and path.exists() and _is_file_of(path, clip):
        raise UsageError(f"{path} is the clip itself, which is never overwritten; give another name.")
    draft = Draft(path, Tally(None, None, None))
    draft.open()
    draft.discard()


def save(path: Path, content: bytes) -> None:
    """Write a file that appears under its name only when whole; raises OSError."""
    draft = Draft(path, Tally(None, None, None))
    draft.open()
    try:
        draft.add(content)
        draft.flush()
        draft.publish()
    finally:
        draft.discard()


def _is_file_of(path: Path, clip: Clip) -> bool:
    """Tell whether a clip is this file, through links too; a stream that isn't a file is none."""
    try:
        opened = Path(clip).stat() if isinstance(clip, str | os.PathLike) else os.fstat(clip.fileno())
    except OSError:
        return False
    return os.path.samestat(opened, path.stat())
