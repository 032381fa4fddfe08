"""Fixtures for every test: a clean environment, a sample clip, a running emulator."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uvicorn

from video_indexer_emulator.app import Emulator
from video_indexer_emulator.settings import DEVELOPMENT_ACCOUNT, DEVELOPMENT_SECRET, Settings

CLIPS = Path(__file__).resolve().parents[2] / "shared" / "clips"
"""Real clips beside the repository, where somebody has put some."""


@pytest.fixture(autouse=True, scope="session")
def clean_environment() -> None:
    """Keep the developer's own settings out of the tests."""
    for name in [name for name in os.environ if name.startswith("VIDEO_INDEXER_")]:
        del os.environ[name]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the real clips where they are absent."""
    if CLIPS.is_dir():
        return
    for item in items:
        if item.get_closest_marker("clips"):
            item.add_marker(pytest.mark.skip(reason="the folder of real clips is absent"))
