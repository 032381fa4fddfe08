"""Files over the wire, in pieces: memory stays flat, progress is told, nothing partial keeps its name."""

from __future__ import annotations

import io
import os
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import httpx

from video_indexer_redaction.answers import raise_for_answer, translated
from video_indexer_redaction.errors import ConnectionFailed, UnexpectedAnswer

Progress = Callable[[float], None]
"""Is told the fraction done, 0 to 1."""

CHUNK = 1024 * 1024
"""Bytes read at a time."""


class CountingReader(io.RawIOBase):
    """A file that tells how much of it has been read; for httpx's multipart encoder, which streams it."""

    def __init__(self, file: BinaryIO, on_progress: Progress) -> None:
        super().__init__()
        self._file = file
        self._size = os.fstat(file.fileno()).st_size
        self._on_progress = on_progress

    def fileno(self) -> int:
        """The file's descriptor, by which httpx learns the length."""
        return self._file.fileno()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move in the file."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Where the next read begins."""
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        """Read, and tell how far that is."""
        data = self._file.read(size)
        if self._size:
            self._on_progress(self._file.tell() / self._size)
        return data


def download(http: httpx.Client, url: str, target: Path, on_progress: Progress) -> None:
    """Stream a signed URL to a file, which appears under its name only when whole.

    `http` must carry no token: the URL's host is not the API. Raises ServiceError or ConnectionFailed.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{uuid.uuid4()}.part")
    try:
        with draft.open("xb") as file:
            _receive(http, url, file, on_progress)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _receive(http: httpx.Client, url: str, file: BinaryIO, on_progress: Progress) -> None:
    with translated(), http.stream("GET", url, follow_redirects=True) as response:
        raise_for_answer(response)
        if response.status_code != 200:
            raise UnexpectedAnswer(f"The file's host answered {response.status_code}.")
        expected = int(response.headers.get("content-length", 0))
        for chunk in response.iter_bytes(CHUNK):
            file.write(chunk)
            if expected:
                on_progress(min(1.0, response.num_bytes_downloaded / expected))
        received = response.num_bytes_downloaded  # before unpacking, as Content-Length counts
    if expected and received != expected:
        raise ConnectionFailed(f"The download ended after {received} of {expected} bytes.")
