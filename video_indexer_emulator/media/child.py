"""A process that works on one file after the other, and may be lost without harm.

    python -m video_indexer_emulator.media.child MODELS CACHE

Reads tasks from its standard input and replies on its standard output (`messages.py`). A decoder that
crashes, hangs or wants all memory ends this process and nothing else.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import msgspec

from video_indexer_emulator.errors import DamagedMedia, EmulatorError, MediaError
from video_indexer_emulator.memory import give_back_large_blocks

from .messages import AnyTask, Done, Failed, GoOn, Progress, encoded, receive, send
from .models import FaceModels
from .tasks import perform

Perform = Callable[[AnyTask, Callable[[float], None]], object]

MEMORY = 6 * 1024**3
"""Bytes of data that the process may have: a picture of the largest size that is taken needs half of them."""

REPORT_EVERY = 0.05
"""Seconds between two reports of progress: each waits for its answer."""

LOOK_EVERY = 1.0
"""Seconds between two looks whether the service is still there."""


class Reporter:
    """Reports the progress of a task, and waits for the reply to go on."""

    def __init__(self, tasks: BinaryIO, replies: BinaryIO) -> None:
        self._tasks, self._replies = tasks, replies
        self._next = 0.0

    def __call__(self, share: float) -> None:
        """Report; the service kills who shall not go on."""
        if time.monotonic() >= self._next:
            send(self._replies, Progress(share))
            receive(self._tasks, GoOn)
            self._next = time.monotonic() + REPORT_EVERY


UNEXPECTED = (
    "This file couldn't be processed, and the service's log says why; convert it to H.264 in mp4, "
    "and upload it again"
)

log = logging.getLogger(__name__)


def main() -> None:
    """Serve until the service has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which tells us
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not be taken for a reply
    _limit_memory()
    give_back_large_blocks()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    folder, cache = sys.argv[1:]
    models = FaceModels.load(Path(folder) if folder else None, Path(cache))
    with contextlib.suppress(EOFError, BrokenPipeError):
        serve(lambda task, on_progress: perform(task, models, on_progress), sys.stdin.buffer, replies)


def serve(work: Perform, tasks: BinaryIO, replies: BinaryIO) -> None:
    """Do one task after the other; raises EOFError when no more come."""
    while True:
        task = receive(tasks, AnyTask)
        try:
            result = work(task, Reporter(tasks, replies))
        except EmulatorError as error:
            send(replies, _failure(error))
        except MemoryError:
            send(replies, _failure(DamagedMedia("The file needs more memory than a video can")))
        except (EOFError, BrokenPipeError):
            raise
        except Exception:  # a decoder's own kind of error: its words are for the log, not for callers
            log.exception("A media process failed in %s.", type(task).__name__)
            send(replies, _failure(MediaError(UNEXPECTED)))
        else:
            send(replies, Done(msgspec.Raw(encoded(result))))


def _failure(error: EmulatorError) -> Failed:
    return Failed(type(error).__name__, str(error))


def _limit_memory() -> None:
    """Refuse more memory than a video can need, where the system knows such a limit."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - there is none on Windows

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with(parent: int) -> None:
    """End at once when the service has gone, even in the middle of a decoder that hangs."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os._exit(1)


if __name__ == "__main__":
    main()
