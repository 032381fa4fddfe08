"""Fixtures of the media tests: models, and one sample clip with its truth."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts.sample_clip import make_sample
from tests.media.makers import Truth, truth_of
from video_indexer_emulator.media.analyze import analyze
from video_indexer_emulator.media.models import FaceModels, fetch_models
from video_indexer_emulator.model import Analysis
from video_indexer_emulator.settings import MODEL_CACHE


@dataclass(frozen=True)
class Sample:
    """A clip with what it shows."""

    path: Path
    truth: Truth


@pytest.fixture(scope="session")
def models() -> FaceModels:
    """Both models; the embedding model is fetched once for the user."""
    fetch_models(MODEL_CACHE, print)
    return FaceModels.load(None, MODEL_CACHE)


@pytest.fixture(scope="session")
def detector_alone(tmp_path_factory: pytest.TempPathFactory) -> FaceModels:
    """The models of a service that can't tell people apart."""
    return FaceModels.load(None, tmp_path_factory.mktemp("no_models"))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Two people; Collins leaves and comes back."""
    path = tmp_path_factory.mktemp("sample") / "sample.mp4"
    return Sample(path, truth_of(make_sample(path, seconds=5, width=320, height=240)))


@pytest.fixture(scope="session")
def analysis(sample: Sample, models: FaceModels) -> Analysis:
    """What is found in the sample."""
    return analyze(sample.path, models, lambda _: None)
