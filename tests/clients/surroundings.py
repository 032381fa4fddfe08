"""What stands around a client: the emulator, over plain HTTP and over TLS, and a web server with the clip."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import trustme

from tests.clients.catalogue import VIDEO_INDEXER
from video_indexer_emulator.settings import DEVELOPMENT_SECRET as KNOWN
from video_indexer_redaction import embedded_emulator

NAMES = (VIDEO_INDEXER, "management.azure.com")
PAGE = b"<!doctype html><title>A page of another origin</title>"
CLIP_PATH = "/clip.mp4"


@dataclass(frozen=True)
class Surroundings:
    """Addresses of everything that a client meets."""

    url: str  # the emulator over HTTP
    tls_url: str  # another over HTTPS
    authority: Path  # PEM file of the throw-away authority that the latter's certificate is of
    site: str  # a web server, another origin for browsers

    @property
    def clip_url(self) -> str:
        """Where the clip can be fetched."""
        return self.site + CLIP_PATH

    def led(self) -> dict[str, str]:
        """Variables that lead a program's connections by name, and let it trust the certificate."""
        parts = urlsplit(self.tls_url)
        folder = Path(__file__).parent / "name_resolution"
        authority = str(self.authority)
        return {
            "LEAD": json.dumps({name: [parts.hostname, parts.port] for name in NAMES}),
            "PYTHONPATH": str(folder),
            "NODE_OPTIONS": f"--require={folder / 'preload.cjs'}",
            "SSL_CERT_FILE": authority,
            "REQUESTS_CA_BUNDLE": authority,
            "NODE_EXTRA_CA_CERTS": authority,
        }


@contextmanager
def surroundings(folder: Path, clip: Path) -> Iterator[Surroundings]:
    """Start everything, and stop it again."""
    authority = trustme.CA()
    authority_file, certificate = folder / "authority.pem", folder / "certificate.pem"
    authority.cert_pem.write_to_path(str(authority_file))
    authority.issue_cert(*NAMES, "127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(certificate))
    certificate.chmod(0o600)
    with (
        web_server(clip) as site,
        embedded_emulator("--allow-private-urls", "--allow-origin", site, secret=KNOWN) as url,
        embedded_emulator("--allow-private-urls", "--tls-cert", str(certificate), secret=KNOWN) as tls_url,
    ):
        yield Surroundings(url, tls_url, authority_file, site)


@contextmanager
def web_server(clip: Path) -> Iterator[str]:
    """Serve the clip, and an empty page."""
    content = {"/": ("text/html", PAGE), CLIP_PATH: ("video/mp4", clip.read_bytes())}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = content.get(self.path, ("text/plain", b""))
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Not wanted."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
