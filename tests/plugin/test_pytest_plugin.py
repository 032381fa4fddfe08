"""The fixture that the package brings, as a consumer's own project uses it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent / "example"
ROOT = Path(__file__).resolve().parents[2]

HELPERS = """
import http.server

import pytest

from video_indexer_redaction import RetryPolicy, parse_callback, target_from_environment
from video_indexer_redaction.errors import DeadlineExceeded, TooManyRequests, UsageError


def test_faults(video_indexer_emulator):
    video_indexer_emulator.plan_fault("listVideos", 429, retry_after=7)
    with video_indexer_emulator.client(retry=RetryPolicy(attempts=1)) as client:
        with pytest.raises(TooManyRequests) as caught:
            list(client.list())
        assert caught.value.retry_after == 7
        video_indexer_emulator.plan_fault("listVideos", 500, count=100)
        video_indexer_emulator.reset()
        assert list(client.list()) == []


def test_what_the_contract_does_not_have_is_refused(video_indexer_emulator):
    with pytest.raises(UsageError, match="listVideos documents"):
        video_indexer_emulator.plan_fault("listVideos", 418)


def test_pacing(video_indexer_emulator):
    with video_indexer_emulator.client() as client:
        video_indexer_emulator.hold()
        video = client.upload("clip.mp4")
        with pytest.raises(DeadlineExceeded):
            client.wait_until_indexed(video, deadline=0)
        video_indexer_emulator.release()
        assert client.wait_until_indexed(video).state == "Processed"


def test_environment(video_indexer_emulator):
    assert target_from_environment(video_indexer_emulator.environment) == video_indexer_emulator.target


def test_clock(video_indexer_emulator):
    with video_indexer_emulator.client() as client:
        first = client.access_token()
        list(client.list())
        video_indexer_emulator.advance(4000)
        list(client.list())
        assert client.access_token() != first
        video_indexer_emulator.advance(0)


def test_callback(video_indexer_emulator):
    called = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            called.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.timeout = 60
        with video_indexer_emulator.client() as client:
            client.upload("clip.mp4", callback_url=f"http://127.0.0.1:{server.server_port}/hook?order=1")
            server.handle_request()
    assert parse_callback(called[0]).query == {"order": "1"}
    video_indexer_emulator.reset()


@pytest.mark.anyio
async def test_event_loop(video_indexer_emulator):
    async with video_indexer_emulator.async_client() as client:
        assert [video.name async for video in client.list()] == []
"""

FLAGS = """
from video_indexer_redaction.tokens import seconds_left


def test_it(video_indexer_emulator):
    with video_indexer_emulator.client() as client:
        assert 700 < seconds_left(client.access_token()) <= 777
"""

SHARED = """
import pytest

from video_indexer_redaction.errors import UsageError


def test_it(video_indexer_emulator):
    with video_indexer_emulator.client() as client:
        client.access_token()
    with pytest.raises(UsageError, match="shared"):
        video_indexer_emulator.reset()
"""

WITHOUT_EMULATOR = """
import sys

sys.modules["dbos"] = None
"""

UNUSED = """
import sys


def test_nothing_is_imported():
    assert "video_indexer_redaction.pytest_plugin" in sys.modules
    heavy = {"video_indexer_redaction.client", "video_indexer_redaction.embedded", "httpx", "attr"}
    assert heavy.isdisjoint(sys.modules)
"""

NO_OTHERS = ["-p", "no:anyio", "-p", "no:schemathesis", "-p", "no:hypothesispytest"]
"""Plugins of other packages, which import what they like."""


def pytest_in(
    folder: Path, *flags: str, settings: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run pytest in a project of its own, with nothing of this repository's settings."""
    (folder / "pytest.ini").write_text(f"[pytest]\nfilterwarnings = error\n{settings}\n")
    return subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-m", "pytest", "-q", *flags],
        cwd=folder, capture_output=True, text=True, check=False, env=os.environ | environment,
    )  # fmt: skip


def test_the_consumers_example_passes_as_it_is(sample_clip: Path, tmp_path: Path) -> None:
    """The fixture is found without a setting or a conftest.py, and the emulator runs."""
    project = shutil.copytree(EXAMPLE, tmp_path / "project")
    shutil.copy(sample_clip, project / "clip.mp4")

    done = pytest_in(project)

    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_the_fixtures_helpers_do_what_they_say(sample_clip: Path, tmp_path: Path) -> None:
    """Faults, pacing, reset, both clients, and the variables."""
    shutil.copy(sample_clip, tmp_path / "clip.mp4")
    (tmp_path / "test_helpers.py").write_text(HELPERS)

    done = pytest_in(tmp_path)

    assert "7 passed" in done.stdout, done.stdout + done.stderr


def test_flags_of_the_ini_file_reach_the_emulator(tmp_path: Path) -> None:
    """Several in a line too."""
    (tmp_path / "test_it.py").write_text(FLAGS)

    done = pytest_in(tmp_path, settings="video_indexer_emulator_flags = --token-seconds 777 --strict")

    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_an_emulator_that_runs_already_is_used(emulator_url: str, tmp_path: Path) -> None:
    """And isn't reset where several workers may use it."""
    (tmp_path / "test_it.py").write_text(SHARED)

    done = pytest_in(
        tmp_path, settings=f"video_indexer_emulator_url = {emulator_url}/", PYTEST_XDIST_WORKER="gw0"
    )

    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_an_address_without_an_emulator_is_told_in_a_line(tmp_path: Path) -> None:
    """With the setting that names it."""
    (tmp_path / "test_it.py").write_text("def test_it(video_indexer_emulator): pass\n")

    done = pytest_in(tmp_path, settings="video_indexer_emulator_url = http://127.0.0.1:9")

    assert "video_indexer_emulator_url is http://127.0.0.1:9, where no emulator answers" in done.stdout
    assert "Traceback" not in done.stdout


def test_without_the_emulator_the_fixture_says_what_to_install(tmp_path: Path) -> None:
    """In a line, where a traceback would hide it."""
    (tmp_path / "conftest.py").write_text(WITHOUT_EMULATOR)
    (tmp_path / "test_it.py").write_text("def test_it(video_indexer_emulator): pass\n")

    done = pytest_in(tmp_path)

    assert "pip install '.[emulator]'" in done.stdout
    assert "During handling" not in done.stdout
    assert done.returncode == pytest.ExitCode.TESTS_FAILED


def test_a_session_that_does_not_use_it_imports_nothing(tmp_path: Path) -> None:
    """It is loaded for everybody who has installed the SDK."""
    (tmp_path / "test_it.py").write_text(UNUSED)

    done = pytest_in(tmp_path, *NO_OTHERS)

    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_the_plugin_may_be_named_by_hand_too(tmp_path: Path) -> None:
    """As where pytest is told to load no plugin by itself."""
    (tmp_path / "test_it.py").write_text(UNUSED)

    done = pytest_in(tmp_path, *NO_OTHERS, "-p", "video_indexer_redaction.pytest_plugin")

    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_the_project_declares_it() -> None:
    """Under the name of its module, so that naming it by hand doesn't register it twice."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]

    module = "video_indexer_redaction.pytest_plugin"
    assert declared["pytest11"][module] == module
