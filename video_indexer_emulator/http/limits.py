"""What a connection may cost before it has sent a request: bytes, seconds, and a place among the others.

uvicorn limits neither the length of a head nor the time for it: heads that never end fill the memory, and
connections that say nothing stay open for ever. Limits for bodies are the pipeline's.
"""

from __future__ import annotations

import asyncio
import sys
from http import HTTPStatus
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from video_indexer_emulator.address import Proxies
from video_indexer_emulator.settings import LOOPBACK_PROXIES, Settings

HEAD_BYTES = 64 * 1024
"""Of a request line with its headers: a videoUrl has 6 KiB at the most, and a token some 2."""

HEAD_LINES = 200

HEAD_SECONDS = 20.0
"""From the first byte of a head, or from the opening of a connection, until the head is whole."""


def _connections() -> int:
    """A thousand, or half of the files that the process may have open."""
    if sys.platform == "win32":
        return 1000
    import resource  # noqa: PLC0415 - there is none on Windows

    return min(1000, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2)


CONNECTIONS = _connections()
"""Of everybody together."""

CONNECTIONS_OF_ONE = 100
"""Of one address, unless that is a trusted proxy's, before which many callers stand."""

KNOWN = (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
         HTTPStatus.SERVICE_UNAVAILABLE)  # fmt: skip
REFUSALS = {
    status: (
        f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-type: text/plain; charset=utf-8\r\n"
        f"content-length: {len(status.phrase)}\r\nconnection: close\r\n\r\n{status.phrase}"
    ).encode()
    for status in KNOWN
}


class TooLong(Exception):
    """The head has more than it may have."""


class LimitedHttp(HttpToolsProtocol):
    """uvicorn's protocol, with limits on heads and connections."""

    trusted = staticmethod(Proxies(LOOPBACK_PROXIES).trust)
    _in_head = True  # whether no request is under way of which the head has come
    _unfinished = 0  # bytes that have come since the parser has last made something of them
    _head_bytes = 0
    _told = False  # whether the parser has made something of the bytes at hand
    _refused = False
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, or refuse it where there are too many."""
        super().connection_made(transport)
        mine = self.client[0] if self.client else ""
        same = sum(1 for other in self.connections if _address(other) == mine)
        if len(self.connections) > CONNECTIONS or (same > CONNECTIONS_OF_ONE and not self.trusted(mine)):
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget what was awaited."""
        self._cancel_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes from the connection."""
        if self._refused:
            return
        self._unset_keepalive_if_required()
        self._told = False
        length = len(data)
        try:
            while data:
                data = self.feed(data)
        except httptools.HttpParserError as error:
            too_long = isinstance(error.__context__, TooLong)
            self._refuse(KNOWN[2] if too_long else HTTPStatus.BAD_REQUEST)
            return
        self._unfinished = 0 if self._told else self._unfinished + length
        if self._unfinished > HEAD_BYTES:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif self._in_head and not self._told and self._timer is None:
            self._await_head()  # line breaks before a request, of which the parser tells nothing

    def feed(self, data: bytes) -> bytes:
        """Parse bytes; returns those to parse next."""
        self.parser.feed_data(data)
        return b""

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0
        self._await_head()

    def on_url(self, url: bytes) -> None:
        """A piece of the request's target has come."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header has come, or a trailer."""
        self._count(len(name) + len(value))
        if len(self.headers) >= HEAD_LINES:
            raise TooLong
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head has come."""
        self._told, self._in_head = True, False
        self._cancel_timer()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of the body has come."""
        self._told = True
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._told = self._in_head = True
        super().on_message_complete()

    def _count(self, length: int) -> None:
        self._head_bytes += length
        if self._head_bytes > HEAD_BYTES:
            raise TooLong

    def _await_head(self) -> None:
        self._cancel_timer()
        self._timer = self.loop.call_later(HEAD_SECONDS, self._head_is_late)

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _head_is_late(self) -> None:
        self._timer = None
        if self._responds():
            self._await_head()  # of a next request; the response to this one must not be cut off for it
        else:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _responds(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # there is none before the first request
        return cycle is not None and not cycle.response_complete

    def _refuse(self, status: HTTPStatus) -> None:
        """Say why, and close; in the midst of a request only the latter."""
        self._refused = True
        self._cancel_timer()
        self.logger.info("A connection was refused: %d %s.", status.value, status.phrase)
        if self.transport.is_closing():
            return
        if not self._responds():
            self.transport.write(REFUSALS[status])
        self.transport.close()


def _address(protocol: Any) -> str:
    client = protocol.client
    return str(client[0]) if client else ""


def trusting(protocol: type[LimitedHttp], settings: Settings) -> type[LimitedHttp]:
    """The protocol, which knows the trusted proxies of the settings."""
    trust = staticmethod(Proxies(settings.trusted_proxies).trust)
    return type(protocol.__name__, (protocol,), {"trusted": trust})
