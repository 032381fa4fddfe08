"""Which errors of a database pass by themselves."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from video_indexer_emulator.storage.catalog import Catalog, is_away


def raised(url: str, *statements: str) -> SQLAlchemyError:
    """Run statements of which the last one that is run fails."""
    engine = create_engine(url)
    with pytest.raises(SQLAlchemyError) as caught, engine.connect() as connection:  # noqa: PT012 - any of them
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
    return caught.value


def test_a_mistake_of_our_own_is_not_waited_for() -> None:
    """It would be retried for ever."""
    assert not is_away(raised("sqlite://", "SELECT nothing FROM nowhere"))
    assert not is_away(ValueError())


def test_a_file_or_a_server_that_cant_be_reached_is(tmp_path: Path) -> None:
    """It may come back."""
    assert is_away(raised(f"sqlite:///{tmp_path / 'missing' / 'x.sqlite'}", "SELECT 1"))
    assert is_away(raised("postgresql+psycopg://nobody@127.0.0.1:9/none", "SELECT 1"))


def test_a_full_disk_is(tmp_path: Path) -> None:
    """Room can be made."""
    tables = [f"CREATE TABLE t{number} (x)" for number in range(100)]

    assert is_away(raised(f"sqlite:///{tmp_path / 'small.sqlite'}", "PRAGMA max_page_count = 2", *tables))


def test_a_read_by_id_that_fails_is_judged_as_every_other(tmp_path: Path) -> None:
    """It goes past SQLAlchemy to SQLite's driver, whose errors nobody else knows."""
    file = tmp_path / "catalog.sqlite"
    catalog = Catalog(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as other:
        other.execute("DROP TABLE jobs")

    with pytest.raises(OperationalError) as mistake:
        catalog.job("any")
    catalog.close()
    file.unlink()
    file.mkdir()
    with pytest.raises(OperationalError) as missing:
        catalog.job("any")

    assert not is_away(mistake.value)
    assert is_away(missing.value)
