"""A tiny HTTP server that answers whatever a test wants, and remembers what it was sent."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """One answer; `cut` breaks the connection before the end of the body."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False


@dataclass(frozen=True)
class Sent:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]  # names in lower case


@dataclass
class Stub:
    """The server: `answer` decides, `sent` remembers."""

    url: str = ""
    answer: Callable[[Sent], Reply] = lambda _: Reply(404)
    sent: list[Sent] = field(default_factory=list)

    def always(self, *replies: Reply) -> None:
        """Give these answers one after the other, and the last one for ever."""
        left = list(replies)
        self.answer = lambda _: left.pop(0) if len(left) > 1 else left[0]


@contextmanager
def serving() -> Iterator[Stub]:
    """Run a stub on a free port of loopback."""
    stub = Stub()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            sent = Sent(self.command, self.path, headers)
            stub.sent.append(sent)
            reply = stub.answer(sent)
            self.send_response_only(reply.status, "Whatever")
            sizes = {} if reply.status == 204 else {"Content-Length": str(len(reply.body) + 10 * reply.cut)}
            for name, value in (sizes | reply.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do_PUT = do_DELETE = do_CONNECT = _answer  # noqa: N815 - http.server's names

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        stub.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield stub
        server.shutdown()
