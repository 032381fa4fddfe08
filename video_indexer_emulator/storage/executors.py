"""The processes that do work, by their heartbeats: a count that each raises as long as it lives."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Engine, delete, insert, select, update

from video_indexer_emulator.storage.tables import executors


class Pulse(NamedTuple):
    """How often a process has beaten, and how often it does."""

    beats: int
    every: int  # seconds between two beats


class Executors:
    """Rows of living processes. A count, not a time: clocks of several machines differ."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def beat(self, executor_id: str, every: int) -> None:
        """Raise a process's count; one that was taken for dead, or is new, begins again."""
        mine = executors.c.id == executor_id
        with self._engine.begin() as connection:
            if not connection.execute(
                update(executors).where(mine).values(beats=executors.c.beats + 1, every=every)
            ).rowcount:
                connection.execute(insert(executors).values(id=executor_id, beats=1, every=every))

    def pulses(self) -> dict[str, Pulse]:
        """Read the count of each process, by its id."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(executors.c.id, executors.c.beats, executors.c.every)).all()
        return {row.id: Pulse(row.beats, row.every) for row in rows}

    def remove(self, executor_id: str, beats: int | None = None) -> None:
        """Forget a process; with `beats`, only if its count is still that."""
        gone = executors.c.id == executor_id
        if beats is not None:
            gone &= executors.c.beats == beats
        with self._engine.begin() as connection:
            connection.execute(delete(executors).where(gone))
