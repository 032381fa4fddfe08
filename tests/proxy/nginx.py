"""nginx with TLS and HTTP/2 on loopback, which shows an emulator in each of the ways that are common."""

from __future__ import annotations

import shutil
import socket
import subprocess
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.emulator.api import wait_for
from tests.tls import Pair

CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_max_body_size 0;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    proxy_http_version 1.1;
    proxy_request_buffering off;
    ssl_certificate {pair.certificate};
    ssl_certificate_key {pair.key};
    server {{
        listen 127.0.0.1:{port} ssl http2;
{locations}
    }}
}}
"""
SAID = """
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header X-Forwarded-Prefix /{way};"""
WAYS = {
    # Host as the caller has sent it.
    "passes": ("/", SAID + "proxy_set_header Host $http_host;"),
    # nginx' own default: Host is the name that stands in proxy_pass.
    "rewrites": ("/", SAID + "proxy_set_header X-Forwarded-Host $http_host;"),
    # The prefix stays in the path.
    "keeps": ("", SAID + "proxy_set_header X-Forwarded-Host $http_host;"),
    # RFC 7239, which has no word for a prefix.
    "standard": (
        "/",
        """
            proxy_set_header Forwarded 'for=$remote_addr;host="$http_host";proto=$scheme';
            proxy_set_header X-Forwarded-Prefix /{way};""",
    ),
}
"""What follows the emulator's address in proxy_pass, and the headers, by the first segment of the path."""

SILENT = "silent"
"""A way that says nothing, to an emulator that was given its address by --public-url."""


def free_port() -> int:
    """A port of loopback that nobody has."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        return int(probe.getsockname()[1])


class Nginx:
    """A running nginx; use it as a context manager."""

    def __init__(self, folder: Path, pair: Pair, port: int, told: str, silent: str) -> None:
        """`told` is the URL of an emulator that learns its address by headers, `silent` one that knows it."""
        self._folder, self.port = folder, port
        blocks = [_location(way, told + end, words) for way, (end, words) in WAYS.items()]
        blocks.append(_location(SILENT, f"{silent}/", ""))
        text = CONFIGURATION.format(folder=folder, pair=pair, port=port, locations="".join(blocks))
        (folder / "nginx.conf").write_text(text)
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        command = [
            program,
            "-p",
            str(folder),
            "-e",
            str(folder / "error.log"),
            "-c",
            str(folder / "nginx.conf"),
        ]
        self._process = subprocess.Popen(command)  # noqa: S603 - the system's own

    def url(self, way: str, host: str = "localhost") -> str:
        """Where callers reach the emulator in this way."""
        return f"https://{host}:{self.port}/{way}"

    def __enter__(self) -> Self:
        wait_for(self._listens, bool, 10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(10)

    def _listens(self) -> bool:
        log = self._folder / "error.log"
        assert self._process.poll() is None, log.read_text() if log.exists() else "nginx ended"
        with closing(socket.socket()) as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def is_installed() -> bool:
    """Tell whether there is an nginx: Debian has it where only root looks."""
    return bool(shutil.which("nginx") or Path("/usr/sbin/nginx").exists())


def _location(way: str, upstream: str, words: str) -> str:
    return f"""
        location /{way}/ {{
            proxy_pass {upstream};{words.format(way=way)}
        }}"""
