"""A service at which nothing can be uploaded ends the run at once."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.contract_suite.test_suite_package import call

PROBLEM = json.dumps({"ErrorType": "INVALID_INPUT", "Message": "No more files."}).encode()


class Refusing(BaseHTTPRequestHandler):
    """Answers everything with 400."""

    def do_GET(self) -> None:
        """Refuse it."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(400)
        for name, value in (("x-ms-request-id", str(uuid.uuid4())), ("Content-Type", "application/json")):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(PROBLEM)))
        self.end_headers()
        self.wfile.write(PROBLEM)

    do_POST = do_DELETE = do_PUT = do_GET  # noqa: N815 - the base class's names

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def refusing() -> Iterator[str]:
    """Serve; gives the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.slow
def test_a_failed_upload_ends_the_run(tmp_path: Path) -> None:
    """Hundreds of tests need the video; each would tell the same."""
    account = {
        "VIDEO_INDEXER_LOCATION": "trial",
        "VIDEO_INDEXER_ACCOUNT_ID": str(uuid.uuid4()),
        "VIDEO_INDEXER_ACCESS_TOKEN": "some-token",
    }
    with refusing() as url:
        done = call(tmp_path, "--url", url, "-k", "test_access", **account)

    assert done.returncode == 1
    assert done.stdout.count("No video to work with: its upload or analysis failed") == 1
    assert "uploadVideo answered 400" in done.stdout
    assert "1 error" in done.stdout.splitlines()[-1], done.stdout[-2000:]
