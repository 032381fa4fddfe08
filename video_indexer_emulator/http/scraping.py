"""`/_metrics`, outside the contract: the counters, for Prometheus."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import anyio.to_thread
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request

from video_indexer_emulator.errors import MethodNotAllowed, NotFound
from video_indexer_emulator.http.authorization import authorize_operator
from video_indexer_emulator.http.browsers import refuse_strange_host
from video_indexer_emulator.http.call import Answer, Services
from video_indexer_emulator.metrics import Metrics


def metrics_room(services: Services, metrics: Metrics) -> Callable[[Request, list[str]], Awaitable[Answer]]:
    """Build the room that serves /_metrics: on loopback to anybody, beyond it only with the secret."""

    async def serve(request: Request, segments: list[str]) -> Answer:
        if len(segments) != 1:
            raise NotFound("There is nothing below /_metrics.")
        if request.method not in {"GET", "HEAD"}:
            raise MethodNotAllowed(["GET", "HEAD"])
        refuse_strange_host(request, services.settings)
        if not services.settings.is_loopback:
            await authorize_operator(services, request)
        text = await anyio.to_thread.run_sync(metrics.text)
        return Answer(content=text, media_type=CONTENT_TYPE_LATEST)

    return serve
