"""Clients of the SDK: one for the emulator, one for a stub that answers anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.emulator.api import Api
from tests.sdk.command import Run
from tests.sdk.stub import Stub, serving
from video_indexer_redaction import RedactionClient, RetryPolicy, Target, development_target
from video_indexer_redaction.cli import main

CANARY = "canary-3f1c77d2"
"""A token that must turn up nowhere but in the Authorization header."""

ACCOUNT = "d0000000-0000-4000-8000-000000000001"

ONCE = RetryPolicy(attempts=1, outage=0)
"""Nothing is repeated, so that a test sees the first answer."""

HASTY = RetryPolicy(attempts=3, first_pause=0.001, longest_pause=0.002, outage=5)
"""Repeats as ever, without a test's having to wait."""


@pytest.fixture
def client(emulator_url: str) -> Iterator[RedactionClient]:
    """A client of the running emulator's development account."""
    with RedactionClient(development_target(emulator_url)) as opened:
        yield opened


@pytest.fixture
def stub() -> Iterator[Stub]:
    """A server that answers what the test says."""
    with serving() as running:
        yield running


@pytest.fixture
def other_host() -> Iterator[Stub]:
    """A second server, as the blob host is."""
    with serving() as running:
        yield running


@pytest.fixture
def stub_client(stub: Stub) -> Iterator[RedactionClient]:
    """A client of the stub, with the canary for a token."""
    with RedactionClient(Target(stub.url, "trial", ACCOUNT, CANARY), retry=ONCE) as opened:
        yield opened


@pytest.fixture
def listed(emulator: Api) -> Callable[[], set[str]]:
    """Tell which videos the service has."""

    def look() -> set[str]:
        videos = emulator.get("Videos", params={"pageSize": 1000}).json()["results"]
        return {video["id"] for video in videos}

    return look


@pytest.fixture
def run(emulator_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command against the emulator; gives exit code and standard error."""
    monkeypatch.setenv("VIDEO_INDEXER_URL", emulator_url)

    def call(*arguments: object) -> tuple[int, str]:
        code = main([str(argument) for argument in arguments])
        output = capsys.readouterr()
        assert output.out == ""
        return code, output.err

    return call
