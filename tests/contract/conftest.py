"""An emulator of its own for the contract tests, reached by URL alone, with real things in it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scripts.sample_clip import make_sample
from tests.contract.ledger import Ledger
from tests.contract.world import World, small_world, whole_world
from tests.emulator.api import Api
from video_indexer_emulator.settings import SECOND_DEVELOPMENT_ACCOUNT
from video_indexer_redaction import embedded_emulator


@pytest.fixture(scope="session")
def tiny_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip of some frames, so that hundreds of redactions are soon done."""
    path = tmp_path_factory.mktemp("tiny") / "tiny.mp4"
    make_sample(path, seconds=1, width=160, height=90, rate=12, sound=False)
    return path


@pytest.fixture(scope="session")
def service_url() -> Iterator[str]:
    """A service in another process, where generated uploads harm no other test."""
    with embedded_emulator("--allow-private-urls") as url:
        yield url


@pytest.fixture(scope="session")
def callback_url() -> Iterator[str]:
    """An address that takes every POST: a deaf one would be tried again and again, and hold up the work."""

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Taker) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/taken"
        server.shutdown()


@pytest.fixture(scope="session")
def world(service_url: str, callback_url: str, tiny_clip: Path) -> Iterator[World]:
    """An account with videos and jobs in every state."""
    with Api(service_url) as api:
        yield whole_world(api, tiny_clip, callback_url)


@pytest.fixture
def passing_world(service_url: str, callback_url: str, tiny_clip: Path) -> Iterator[Callable[[], World]]:
    """Make a small world in another account; nothing of it need be left."""
    with Api(service_url, SECOND_DEVELOPMENT_ACCOUNT) as api:
        yield lambda: small_world(api, tiny_clip, callback_url)


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    """Every answer of the contract tests."""
    return Ledger()
