"""Keys that all processes on one catalog share."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from video_indexer_emulator.storage.tables import keys


class CommonKeys:
    """Rows of keys; the first process that needs one makes it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read_or_make(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Read a key; made if there is none, and never changed."""
        found = self._read(name)
        if found is None:
            with suppress(IntegrityError), self._engine.begin() as connection:  # another was faster: take its
                connection.execute(insert(keys).values(name=name, value=make()))
            found = self._read(name)
        if found is None:
            raise AssertionError("a key was neither stored nor there")
        return found

    def _read(self, name: str) -> bytes | None:
        query = select(keys.c.value).where(keys.c.name == name)
        with self._engine.connect() as connection:
            found: bytes | None = connection.execute(query).scalar_one_or_none()
        return found
