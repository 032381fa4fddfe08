"""Requests as bytes: what a caller's own HTTP library writes on the connection, packet by packet."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO
from urllib.parse import urlsplit

SECONDS = 60.0
"""Limit for one answer; far more than any takes."""


@dataclass(frozen=True)
class Answered:
    """One answer, as it came."""

    status: int
    headers: dict[str, str]  # names in lower case; none that comes twice is of interest here
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def exchange(url: str, *packets: bytes, answers: int = 1) -> list[Answered]:
    """Send packets on one connection, each by itself, and read so many answers."""
    address = urlsplit(url)
    with socket.create_connection((str(address.hostname), address.port or 80), timeout=SECONDS) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for packet in packets:
            connection.sendall(packet)
        with connection.makefile("rb") as stream:
            return [_read(stream) for _ in range(answers)]


def head(method: str, target: str, *headers: str) -> bytes:
    """A request line and headers, with the empty line that ends them."""
    return "\r\n".join([f"{method} {target} HTTP/1.1", *headers, "", ""]).encode()


def chunked(pieces: Iterable[bytes]) -> bytes:
    """A body in chunks, with the last empty one."""
    return b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in [*pieces, b""])


def _read(stream: BinaryIO) -> Answered:
    status = int(stream.readline().split()[1])
    headers = {}
    while line := stream.readline().strip().decode("latin-1"):
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return Answered(status, headers, stream.read(int(headers.get("content-length", "0"))))
