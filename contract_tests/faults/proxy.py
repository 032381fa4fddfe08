"""A reverse proxy between suite and service that commits one fault of the catalogue, or none.

    python -m contract_tests.faults.proxy UPSTREAM PORT [--fault ID] [--hits FILE]

Port 0 takes any free one; the line `listening on URL` says which. What isn't altered is streamed.
The Host header goes on as it came, so that the addresses which the service builds from it lead back
through the proxy. Requests to `/_emulator` always pass unchanged.
"""

from __future__ import annotations

import argparse
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

import httpcore
import uvicorn

from ..contract import contract
from .catalogue import DOWNLOAD, Fault, catalogue
from .committing import Committing, Tally
from .messages import BODILESS, Answer, Request
from .upstream import Upstream
from .vocabulary.callbacks import DIVERSION, deliver

CONTROLS = "/_emulator/"
LISTENING = "listening on "

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class CallerGone(Exception):
    """The caller hung up while its request was still being read."""


class Proxy:
    """An ASGI application that sends every request on to one service."""

    def __init__(self, upstream_url: str, fault: Fault | None = None, tally: Tally | None = None) -> None:
        self.tally = tally or Tally()
        self._upstream = Upstream(upstream_url)
        self._contract = contract()
        self._committing = Committing(self._upstream, fault, self.tally) if fault else None

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
        if request.path.startswith(DIVERSION):
            return await self._divert(request)
        if request.path.startswith(CONTROLS):
            return await self._control(request)
        if self._committing is None:
            return await self._upstream.forward(request)
        if self._committing.wants_body(request):
            request.body = await _whole(request)
        return await self._committing.answer(request)

    async def _divert(self, request: Request) -> Answer:
        await deliver(request.path, request.query)
        return Answer(status=204, headers=[], body=b"")

    async def _control(self, request: Request) -> Answer:
        """Pass a control on; the clock is taken note of."""
        request.body = await _whole(request)
        answer = await self._upstream.forward(request)
        if answer.status == 200 and request.method == "PUT" and request.path == f"{CONTROLS}clock":
            self._upstream.ahead_seconds = request.json["aheadSeconds"]
        elif request.path == f"{CONTROLS}reset":
            self._upstream.ahead_seconds = 0
        return answer

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


async def _whole(request: Request) -> bytes:
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


def serving(proxy: Proxy) -> uvicorn.Server:
    """A server for a proxy, to be run on a socket of the caller's."""
    return uvicorn.Server(
        uvicorn.Config(
            proxy, lifespan="on", ws="none", log_level="critical", access_log=False,
            server_header=False, date_header=False, timeout_keep_alive=60,
            timeout_graceful_shutdown=2,
        )
    )  # fmt: skip


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("upstream", help="URL of the service")
    parser.add_argument("port", type=int, help="port to listen on; 0 takes any free one")
    parser.add_argument("--fault", choices=sorted(catalogue()), metavar="ID", help="the fault to commit")
    parser.add_argument("--hits", type=Path, help="file that counts how often the fault took effect")
    options = parser.parse_args()
    fault = catalogue()[options.fault] if options.fault else None
    listener = socket.create_server(("127.0.0.1", options.port))
    print(f"{LISTENING}http://127.0.0.1:{listener.getsockname()[1]}", flush=True)  # noqa: T201
    serving(Proxy(options.upstream, fault, Tally(options.hits))).run(sockets=[listener])


if __name__ == "__main__":
    main()
