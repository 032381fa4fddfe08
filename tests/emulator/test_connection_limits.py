"""Heads that never end and connections that say nothing cost little, and not for long."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.emulator.api import Api, wait_for
from tests.emulator.process import Process
from video_indexer_emulator.address import Proxies
from video_indexer_emulator.http import limits
from video_indexer_emulator.http.limits import CONNECTIONS_OF_ONE, HEAD_BYTES, HEAD_LINES
from video_indexer_emulator.http.protocol import StayingHttp

SHORT = 0.4  # seconds, in place of HEAD_SECONDS
SOON = 10.0  # seconds, far more than SHORT takes on a busy machine
LINE = b"GET /docs HTTP/1.1\r\nHost: localhost\r\n"

Connect = Callable[[], socket.socket]


@pytest.fixture
def connect(emulator_url: str) -> Iterator[Connect]:
    """Open connections to the emulator."""
    with ExitStack() as opened:
        address = urlsplit(emulator_url)

        def one() -> socket.socket:
            made = socket.create_connection((str(address.hostname), address.port or 80), timeout=SOON)
            return opened.enter_context(made)

        yield one


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait SHORT for a head."""
    monkeypatch.setattr(limits, "HEAD_SECONDS", SHORT)


def said(connection: socket.socket) -> bytes:
    """What the service says before it closes."""
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except ConnectionError:
        pass
    return b"".join(parts)


def sent(connection: socket.socket, begin: bytes, piece: bytes, most: int) -> int:
    """Send pieces until the service closes, or `most` bytes have gone; returns how many have."""
    count = len(begin)
    try:
        connection.sendall(begin)
        while count < most:
            connection.sendall(piece)
            count += len(piece)
    except ConnectionError:
        pass
    return count


ENDLESS = {
    "target": (b"GET /", b"a" * 16_384),
    "name": (LINE, b"a" * 16_384),
    "value": (LINE + b"X: ", b"a" * 16_384),
    "lines": (LINE, b"X: y\r\n" * 100),
    "breaks": (b"", b"\r\n" * 8_192),
    "extension": (
        LINE.replace(b"GET /docs", b"POST /x") + b"Transfer-Encoding: chunked\r\n\r\n5;",
        b"a" * 16_384,
    ),
}


@pytest.mark.parametrize("part", ENDLESS)
def test_a_head_without_end_is_refused_early(connect: Connect, part: str) -> None:
    """Tens of megabytes of it were kept before."""
    connection = connect()

    count = sent(connection, *ENDLESS[part], 64 * 1024 * 1024)

    assert count < 32 * 1024 * 1024  # what the sockets between hold, and no more


def test_trailers_without_end_are_refused(connect: Connect, emulator: Api, indexed: str) -> None:
    """They are headers that come behind a body."""
    head = f"POST {emulator.path(f'Videos/{indexed}/redact')} HTTP/1.1\r\nHost: localhost\r\n"
    head += f"Authorization: Bearer {emulator.token}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"

    assert sent(connect(), head.encode(), b"X: y\r\n" * 100, 64 * 1024 * 1024) < 32 * 1024 * 1024


@pytest.mark.parametrize(
    "lines", [b"X: " + b"a" * HEAD_BYTES + b"\r\n", b"X: y\r\n" * HEAD_LINES], ids=["long", "many"]
)
def test_a_whole_head_that_is_too_large_is_431(connect: Connect, lines: bytes) -> None:
    """Also where it has come in one packet, with its end."""
    connection = connect()
    connection.sendall(LINE + lines + b"\r\n")

    assert said(connection).startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize("begin", [b"", b"G", LINE, b"\r\n\r\n"], ids=["nothing", "byte", "line", "breaks"])
@pytest.mark.usefixtures("impatient")
def test_a_head_that_doesnt_come_is_408(connect: Connect, begin: bytes) -> None:
    """A connection that says nothing is closed too."""
    connection = connect()
    connection.sendall(begin)

    assert said(connection).startswith(b"HTTP/1.1 408 ")


