"""The blobs: files of every video, in a folder, Azure Blob Storage or S3."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.store import AzureStore, GCSStore, LocalStore, ObjectStore, S3Store, from_url

CHUNK = 1024 * 1024
"""Bytes copied at a time, so that a file of any size is streamed."""


def video_key(video_id: str, name: str) -> str:
    """The key of a video's file; all files of a video share its folder, so that they can go together."""
    return f"videos/{video_id}/{name}"


class Blobs:
    """Named files in an object store. A put is atomic: a blob is there whole, or not at all."""

    def __init__(self, url: str | None, folder: Path, scratch: Path) -> None:
        """Open the store at `url`, or `folder` if there is no URL; `scratch` takes half-made files."""
        self._scratch = scratch
        self._folder: Path | None = None
        self._store: ObjectStore
        if url is None or url.startswith("file://"):
            self._folder = folder if url is None else Path(url.removeprefix("file://"))
            self._store = LocalStore(self._folder, mkdir=True, automatic_cleanup=True)
        else:
            self._store = from_url(url)

    @contextmanager
    def scratch_folder(self) -> Iterator[Path]:
        """Give a folder for half-made files, gone at the end."""
        with tempfile.TemporaryDirectory(dir=self._scratch) as folder:
            yield Path(folder)

    def put(self, key: str, content: bytes | Path) -> None:
        """Store a blob from memory or from a file, which is streamed."""
        obstore.put(self._store, key, content)

    def get(self, key: str) -> bytes | None:
        """Read a small blob whole; None if there is none."""
        try:
            return bytes(obstore.get(self._store, key).bytes())
        except FileNotFoundError:
            return None

    def exists(self, key: str) -> bool:
        """Tell whether there is such a blob."""
        try:
            obstore.head(self._store, key)
        except FileNotFoundError:
            return False
        return True

    @contextmanager
    def as_file(self, key: str) -> Iterator[Path]:
        """Give a blob as a local file to read; raises FileNotFoundError if there is none."""
        local = self.local_path(key)
        if local is not None:
            yield local
            return
        with self.scratch_folder() as folder:
            target = folder / "blob"
            with target.open("wb") as file:
                for chunk in obstore.get(self._store, key).stream(min_chunk_size=CHUNK):
                    file.write(chunk)
            yield target

    def local_path(self, key: str) -> Path | None:
        """The path of a blob that lies in a local folder; None for a remote store.

        Raises FileNotFoundError for a key that has no blob or leaves the folder.
        """
        if self._folder is None:
            return None
        root = self._folder.resolve()
        try:
            path = (root / key).resolve()
            good = path.is_relative_to(root) and path.is_file()
        except (OSError, ValueError) as error:  # too long, or with a NUL: no name of a file
            raise FileNotFoundError(key) from error
        if not good:
            raise FileNotFoundError(key)
        return path

    def signed_url(self, key: str, seconds: int) -> str | None:
        """The store's own expiring URL to read a blob; None for a local folder, which has none."""
        if not isinstance(self._store, AzureStore | S3Store | GCSStore):
            return None
        return obstore.sign(self._store, "GET", key, timedelta(seconds=seconds))

    def delete(self, key: str) -> None:
        """Delete one blob."""
        obstore.delete(self._store, key)

    def discard(self, key: str) -> None:
        """Delete one blob that may be gone already."""
        with suppress(FileNotFoundError):
            obstore.delete(self._store, key)

    def delete_video(self, video_id: str) -> list[str]:
        """Delete every blob of a video; returns the keys that could not be deleted."""
        failed = []
        for page in obstore.list(self._store, prefix=f"videos/{video_id}/"):
            for entry in page:
                try:
                    obstore.delete(self._store, entry["path"])
                except FileNotFoundError:
                    continue  # a worker that was about to end has removed it itself
                except OSError:
                    failed.append(entry["path"])
        if self._folder is not None and not failed:
            shutil.rmtree(self._folder / "videos" / video_id, ignore_errors=True)
        return failed
