"""What is told of each request: a log line and counters, by operation; nothing that a caller made up."""

from __future__ import annotations

import os
import time
from typing import Self

from starlette.responses import Response
from starlette.types import Message, Send

from video_indexer_emulator.http.call import Encoded
from video_indexer_emulator.logs import Fields, about, answered
from video_indexer_emulator.metrics import Metrics

UNKNOWN = "unknown"
"""The operation of a path that isn't one of ours."""

NOBODY_LEFT = 499
"""The caller went away before the answer; nginx's number for it."""


class Entry:
    """One request, as far as logs and metrics may show it; the end of a `with` block writes both."""

    __slots__ = ("_about", "_began", "_metrics", "account", "operation", "request_id", "status")

    def __init__(self, metrics: Metrics) -> None:
        self.operation = UNKNOWN  # an operationId, or the room of a path outside the contract
        self.account: str | None = None  # one of the service's accounts, once the caller may act for it
        self.status = NOBODY_LEFT
        self.request_id = _new_id()
        self._metrics = metrics

    def __enter__(self) -> Self:
        self._began = time.perf_counter()
        self._about = about(request_id=self.request_id)
        self._about.__enter__()
        return self

    def __exit__(self, *_error: object) -> None:
        seconds = time.perf_counter() - self._began
        self._about.__exit__()
        self._metrics.answered(self.operation, self.status, seconds)
        fields: Fields = {
            "request_id": self.request_id,
            "operation": self.operation,
            "status": self.status,
            "seconds": round(seconds, 4),
        }
        if self.account:
            fields["account"] = self.account
        answered(fields)

    def sending(self, response: Response, send: Send) -> Send:
        """Learn the status of a response, and add the request's id to it; returns what it is sent by."""
        header = (b"x-ms-request-id", self.request_id.encode())
        if isinstance(response, Encoded):  # no more is decided while it is sent
            self.status = response.status_code
            response.raw_headers.append(header)
            return send

        async def listen(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                message["headers"] = [*message["headers"], header]
            await send(message)

        return listen


def _new_id() -> str:
    """A random UUID (version 4) as text, in a third of the time that the `uuid` module takes."""
    text = os.urandom(16).hex()
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"
