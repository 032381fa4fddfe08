"""How long a caller's host may take: by the wall clock, whatever it sends meanwhile."""

from __future__ import annotations

import gzip
import itertools
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from tests.emulator.dripping import HEAD, PAUSE, Dripping, endless
from tests.emulator.outside import Outside, Page
from video_indexer_emulator.errors import FetchFailed
from video_indexer_emulator.jobs import exchange
from video_indexer_emulator.jobs import outbound as module
from video_indexer_emulator.jobs.exchange import Impatient, Patience
from video_indexer_emulator.jobs.outbound import Outbound

LIMIT = 0.6  # seconds, in place of the limits of the service
SOON = 5.0  # seconds: far more than a busy machine adds to LIMIT, far less than the hosts would take

Host = Callable[[Iterable[bytes]], str]


class NotWantedError(Exception):
    """What calls a fetch off."""


@pytest.fixture
def host() -> Iterator[Host]:
    """Start hosts; each sends its pieces, with a PAUSE before each, to everybody who asks."""
    with Dripping() as dripping:
        yield dripping.start


@pytest.fixture
def lax(monkeypatch: pytest.MonkeyPatch) -> Outbound:
    """One that may ask this machine, and waits for LIMIT seconds."""
    monkeypatch.setattr(module, "HEAD_SECONDS", LIMIT)
    monkeypatch.setattr(module, "LEAST_WINDOW", LIMIT)
    return Outbound(allow_private=True)


@pytest.mark.parametrize("piece", [b"x", b"X-More: x\r\n", b""], ids=["bytes", "headers", "silence"])
@pytest.mark.parametrize("purpose", ["check", "fetch", "notify"])
def test_a_head_that_never_ends_is_given_up(
    host: Host, lax: Outbound, tmp_path: Path, piece: bytes, purpose: str
) -> None:
    """A byte every few seconds passes every timeout of a single read."""
    url = host(endless(HEAD, piece))
    ask: dict[str, Callable[[], None]] = {
        "check": lambda: lax.check(url),
        "fetch": lambda: lax.fetch(url, tmp_path / "x", 1000),
        "notify": lambda: lax.notify(url, state="Processed"),
    }
    began = time.monotonic()

    with pytest.raises(FetchFailed, match="too long"):
        ask[purpose]()

    assert time.monotonic() - began < SOON


