"""A process that works on one file after the other, and may be lost without harm.

    python -m video_indexer_emulator.media.child MODELS CACHE

Reads (task, arguments) from its standard input, answers on its standard output (`messages.py`). A decoder
that crashes, hangs or wants all memory ends this process and nothing else.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import BinaryIO

from video_indexer_emulator.errors import DamagedMedia, EmulatorError, MediaError
from video_indexer_emulator.memory import give_back_large_blocks

from .messages import DONE, FAILED, PROGRESS, receive, send
from .models import FaceModels
from .tasks import Tasks

MEMORY = 6 * 1024**3
"""Bytes of data that the process may have: a picture of the largest size that is taken needs half of them."""

REPORT_EVERY = 0.05
"""Seconds between two reports of progress: each waits for its answer."""

LOOK_EVERY = 1.0
"""Seconds between two looks whether the service is still there."""


class Reporter:
    """Tells how far the work is, and waits for the word to go on."""

    def __init__(self, commands: BinaryIO, answers: BinaryIO) -> None:
        self._commands, self._answers = commands, answers
        self._next = 0.0

    def __call__(self, share: float) -> None:
        """Report; the service kills who shall not go on."""
        if time.monotonic() >= self._next:
            send(self._answers, (PROGRESS, share))
            receive(self._commands)
            self._next = time.monotonic() + REPORT_EVERY


def main() -> None:
    """Serve until the service has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which tells us
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not be taken for an answer
    _limit_memory()
    give_back_large_blocks()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    folder, cache = sys.argv[1:]
    with contextlib.suppress(EOFError, BrokenPipeError):
        serve(
            Tasks(FaceModels.load(Path(folder) if folder else None, Path(cache))), sys.stdin.buffer, answers
        )


def serve(tasks: Tasks, commands: BinaryIO, answers: BinaryIO) -> None:
    """Do one task after the other; raises EOFError when there is none any more."""
    while True:
        name, arguments = _command(receive(commands))
        try:
            result = getattr(tasks, name)(*arguments, Reporter(commands, answers))
        except EmulatorError as error:
            send(answers, (FAILED, error))
        except MemoryError:
            send(answers, (FAILED, DamagedMedia("The file needs more memory than a video can")))
        except (EOFError, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 - told by its words: its class may not be one of a message
            send(answers, (FAILED, MediaError(f"{type(error).__name__}: {error}")))
        else:
            send(answers, (DONE, result))


def _command(message: object) -> tuple[str, tuple[object, ...]]:
    match message:
        case (str(name), tuple(arguments)):
            return name, arguments
    raise TypeError(f"no command: {message!r}")


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
