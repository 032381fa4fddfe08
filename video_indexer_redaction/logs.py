"""Keeping signatures and tokens out of the log lines of httpx and httpcore."""

from __future__ import annotations

import logging
import re

LOGGERS = (
    "httpx",  # prints whole URLs
    "httpcore.connection",
    "httpcore.http11",  # prints the headers of answers, a redirect's Location among them
    "httpcore.http2",
    "httpcore.proxy",
    "httpcore.socks",
)

QUERY = re.compile(r"((?:https?:/)?/[^\s?'\"]*)\?[^\s'\"]*", re.IGNORECASE)


class SignatureFilter(logging.Filter):
    """Keeps signed URLs and query tokens out of log lines: cuts the query off every URL."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; none is dropped."""
        record.msg, record.args = QUERY.sub(r"\1", record.getMessage()), ()
        return True


def keep_secrets_out_of_logs() -> None:
    """Install the filter, once, on each logger that httpx and httpcore write to."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, SignatureFilter) for known in logger.filters):
            logger.addFilter(SignatureFilter())
