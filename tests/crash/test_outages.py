"""What is under the service fails for a while: the database is gone, the disk is full."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.postgres import Postgres, postgres, programs
from tests.emulator.api import assert_problem, wait_for
from tests.emulator.process import Process
from video_indexer_emulator.storage.room import RESERVE

pytestmark = pytest.mark.slow

DISK = RESERVE + 48 * 1024**2
"""Bytes: room for the databases and a few small clips."""


@pytest.fixture
def server() -> Iterator[Postgres]:
    """A PostgreSQL of this test's own; not below tmp_path, which is closed to its user."""
    try:
        programs()
    except FileNotFoundError:
        pytest.skip("PostgreSQL isn't installed")
    with tempfile.TemporaryDirectory(prefix="vi-postgres-") as folder, postgres(Path(folder)) as running:
        yield running


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system with little room."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False).returncode:  # noqa: S603 - our own words
        pytest.skip("this machine lets nobody mount")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S603, S607


def test_a_database_that_goes_and_comes_back_loses_nothing(
    server: Postgres, tmp_path: Path, sample_clip: Path
) -> None:
    """While it is gone answers are the contract's 500; then work in progress goes on by itself."""
    with Process(tmp_path / "data", "--database", server.url) as process:
        api = process.api
        source = api.upload(sample_clip, name="source")
        assert api.wait_indexed(source) == "Processed"
        api.hold(held=True)
        job_id = api.redact(source, {"blurringKind": "Black"}, name="target")
        wait_for(lambda: "The redaction begins." in process.errors, bool)

        server.stop()
        assert_problem(api.get(f"Jobs/{job_id}"), 500, "GENERAL")
        assert "vi_emulator_database_up 0.0" in api.http.get("/_metrics").text
        server.start()

        wait_for(lambda: api.get("Videos").status_code, lambda status: status == 200)
        api.hold(held=False)
        assert api.wait_job(job_id).status_code == 303
        assert api.wait_indexed(api.upload(sample_clip, name="later")) == "Processed"


def test_a_full_disk_is_told_and_passes(small_disk: Path, sample_clip: Path) -> None:
    """Uploads are refused with the contract's 500 and leave nothing; with room again all goes on."""
    data = small_disk / "data"
    with Process(data) as process:
        api = process.api
        source = api.upload(sample_clip, name="source")
        assert api.wait_indexed(source) == "Processed"
        ballast = small_disk / "ballast"
        _fill(ballast)

        with sample_clip.open("rb") as file:
            answer = api.post("Videos", params={"name": "x"}, files={"f": ("clip.mp4", file)})
        assert_problem(answer, 500, "GENERAL")
        assert api.state(source) == "Processed"
        assert list((data / "scratch").iterdir()) == []

        ballast.unlink()
        job_id = api.redact(source, {"blurringKind": "Black"})
        assert api.wait_job(job_id).status_code == 303
        assert {video["state"] for video in api.videos()} == {"Processed"}


def _fill(path: Path) -> None:
    """Write until nothing fits any more."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(64 * 1024))
        except OSError:
            pass
