"""A closed-loop load generator for one URL: keep-alive connections, each with one request under way.

It runs in a process of its own, so that it can be pinned to another core than the server:

    python -m benchmarks.load URL LENGTH SECONDS CONNECTIONS [HEADER: VALUE ...]

Every answer must have the status 200 and a body of LENGTH bytes; anything else is an error.
Prints JSON: requests (`answered`: with those of the warm-up), seconds, errors, latencies in milliseconds.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any, cast
from urllib.parse import urlsplit

WARM_UP = 0.5
"""Seconds that don't count: connections open, caches fill. Errors in them do count."""

RETRY_SECONDS = 0.05
"""Before a connection is opened in place of one that failed, so that a dead server isn't hammered."""


class Load:
    """What is asked, of whom, and what came back."""

    def __init__(self, url: str, length: int, headers: list[str]) -> None:
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        lines = [f"GET {path} HTTP/1.1", f"Host: {parts.netloc}", *headers, "", ""]
        self.request = "\r\n".join(lines).encode()
        self.latencies: list[float] = []  # seconds, of good answers
        self.errors: list[str] = []
        self.running = True
        self._length = length
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._tasks: set[asyncio.Task[None]] = set()

    def connect(self, delay: float = 0) -> None:
        """Open one more connection, which asks again and again."""
        task = asyncio.ensure_future(self._connect(delay))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connect(self, delay: float) -> None:
        await asyncio.sleep(delay)
        try:
            loop = asyncio.get_running_loop()
            await loop.create_connection(lambda: Connection(self), self._host, self._port)
        except OSError as error:
            self.fail(f"no connection ({type(error).__name__})")

    def take(self, head: bytes, body_length: int, seconds: float) -> None:
        """Note one whole answer."""
        status = head.split(b"\r\n", 1)[0]
        if not status.startswith(b"HTTP/1.") or status.split(b" ")[1:2] != [b"200"]:
            self.errors.append(status[:60].decode("latin-1"))
        elif body_length != self._length:
            self.errors.append(f"a body of {body_length} bytes instead of {self._length}")
        else:
            self.latencies.append(seconds)

    def fail(self, why: str) -> None:
        """Note a request without an answer, and try again on another connection."""
        if self.running:
            self.errors.append(why)
            self.connect(RETRY_SECONDS)


class Connection(asyncio.Protocol):
    """Sends the request again as soon as its answer is whole."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._buffer = b""
        self._sent = 0.0
        self._waiting = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own class isn't a subclass
        self._send(self._transport)

    def data_received(self, data: bytes) -> None:
        """Note an answer once it is whole, and ask again."""
        self._buffer += data
        head, gap, body = self._buffer.partition(b"\r\n\r\n")
        if not gap or self._transport is None:
            return
        lowered = head.lower()
        length = _content_length(lowered)
        if length is None:
            self._transport.abort()  # chunked, or not HTTP: connection_lost notes it
        elif len(body) >= length:
            self._load.take(head, len(body), time.perf_counter() - self._sent)
            self._buffer, self._waiting = b"", False
            self._go_on(self._transport, closing=b"connection: close" in lowered)

    def connection_lost(self, exc: Exception | None) -> None:
        """Open another one; some servers close after each answer, and say so."""
        if self._waiting:
            self._load.fail(f"closed without a whole answer ({exc})")
        elif self._load.running:
            self._load.connect()

    def _go_on(self, transport: asyncio.Transport, *, closing: bool) -> None:
        if not self._load.running or closing:
            transport.close()
        else:
            self._send(transport)

    def _send(self, transport: asyncio.Transport) -> None:
        self._sent, self._waiting = time.perf_counter(), True
        transport.write(self._load.request)


def _content_length(lowered_head: bytes) -> int | None:
    """Read the length that an answer states; None where it states none."""
    _, found, rest = lowered_head.partition(b"\r\ncontent-length:")
    text = rest.split(b"\r\n", 1)[0].strip()
    return int(text) if found and text.isdigit() else None


async def measure(url: str, length: int, seconds: float, connections: int, headers: list[str]) -> Any:
    """Keep `connections` requests under way for `seconds`; returns what the command prints."""
    load = Load(url, length, headers)
    for _ in range(connections):
        load.connect()
    await asyncio.sleep(WARM_UP)
    early = len(load.latencies)
    load.latencies.clear()
    start = time.perf_counter()
    await asyncio.sleep(seconds)
    elapsed, counted = time.perf_counter() - start, sorted(load.latencies)
    load.running = False
    if not counted:
        load.errors.append("no good answer at all")
    return {
        "requests": len(counted),
        "answered": early + len(counted),
        "seconds": elapsed,
        "errors": len(load.errors),
        "first_error": load.errors[0] if load.errors else None,
        "p50_ms": _quantile(counted, 0.5),
        "p99_ms": _quantile(counted, 0.99),
    }


def _quantile(ordered: list[float], share: float) -> float | None:
    """Return a quantile in milliseconds; None when nothing was answered."""
    return round(1000 * ordered[int(share * (len(ordered) - 1))], 2) if ordered else None


def main() -> None:
    """Run the command, on uvloop where it is installed."""
    url, length, seconds, connections, *headers = sys.argv[1:]
    job = measure(url, int(length), float(seconds), int(connections), headers)
    try:
        import uvloop  # noqa: PLC0415 - not to be had on Windows
    except ModuleNotFoundError:
        result = asyncio.run(job)
    else:
        result = uvloop.run(job)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
