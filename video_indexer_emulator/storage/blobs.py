"""The blobs: files of every video, in a folder, Azure Blob Storage or S3."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import AzureStore, GCSStore, LocalStore, ObjectStore, S3Store, from_url

from video_indexer_emulator.errors import StorageUnusable

VIDEO_ID = re.compile(r"[0-9a-z]{10}")
"""The form of our own ids, which the names of a video's folder are; a folder may hold others' files too."""

STAGED = re.compile(r"#\d+")
"""How the local store ends the name of a file that it hasn't finished; it lists none of those."""

CHUNK = 1024 * 1024
"""Bytes copied at a time, so that a file of any size is streamed."""


def video_key(video_id: str, name: str) -> str:
    """The key of a video's file; all files of a video share its folder, so that they can go together."""
    return f"videos/{video_id}/{name}"


class Blobs:
    """Named files in an object store. A put is atomic: a blob is there whole, or not at all."""

    def __init__(self, url: str | None, folder: Path, scratch: Path) -> None:
        """Open the store at `url`, or `folder` if there is no URL; `scratch` takes half-made files.

        Raises:
            StorageUnusable: The URL names no store, or what leads to it isn't set.
        """
        self._scratch = scratch
        self._folder: Path | None = None
        self._store: ObjectStore
        if url is None or url.startswith("file://"):
            self._folder = folder if url is None else Path(url.removeprefix("file://"))
            self._store = LocalStore(self._folder, mkdir=True, automatic_cleanup=True)
        else:
            self._store = _remote(url)

    @contextmanager
    def scratch_folder(self) -> Iterator[Path]:
        """Give a folder for half-made files, gone at the end."""
        with tempfile.TemporaryDirectory(dir=self._scratch) as folder:
            yield Path(folder)

    def put(self, key: str, content: bytes | Path) -> None:
        """Store a blob from memory, or from a finished file: a local store takes that in without a copy."""
        if isinstance(content, Path) and self._linked(key, content):
            return
        obstore.put(self._store, key, content)

    def _linked(self, key: str, file: Path) -> bool:
        """Give a file a second name in the local folder; False where that can't be done."""
        if self._folder is None:
            return False
        target = self._folder / key
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.hardlink_to(file)
        except OSError:  # another file system, one without links, or a blob that is there already
            return False
        return True

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

    @property
    def origin(self) -> str | None:
        """Scheme, host and port of `signed_url`; None for a local folder."""
        url = self.signed_url("any", 1)
        return None if url is None else "{0.scheme}://{0.netloc}".format(urlsplit(url))

    def delete(self, key: str) -> None:
        """Delete one blob."""
        obstore.delete(self._store, key)

    def discard(self, key: str) -> None:
        """Delete one blob that may be gone already."""
        with suppress(FileNotFoundError):
            obstore.delete(self._store, key)

    def keys(self, video_id: str, begin: str) -> list[str]:
        """The keys of a video's blobs whose names begin so."""
        start = video_key(video_id, begin)
        pages = obstore.list(self._store, prefix=f"videos/{video_id}/")
        return [entry["path"] for page in pages for entry in page if entry["path"].startswith(start)]

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

    def video_ids(self) -> list[str]:
        """The ids of all videos that have blobs."""
        folders = obstore.list_with_delimiter(self._store, "videos/")["common_prefixes"]
        names = (PurePosixPath(folder).name for folder in folders)
        return [name for name in names if VIDEO_ID.fullmatch(name)]  # others are somebody else's

    def untouched_since(self, video_id: str, moment: datetime) -> bool:
        """Tell whether nothing of a video was written since then, not even a part of a blob."""
        if self._folder is None:
            pages = obstore.list(self._store, prefix=f"videos/{video_id}/")
            return all(entry["last_modified"] < moment for page in pages for entry in page)
        folder = self._folder / "videos" / video_id
        return all(_is_older(path, moment) for path in (folder, *folder.rglob("*")))

    def clear_staged(self, moment: datetime) -> None:
        """Delete what puts that were cut short by a crash before then have left in a local folder."""
        if self._folder is None:
            return
        for path in self._folder.glob("videos/*/**/*#*"):
            if not VIDEO_ID.fullmatch(path.relative_to(self._folder).parts[1]):
                continue
            if STAGED.fullmatch(path.name[path.name.rindex("#") :]) and _is_older(path, moment):
                path.unlink(missing_ok=True)


def _remote(url: str) -> ObjectStore:
    try:
        store = from_url(url)
    except (BaseError, ValueError) as error:
        raise _unusable(str(error).strip().partition("\n")[0]) from error
    if not isinstance(store, AzureStore | S3Store | GCSStore):
        raise _unusable(f"files can't be stored at {urlsplit(url).scheme}://{urlsplit(url).hostname}")
    return store


def _unusable(reason: str) -> StorageUnusable:
    return StorageUnusable(
        f"The blob store can't be used: {reason}. Give --blobs as az://container, s3://bucket or "
        "file:///folder, and its credentials in the variables of the store's own tools."
    )


def _is_older(path: Path, moment: datetime) -> bool:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment
    except FileNotFoundError:
        return False  # somebody is at work there
