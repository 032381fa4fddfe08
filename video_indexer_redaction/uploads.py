"""Sending a file: from a path, from an open file, at flat memory."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import httpx

from video_indexer_redaction.errors import UsageError

Clip = str | os.PathLike[str] | BinaryIO
"""A path, or a file open for reading bytes."""

Progress = Callable[[float], None]
"""Is told the fraction done, 0 to 1."""

ByteProgress = Callable[[int, int | None], None]
"""Is told the bytes done, and of how many; None: nobody knows."""


class UploadStream(httpx.SyncByteStream):
    """A request's body that tells of each piece once it is sent."""

    def __init__(self, pieces: Iterable[bytes], told: Callable[[int], None]) -> None:
        self.pieces = pieces
        self.told = told

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            yield piece
            self.told(len(piece))


class Tally:
    """Counts bytes and reports progress."""

    def __init__(
        self, total: int | None, on_progress: Progress | None, on_bytes: ByteProgress | None, done: int = 0
    ) -> None:
        self.total = total
        self.done = done
        self._on_progress = on_progress
        self._on_bytes = on_bytes

    def add(self, size: int) -> None:
        """Count so many bytes more."""
        self.done += size
        if self._on_bytes:
            self._on_bytes(self.done, self.total)
        if self._on_progress and self.total:
            self._on_progress(min(1.0, self.done / self.total))


class Source(io.RawIOBase):
    """The caller's file from where it stands; read, it is left open, and checked to give bytes."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self._start = file.tell() if self.seekable() else 0

    def seekable(self) -> bool:
        """Whether the upload can be begun again."""
        return self._file.seekable()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move; 0 is where the file stood at first."""
        if not self.seekable():
            raise io.UnsupportedOperation
        position = offset + self._start if whence == os.SEEK_SET else offset
        return self._file.seek(position, whence) - self._start

    def tell(self) -> int:
        """Where the next read begins."""
        return self._file.tell() - self._start

    def read(self, size: int = -1) -> bytes:
        """Read bytes."""
        data = self._file.read(size)
        if not isinstance(data, bytes):
            raise UsageError("The file must be open for reading bytes, as by open(path, 'rb').")
        return data


def opened(clip: Clip) -> tuple[BinaryIO, bool]:
    """The clip as an open file, and whether it is ours to close; raises UsageError, OSError."""
    if isinstance(clip, str | os.PathLike):
        return _with_content(local_path(clip)), True
    if not hasattr(clip, "read") or not hasattr(clip, "seekable"):
        raise UsageError("A clip is a path, or a file open for reading bytes.")
    if getattr(clip, "closed", False):
        raise UsageError("The file is closed.")
    return clip, False


def _with_content(path: Path) -> BinaryIO:
    file = path.open("rb")
    described = os.fstat(file.fileno())
    if stat.S_ISREG(described.st_mode) and described.st_size == 0:
        file.close()
        raise UsageError(f"{path} is empty.")
    return file


def local_path(given: str | os.PathLike[str]) -> Path:
    """A path as it was given; raises UsageError for one that no file can have."""
    path = Path(given)
    try:
        possible = b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        possible = False
    if not possible:
        raise UsageError(f"No file can have the path {str(path)!r}.")
    return path


def file_name(clip: Clip) -> str:
    """What to call the file."""
    given = clip if isinstance(clip, str | os.PathLike) else getattr(clip, "name", None)
    name = Path(given).name if isinstance(given, str | os.PathLike) else ""
    # Bytes of a name that aren't UTF-8, as of an old disk, become U+FFFD: a form's field is UTF-8.
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace") or "video"
