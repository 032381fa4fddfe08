"""SQLite before 3.42, which Debian 12 and many Pythons come with, lacks what the job engine's tables need.

On Python 3.12 and later the engine stamps its rows by `unixepoch('subsec')`, which is NULL before SQLite 3.42
(https://sqlite.org/lang_datefunc.html), and the service couldn't start.
"""

from __future__ import annotations

import sqlite3
import time
from typing import Any

KNOWS_SUBSEC = (3, 42)


class Connection(sqlite3.Connection):
    """A connection on which `unixepoch('subsec')` is seconds since 1970, with their fraction."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.create_function("unixepoch", 1, _now)


def _now(modifier: str) -> float | None:
    return time.time() if modifier in {"subsec", "subsecond"} else None


def engine_arguments(url: str) -> dict[str, Any]:
    """What SQLAlchemy's engine for the jobs needs beside its URL; nothing where SQLite is new enough."""
    if not url.startswith("sqlite") or sqlite3.sqlite_version_info >= KNOWS_SUBSEC:
        return {}
    return {"connect_args": {"factory": Connection}}
