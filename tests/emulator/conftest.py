"""Fixtures of the emulator's tests: held work, and a web server outside the service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.emulator.api import Api
from tests.emulator.outside import Outside
from video_indexer_emulator.app import contract_path
from video_indexer_emulator.http.spec import Contract


@pytest.fixture
def held(emulator: Api) -> Iterator[Api]:
    """The emulator with all its work held back, until the test lets it go or ends."""
    emulator.hold(held=True)
    yield emulator
    emulator.hold(held=False)


@pytest.fixture
def outside() -> Iterator[Outside]:
    """A web server on loopback that isn't the emulator's."""
    with Outside() as server:
        yield server


@pytest.fixture(scope="session")
def document() -> dict[str, Any]:
    """The contract as a plain document. Copy it before changing it."""
    parsed: dict[str, Any] = yaml.safe_load(contract_path().read_text("utf-8"))
    return parsed


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The contract as the emulator reads it."""
    return Contract.load(contract_path())


@pytest.fixture(scope="session")
def not_redactable(emulator: Api, sample_clip: Path) -> str:
    """The id of a Processed video without face insights."""
    video_id = emulator.upload(sample_clip, name="no faces", excludedAI="Faces")
    assert emulator.wait_indexed(video_id) == "Processed"
    return video_id


@pytest.fixture
def tidy(emulator: Api, indexed: str, not_redactable: str) -> Iterator[None]:
    """Delete what a test has made."""
    yield
    emulator.hold(held=False)
    for video in emulator.videos():
        if video["id"] not in {indexed, not_redactable}:
            emulator.call("DELETE", f"Videos/{video['id']}")
