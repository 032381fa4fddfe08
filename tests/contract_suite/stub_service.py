"""Somebody's stub: it answers a redaction, its job and the download, and knows nothing else."""

from __future__ import annotations

import json
import re
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

ACCOUNT = "b1ae4bd5-5f3c-4b3a-9d0e-2f6a1c7d8e90"
LOCATION = "westeurope"
VIDEO = "5s4rvyf3pb"
POLLS = 2
"""Looks at a job that find it under way."""

UNKNOWN_PAGE = b"<html><body><h1>404 Not Found</h1></body></html>"
PLACE = rf"/{LOCATION}/Accounts/{ACCOUNT}"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0Z")


class Stub(ThreadingHTTPServer):
    """What is known of jobs and videos."""

    def __init__(self, clip: bytes, token: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.clip = clip
        self.token = token
        self.jobs: dict[str, dict[str, Any]] = {}
        self.videos = {VIDEO}
        self.leaks = False  # it writes the token into whatever it answers
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    def start(self) -> str:
        """A new job; returns its id."""
        job = {"creationTime": _now(), "jobType": "Redaction"}
        with self.lock:
            job_id = uuid.uuid4().hex[:10]
            self.jobs[job_id] = {"looks": 0, "video": uuid.uuid4().hex[:10], "told": job}
        return job_id


class Handler(BaseHTTPRequestHandler):
    """Answers."""

    server: Stub
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """A job, a download's address, or the file itself."""
        path = urlsplit(self.path).path
        if path == "/file.mp4":
            return self._send(200, self.server.clip, {"Content-Type": "video/mp4"})
        if found := re.fullmatch(PLACE + r"/Jobs/([^/]+)", path):
            return self._known(lambda: self._job(found[1]))
        if found := re.fullmatch(PLACE + r"/Videos/(\w+)/SourceFile/DownloadUrl", path):
            return self._known(lambda: self._download(found[1]))
        return self._unknown()

    def do_POST(self) -> None:
        """A redaction."""
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if found := re.fullmatch(PLACE + r"/Videos/(\w+)/redact", urlsplit(self.path).path):
            return self._known(lambda: self._redact(found[1], sent))
        return self._unknown()

    def do_DELETE(self) -> None:
        """Nothing can be deleted."""
        self._unknown()

    def _known(self, answer: Any) -> None:
        query = parse_qs(urlsplit(self.path).query)
        tokens = [
            self.headers.get("Authorization", "").removeprefix("Bearer "),
            *query.get("accessToken", []),
        ]
        callback = parse_qs(urlsplit(self.path).query, keep_blank_values=True).get("callbackUrl", ["http:"])
        if self.server.token in tokens and not callback[0].startswith("http"):
            self._problem(400, "INVALID_INPUT")
        elif self.server.token in tokens:
            answer()
        else:
            self._problem(401, "USER_NOT_ALLOWED")

    def _redact(self, video_id: str, sent: bytes) -> None:
        if video_id not in self.server.videos:
            return self._problem(404, "BREAKDOWN_NOT_FOUND")
        try:
            json.loads(sent)["faces"]
        except (ValueError, LookupError, TypeError):
            return self._problem(400, "INVALID_INPUT")
        location = f"{self.server.url}{PLACE}/Jobs/{self.server.start()}"
        if self.server.leaks:
            location += f"?given={self.server.token}"
        return self._send(202, b"", {"Location": location} | _id())

    def _job(self, job_id: str) -> None:
        if not re.fullmatch("[A-Za-z0-9-]{1,64}", job_id):
            return self._problem(400, "INVALID_INPUT")
        job = self.server.jobs.get(job_id)
        if job is None:
            return self._problem(404, "NOT_FOUND")
        job["looks"] += 1
        if job["looks"] <= POLLS:
            now = {"progress": 40 * job["looks"], "state": "Processing", "lastUpdateTime": _now()}
            return self._json(200, job["told"] | now)
        self.server.videos.add(job["video"])
        place = f"{self.server.url}{PLACE}/Videos/{job['video']}/SourceFile/DownloadUrl"
        return self._send(303, b"", {"Location": place} | _id())

    def _download(self, video_id: str) -> None:
        if video_id not in self.server.videos:
            return self._problem(404, "BREAKDOWN_NOT_FOUND")
        return self._json(200, f"{self.server.url}/file.mp4")

    def _problem(self, status: int, word: str) -> None:
        message = f"No, {self.server.token}." if self.server.leaks else "No."
        self._json(status, {"ErrorType": word, "Message": message})

    def _json(self, status: int, value: Any) -> None:
        self._send(status, json.dumps(value).encode(), {"Content-Type": "application/json"} | _id())

    def _unknown(self) -> None:
        """Like any web server that never heard of the path."""
        self._send(404, UNKNOWN_PAGE, {"Content-Type": "text/html"})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _id() -> dict[str, str]:
    return {"x-ms-request-id": str(uuid.uuid4())}


@contextmanager
def stub(clip: bytes, token: str, *, leaks: bool = False) -> Iterator[Stub]:
    """Run the stub for a while."""
    with Stub(clip, token) as server:
        server.leaks = leaks
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def environment(server: Stub) -> dict[str, str]:
    """The variables that aim the suite at it."""
    values = {"URL": server.url, "LOCATION": LOCATION, "ACCOUNT_ID": ACCOUNT, "VIDEO_ID": VIDEO}
    named = values | {"ACCESS_TOKEN": server.token}
    return {f"VIDEO_INDEXER_{name}": value for name, value in named.items()}
