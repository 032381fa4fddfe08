"""A PostgreSQL server for the tests of several processes, which are skipped where there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scripts.postgres import postgres, programs


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """The URL of a database on a server of our own."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with postgres() as url:
        yield url
