"""What is there before a walk begins: an emulator with videos of every sort."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from scripts.sample_clip import make_sample
from tests.emulator.api import Api
from video_indexer_emulator.settings import DEVELOPMENT_SECRET, SECOND_DEVELOPMENT_ACCOUNT
from video_indexer_redaction import embedded_emulator


@dataclass
class Ground:
    """What is there before the walk begins, made without the proxy."""

    url: str
    clip: Path
    shown: str  # a processed video
    public: str
    failed: str
    expired: str  # its file is gone
    theirs: str  # of the second account
    callback: str


@contextmanager
def ground() -> Iterator[Ground]:
    """An emulator with some videos."""
    with (
        tempfile.TemporaryDirectory() as folder,
        embedded_emulator("--allow-private-urls", secret=DEVELOPMENT_SECRET) as url,  # the proxy's
    ):
        clip = Path(folder) / "tiny.mp4"
        make_sample(clip, seconds=1, width=320, height=180, rate=10, sound=False)
        junk = Path(folder) / "junk.mp4"
        junk.write_bytes(b"this is no film")
        api, neighbour = Api(url), Api(url, SECOND_DEVELOPMENT_ACCOUNT)
        made = [api.upload(clip), api.upload(clip, privacy="Public"), api.upload(junk), api.upload(clip)]
        theirs = neighbour.upload(clip)
        for video in made:
            api.wait_indexed(video)
        neighbour.wait_indexed(theirs)
        with _listener() as callback:
            yield Ground(url, clip, made[0], made[1], made[2], made[3], theirs, callback)


@contextmanager
def _listener() -> Iterator[str]:
    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/hook?customer=7"
    server.shutdown()
