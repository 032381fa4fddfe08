"""One request to a host that a caller named: on a connection of its own, and by the wall clock.

A timeout for each read is no limit: a host that sends a byte every few seconds passes it for ever. Here a
`Patience` is asked before each read and while nothing comes, so that a limit holds for a whole response, and
the waiting thread can be called off. Connections aren't shared: one is verified for one name alone.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpcore
import httpx

SLICE = 0.5
"""Seconds between two questions to the `Patience` while a host is silent."""

CONNECT_SECONDS = 10.0
"""For TCP to come about, for TLS, and for the request to be taken."""

PIECE = 256 * 1024
"""Bytes that are read at a time, at most."""

ERRORS = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
)
"""What `opened` and the body's pieces raise for whatever the host or the way to it does."""


class Impatient(Exception):
    """The wait was too long."""


class Patience:
    """How long an exchange may take, and what is asked meanwhile whether it is still wanted."""

    def __init__(self, seconds: float, wanted: Callable[[], object] = lambda: None) -> None:
        """`wanted` is called every SLICE; it raises to end the exchange, and may wait: that time is free."""
        self._end = time.monotonic() + seconds
        self._wanted = wanted
        self._least: _Least | None = None

    def expect(self, seconds: float, rate: int, window: float) -> None:
        """From now on: so many seconds in all, and `rate` bytes a second in each window of seconds."""
        now = time.monotonic()
        self._end = now + seconds
        self._least = _Least(rate, window, now)

    def came(self, count: int) -> None:
        """Count bytes that came."""
        if self._least:
            self._least.came += count

    def left(self, limit: float) -> float:
        """The seconds for which to wait, at most `limit`; raises Impatient when none are left."""
        before = time.monotonic()
        self._wanted()
        now = time.monotonic()
        self._end += now - before
        if now >= self._end:
            raise Impatient("it takes too long")
        if self._least:
            self._least.look(now, now - before)
        return min(limit, self._end - now)


@dataclass(slots=True)
class _Least:
    """The least that must come in each window of time."""

    rate: int  # bytes a second
    window: float  # seconds
    began: float
    came: int = 0  # bytes, in this window

    def look(self, now: float, free: float) -> None:
        self.began += free
        if now - self.began < self.window:
            return
        if self.came < self.rate * self.window:
            raise Impatient(f"it comes too slowly: {self.came} bytes in {now - self.began:.0f} seconds")
        self.began, self.came = now, 0


@dataclass(frozen=True, slots=True)
class Opened:
    """A response whose head has come."""

    status: int
    headers: httpx.Headers
    pieces: Iterable[bytes]  # of the body as it is sent


@contextmanager
def opened(
    method: str, url: httpx.URL, address: str, tls: ssl.SSLContext, patience: Patience
) -> Iterator[Opened]:
    """Send a request without body to an address of the URL's host; raises ERRORS and Impatient.

    The name in the URL is the one that a certificate is asked for.
    """
    host = url.raw_host.decode("ascii")
    port = url.port or (443 if url.scheme == "https" else 80)
    aim = httpcore.URL(scheme=url.scheme, host=address, port=port, target=url.raw_path)
    headers = [
        ("Host", url.netloc.decode("ascii")),
        ("User-Agent", "video-indexer-emulator"),
        ("Accept", "*/*"),
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
        *([("Content-Length", "0")] if method == "POST" else []),
    ]
    request = httpcore.Request(method, aim, headers=headers, extensions={"sni_hostname": host})
    with httpcore.HTTPConnection(aim.origin, tls, network_backend=_Backend(patience)) as connection:
        response = connection.handle_request(request)
        pieces = response.iter_stream()
        yield Opened(response.status, httpx.Headers(response.headers), pieces)


class _Backend(httpcore.NetworkBackend):
    """Opens streams that ask the patience."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._real = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        seconds = self._patience.left(CONNECT_SECONDS)
        stream = self._real.connect_tcp(host, port, seconds, local_address, socket_options)
        return _Stream(stream, self._patience)


class _Stream(httpcore.NetworkStream):
    """Reads for as long as the patience lasts."""

    def __init__(self, stream: httpcore.NetworkStream, patience: Patience) -> None:
        self._stream = stream
        self._patience = patience

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        while True:
            seconds = self._patience.left(SLICE)
            try:
                piece = self._stream.read(max(max_bytes, PIECE), seconds)
            except httpcore.ReadTimeout:
                continue
            self._patience.came(len(piece))
            return piece

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._patience.left(CONNECT_SECONDS))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        seconds = self._patience.left(CONNECT_SECONDS)
        stream = self._stream.start_tls(ssl_context, server_hostname, seconds)
        return _Stream(stream, self._patience)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
