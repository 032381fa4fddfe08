"""A clip that takes its process down takes nothing else with it."""

from __future__ import annotations

import io
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from video_indexer_emulator.errors import DamagedMedia, UnreadableMedia, WorkLost
from video_indexer_emulator.jobs.media_processes import MediaProcesses
from video_indexer_emulator.media.child import MEMORY, _limit_memory
from video_indexer_emulator.media.messages import receive, send
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
    clip, poster = processes.inspect(sample_clip, lambda _: None)
    before = pids(processes)

    with pytest.raises(UnreadableMedia):
        processes.inspect(Path(__file__), lambda _: None)

    assert poster
    assert processes.inspect(sample_clip, lambda _: None) == (clip, poster)
    assert pids(processes) == before
    assert len(before) == 1


def test_the_analysis_is_that_of_this_process(processes: MediaProcesses, sample_clip: Path) -> None:
    """Faces, people and pictures come over whole, and the progress rises to its end."""
    shares: list[float] = []
    found = processes.analyze(sample_clip, shares.append)

    assert found.tracks
    assert found.people[0].thumbnails[0].jpeg.startswith(b"\xff\xd8")
    assert shares == sorted(shares)
    assert found.clip == processes.inspect(sample_clip, lambda _: None)[0]


def test_work_that_isnt_wanted_any_more_ends_its_process(
    processes: MediaProcesses, sample_clip: Path
) -> None:
    """At the next report; the next clip gets another one."""

    def refuse(_: float) -> None:
        raise NotWantedError

    with pytest.raises(NotWantedError):
        processes.analyze(sample_clip, refuse)

    assert pids(processes) == set()
    assert processes.inspect(sample_clip, lambda _: None)[1]


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
    assert processes.inspect(sample_clip, _killer(processes, 1))[1]


def test_a_file_that_loses_two_processes_has_failed(processes: MediaProcesses, sample_clip: Path) -> None:
    """And the next one is worked on."""
    with pytest.raises(WorkLost):
        processes.inspect(sample_clip, _killer(processes, 10))

    assert processes.inspect(sample_clip, lambda _: None)[1]


class Hanging:
    """Tasks that never end."""

    def inspect(self, _path: Path, on_progress: Callable[[float], None]) -> None:
        """Begin, and hang."""
        on_progress(0.0)
        time.sleep(3600)


class Swelling:
    """Tasks that want all memory."""

    def inspect(self, _path: Path, _on_progress: Callable[[float], None]) -> None:
        """Ask for more than a media process may have."""
        _limit_memory()
        bytearray(MEMORY)


Doing = Callable[[type], MediaProcesses]


@pytest.fixture
def doing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Doing]:
    """Make processes that do the tasks of a class of this file."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    processes = MediaProcesses(None, MODEL_CACHE, stall=20)

    def make(tasks: type) -> MediaProcesses:
        program = tmp_path / "tasks.py"
        program.write_text(
            "import os, sys\n"
            "from video_indexer_emulator.media.child import serve\n"
            f"from tests.emulator.test_media_processes import {tasks.__name__}\n"
            f"serve({tasks.__name__}(), sys.stdin.buffer, os.fdopen(os.dup(1), 'wb'))\n"
        )
        processes._command = [sys.executable, str(program)]
        return processes

    yield make
    processes.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_a_file_that_wants_too_much_memory_fails_and_says_so(doing: Doing, sample_clip: Path) -> None:
    """Before the machine has none left for others."""
    with pytest.raises(DamagedMedia, match="needs more memory"):
        doing(Swelling).inspect(sample_clip, lambda _: None)


def test_a_process_that_hangs_is_killed(doing: Doing, sample_clip: Path) -> None:
    """After so long without a sign of progress."""
    hanging = doing(Hanging)

    def hurry(_: float) -> None:
        for process in hanging._all:
            process._stall = STALL

    with pytest.raises(WorkLost):
        hanging.inspect(sample_clip, hurry)

    assert pids(hanging) == set()


def test_no_process_outlives_the_service(processes: MediaProcesses, sample_clip: Path) -> None:
    """Closing ends them."""
    processes.inspect(sample_clip, lambda _: None)
    (pid,) = pids(processes)

    processes.close()

    assert gone(pid)


def test_what_a_process_says_can_be_no_code() -> None:
    """Classes of the domain come over; anything else is no message."""
    stream = io.BytesIO()
    send(stream, ("done", ClipInfo(1, 2, 25.0, 3, Fraction(4), False)))
    stream.seek(0)
    assert receive(stream)

    class Code:
        def __reduce__(self) -> tuple[Any, ...]:
            return os.system, ("true",)

    for hostile in (Code(), ("done", os.system), ("done", eval)):
        with pytest.raises(pickle.UnpicklingError):
            receive(io.BytesIO(pickle.dumps(hostile)))
