"""Requests that leave the service to a URL from outside: fetching a videoUrl, calling a callbackUrl.

Such a URL is hostile until shown otherwise. Its host is resolved here, every address is checked,
and the connection then goes to the very address that was checked, on each hop of a redirect too;
so neither a redirect nor a name that changes its address in between leads anywhere else.
"""

from __future__ import annotations

import ipaddress
import os
import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import httpx

from video_indexer_emulator.errors import AddressRefused, CertificateUnusable, FetchFailed
from video_indexer_emulator.jobs.exchange import ERRORS, SLICE, Impatient, Opened, Patience, opened
from video_indexer_emulator.jobs.late_outbound import CERTIFICATE_VARIABLES

HEAD_SECONDS = 20.0
"""Until the last hop's head has come, from the look-up of the first name on; a caller may be waiting."""

FETCH_SECONDS = 6 * 3600.0
"""For the body of a file: 30 GiB, the most that is taken, come at 12 Mbit/s in that time."""

LEAST_RATE = 64 * 1024
"""Bytes a second that must come in each LEAST_WINDOW: a host that has less to spare holds up others."""

LEAST_WINDOW = 30.0
"""Seconds."""

MAX_REDIRECTS = 5
REDIRECTS = {301, 302, 303, 307, 308}

PORT_LIMIT = 65_535
URL_LIMIT = 6144
"""Characters; the vendor's limit for a videoUrl (support matrix)."""

IPV4_AT_THE_END = (ipaddress.IPv6Network("::/96"), ipaddress.IPv6Network("64:ff9b::/96"))
"""IPv4-compatible addresses and NAT64: their last 32 bits are the address that is meant (RFC 4291, 6052)."""

NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            *("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "fec0::/10", "::ffff:0:0:0/96"),
            *("3fff::/20", "5f00::/16"),
        ),
    )
)
"""What `is_global` lets through, in some releases of Python: Azure's platform, protocol assignments with
Oracle's metadata, relays and site-local addresses, which lead into the network of the host that is asked;
addresses for documentation (RFC 9637) and segment routing within a network (RFC 9602)."""

LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")
"""A network's own translation (RFC 8215), which leads wherever that network likes."""


class Outbound:
    """Sends requests to URLs that a caller gave. Safe to use from many threads."""

    def __init__(self, *, allow_private: bool, failed: Callable[[str], None] = lambda _purpose: None) -> None:
        """`allow_private` lets loopback, private and link-local addresses through.

        `failed` is told what a request was for that failed: check, fetch or callback.
        """
        self._allow_private = allow_private
        self._failed = failed
        self._tls = _trusted_certificates()

    def check(self, url: str) -> None:
        """Raise FetchFailed unless a GET of the URL is answered with success; the body isn't read.

        That takes HEAD_SECONDS at the most: the caller waits for it.
        """
        with self._counted("check"), self._open("GET", url, Patience(HEAD_SECONDS)):
            pass

    def fetch(
        self, url: str, target: Path, max_bytes: int, wanted: Callable[[], object] = lambda: None
    ) -> None:
        """Stream a URL into a file; raises FetchFailed when it can't be read, or is too large or too slow.

        `wanted` is called with each piece, and twice a second while nothing comes; what it raises ends the
        work, and the time that it takes isn't counted.
        """
        patience = Patience(HEAD_SECONDS, wanted)
        with self._counted("fetch"), self._open("GET", url, patience) as response, target.open("wb") as file:
            if response.headers.get("content-encoding", "identity").casefold() != "identity":
                # A few bytes could unpack to any number, before anybody has counted them.
                raise FetchFailed("The host sends the file packed; it must come as it is.")
            patience.expect(FETCH_SECONDS, LEAST_RATE, LEAST_WINDOW)
            size = 0
            try:
                for piece in response.pieces:
                    size += len(piece)
                    if size > max_bytes:
                        raise FetchFailed(f"The file at the URL is larger than {max_bytes} bytes.")
                    file.write(piece)
            except (*ERRORS, Impatient) as error:
                raise FetchFailed(f"The URL broke off after {size} bytes: {error}") from error

    def notify(self, url: str, **values: str) -> None:
        """POST to a callback URL with the values after its own query; raises FetchFailed without a 2xx.

        That takes HEAD_SECONDS at the most.
        """
        target = _parse(url)
        query = b"&".join(part for part in (target.query, urlencode(values).encode()) if part)
        told = str(target.copy_with(query=query))
        with self._counted("callback"), self._open("POST", told, Patience(HEAD_SECONDS)):
            pass

    @contextmanager
    def _counted(self, purpose: str) -> Iterator[None]:
        try:
            yield
        except FetchFailed:
            self._failed(purpose)
            raise

    @contextmanager
    def _open(self, method: str, url: str, patience: Patience) -> Iterator[Opened]:
        target = _parse(url)
        for _hop in range(MAX_REDIRECTS + 1):
            with self._answered(method, target, patience) as response:
                location = response.headers.get("location")
                if response.status not in REDIRECTS or location is None:
                    if not 200 <= response.status < 300:
                        raise FetchFailed(f"{target.host} answered {response.status}.")
                    yield response
                    return
            target = _joined(target, location)
        raise FetchFailed(f"{target.host} redirects more than {MAX_REDIRECTS} times.")

    @contextmanager
    def _answered(self, method: str, url: httpx.URL, patience: Patience) -> Iterator[Opened]:
        """Send one request to a checked address of the URL's host; gives its response, with its head."""
        with ExitStack() as held:
            try:
                address = self._checked_address(url, patience)
                response = held.enter_context(opened(method, url, address, self._tls, patience))
            except (*ERRORS, Impatient) as error:
                raise FetchFailed(f"{url.host} can't be reached: {_reason(error)}") from error
            yield response

    def _checked_address(self, url: httpx.URL, patience: Patience) -> str:
        port = url.port or (443 if url.scheme == "https" else 80)
        addresses = _looked_up(url.host, port, patience)
        # One refusal for both: the caller must not learn which names there are within the network.
        if not self._allow_private and not (addresses and all(map(_is_public, addresses))):
            raise AddressRefused
        if not addresses:
            raise FetchFailed(f"The host {url.host} has no address.")
        return addresses[0]


