"""URLs from outside may not lead inside: what is refused without --allow-private-urls."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.emulator.outside import Outside, Page
from video_indexer_emulator.errors import AddressRefused, FetchFailed
from video_indexer_emulator.jobs.exchange import Opened
from video_indexer_emulator.jobs.outbound import Outbound

PUBLIC = "93.184.216.34"
PRIVATE = [
    "127.0.0.1",
    "127.9.9.9",
    "168.63.129.16",
    "192.0.0.192",
    "192.88.99.1",
    "fec0::1",
    "::ffff:0:7f00:1",
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::7f00:1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "2001:0:7f00:1::",
    "3fff::1",
    "5f00::1",
]


@dataclass(frozen=True)
class Sent:
    """A request, and where it went."""

    method: str
    url: httpx.URL
    address: str


class Internet:
    """A made-up internet: which names have which addresses, and what is answered where."""

    def __init__(self) -> None:
        self.names: dict[str, list[str]] = {}
        self.answers: dict[str, httpx.Response] = {}  # by host name
        self.requests: list[Sent] = []

    def look_up(self, host: str, port: int, **_: Any) -> list[Any]:
        """Stand in for socket.getaddrinfo."""
        addresses = self.names.get(host, [host])
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    @contextmanager
    def answer(self, method: str, url: httpx.URL, address: str, *_: Any) -> Iterator[Opened]:
        """Answer a request by the name in its URL."""
        self.requests.append(Sent(method, url, address))
        answer = self.answers[url.netloc.decode()]
        yield Opened(answer.status_code, answer.headers, [answer.content])


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> Internet:
    """An internet in which names mean what the test says."""
    made = Internet()
    monkeypatch.setattr("video_indexer_emulator.jobs.outbound.socket.getaddrinfo", made.look_up)
    monkeypatch.setattr("video_indexer_emulator.jobs.outbound.opened", made.answer)
    return made


@pytest.fixture
def outbound(internet: Internet) -> Outbound:
    """A strict one, on that internet."""
    assert internet.requests == []
    return Outbound(allow_private=False)


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_with_a_private_address_is_refused(
    internet: Internet, outbound: Outbound, address: str
) -> None:
    """Loopback, private, link-local, shared, multicast, and each of them wrapped in IPv6."""
    internet.names["evil.example"] = [address]

    with pytest.raises(AddressRefused, match="--allow-private-urls"):
        outbound.check("http://evil.example/x")

    assert internet.requests == []


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:220:1::1", "64:ff9b::5db8:d822", "2002:5db8:d822::"])
def test_a_public_address_is_let_through(internet: Internet, outbound: Outbound, address: str) -> None:
    """Wrapped in IPv6 too, as a network without IPv4 does it."""
    internet.names["good.example"] = [address]
    internet.answers["good.example"] = httpx.Response(200)

    outbound.check("http://good.example/x")

    assert len(internet.requests) == 1


def test_one_private_address_among_public_ones_is_enough(internet: Internet, outbound: Outbound) -> None:
    """Nobody knows which one a connection would take."""
    internet.names["evil.example"] = [PUBLIC, "10.0.0.1"]

    with pytest.raises(AddressRefused):
        outbound.check("http://evil.example/x")


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254"])
def test_a_private_address_in_the_url_itself_is_refused(outbound: Outbound, host: str) -> None:
    """There is no name to look up."""
    with pytest.raises(AddressRefused):
        outbound.check(f"http://{host}/x")


@pytest.mark.parametrize("location", ["http://inside.example/", "http://127.0.0.1/", "//inside.example/x"])
def test_a_redirect_to_a_private_address_is_refused(
    internet: Internet, outbound: Outbound, location: str
) -> None:
    """Every hop is checked."""
    internet.names |= {"good.example": [PUBLIC], "inside.example": ["10.0.0.1"]}
    internet.answers["good.example"] = httpx.Response(302, headers={"Location": location})

    with pytest.raises(AddressRefused):
        outbound.check("http://good.example/x")

    assert len(internet.requests) == 1


def test_the_connection_goes_to_the_address_that_was_checked(
    internet: Internet, outbound: Outbound, tmp_path: Path
) -> None:
    """The name isn't looked up again; host header and TLS name stay its own."""
    internet.names["good.example"] = [PUBLIC]
    internet.answers["good.example:8443"] = httpx.Response(200, content=b"clip")

    outbound.fetch("https://good.example:8443/a%2Fb?x=1", tmp_path / "f", 100)

    (request,) = internet.requests
    assert (tmp_path / "f").read_bytes() == b"clip"
    assert (request.address, str(request.url)) == (PUBLIC, "https://good.example:8443/a%2Fb?x=1")


def test_a_file_beyond_the_limit_is_broken_off(
    internet: Internet, outbound: Outbound, tmp_path: Path
) -> None:
    """However much more would come."""
    internet.names["good.example"] = [PUBLIC]
    internet.answers["good.example"] = httpx.Response(200, content=b"x" * 1001)

    with pytest.raises(FetchFailed, match="larger than 1000"):
        outbound.fetch("http://good.example/x", tmp_path / "f", 1000)


def test_a_chain_of_redirects_has_an_end(internet: Internet, outbound: Outbound) -> None:
    """Six hops, and no more."""
    internet.names["good.example"] = [PUBLIC]
    internet.answers["good.example"] = httpx.Response(302, headers={"Location": "/again"})

    with pytest.raises(FetchFailed, match="redirects more than 5 times"):
        outbound.check("http://good.example/x")

    assert len(internet.requests) == 6


@pytest.mark.parametrize("status", [300, 400, 404, 500, 304])
def test_an_answer_that_is_no_success_is_told(internet: Internet, outbound: Outbound, status: int) -> None:
    """With its status."""
    internet.names["good.example"] = [PUBLIC]
    internet.answers["good.example"] = httpx.Response(status)

    with pytest.raises(FetchFailed, match=str(status)):
        outbound.check("http://good.example/x")


def test_a_proxy_from_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch, outside: Outside) -> None:
    """It would look the name up in our place, unchecked."""
    outside.pages["/x"] = Page(content=b"clip")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    lax = Outbound(allow_private=True)

    lax.check(f"{outside.url}/x")

    assert outside.requests == [("GET", "/x")]


def test_a_refusal_doesnt_tell_which_inner_names_there_are(internet: Internet, outbound: Outbound) -> None:
    """A name within the network and one that nobody has are refused alike."""
    internet.names |= {"vault.corp.example": ["10.0.0.7"], "nobody.corp.example": []}
    refusals = []
    for name in internet.names:
        with pytest.raises(FetchFailed) as refused:
            outbound.check(f"http://{name}/x")
        refusals.append(str(refused.value))

    assert len(set(refusals)) == 1


@pytest.mark.parametrize("port", [0, 65_536, 99_999, 2**40])
def test_a_port_that_there_isnt_is_refused(internet: Internet, outbound: Outbound, port: int) -> None:
    """In the URL itself, and in a redirect's."""
    internet.names["good.example"] = [PUBLIC]
    internet.answers["good.example"] = httpx.Response(
        302, headers={"location": f"http://good.example:{port}/"}
    )
    for url in (f"http://good.example:{port}/", "http://good.example/"):
        with pytest.raises(FetchFailed):
            outbound.check(url)