@pytest.mark.usefixtures("impatient")
def test_a_head_that_comes_a_byte_at_a_time_is_408(connect: Connect) -> None:
    """However often something comes."""
    connection = connect()
    began = time.monotonic()
    count = 0
    try:
        while time.monotonic() - began < SOON:
            connection.sendall(b"G" if not count else b"E")
            count += 1
            time.sleep(SHORT / 10)
    except ConnectionError:
        pass

    assert time.monotonic() - began < SOON


@pytest.mark.usefixtures("impatient")
def test_the_second_head_of_a_connection_has_a_limit_too(connect: Connect) -> None:
    """A request that was answered buys no time for the next one."""
    connection = connect()
    connection.sendall(LINE + b"\r\nGET /do")

    answers = said(connection)

    assert answers.startswith(b"HTTP/1.1 200 ")
    assert b"HTTP/1.1 408 " in answers


@pytest.mark.usefixtures("impatient")
def test_a_slow_response_is_not_cut_off(held: Api, connect: Connect, sample_clip: Path) -> None:
    """The limit is for heads: an upload, whose head has come, may take its time."""
    head = f"POST {held.path('Videos')}?name=slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    head += f"Authorization: Bearer {held.token}\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    body = b'--b\r\nContent-Disposition: form-data; name="f"; filename="x.mp4"\r\n\r\n'
    body += sample_clip.read_bytes() + b"\r\n--b--\r\n"
    connection = connect()
    connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body[:100])
    time.sleep(3 * SHORT)

    connection.sendall(body[100:])

    assert said(connection).startswith(b"HTTP/1.1 200 ")
    for video in held.videos():
        if video["name"] == "slow":
            held.call("DELETE", f"Videos/{video['id']}")


@pytest.mark.usefixtures("impatient")
def test_half_open_connections_are_gone_soon(connect: Connect, emulator: Api) -> None:
    """Two hundred of them are answered for, and others are served meanwhile."""
    half = [connect() for _ in range(200)]
    for each in half:
        each.sendall(LINE)

    assert emulator.get("Videos").status_code == 200
    assert all(said(each).startswith(b"HTTP/1.1 408 ") for each in half)


def test_one_address_has_so_many_connections(
    connect: Connect, emulator: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A trusted proxy has more: before it stand many callers."""
    monkeypatch.setattr(StayingHttp, "trusted", staticmethod(Proxies(()).trust))
    kept = [connect() for _ in range(CONNECTIONS_OF_ONE + 5)]

    assert said(kept[-1]).startswith(b"HTTP/1.1 503 ")
    for each in kept:
        each.close()
    wait_for(lambda: _answers(emulator), bool, deadline=SOON)


def _answers(emulator: Api) -> bool:
    with socket.create_connection(
        (urlsplit(emulator.url).hostname or "", urlsplit(emulator.url).port or 0)
    ) as one:
        one.sendall(LINE + b"Connection: close\r\n\r\n")
        return said(one).startswith(b"HTTP/1.1 200 ")


def test_all_together_have_so_many_connections(
    connect: Connect, emulator: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many addresses they come from."""
    monkeypatch.setattr(limits, "CONNECTIONS", 10)
    kept = [connect() for _ in range(12)]

    assert said(kept[-1]).startswith(b"HTTP/1.1 503 ")
    for each in kept:
        each.close()
    wait_for(lambda: _answers(emulator), bool, deadline=SOON)


@pytest.mark.slow
def test_the_memory_of_heads_without_end_is_bounded(tmp_path: Path) -> None:
    """Fifty connections, each with as much as it can send."""
    with Process(tmp_path / "data") as process:
        address = urlsplit(process.url)
        status = Path(f"/proc/{process._process.pid}/status")
        before = _resident(status)
        with ExitStack() as opened:
            for _ in range(50):
                made = socket.create_connection((str(address.hostname), address.port or 80), timeout=SOON)
                sent(opened.enter_context(made), LINE + b"X: ", b"a" * 65_536, 8 * 1024 * 1024)
            assert _resident(status) - before < 64 * 1024 * 1024


def _resident(status: Path) -> int:
    (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) * 1024
