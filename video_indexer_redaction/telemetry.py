"""What operators see: log lines of retries and waits, and spans where OpenTelemetry is in use.

Neither ever has a token, a query or a body.
"""

from __future__ import annotations

import logging
import sys
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import httpx

from video_indexer_redaction.errors import RedactionError, ServiceError

log = logging.getLogger("video_indexer_redaction")

CLIENT_REQUEST_ID = "x-ms-client-request-id"

OPENTELEMETRY = "opentelemetry.trace"
"""Who exports spans has imported this; nobody else pays for an import."""


def retrying(request: httpx.Request, error: RedactionError, pause: float, failures: int) -> None:
    """Say that a request is repeated, and why."""
    log.info(
        "%s %s failed (%s); retry %d in %.1f s, client request id %s",
        request.method, request.url.path, _brief(error), failures, pause,
        request.headers.get(CLIENT_REQUEST_ID, "none"),
    )  # fmt: skip


def resuming(video_id: str, received: int, error: RedactionError, pause: float) -> None:
    """Say that a download goes on."""
    log.info(
        "The download of video %s broke off after %d bytes (%s); it is resumed in %.1f s",
        video_id, received, _brief(error), pause,
    )  # fmt: skip


class Watched:
    """Says how something stands that is waited for: at INFO when that has changed, else at DEBUG."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._told: tuple[str, float] | None = None

    def told(self, state: str, progress: float, pause: float) -> None:
        """Say how it stands, and when the next look follows."""
        level = logging.DEBUG if self._told == (state, progress) else logging.INFO
        self._told = state, progress
        log.log(level, "%s: %s, %.0f%%; next look in %.1f s", self._what, state, progress * 100, pause)


def call_span(name: str) -> AbstractContextManager[Any]:
    """A span around one call of a client's method."""
    tracer = _tracer()
    return tracer.start_as_current_span(f"video_indexer_redaction.{name}") if tracer else nullcontext()


class RequestSpan:
    """A span of one try of a request, below the call's."""

    def __init__(self, request: httpx.Request) -> None:
        tracer = _tracer()
        self._span: Any = None
        if tracer:
            self._span = tracer.start_span(f"{request.method} {request.url.host}")
            self._span.set_attributes(
                {
                    "http.request.method": request.method,
                    "server.address": request.url.host,
                    "url.full": str(request.url.copy_with(query=None)),
                    "az.client_request_id": request.headers.get(CLIENT_REQUEST_ID, ""),
                }
            )

    def end(self, *, status: int | None, failures: int) -> None:
        """End it with what came of the try."""
        if self._span is None:
            return
        if status is not None:
            self._span.set_attribute("http.response.status_code", status)
        if failures:
            self._span.set_attribute("http.request.resend_count", failures)
        self._span.end()


def _tracer() -> Any:
    trace: Any = sys.modules.get(OPENTELEMETRY)
    return trace.get_tracer("video_indexer_redaction") if trace else None


def _brief(error: RedactionError) -> str:
    if isinstance(error, ServiceError):
        return f"{error.status} {error.error_type or ''}".strip()
    return str(error)
