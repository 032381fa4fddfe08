"""What the job engine stores of its workflows: JSON, and never anything that runs when it is read.

DBOS pickles by default, and each row says how it was written: a row that says `py_pickle` is unpickled
whatever serializer is set. Anybody who can write the jobs database could run code in every worker by such a
row. So the reader of pickles is replaced by one that knows texts, numbers and lists, which is what older
releases of this service have stored.
"""

from __future__ import annotations

import base64
import io
import pickle
from typing import Any

from dbos import DBOSPortableJSONSerializer
from dbos._serialization import DefaultSerializer

WORDS = {("video_indexer_emulator.model", name) for name in ("Priority", "JobState", "VideoState")}
"""Texts with a class of their own, by which older releases have stored them; here they are plain texts."""

SIZE_LIMIT = 1024 * 1024
"""Characters of one stored value; a workflow's own are a few hundred."""


class PlainSerializer(DBOSPortableJSONSerializer):
    """JSON, which other languages' DBOS reads too."""

    def __init__(self) -> None:
        """Take the reader of pickles away from DBOS, for the whole process."""
        DefaultSerializer.deserialize = _read_old  # type: ignore[assignment]


class _Reader(pickle.Unpickler):
    """Reads pickles of plain values, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """Refuse every name; a class or function is what a pickle would run."""
        if (module, name) in WORDS:
            return str
        raise pickle.UnpicklingError(f"{module}.{name} has no place among the data of a job")


def _read_old(_: object, text: str) -> Any:
    if len(text) > SIZE_LIMIT:
        raise pickle.UnpicklingError("the data of a job are too long")
    return _Reader(io.BytesIO(base64.b64decode(text))).load()
