"""A clip that takes its process down takes nothing else with it."""

from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest

from video_indexer_emulator.errors import DamagedMedia, ModelUnavailable, UnreadableMedia, WorkLost
from video_indexer_emulator.jobs.media_processes import MediaProcesses
from video_indexer_emulator.media.child import MEMORY, _limit_memory
from video_indexer_emulator.media.fetch import fetch_models
from video_indexer_emulator.media.messages import (
    LENGTH_BYTES,
    SIZE_LIMIT,
    Analyze,
    GoOn,
    Inspect,
    Reply,
    decoded,
    encoded,
    receive,
)
from video_indexer_emulator.model import ClipInfo
from video_indexer_emulator.settings import MODEL_CACHE

STALL = 0.3  # seconds


class NotWantedError(Exception):
    """What a caller's progress raises."""


@pytest.fixture
def processes() -> Iterator[MediaProcesses]:
    """As the service has them."""
    made = MediaProcesses(None, MODEL_CACHE)
    yield made
    made.close()


def pids(processes: MediaProcesses) -> set[int]:
    """The processes that there are."""
    return {process._process.pid for process in processes._all}


def gone(pid: int) -> bool:
    """Whether a process has ended; a deadline is its caller's."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_process_is_kept_for_the_next_clip(processes: MediaProcesses, sample_clip: Path) -> None:
    """Also after a file that is no video, which is told as the decoder told it."""
    clip, poster = processes.run(Inspect(sample_clip), lambda _: None)
    before = pids(processes)

    with pytest.raises(UnreadableMedia):
        processes.run(Inspect(Path(__file__)), lambda _: None)

    assert poster
    assert processes.run(Inspect(sample_clip), lambda _: None) == (clip, poster)
    assert pids(processes) == before
    assert len(before) == 1


def test_the_analysis_is_that_of_this_process(processes: MediaProcesses, sample_clip: Path) -> None:
    """Faces, people and pictures come over whole, and the progress rises to its end."""
    shares: list[float] = []
    found = processes.run(Analyze(sample_clip), shares.append)

    assert found.tracks
    assert found.people[0].thumbnails[0].jpeg.startswith(b"\xff\xd8")
    assert shares == sorted(shares)
    assert found.clip == processes.run(Inspect(sample_clip), lambda _: None)[0]


def test_work_that_isnt_wanted_any_more_ends_its_process(
    processes: MediaProcesses, sample_clip: Path
) -> None:
    """At the next report; the next clip gets another one."""

    def refuse(_: float) -> None:
        raise NotWantedError

    with pytest.raises(NotWantedError):
        processes.run(Analyze(sample_clip), refuse)

    assert pids(processes) == set()
    assert processes.run(Inspect(sample_clip), lambda _: None)[1]


def _killer(processes: MediaProcesses, times: int) -> Callable[[float], None]:
    left = [times]

    def kill(_: float) -> None:
        if left[0]:
            left[0] -= 1
            for pid in pids(processes):
                os.kill(pid, signal.SIGKILL)

    return kill


def test_a_process_that_is_lost_once_is_replaced(processes: MediaProcesses, sample_clip: Path) -> None:
    """The system may have killed it for another one's sake; the work is done all the same."""
    assert processes.run(Inspect(sample_clip), _killer(processes, 1))[1]


def test_a_file_that_loses_two_processes_has_failed(processes: MediaProcesses, sample_clip: Path) -> None:
    """And the next one is worked on."""
    with pytest.raises(WorkLost):
        processes.run(Inspect(sample_clip), _killer(processes, 10))

    assert processes.run(Inspect(sample_clip), lambda _: None)[1]


def hang(_task: object, on_progress: Callable[[float], None]) -> None:
    """Begin, and never end."""
    on_progress(0.0)
    time.sleep(3600)


def swell(_task: object, _on_progress: Callable[[float], None]) -> None:
    """Ask for more memory than a media process may have."""
    _limit_memory()
    bytearray(MEMORY)


def lie(_task: object, _on_progress: Callable[[float], None]) -> object:
    """Give a result of another type than the task's."""
    return ["text", 1]


Doing = Callable[[Callable[..., object]], MediaProcesses]


