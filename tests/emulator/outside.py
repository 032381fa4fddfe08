"""A web server outside the emulator: it serves what a test puts there, and remembers who called."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True)
class Page:
    """What the server answers for one path."""

    status: int = 200
    content: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    announced: int | None = None  # Content-Length, where it isn't the content's


class Outside:
    """Serves `pages` by path on a free port of loopback; use it as a context manager."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.requests: list[tuple[str, str]] = []  # method, path with query
        self.headers: list[dict[str, str]] = []  # of each request, names in lower case
        self.peers: list[tuple[str, int]] = []  # of each request
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(outside: Outside) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # keeps connections open

        def do_GET(self) -> None:
            outside.requests.append((self.command, self.path))
            outside.headers.append({name.lower(): value for name, value in self.headers.items()})
            outside.peers.append(self.client_address)
            page = outside.pages.get(self.path.partition("?")[0], Page(404))
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(page.announced or len(page.content)))
            self.end_headers()
            self.wfile.write(page.content)

        do_POST = do_GET  # noqa: N815 - the base class's name

        def log_message(self, *_: Any) -> None:
            """Keep quiet."""

    return Handler
