"""A PostgreSQL server for the tests of several processes, which are skipped where there is none."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.postgres import postgres, programs


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """The URL of a database on a server of our own."""
    try:
        programs()
    except FileNotFoundError as missing:
        pytest.skip(str(missing))
    with tempfile.TemporaryDirectory(prefix="vi-postgres-") as folder, postgres(Path(folder)) as server:
        yield server.url
