"""The service runs on the SQLite that Debian 12 has (3.40), with every Python that it supports."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from video_indexer_emulator.jobs import old_sqlite


def test_the_time_has_a_fraction_where_sqlite_knows_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the job engine's tables use it: as the default of a column."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    arguments = old_sqlite.engine_arguments("sqlite:///jobs.sqlite")["connect_args"]
    with sqlite3.connect(tmp_path / "jobs.sqlite", **arguments) as connection:
        connection.execute(
            "CREATE TABLE t (id TEXT, at BIGINT NOT NULL DEFAULT (unixepoch('subsec') * 1000))"
        )
        connection.execute("INSERT INTO t (id) VALUES ('a')")
        (at,) = connection.execute("SELECT at FROM t").fetchone()
    connection.close()

    assert at / 1000 == pytest.approx(time.time(), abs=60)


def test_a_new_sqlite_and_a_database_server_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """They know it themselves."""
    assert old_sqlite.engine_arguments("postgresql://host/jobs") == {}
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 42, 0))
    assert old_sqlite.engine_arguments("sqlite:///jobs.sqlite") == {}