@pytest.fixture
def doing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Doing]:
    """Make processes that work by a function of this file."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    processes = MediaProcesses(None, MODEL_CACHE, stall=20)

    def make(work: Callable[..., object]) -> MediaProcesses:
        program = tmp_path / "tasks.py"
        program.write_text(
            "import os, sys\n"
            "from video_indexer_emulator.media.child import serve\n"
            f"from tests.emulator.test_media_processes import {work.__name__}\n"
            f"serve({work.__name__}, sys.stdin.buffer, os.fdopen(os.dup(1), 'wb'))\n"
        )
        processes._command = [sys.executable, str(program)]
        return processes

    yield make
    processes.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_a_file_that_wants_too_much_memory_fails_and_says_so(doing: Doing, sample_clip: Path) -> None:
    """Before the machine has none left for others."""
    with pytest.raises(DamagedMedia, match="needs more memory"):
        doing(swell).run(Inspect(sample_clip), lambda _: None)


def test_a_process_that_hangs_is_killed(doing: Doing, sample_clip: Path) -> None:
    """After so long without a sign of progress."""
    hanging = doing(hang)

    def hurry(_: float) -> None:
        for process in hanging._all:
            process._stall = STALL

    with pytest.raises(WorkLost):
        hanging.run(Inspect(sample_clip), hurry)

    assert pids(hanging) == set()


def test_no_process_outlives_the_service(processes: MediaProcesses, sample_clip: Path) -> None:
    """Closing ends them."""
    processes.run(Inspect(sample_clip), lambda _: None)
    (pid,) = pids(processes)

    processes.close()

    assert gone(pid)


def test_a_result_of_another_type_counts_as_a_lost_process(doing: Doing, sample_clip: Path) -> None:
    """A process that a clip has taken over can give facts of the promised type, and nothing else."""
    with pytest.raises(WorkLost):
        doing(lie).run(Inspect(sample_clip), lambda _: None)


def test_a_reply_cannot_carry_code() -> None:
    """A pickle, another message or an unknown one is refused; a result comes back as it was."""
    clip = ClipInfo(1, 2, 25.0, 3, Fraction(4, 7), False)
    assert decoded(encoded((clip, b"jpeg")), Inspect.result) == (clip, b"jpeg")

    for hostile in (pickle.dumps(os.system), encoded(GoOn()), encoded(["Done", "text"])):
        stream = io.BytesIO(len(hostile).to_bytes(LENGTH_BYTES) + hostile)
        with pytest.raises(msgspec.DecodeError):
            receive(stream, Reply)


def test_a_reply_that_claims_to_be_huge_is_not_read() -> None:
    """Its length alone refuses it, before memory is taken."""
    stream = io.BytesIO((SIZE_LIMIT + 1).to_bytes(LENGTH_BYTES))
    with pytest.raises(msgspec.DecodeError, match="larger"):
        receive(stream, Reply)


def test_a_module_beside_the_clip_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_clip: Path
) -> None:
    """Somebody's downloads folder may hold a `fractions.py`; started there, the process doesn't run it."""
    trap = tmp_path / "fractions.py"
    trap.write_text("import pathlib; pathlib.Path(__file__).with_suffix('.run').touch()\n")
    monkeypatch.chdir(tmp_path)
    processes = MediaProcesses(None, MODEL_CACHE)

    assert processes.run(Inspect(sample_clip), lambda _: None)[1]

    processes.close()
    assert not trap.with_suffix(".run").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_media_process_has_none_of_the_services_secrets(
    monkeypatch: pytest.MonkeyPatch, sample_clip: Path
) -> None:
    """Its variables are those that it needs: a clip that takes it over finds no key in them."""
    for name in (
        "VIDEO_INDEXER_EMULATOR_SECRET", "VIDEO_INDEXER_EMULATOR_DATABASE", "AZURE_STORAGE_ACCOUNT_KEY",
        "AWS_SECRET_ACCESS_KEY", "PGPASSWORD", "VIDEO_INDEXER_ARM_TOKEN", "HTTPS_PROXY", "MY_TOKEN",
    ):  # fmt: skip
        monkeypatch.setenv(name, "not-for-the-child")
    processes = MediaProcesses(None, MODEL_CACHE)

    assert processes.run(Inspect(sample_clip), lambda _: None)[1]
    (pid,) = pids(processes)
    variables = Path(f"/proc/{pid}/environ").read_bytes()
    processes.close()

    assert b"PATH=" in variables
    assert b"not-for-the-child" not in variables


def test_what_fetches_the_models_has_none_of_the_services_secrets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It has its own settings, such as its index and a proxy, and nothing of ours."""
    given: dict[str, str] = {}

    def run(*_: object, env: dict[str, str], **__: object) -> subprocess.CompletedProcess[str]:
        given.update(env)
        return subprocess.CompletedProcess([], 1, "", "no index")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example")
    monkeypatch.setenv("VIDEO_INDEXER_EMULATOR_SECRET", "not-for-the-child")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-for-the-child")

    with pytest.raises(ModelUnavailable):
        fetch_models(tmp_path, lambda _: None)

    assert given["PIP_INDEX_URL"] == "https://index.example"
    assert "not-for-the-child" not in given.values()
