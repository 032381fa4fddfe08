"""Fixtures for every test: a clean environment, a sample clip, a running emulator."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from scripts.sample_clip import make_sample
from tests.emulator.api import Api, wait_for
from video_indexer_emulator import logs
from video_indexer_emulator.app import Emulator
from video_indexer_emulator.http.protocol import StayingHttp
from video_indexer_emulator.media.models import fetch_models
from video_indexer_emulator.settings import MODEL_CACHE, SECOND_DEVELOPMENT_ACCOUNT, Settings

CLIPS = Path(__file__).resolve().parents[2] / "shared" / "clips"
"""Real clips beside the repository, where somebody has put some."""

QUICKER_LOGGING = ("logThreads", "logProcesses", "logMultiprocessing", "_srcfile")
"""What the service's set-up of logging turns off for the whole process."""


@pytest.fixture(autouse=True, scope="session")
def clean_environment() -> None:
    """Keep the developer's own settings out of the tests."""
    for name in [name for name in os.environ if name.startswith("VIDEO_INDEXER_")]:
        del os.environ[name]


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Undo a set-up of logging: the emulator of this process would print its lines into every later test."""
    root, direct = logging.getLogger(), logs._direct
    handlers, level = list(root.handlers), root.level
    quick = {name: getattr(logging, name) for name in QUICKER_LOGGING}
    yield
    logs._direct, root.handlers = direct, handlers
    root.setLevel(level)
    for name, value in quick.items():
        setattr(logging, name, value)


@pytest.fixture(scope="session")
def sample_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip of two seconds: two real people, moving, and a tone."""
    path = tmp_path_factory.mktemp("clip") / "two people.mp4"
    make_sample(path, seconds=2, width=320, height=180, rate=15)
    return path


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the running emulator keeps everything."""
    return tmp_path_factory.mktemp("emulator") / "data"


@pytest.fixture(scope="session")
def emulator_url(data_folder: Path) -> Iterator[str]:
    """The address of an emulator that runs in this process, so that coverage sees it."""
    fetch_models(MODEL_CACHE, print)
    service = Emulator(Settings(data=data_folder, allow_private_urls=True))
    service.start()
    with _served(service) as url:
        yield url
    service.stop()


@pytest.fixture(scope="session")
def emulator(emulator_url: str) -> Iterator[Api]:
    """The development account of the running emulator."""
    with Api(emulator_url) as api:
        yield api


@pytest.fixture(scope="session")
def neighbour(emulator_url: str) -> Iterator[Api]:
    """Another account of the same emulator."""
    with Api(emulator_url, SECOND_DEVELOPMENT_ACCOUNT) as api:
        yield api


@pytest.fixture(scope="session")
def indexed(emulator: Api, sample_clip: Path) -> str:
    """The id of the sample clip, uploaded and Processed. Read it, redact it, and leave it there."""
    video_id = emulator.upload(sample_clip, name="sample")
    assert emulator.wait_indexed(video_id) == "Processed"
    return video_id


@contextmanager
def _served(service: Emulator) -> Iterator[str]:
    """Serve from a thread, on a free port of loopback."""
    listener = socket.create_server(("127.0.0.1", 0))
    options: dict[str, Any] = {"log_level": "warning", "access_log": False, "proxy_headers": False}
    config = uvicorn.Config(service.asgi, lifespan="off", http=StayingHttp, ws="none", **options)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), name="uvicorn", daemon=True)
    thread.start()
    wait_for(lambda: server.started, bool)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=30)
    listener.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the real clips where they are absent."""
    if CLIPS.is_dir():
        return
    for item in items:
        if item.get_closest_marker("clips"):
            item.add_marker(pytest.mark.skip(reason="the folder of real clips is absent"))