def test_informational_responses_without_end_are_given_up(host: Host, lax: Outbound) -> None:
    """Each of them is whole, and none is the last."""
    with pytest.raises(FetchFailed, match="too long"):
        lax.check(host(itertools.repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n")))


def test_the_hops_of_a_redirect_share_one_limit(host: Host, lax: Outbound) -> None:
    """Else six slow hops would take six times as long."""
    urls: list[str] = []
    slow = [b"H", b"TTP/1.1 302 Found\r\n", *([b"X: y\r\n"] * 5)]
    for _ in range(4):
        location = f"Location: {urls[-1] if urls else 'http://127.0.0.1:9/'}\r\n\r\n".encode()
        urls.append(host([*slow, location]))

    with pytest.raises(FetchFailed, match="too long"):
        lax.check(urls[-1])


def test_a_name_server_that_never_answers_is_given_up(lax: Outbound, monkeypatch: pytest.MonkeyPatch) -> None:
    """Callers choose the name, and with it who answers for it."""
    never = threading.Event()

    def look_up(*_: object, **__: object) -> list[object]:
        never.wait()
        return []

    monkeypatch.setattr("video_indexer_emulator.jobs.outbound.socket.getaddrinfo", look_up)

    with pytest.raises(FetchFailed, match="too long"):
        lax.check("http://slow.example/x")

    never.set()


@pytest.mark.parametrize("piece", [b"1200 bytes" * 6, b""], ids=["dripped", "silent"])
def test_a_file_that_comes_too_slowly_is_broken_off(
    host: Host, lax: Outbound, tmp_path: Path, piece: bytes
) -> None:
    """At 1.2 kB/s, the largest file would take a year."""
    url = host(endless(HEAD + b"Content-Length: 1000000000\r\n\r\n", piece))

    with pytest.raises(FetchFailed, match="too slowly"):
        lax.fetch(url, tmp_path / "x", 10**9)


def test_a_file_that_comes_fast_at_first_must_go_on_coming(host: Host, lax: Outbound, tmp_path: Path) -> None:
    """What came early is no credit for hours of silence."""
    first = HEAD + b"Content-Length: 100000000\r\n\r\n" + bytes(5_000_000)

    with pytest.raises(FetchFailed, match=r"broke off after 50000\d\d bytes: it comes too slowly: \d+ bytes"):
        lax.fetch(host(endless(first, b"x")), tmp_path / "x", 10**9)


def test_a_file_has_a_limit_in_all(
    host: Host, lax: Outbound, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However steadily it comes."""
    monkeypatch.setattr(module, "FETCH_SECONDS", LIMIT)
    url = host(endless(HEAD + b"Content-Length: 1000000000\r\n\r\n", bytes(100_000)))

    with pytest.raises(FetchFailed, match="too long"):
        lax.fetch(url, tmp_path / "x", 10**9)


@pytest.mark.parametrize("begin", [b"HTTP", HEAD + b"Content-Length: 9\r\n\r\n"], ids=["head", "body"])
def test_a_fetch_that_isnt_wanted_any_more_ends(host: Host, tmp_path: Path, begin: bytes) -> None:
    """While the host is silent too: its video was deleted."""
    wanted_until = time.monotonic() + 3 * PAUSE

    def wanted() -> None:
        if time.monotonic() > wanted_until:
            raise NotWantedError

    with pytest.raises(NotWantedError):
        Outbound(allow_private=True).fetch(host(endless(begin, b"")), tmp_path / "x", 1000, wanted)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        """Tell its time, in seconds."""
        return self.now


def test_a_pause_of_ones_own_is_not_the_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work may be held back for hours in the midst of a fetch."""
    clock = Clock()
    monkeypatch.setattr(exchange, "time", clock)

    def hold() -> None:
        clock.now += 3600

    patience = Patience(20, hold)
    assert patience.left(60) == 20

    patience.expect(100, rate=1, window=30)
    assert patience.left(60) == 60
    clock.now += 30
    with pytest.raises(Impatient, match="0 bytes in 30 seconds"):
        patience.left(60)


def test_a_file_that_comes_packed_is_refused(outside: Outside, tmp_path: Path) -> None:
    """Unpacked it could have any size, before anybody had looked at it; none is asked for."""
    content = gzip.compress(gzip.compress(bytes(9_000_000)))
    outside.pages["/x"] = Page(content=content, headers={"Content-Encoding": "gzip, gzip"})

    with pytest.raises(FetchFailed, match="packed"):
        Outbound(allow_private=True).fetch(f"{outside.url}/x", tmp_path / "x", 1_000)

    assert not (tmp_path / "x").exists() or not (tmp_path / "x").stat().st_size


def test_no_cookie_goes_from_one_host_to_another(outside: Outside) -> None:
    """Nor from one caller's request to the next: there is no jar."""
    outside.pages["/x"] = Page(headers={"Set-Cookie": "who=you; Domain=127.0.0.1; Path=/"})
    outbound = Outbound(allow_private=True)

    outbound.check(f"{outside.url}/x")
    outbound.check(f"{outside.url}/x")

    assert [headers.get("cookie") for headers in outside.headers] == [None, None]


def test_each_request_has_a_connection_of_its_own(outside: Outside) -> None:
    """One that was verified for a name must not serve another at the same address."""
    outside.pages["/x"] = Page()
    outbound = Outbound(allow_private=True)

    outbound.check(f"{outside.url}/x")
    outbound.check(f"{outside.url}/x")

    assert len(set(outside.peers)) == 2
