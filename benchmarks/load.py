"""A closed-loop load generator for one URL: keep-alive connections, each with one request under way.

It runs in a process of its own, so that it can be pinned to another core than the server:

    python -m benchmarks.load URL SECONDS CONNECTIONS [HEADER: VALUE ...]

Prints JSON: requests, seconds, errors, and latencies in milliseconds.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import cast
from urllib.parse import urlsplit

import uvloop

WARM_UP = 0.5
"""Seconds that don't count: connections open, caches fill."""


class Load:
    """What is asked, of whom, and what came back."""

    def __init__(self, url: str, headers: list[str]) -> None:
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        lines = [f"GET {path} HTTP/1.1", f"Host: {parts.netloc}", *headers, "", ""]
        self.request = "\r\n".join(lines).encode()
        self.latencies: list[float] = []  # seconds
        self.errors: list[str] = []
        self.running = True
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._tasks: set[asyncio.Task[object]] = set()

    def connect(self) -> None:
        """Open one more connection, which asks again and again."""
        task = asyncio.ensure_future(self._connect())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connect(self) -> None:
        try:
            await asyncio.get_running_loop().create_connection(
                lambda: Connection(self), self._host, self._port
            )
        except OSError as error:
            self.errors.append(type(error).__name__)

    def take(self, head: bytes, seconds: float) -> None:
        """Note one whole answer."""
        self.latencies.append(seconds)
        if head.split(b" ", 2)[1:2] != [b"200"]:
            self.errors.append(head[:40].decode("latin-1"))


class Connection(asyncio.Protocol):
    """Sends the request again as soon as its answer is whole."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._buffer = b""
        self._sent = time.perf_counter()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own class isn't a subclass
        self._send(self._transport)

    def data_received(self, data: bytes) -> None:
        """Note an answer once it is whole, and ask again."""
        self._buffer += data
        head, gap, body = self._buffer.partition(b"\r\n\r\n")
        if not gap or len(body) < _content_length(head):
            return
        self._load.take(head, time.perf_counter() - self._sent)
        self._buffer = b""
        if self._transport is not None and not self._load.running:
            self._transport.close()
        elif self._transport is not None and b"connection: close" not in head.lower():
            self._send(self._transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Open another one: some servers close after each answer, with or without saying so."""
        if self._buffer:
            self._load.errors.append(f"cut off in the middle of an answer ({exc})")
        if self._load.running:
            self._load.connect()

    def _send(self, transport: asyncio.Transport) -> None:
        self._sent = time.perf_counter()
        transport.write(self._load.request)


def _content_length(head: bytes) -> int:
    lowered = head.lower()
    start = lowered.index(b"content-length:") + len(b"content-length:")
    return int(lowered[start:].split(b"\r\n", 1)[0])


async def measure(url: str, seconds: float, connections: int, headers: list[str]) -> dict[str, object]:
    """Keep `connections` requests under way for `seconds`; returns what the command prints."""
    load = Load(url, headers)
    for _ in range(connections):
        load.connect()
    await asyncio.sleep(WARM_UP)
    load.latencies.clear()
    start = time.perf_counter()
    await asyncio.sleep(seconds)
    elapsed, counted = time.perf_counter() - start, sorted(load.latencies)
    load.running = False
    return {
        "requests": len(counted),
        "seconds": elapsed,
        "errors": len(load.errors),
        "first_error": load.errors[0] if load.errors else None,
        "p50_ms": _quantile(counted, 0.5),
        "p99_ms": _quantile(counted, 0.99),
    }


def _quantile(ordered: list[float], share: float) -> float:
    """Return a quantile in milliseconds; infinite when nothing was answered."""
    return round(1000 * ordered[int(share * (len(ordered) - 1))], 2) if ordered else float("inf")


if __name__ == "__main__":
    target, duration, count, *lines_of_header = sys.argv[1:]
    print(json.dumps(uvloop.run(measure(target, float(duration), int(count), lines_of_header))))
