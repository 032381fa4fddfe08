"""Log lines, as text for people or JSON for machines, each with the request and the work that it is about.

No line holds a token, a URL that a caller gave, a name, or anything of a face: what a line is about is told
by ids. Of libraries that log such things only warnings are printed, and databases hide their parameters.
"""

from __future__ import annotations

import logging
import sys
import time
from contextvars import ContextVar
from typing import Any

from pythonjsonlogger.json import JsonFormatter

FORMS = ("text", "json")
TALKATIVE = ("httpx", "httpcore", "asyncio")
"""The first of them logs each URL whole, with the signature in its query."""

BRING_THEIR_OWN = ("dbos", "uvicorn", "uvicorn.error")
"""Loggers of libraries that would print in a form of their own."""

_about: ContextVar[dict[str, str | int | float]] = ContextVar("about", default={})  # noqa: B039 - never changed


class about:  # noqa: N801 - used as a function is
    """Add these fields to every line that is logged inside a `with` block; None is left out."""

    __slots__ = ("_fields", "_token")

    def __init__(self, **fields: str | float | None) -> None:
        self._fields = {name: value for name, value in fields.items() if value is not None}

    def __enter__(self) -> None:
        self._token = _about.set(_about.get() | self._fields)

    def __exit__(self, *_error: object) -> None:
        _about.reset(self._token)


def request_id() -> str | None:
    """The id of the request that is being answered, or that queued the work; None outside of both."""
    found = _about.get().get("request_id")
    return None if found is None else str(found)


def set_up(form: str) -> None:
    """Send all lines to standard error, in one of FORMS."""
    handler = _StandardError()
    handler.addFilter(_wanted)  # not a level of theirs: that would hold for the whole process
    handler.addFilter(_tell)
    handler.setFormatter(_Json() if form == "json" else _Text())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    # No line shows these, and finding them out takes time for each line (logging's own advice).
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None  # the caller's file and line
    for name in BRING_THEIR_OWN:
        library = logging.getLogger(name)
        library.handlers = [logging.NullHandler()]  # not none at all: dbos would add its own again
        library.propagate = True


class _StandardError(logging.Handler):
    """Writes to what standard error is at the time of a line: who embeds the service may exchange it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except Exception:  # noqa: BLE001 - a line that can't be written must not break what it is about
            self.handleError(record)


def _wanted(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] not in TALKATIVE


def _tell(record: logging.LogRecord) -> bool:
    record.about = _about.get() | record.__dict__.get("about", {})  # a call's own, given as `extra`
    return True


class _Text(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s")  # its form is ours, below
        self._second, self._shown = 0, ""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - the base class's name
        """Show the second once for all lines of it."""
        second = int(record.created)
        if second != self._second:
            self._second, self._shown = second, time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(second))
        return f"{self._shown},{int(record.msecs):03}"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the base class's name
        """Put the fields behind the message."""
        fields = "".join([f" {name}={value}" for name, value in record.__dict__["about"].items()])
        return f"{record.asctime} {record.levelname} {record.name}: {record.message}{fields}"


class _Json(JsonFormatter):
    def __init__(self) -> None:
        super().__init__(
            ["levelname", "name", "message"],
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "traceback"},
            timestamp="time",
        )

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Put the fields beside the message, not into a member of their own."""
        log_data.pop("color_message", None)  # uvicorn's, with a terminal's codes
        fields: dict[str, Any] = log_data.pop("about", {})
        return log_data | fields
