"""Reading one row by its id, the most frequent question of all: each status poll asks it.

SQLite is asked through its driver, over one connection that stays open, with a statement compiled once: that
takes a tenth of the processor time of SQLAlchemy's way (`benchmarks/service.py`). A database server, whose
round trip costs more than either, is asked through SQLAlchemy and its pool.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine, Table, bindparam, select
from sqlalchemy.exc import DBAPIError

T = TypeVar("T")


class OpenConnection:
    """One connection to SQLite for short reads, opened at the first; one thread at a time uses it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._driver: Any = None

    def rows(self, statement: str, *values: str) -> Sequence[Sequence[Any]]:
        """Read all rows; raises SQLAlchemy's errors, as every other read does."""
        with self._lock:
            if self._connection is None:
                self._connection = self._engine.connect()
                self._driver = self._connection.connection.driver_connection
            try:
                # All, not the first alone: SQLite can't empty its log before a statement has ended.
                rows: Sequence[Sequence[Any]] = self._driver.execute(statement, values).fetchall()
            except self._driver.Error as error:
                raise DBAPIError.instance(
                    statement, None, error, self._driver.Error, hide_parameters=True
                ) from error
        return rows

    def close(self) -> None:
        """Give the connection back to its pool."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = self._driver = None


class Lookup(Generic[T]):
    """Reads rows of one table by id, as the domain objects that have a field for each column."""

    def __init__(self, engine: Engine, table: Table, kind: type[T], connection: OpenConnection) -> None:
        """`connection` is used on SQLite alone."""
        columns = [table.c[field.name] for field in fields(kind)]  # type: ignore[arg-type] # a dataclass
        dialect = engine.dialect
        self._engine, self._kind, self._connection = engine, kind, connection
        self._query = select(*columns).where(table.c.id == bindparam("id"))
        self._statement = str(self._query.compile(dialect=dialect))
        self._converters = [
            (place, convert)
            for place, column in enumerate(columns)
            if (convert := column.type.dialect_impl(dialect).result_processor(dialect, None))
        ]
        self._is_sqlite = dialect.name == "sqlite"

    def read(self, row_id: str) -> T | None:
        """Read one row; None if there is none."""
        if not self._is_sqlite:
            with self._engine.connect() as connection:
                row = connection.execute(self._query, {"id": row_id}).one_or_none()
            return None if row is None else self._kind(*row)
        rows = self._connection.rows(self._statement, row_id)
        if not rows:
            return None
        values = list(rows[0])
        for place, convert in self._converters:
            values[place] = convert(values[place])
        return self._kind(*values)