def _looked_up(host: str, port: int, patience: Patience) -> list[str]:
    """The addresses of a host, none where it isn't known; raises Impatient.

    In a thread, since a name server that doesn't answer can't be called off.
    """
    found: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

    def look_up() -> None:
        addresses = []
        with suppress(OSError, UnicodeError):
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = [str(entry[4][0]) for entry in entries]
        found.put(addresses)

    threading.Thread(target=look_up, name="look-up", daemon=True).start()
    while True:
        with suppress(queue.Empty):
            return found.get(timeout=patience.left(SLICE))


def _reason(error: Exception) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "its certificate isn't trusted here; the service trusts the authorities in SSL_CERT_FILE"
    return str(error)


def _trusted_certificates() -> ssl.SSLContext:
    """The authorities in SSL_CERT_FILE or SSL_CERT_DIR, where one is set; else those that certifi carries."""
    try:
        return httpx.create_ssl_context()
    except OSError as error:  # an SSLError for a file without a certificate is one too
        names = [f"{name}={os.environ[name]}" for name in CERTIFICATE_VARIABLES if os.environ.get(name)]
        raise CertificateUnusable(
            f"No certificates can be read from {', '.join(names)}; name a PEM file, or unset the variable."
        ) from error


def _parse(url: str) -> httpx.URL:
    if len(url) > URL_LIMIT:
        raise FetchFailed(f"The URL is longer than {URL_LIMIT} characters.")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchFailed("That is not a URL.") from error
    if parsed.scheme not in {"http", "https"} or not parsed.host or parsed.userinfo:
        raise FetchFailed("Only http and https URLs without user name are fetched.")
    if parsed.port is not None and not 0 < parsed.port <= PORT_LIMIT:
        raise FetchFailed(f"The URL's port {parsed.port} isn't one from 1 to {PORT_LIMIT}.")
    return parsed


def _joined(url: httpx.URL, location: str) -> httpx.URL:
    try:
        return _parse(str(url.join(location)))
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchFailed(f"{url.host} redirects to what is no URL.") from error


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        parsed = _unwrapped(parsed)
    inner = any(parsed in network for network in (*NOT_PUBLIC, LOCAL_NAT64))
    return parsed.is_global and not parsed.is_multicast and not inner


def _unwrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address that an IPv6 address leads to through mapping, translation or a tunnel, if any."""
    if any(address in network for network in IPV4_AT_THE_END):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address
