"""What the service and its media processes say to each other: pickles, of known classes alone.

A process that a hostile clip has taken over must not be able to take over the service by its answer.
"""

from __future__ import annotations

import pickle
from typing import BinaryIO

OURS = ("video_indexer_emulator.model", "video_indexer_emulator.errors")
OTHERS = {("fractions", "Fraction"), ("pathlib", "PosixPath"), ("pathlib", "WindowsPath")}

DONE, FAILED, PROGRESS = "done", "failed", "progress"


def send(stream: BinaryIO, message: object) -> None:
    """Write one message; raises OSError if nobody reads any more."""
    pickle.dump(message, stream)
    stream.flush()


def receive(stream: BinaryIO) -> object:
    """Read one message; raises EOFError where the other side has ended, UnpicklingError for anything else."""
    return _Reader(stream).load()


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        """Give a class that a message may have."""
        if "." not in name and (module in OURS or (module, name) in OTHERS):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a message")
