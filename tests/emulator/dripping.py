"""Hosts that are slow on purpose: each sends a response piece by piece, to everybody who asks."""

from __future__ import annotations

import itertools
import socket
import threading
from collections.abc import Iterable
from typing import Self

HEAD = b"HTTP/1.1 200 OK\r\n"
PAUSE = 0.05
"""Seconds before each piece."""


def endless(begin: bytes, piece: bytes) -> Iterable[bytes]:
    """A response that goes on for ever; with an empty piece, it is silent."""
    return itertools.chain([begin], itertools.repeat(piece))


class Dripping:
    """Slow hosts on loopback; use it as a context manager, which ends them."""

    def __init__(self) -> None:
        self.asked = 0  # connections that came
        self.left = 0  # of them, how many the other side has closed
        self._ended = threading.Event()
        self._listeners: list[socket.socket] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for listener in self._listeners:
            listener.close()

    def start(self, *responses: Iterable[bytes]) -> str:
        """Start a host and give its URL; who comes later than there are responses gets the last one."""
        listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._listeners.append(listener)
        threading.Thread(target=self._serve, args=(listener, responses), daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/x"

    def _serve(self, listener: socket.socket, responses: tuple[Iterable[bytes], ...]) -> None:
        for number in itertools.count():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self.asked += 1
            pieces = responses[min(number, len(responses) - 1)]
            threading.Thread(target=self._drip, args=(connection, pieces), daemon=True).start()

    def _drip(self, connection: socket.socket, pieces: Iterable[bytes]) -> None:
        connection.settimeout(PAUSE)
        with connection:
            for piece in pieces:
                try:
                    if connection.recv(65_536) == b"":
                        self.left += 1
                        return
                except TimeoutError:
                    pass  # it has nothing to say
                except OSError:
                    self.left += 1
                    return
                if self._ended.is_set():
                    return
                connection.sendall(piece)
