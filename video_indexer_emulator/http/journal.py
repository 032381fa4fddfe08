"""What is told of each request: a log line and counters, by operation; nothing that a caller made up."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.types import Message, Send

from video_indexer_emulator.logs import about
from video_indexer_emulator.metrics import Metrics

UNKNOWN = "unknown"
"""The operation of a path that isn't one of ours."""

NOBODY_LEFT = 499
"""The caller went away before the answer; nginx's number for it."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Entry:
    """One request, as far as it may be told."""

    operation: str = UNKNOWN  # an operationId, or the room of a path outside the contract
    account: str | None = None  # one of the service's accounts, once the caller may act for it
    status: int = NOBODY_LEFT
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    began: float = field(default_factory=time.perf_counter)

    def listening(self, send: Send) -> Send:
        """Learn the status, and add the request's id to whatever is answered in the end."""

        async def listen(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                header = (b"x-ms-request-id", self.request_id.encode())
                message["headers"] = [*message["headers"], header]
            await send(message)

        return listen


@contextmanager
def entry(metrics: Metrics) -> Iterator[Entry]:
    """Open the entry of a request, and tell of it at the end of the block."""
    made = Entry()
    with about(request_id=made.request_id):
        try:
            yield made
        finally:
            seconds = time.perf_counter() - made.began
            metrics.answered(made.operation, made.status, seconds)
            told = {"operation": made.operation, "status": made.status, "seconds": round(seconds, 4)}
            log.info("Answered.", extra={"about": told | ({"account": made.account} if made.account else {})})
