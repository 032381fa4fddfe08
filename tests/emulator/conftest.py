"""Fixtures of the emulator's tests: held work, and a web server outside the service."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.emulator.api import Api
from tests.emulator.callers import SMALL, Caller
from tests.emulator.outside import Outside, Page
from video_indexer_emulator.app import Emulator, contract_path
from video_indexer_emulator.http.spec import Contract
from video_indexer_emulator.service.access import Access, Permission, Scope
from video_indexer_emulator.service.keys import Keys
from video_indexer_emulator.settings import Settings

Ask = Callable[..., httpx.Response]


@contextmanager
def _services(folder: Path) -> Iterator[Callable[..., Ask]]:
    """Set up services; each is a function that sends it a request, from a peer, with a good token.

    They answer in this process, and run no jobs.
    """
    made: list[Emulator] = []

    def set_up(**changes: Any) -> Ask:
        settings = Settings(data=folder / f"data{len(made) or ''}", **changes)
        emulator = Emulator(settings)
        settings.scratch.mkdir()
        made.append(emulator)
        access = Access(settings, Keys.load(settings.data / "keys"))
        token = access.issue(settings.accounts[0], Permission.CONTRIBUTOR, Scope.ACCOUNT, None)

        def ask(
            method: str, url: str, *, token: str | None = token, peer: str = "127.0.0.1", **how: Any
        ) -> httpx.Response:
            async def send() -> httpx.Response:
                transport = httpx.ASGITransport(emulator.asgi, client=(peer, 4711))
                headers = how.pop("headers", {}) | ({"Authorization": f"Bearer {token}"} if token else {})
                async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                    return await client.request(method, url, headers=headers, **how)

            return asyncio.run(send())

        return ask

    yield set_up
    for emulator in made:
        emulator._bench.catalog.close()  # not stop(): the job engine is another service's


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Callable[..., Ask]]:
    """Set up a service for one test."""
    with _services(tmp_path) as set_up:
        yield set_up


@pytest.fixture(scope="module")
def kept_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Ask]]:
    """Set up a service once for all tests of a file that want the same settings, and change nothing in it."""
    with _services(tmp_path_factory.mktemp("services")) as set_up:
        yield cache(set_up)


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


@pytest.fixture
def caller(emulator: Api) -> Caller:
    """Somebody with an account and a program of their own."""
    return Caller(emulator)


@pytest.fixture
def url(outside: Outside) -> str:
    """Where a small file lies that is no video, and soon analysed."""
    outside.pages["/x.mp4"] = Page(content=SMALL)
    return f"{outside.url}/x.mp4"
