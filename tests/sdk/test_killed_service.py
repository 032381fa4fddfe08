"""The service is killed in the middle: a typed error comes in time, or the call goes on after a restart."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from tests.emulator.process import Process
from tests.sdk.conftest import HASTY
from tests.sdk.ways import EITHER, Way
from video_indexer_redaction import RetryPolicy, Target, development_target
from video_indexer_redaction.errors import ConnectionFailed

pytestmark = pytest.mark.slow

SIZE = 24 * 1024 * 1024
"""Bytes; more than every buffer on the way takes."""

PATIENT = RetryPolicy(attempts=30, first_pause=0.2, longest_pause=0.5, outage=60)
"""Tolerates the seconds that an emulator takes to start."""


@pytest.fixture(scope="module")
def big_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that takes a while."""
    path = tmp_path_factory.mktemp("big") / "big.mp4"
    path.write_bytes(os.urandom(SIZE))
    return path


class Service:
    """An emulator that can be killed, and started again at the same address."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._running = Process(data)
        self.url = self._running.url
        self.target: Target = development_target(self.url)

    def kill(self) -> None:
        """Cut the power."""
        self._running.__exit__(None, None, None)

    def restart(self) -> None:
        """Start again, with the same data."""
        self._running = Process(self._data, "--port", self.url.rsplit(":", 1)[1])

    def hold(self, *, held: bool) -> None:
        """Let the work wait, or go on."""
        self._running.api.hold(held=held)


@pytest.fixture
def service(tmp_path: Path) -> Service:
    """A running one; the test kills it."""
    return Service(tmp_path / "data")


def at(size: int, action: Callable[[], None]) -> Callable[[int, int | None], None]:
    """Act once, when so many bytes are done."""
    acted: list[int] = []

    def watch(done: int, _: int | None) -> None:
        if done >= size and not acted:
            acted.append(done)
            action()

    return watch


@EITHER
def test_an_upload_ends_with_a_typed_error(way: Way, service: Service, big_file: Path) -> None:
    """In time, and it isn't sent again, for it may have arrived."""
    began = time.monotonic()

    with pytest.raises(ConnectionFailed):
        way("upload", big_file, target=service.target, retry=HASTY, on_bytes=at(SIZE // 2, service.kill))

    assert time.monotonic() - began < 20


@EITHER
def test_a_download_goes_on_after_a_restart(
    way: Way, service: Service, big_file: Path, tmp_path: Path
) -> None:
    """With the bytes that were missing."""
    video = way("upload", big_file, target=service.target)
    counts: list[int] = []
    restarts: list[threading.Thread] = []

    def kill_and_restart() -> None:
        service.kill()
        restarts.append(threading.Thread(target=service.restart))
        restarts[0].start()

    watch = at(SIZE // 4, kill_and_restart)

    def on_bytes(done: int, total: int | None) -> None:
        counts.append(done)
        watch(done, total)

    path = way("download", video, tmp_path / "o" / "out.mp4", target=service.target, retry=PATIENT,
               on_bytes=on_bytes)  # fmt: skip

    restarts[0].join()
    service.kill()
    assert path.read_bytes() == big_file.read_bytes()
    assert counts == sorted(counts), "it began again instead of going on"
    assert [path] == list(path.parent.iterdir())


@EITHER
def test_a_download_leaves_nothing_partial(
    way: Way, service: Service, big_file: Path, tmp_path: Path
) -> None:
    """Where nobody starts the service again."""
    video = way("upload", big_file, target=service.target)

    with pytest.raises(ConnectionFailed):
        way("download", video, tmp_path / "o" / "out.mp4", target=service.target, retry=HASTY,
            on_bytes=at(SIZE // 4, service.kill))  # fmt: skip

    assert not list((tmp_path / "o").iterdir())


@EITHER
def test_a_wait_goes_on_after_a_restart(way: Way, service: Service, sample_clip: Path) -> None:
    """The video is indexed in the end."""
    service.hold(held=True)
    video = way("upload", sample_clip, target=service.target)
    acted: list[float] = []

    def restart(fraction: float) -> None:
        if not acted:
            acted.append(fraction)
            service.kill()
            threading.Thread(target=service.restart).start()

    index = way("wait_until_indexed", video, target=service.target, retry=PATIENT, on_progress=restart)

    service.kill()
    assert acted
    assert index.state == "Processed"


@EITHER
def test_a_wait_for_a_service_that_stays_away_ends(way: Way, service: Service, sample_clip: Path) -> None:
    """With a typed error, once the outage has lasted too long."""
    service.hold(held=True)
    video = way("upload", sample_clip, target=service.target)
    service.kill()
    began = time.monotonic()

    with pytest.raises(ConnectionFailed):
        way("wait_until_indexed", video, target=service.target, retry=evolve(HASTY, outage=1))

    assert time.monotonic() - began < 10
