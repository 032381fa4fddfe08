"""Files without a video: what a killed process leaves is found and deleted, and nothing else."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from video_indexer_emulator.service.library import Library, draft
from video_indexer_emulator.storage.blobs import Blobs
from video_indexer_emulator.storage.catalog import Catalog

HOUR = timedelta(hours=1)


@pytest.fixture
def library(tmp_path: Path) -> Any:
    """A library on an empty data folder, without jobs."""
    catalog = Catalog(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    none = cast("Any", None)
    yield Library(catalog, Blobs(None, tmp_path / "blobs", tmp_path), none, none)
    catalog.close()


def _age(folder: Path) -> None:
    """Make everything in a folder two hours old."""
    before = time.time() - 7200
    for path in (*folder.rglob("*"), folder):
        os.utime(path, (before, before))


def _files(library: Library) -> set[str]:
    folder = cast("Path", library.blobs._folder)
    return {str(path.relative_to(folder / "videos")) for path in folder.rglob("*") if path.is_file()}


def test_old_files_without_a_video_are_deleted(library: Library, tmp_path: Path) -> None:
    """An upload that was killed before its row, and a deletion that was killed after it."""
    video = draft("a", "kept")
    library.catalog.add_video(video)
    for video_id in (video.id, "orphan0000"):
        library.blobs.put(f"videos/{video_id}/source.mp4", b"x")
        library.blobs.put(f"videos/{video_id}/thumbnails/a.jpg", b"x")
    _age(tmp_path / "blobs")

    library.sweep_orphans(HOUR)

    assert _files(library) == {f"{video.id}/source.mp4", f"{video.id}/thumbnails/a.jpg"}
    assert library.blobs.video_ids() == [video.id]


def test_young_files_without_a_video_are_left(library: Library, tmp_path: Path) -> None:
    """An upload that is under way has no row yet; even where all but one of its files are old."""
    for name in ("source.mp4", "late.jpg"):
        library.blobs.put(f"videos/coming0000/{name}", b"x")
    _age(tmp_path / "blobs")
    os.utime(tmp_path / "blobs" / "videos" / "coming0000" / "late.jpg")

    library.sweep_orphans(HOUR)

    assert _files(library) == {"coming0000/source.mp4", "coming0000/late.jpg"}


def test_what_a_put_left_unfinished_is_deleted_once_it_is_old(library: Library, tmp_path: Path) -> None:
    """Beside a living video's files, and where nothing else is; one that is being written is left."""
    video = draft("a", "kept")
    library.catalog.add_video(video)
    library.blobs.put(f"videos/{video.id}/source.mp4", b"x")
    folder = tmp_path / "blobs" / "videos"
    (folder / "cut0000000").mkdir()
    (folder / "coming0000").mkdir()
    for path in (
        folder / video.id / "source.mp4#1",
        folder / "cut0000000" / "source.mp4#12",
        folder / "coming0000" / "x#1",
    ):
        path.write_bytes(b"x")
    _age(folder)
    os.utime(folder / "coming0000" / "x#1")

    library.sweep_orphans(HOUR)

    assert _files(library) == {f"{video.id}/source.mp4", "coming0000/x#1"}
    assert not (folder / "cut0000000").exists()
