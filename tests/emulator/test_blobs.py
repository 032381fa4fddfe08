"""Files go into a local store without a copy, and stay whole there."""

from __future__ import annotations

from pathlib import Path

import pytest

from video_indexer_emulator.storage.blobs import Blobs


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    """An empty store."""
    (tmp_path / "scratch").mkdir()
    return Blobs(None, tmp_path / "blobs", tmp_path / "scratch")


def _file(folder: Path, content: bytes) -> Path:
    file = folder / "file"
    file.write_bytes(content)
    return file


def test_a_file_is_taken_in_without_a_copy_and_outlives_its_first_name(blobs: Blobs, tmp_path: Path) -> None:
    """An upload of gigabytes would else be written twice."""
    file = _file(tmp_path, b"whole")
    blobs.put("videos/v/source", file)
    stored = blobs.local_path("videos/v/source")
    assert stored is not None

    assert stored.samefile(file)
    file.unlink()
    assert blobs.get("videos/v/source") == b"whole"


def test_a_second_attempt_replaces_the_first_ones_file(blobs: Blobs, tmp_path: Path) -> None:
    """Work may be done twice; its name is taken then."""
    blobs.put("videos/v/source", _file(tmp_path, b"first"))
    (tmp_path / "file").unlink()

    blobs.put("videos/v/source", _file(tmp_path, b"second"))

    assert blobs.get("videos/v/source") == b"second"


def test_a_store_on_another_file_system_gets_a_copy(
    blobs: Blobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file has names on two of them."""

    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(Path, "hardlink_to", refuse)

    blobs.put("videos/v/source", _file(tmp_path, b"whole"))

    assert blobs.get("videos/v/source") == b"whole"
