"""The proxy itself, an ASGI application: reads a request, lets a subclass get the answer, and streams it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any

import httpcore
import uvicorn

from ..contract import contract
from .messages import BODILESS, Answer, Request
from .upstream import Upstream

CONTROLS = "/_emulator/"
DOWNLOAD = "download"
"""In place of an operationId: what signed URLs lead to."""

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class CallerGone(Exception):
    """The caller hung up while its request was still being read."""


class Relay:
    """An ASGI application that sends every request on to one service."""

    def __init__(self, upstream_url: str) -> None:
        self._upstream = Upstream(upstream_url)
        self._contract = contract()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        request = self._read(scope, receive)
        try:
            answer = await self._answer(request)
        except CallerGone:
            return  # nobody is left to answer
        except httpcore.TimeoutException as error:
            answer = _own_error(504, f"The service behind the proxy didn't answer in time: {error!r}")
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            answer = _own_error(502, f"The service behind the proxy can't be reached: {error!r}")
        await _send(answer, request, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Close the connections to the service at the end."""
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._upstream.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, request: Request) -> Answer:
        """Get the answer to a request."""
        return await self._upstream.forward(request)

    def _read(self, scope: Message, receive: Receive) -> Request:
        request = Request(
            method=scope["method"],
            path=(scope.get("raw_path") or scope["path"].encode()).decode("latin-1"),
            query=scope["query_string"].decode("latin-1"),
            headers=[pair for pair in scope["headers"] if pair[0] != b"expect"],
        )
        if request.header("content-length") is None and request.header("transfer-encoding") is None:
            request.body = b""
        else:
            request.stream = _parts(receive)
        match = self._contract.match(request.method, request.path)
        if match is not None:
            request.operation, request.places = match[0].id, match[1]
        elif self._is_download(request):
            request.operation = DOWNLOAD
        return request

    def _is_download(self, request: Request) -> bool:
        """Whether it is a signed URL: a path outside the contract that is read."""
        if request.method not in {"GET", "HEAD"} or request.path.startswith(CONTROLS):
            return False
        return not any(each.pattern.fullmatch(request.path) for each in self._contract.operations.values())


async def _parts(receive: Receive) -> AsyncIterator[bytes]:
    """The request's body as it arrives."""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise CallerGone
        yield message.get("body", b"")
        more = message.get("more_body", False)


async def read_request(request: Request) -> bytes:
    """The request's body, read to its end; what said that it comes in chunks no longer holds."""
    if request.stream is None:
        return request.body or b""
    body = b"".join([part async for part in request.stream])
    request.stream = None
    if request.remove_header("transfer-encoding"):
        request.set_header("content-length", str(len(body)))
    return body


async def _send(answer: Answer, request: Request, send: Send) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    bodiless = answer.status in BODILESS or request.method == "HEAD"
    if answer.stream is not None:
        async for part in answer.stream:
            if not bodiless:
                await send({"type": "http.response.body", "body": part, "more_body": True})
    body = b"" if bodiless else answer.body or b""
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _own_error(status: int, text: str) -> Answer:
    answer = Answer(status=status, headers=[])
    answer.set_body(json.dumps({"proxy": text}).encode(), "application/json")
    return answer


def serving(proxy: Relay) -> uvicorn.Server:
    """A server for a proxy, to be run on a socket of the caller's."""
    return uvicorn.Server(
        uvicorn.Config(
            proxy, lifespan="on", ws="none", log_level="critical", access_log=False,
            server_header=False, date_header=False, timeout_keep_alive=60,
            timeout_graceful_shutdown=2,
        )
    )  # fmt: skip
