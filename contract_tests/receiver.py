"""What lies outside the service: small files to upload, and a server that it fetches from and calls back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .service import Service

SMALL = b"\x00\x01\x02 a few bytes, and no video"


@contextmanager
def uploaded(service: Service, content: bytes = SMALL, **params: Any) -> Iterator[dict[str, Any]]:
    """Upload a file and give the answer; the video is deleted afterwards, if it is still there."""
    file_name = params.pop("file_name", "clip.mp4")
    pairs = [
        (name, each)
        for name, value in params.items()
        for each in (value if isinstance(value, list) else [value])
    ]
    answer = service.call("uploadVideo", params=pairs, files={"file": (file_name, content)})
    assert answer.status_code == 200, f"upload with {params} answered {answer.status_code}: {answer.text}"
    video: dict[str, Any] = answer.json()
    try:
        yield video
    finally:
        service.call("deleteVideo", places={"videoId": video["id"]})


@contextmanager
def held(service: Service) -> Iterator[None]:
    """Let no work go on meanwhile; skips where nobody can hold it."""
    service.control("PUT", "pacing", json={"held": True})
    try:
        yield
    finally:
        service.control("PUT", "pacing", json={"held": False})


def listed(service: Service, video_id: str) -> dict[str, Any]:
    """A video's entry in the list."""
    found = [video for video in service.videos() if video["id"] == video_id]
    assert len(found) == 1, f"the video {video_id} is listed {len(found)} times"
    return found[0]


@dataclass(frozen=True)
class Call:
    """A request that the service made."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes

    def values(self, name: str) -> list[str]:
        """The values of a query parameter, in their order."""
        return [value for each, value in self.query if each == name]


@dataclass
class Receiver:
    """A server on this machine; `files` are what it serves, everything else gets 204 or 404."""

    url: str
    files: dict[str, bytes] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)

    def at(self, path: str) -> list[Call]:
        """The requests for a path, so far."""
        return [call for call in self.calls if call.path == path]


@contextmanager
def receiver() -> Iterator[Receiver]:
    """Listen on a free port of loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Take a callback."""
            self._note()
            self.send_response(204)
            self.end_headers()

        do_PUT = do_PATCH = do_POST  # noqa: N815 - the base class's names

        def do_GET(self) -> None:
            """Serve a file."""
            path = self._note()
            content = running.files.get(path)
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(content or b"")

        do_HEAD = do_GET  # noqa: N815 - the base class's name

        def _note(self) -> str:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            query = parse_qsl(parts.query, keep_blank_values=True)
            running.calls.append(Call(self.command, parts.path, query, dict(self.headers), body))
            return parts.path

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        running = Receiver(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield running
        finally:
            server.shutdown()
            thread.join()
