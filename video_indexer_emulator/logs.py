"""Log lines, as text for people or JSON for machines, each with the request and the work that it is about.

No line holds a token, a URL that a caller gave, a name, or anything of a face: what a line is about is told
by ids. Of libraries that log such things only warnings are printed, and databases hide their parameters.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.json import JsonFormatter

FORMS = ("text", "json")
TALKATIVE = ("httpx", "httpcore", "asyncio")
"""The first of them logs each URL whole, with the signature in its query."""

BRING_THEIR_OWN = ("dbos", "uvicorn", "uvicorn.error")
"""Loggers of libraries that would print in a form of their own."""

Fields = dict[str, str | int | float]

ANSWERED = "Answered."
REQUESTS = logging.getLogger("video_indexer_emulator.requests")

_about: ContextVar[Fields] = ContextVar("about", default={})  # noqa: B039 - never changed


class about:  # noqa: N801 - used as a function is
    """Add these fields to every line that is logged inside a `with` block; None is left out."""

    __slots__ = ("_fields", "_token")

    def __init__(self, **fields: str | float | None) -> None:
        self._fields = {name: value for name, value in fields.items() if value is not None}

    def __enter__(self) -> None:
        self._token = _about.set(_about.get() | self._fields)

    def __exit__(self, *_error: object) -> None:
        _about.reset(self._token)


class _Text(logging.Formatter):
    """One line, with the fields behind the message; a traceback below it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(message)s")
        self._shown = (0, "")  # the last second, and how it is written

    def line(self, created: float, level: str, logger: str, message: str, fields: Fields) -> str:
        """Put a line together; the time, which takes longest, once for all lines of a second."""
        second, shown = self._shown
        if second != int(created):
            second = int(created)
            shown = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(second))
            self._shown = (second, shown)
        about = "".join([f" {name}={value}" for name, value in fields.items()])
        return f"{shown},{int(1000 * (created - second)):03} {level} {logger}: {message}{about}"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the base class's name
        """Format all but a traceback, which the base class adds."""
        about: Fields = record.__dict__["about"]
        return self.line(record.created, record.levelname, record.name, record.message, about)


class _Json(JsonFormatter):
    """One JSON object a line, the fields beside the message."""

    def __init__(self) -> None:
        super().__init__(
            ["levelname", "name", "message"],
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "traceback"},
            timestamp="time",
        )

    def line(self, created: float, level: str, logger: str, message: str, fields: Fields) -> str:
        """Put a line together, with the members that a record's line has."""
        moment = datetime.fromtimestamp(created, UTC).isoformat()
        return json.dumps({"level": level, "logger": logger, "message": message, "time": moment} | fields)

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Put the fields beside the message, not into a member of their own."""
        log_data.pop("color_message", None)  # uvicorn's, with a terminal's codes
        fields: Fields = log_data.pop("about", {})
        return log_data | fields


class _StandardError(logging.Handler):
    """Writes to what standard error is at the time of a line: who embeds the service may exchange it."""

    def __init__(self, form: _Text | _Json) -> None:
        super().__init__()
        self.form = form
        self.setFormatter(form)

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record's line."""
        try:
            self.write(self.format(record))
        except Exception:  # noqa: BLE001 - a line that can't be written must not break what it is about
            self.handleError(record)

    def write(self, line: str) -> None:
        """Write one line, whole."""
        self.acquire()
        try:
            sys.stderr.write(line + "\n")
            sys.stderr.flush()
        finally:
            self.release()


_direct: _StandardError | None = None
"""The process's own handler, once `set_up` has run."""


def request_id() -> str | None:
    """The id of the request that is being answered, or that queued the work; None outside of both."""
    found = _about.get().get("request_id")
    return None if found is None else str(found)


def answered(fields: Fields) -> None:
    """Log a request's line. Each request has one, so after `set_up` it is written without a LogRecord."""
    if _direct is None:
        REQUESTS.info(ANSWERED, extra={"about": fields})
        return
    with suppress(OSError, ValueError):  # standard error is closed: a request must not fail for its line
        _direct.write(_direct.form.line(time.time(), "INFO", REQUESTS.name, ANSWERED, fields))


def set_up(form: str) -> None:
    """Send all lines to standard error, in one of FORMS."""
    global _direct  # noqa: PLW0603 - as logging's own set-up, it is the whole process's
    _direct = handler = _StandardError(_Json() if form == "json" else _Text())
    handler.addFilter(_wanted)  # not a level of theirs: that would hold for the whole process
    handler.addFilter(_tell)
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    # No line shows these, and finding them out takes time for each line (logging's own advice).
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None  # the caller's file and line
    for name in BRING_THEIR_OWN:
        library = logging.getLogger(name)
        library.handlers = [logging.NullHandler()]  # not none at all: dbos would add its own again
        library.propagate = True


def _wanted(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] not in TALKATIVE


def _tell(record: logging.LogRecord) -> bool:
    record.about = _about.get() | record.__dict__.get("about", {})  # a call's own, given as `extra`
    return True
