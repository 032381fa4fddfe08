"""The suite against a stub that answers only redact, job and download: the outcome is easily understood."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.sample_clip import make_sample
from tests.contract_suite.stub_service import Stub, environment, stub

ROOT = Path(__file__).parents[2]
CANARY = "canary-7f3a9c-token-that-nobody-may-see"
MISSING = [
    "uploadVideo",
    "listVideos",
    "deleteVideo",
    "getVideoIndex",
    "getVideoArtifactUrl",
    "getVideoThumbnail",
    "getIdByExternalId",
    "searchVideos",
    "getVideoInsightsWidget",
    "getVideoPlayerWidget",
]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the run's reports go."""
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="module")
def clip(folder: Path) -> bytes:
    """A small mp4."""
    make_sample(folder / "clip.mp4", seconds=1, width=160, height=90, rate=12)
    return (folder / "clip.mp4").read_bytes()


def run_suite(server: Stub, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the suite as a process of its own, aimed at the stub."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VIDEO_INDEXER_")}
    return subprocess.run(  # noqa: S603 - our own suite, by this very interpreter
        [sys.executable, "-m", "pytest", "contract_tests", "-p", "no:cacheprovider", *arguments],
        cwd=ROOT,
        env=inherited | environment(server) | {"COLUMNS": "160"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


@pytest.fixture(scope="module")
def outcome(clip: bytes, folder: Path) -> Iterator[subprocess.CompletedProcess[str]]:
    """One whole run, with every report."""
    reports = [f"--har={folder / 'run.har'}", f"--junitxml={folder / 'run.xml'}"]
    with stub(clip, CANARY) as server:
        yield run_suite(server, *reports)


def _junit(folder: Path) -> str:
    return (folder / "run.xml").read_text("utf-8")


def test_each_missing_operation_is_one_failure(outcome: subprocess.CompletedProcess[str]) -> None:
    """By its name and with what was asked, and before everything else."""
    failed = re.findall(r"^FAILED .*?test_the_operation_is_there\[(\w+)\]", outcome.stdout, re.MULTILINE)
    assert sorted(failed) == sorted(MISSING)
    assert re.search(
        r"uploadVideo isn't there: POST http://\S+/Videos answered 404 without the contract's error body",
        outcome.stdout,
    )
    every = re.findall(r"^(?:FAILED|ERROR) (\S+)", outcome.stdout, re.MULTILINE)
    assert all("test_operations.py" in name for name in every[: len(MISSING)]), every


def test_what_needs_them_is_skipped_with_the_reason(
    outcome: subprocess.CompletedProcess[str], folder: Path
) -> None:
    """Counted by reason; nothing else fails because of a missing operation."""
    for operation in ("uploadVideo", "getVideoIndex"):
        counted = rf"^ +\d+  needs {operation}, which this service doesn't answer$"
        assert re.search(counted, outcome.stdout, re.MULTILINE), operation
    assert not re.findall("^SKIPPED", outcome.stdout, re.MULTILINE), "hundreds of places are listed"
    for failure in re.findall("<(?:failure|error) .*?</(?:failure|error)>", _junit(folder), re.DOTALL):
        assert "404 Not Found</h1>" not in failure, failure


def test_what_is_there_is_tested(outcome: subprocess.CompletedProcess[str], folder: Path) -> None:
    """A redaction is followed to its file."""
    passed = re.search(r'name="test_the_location_of_a_job_works_as_it_stands"[^>]*/>', _junit(folder))
    assert passed, "the test of a job's Location didn't pass"


def test_the_token_is_nowhere(outcome: subprocess.CompletedProcess[str], folder: Path) -> None:
    """Not in the output of a failing run, nor in JUnit, nor in HAR, which all were written."""
    assert outcome.returncode == 1
    for name in ("run.har", "run.xml"):
        text = (folder / name).read_text("utf-8")
        assert CANARY not in text, f"{name} has the token"
        assert "/redact" in text or name == "run.xml"
    assert CANARY not in outcome.stdout + outcome.stderr
