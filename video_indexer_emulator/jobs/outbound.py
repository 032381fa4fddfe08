"""Requests that leave the service to a URL from outside: fetching a videoUrl, calling a callbackUrl.

Such a URL is hostile until shown otherwise. Its host is resolved here, every address is checked,
and the connection then goes to the very address that was checked, on each hop of a redirect too;
so neither a redirect nor a name that changes its address in between leads anywhere else.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import httpx

from video_indexer_emulator.errors import AddressRefused, CertificateUnusable, FetchFailed
from video_indexer_emulator.jobs.late_outbound import CERTIFICATE_VARIABLES

TIMEOUT = httpx.Timeout(10.0, read=60.0)
"""Seconds; a host that stays silent for a minute in the middle of a file is taken for dead."""

CHECK_SECONDS = 20.0
"""For all hops of a check, while a caller waits."""

LEAST_RATE = 1_000
"""Bytes a second, on average, that a file must come at once it has come for LEAST_AFTER seconds."""

LEAST_AFTER = 60.0

MAX_REDIRECTS = 5
URL_LIMIT = 6144
"""Characters; the vendor's limit for a videoUrl (support matrix)."""

IPV4_AT_THE_END = (ipaddress.IPv6Network("::/96"), ipaddress.IPv6Network("64:ff9b::/96"))
"""IPv4-compatible addresses and NAT64: their last 32 bits are the address that is meant (RFC 4291, 6052)."""

NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "fec0::/10", "::ffff:0:0:0/96"),
    )
)
"""What `is_global` lets through, in some releases of Python: Azure's platform, protocol assignments with
Oracle's metadata, relays and site-local addresses, which lead into the network of the host that is asked."""

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
        # trust_env: a proxy would do the name look-up in our place, unchecked.
        self._client = httpx.Client(
            timeout=TIMEOUT, follow_redirects=False, trust_env=False, verify=_trusted_certificates()
        )

    def close(self) -> None:
        """Close idle connections."""
        self._client.close()

    def check(self, url: str) -> None:
        """Raise FetchFailed unless a GET of the URL is answered with success; the body isn't read.

        That takes CHECK_SECONDS at the most, and the look-up of a name: the caller waits for it.
        """
        with self._counted("check"), self._open("GET", url, CHECK_SECONDS):
            pass

    def fetch(
        self, url: str, target: Path, max_bytes: int, on_chunk: Callable[[], object] = lambda: None
    ) -> None:
        """Stream a URL into a file; raises FetchFailed when it can't be read, or is too large.

        `on_chunk` is called with each piece that comes; what it raises ends the work.
        """
        size, began = 0, time.monotonic()
        with self._counted("fetch"), self._open("GET", url) as response, target.open("wb") as file:
            if response.headers.get("content-encoding", "identity").casefold() != "identity":
                # A few bytes could unpack to any number, before anybody has counted them.
                raise FetchFailed("The host sends the file packed; it must come as it is.")
            try:
                for chunk in response.iter_bytes():
                    on_chunk()
                    size += len(chunk)
                    if (took := time.monotonic() - began) > LEAST_AFTER and size < took * LEAST_RATE:
                        raise FetchFailed(f"The file comes too slowly: {size} bytes in {took:.0f} seconds.")
                    if size > max_bytes:
                        raise FetchFailed(f"The file at the URL is larger than {max_bytes} bytes.")
                    file.write(chunk)
            except httpx.HTTPError as error:
                raise FetchFailed(f"The URL broke off after {size} bytes: {error}") from error

    def notify(self, url: str, **values: str) -> None:
        """POST to a callback URL with the values after its own query; raises FetchFailed without a 2xx."""
        target = _parse(url)
        query = b"&".join(part for part in (target.query, urlencode(values).encode()) if part)
        with self._counted("callback"), self._open("POST", str(target.copy_with(query=query))):
            pass

    @contextmanager
    def _counted(self, purpose: str) -> Iterator[None]:
        try:
            yield
        except FetchFailed:
            self._failed(purpose)
            raise

    @contextmanager
    def _open(self, method: str, url: str, seconds: float | None = None) -> Iterator[httpx.Response]:
        target = _parse(url)
        end = time.monotonic() + seconds if seconds else None
        for _hop in range(MAX_REDIRECTS + 1):
            request = self._request(method, target)
            if end:
                remaining = max(0.1, end - time.monotonic())
                request.extensions |= {
                    "timeout": httpx.Timeout(remaining / 2).as_dict()
                }  # to connect, to answer
            try:
                response = self._client.send(request, stream=True)
            except httpx.HTTPError as error:
                raise FetchFailed(f"{target.host} can't be reached: {_reason(error)}") from error
            with response_closed(response):
                if not response.has_redirect_location:
                    if not response.is_success:
                        raise FetchFailed(f"{target.host} answered {response.status_code}.")
                    yield response
                    return
                target = _parse(str(target.join(response.headers["location"])))
        raise FetchFailed(f"{target.host} redirects more than {MAX_REDIRECTS} times.")

    def _request(self, method: str, url: httpx.URL) -> httpx.Request:
        """Build a request that is bound to a checked address of the URL's host."""
        address = self._checked_address(url)
        headers = {"Host": url.netloc.decode("ascii"), "User-Agent": "video-indexer-emulator"}
        headers["Accept-Encoding"] = "identity"
        return self._client.build_request(
            method, url.copy_with(host=address), headers=headers, extensions={"sni_hostname": url.host}
        )

    def _checked_address(self, url: httpx.URL) -> str:
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            found = socket.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchFailed(f"The host {url.host} has no address.") from error
        addresses = [str(entry[4][0]) for entry in found]
        if not self._allow_private and not all(map(_is_public, addresses)):
            raise AddressRefused
        return addresses[0]


@contextmanager
def response_closed(response: httpx.Response) -> Iterator[None]:
    """Close a streamed response at the end."""
    try:
        yield
    finally:
        response.close()


def _reason(error: httpx.HTTPError) -> str:
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
    return parsed


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
