"""Which way a request takes: straight, or through a proxy; and whose certificates are trusted."""

from __future__ import annotations

import os
import ssl
import threading
from collections.abc import Callable, Mapping
from ipaddress import ip_address, ip_network
from typing import Generic, TypeVar
from urllib.request import getproxies

import httpx
from attrs import field, frozen

from video_indexer_redaction.errors import UsageError

THROUGH = "video_indexer_redaction.through"
"""The request extension that names the proxy, for error messages."""

CERTIFICATES = "SSL_CERT_FILE"
SOCKS = "socks"

Opened = TypeVar("Opened", httpx.HTTPTransport, httpx.AsyncHTTPTransport)


@frozen
class Proxy:
    """A proxy, and who named it."""

    url: str = field(repr=False)  # may hold a password
    named_by: str

    @property
    def place(self) -> str:
        """Scheme, host and port; no password."""
        return origin(httpx.URL(self.url))

    def opened(self, context: ssl.SSLContext) -> httpx.Proxy:
        """The proxy as httpx wants it; raises UsageError for a value that names none."""
        try:
            secure = httpx.URL(self.url).scheme == "https"
            proxy = httpx.Proxy(self.url, ssl_context=context if secure else None)
            usable = bool(proxy.url.host)
        except (httpx.InvalidURL, ValueError):
            usable = False
        if not usable:
            raise UsageError(
                f"{self.named_by} doesn't name a proxy. Give an address as http://proxy.example:3128, "
                "or put the service's host into NO_PROXY."
            )
        if proxy.url.scheme.startswith(SOCKS) and not _has_socks():
            raise UsageError(
                f"{self.named_by} names a SOCKS proxy, for which a package is missing: "
                "run `pip install socksio`, or put the service's host into NO_PROXY."
            )
        return proxy


class Routes:
    """Chooses the way of each request.

    Loopback is always reached directly. HTTPS goes through the proxy of the environment, which sees no
    more than the host's name. Plain HTTP goes to a proxy only where `proxy` names one: it would get
    the token and the clip in the clear. `proxy` is for all hosts but loopback.
    """

    def __init__(self, proxy: str | None = None) -> None:
        self._given = Proxy(_with_scheme(proxy), "The argument `proxy`") if proxy else None
        self._variables = getproxies()
        self._lock = threading.Lock()
        self._context: ssl.SSLContext | None = None
        if self._given:
            self._given.opened(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))

    def proxy_for(self, url: httpx.URL) -> Proxy | None:
        """The proxy for a URL; None: there is none on the way."""
        if is_loopback(url.host):
            return None
        if self._given or url.scheme != "https" or _is_excepted(url, self._variables.get("no", "")):
            return self._given
        for scheme in ("https", "all"):
            if self._variables.get(scheme):
                return Proxy(_with_scheme(self._variables[scheme]), _variable(scheme))
        return None

    def context(self) -> ssl.SSLContext:
        """The trusted certificates, read when they are first needed; raises UsageError if they can't be."""
        with self._lock:
            if self._context is None:
                self._context = _trusted(os.environ)
            return self._context

    def open(self, kind: Callable[..., Opened], url: httpx.URL, proxy: Proxy | None) -> Opened:
        """A transport for this URL's scheme and this proxy."""
        if url.scheme != "https" and proxy is None:
            # Trusts nobody, and is never asked to: connections without TLS alone go through it.
            return kind(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), trust_env=False)
        context = self.context()
        return kind(verify=context, trust_env=False, proxy=proxy and proxy.opened(context))


class _Pools(Generic[Opened]):
    """A transport for each way, opened when it is first taken."""

    def __init__(self, routes: Routes, kind: Callable[..., Opened]) -> None:
        self._routes = routes
        self._kind: Callable[..., Opened] = kind
        self._lock = threading.Lock()
        self.opened: dict[tuple[bool, Proxy | None], Opened] = {}

    def of(self, request: httpx.Request) -> Opened:
        proxy = self._routes.proxy_for(request.url)
        way = (request.url.scheme == "https", proxy)
        with self._lock:
            if way not in self.opened:
                self.opened[way] = self._routes.open(self._kind, request.url, proxy)
        if proxy is not None:
            request.extensions[THROUGH] = proxy.place
        return self.opened[way]


class BlockingTransport(httpx.BaseTransport):
    """Sends each request by its way."""

    def __init__(self, routes: Routes) -> None:
        self._pools = _Pools(routes, httpx.HTTPTransport)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; raises UsageError for a proxy or certificates that can't be used."""
        return self._pools.of(request).handle_request(request)

    def close(self) -> None:
        """Close all connections."""
        for transport in self._pools.opened.values():
            transport.close()


class AsyncTransport(httpx.AsyncBaseTransport):
    """The same for an event loop."""

    def __init__(self, routes: Routes) -> None:
        self._pools = _Pools(routes, httpx.AsyncHTTPTransport)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; raises UsageError for a proxy or certificates that can't be used."""
        return await self._pools.of(request).handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        for transport in self._pools.opened.values():
            await transport.aclose()


def origin(url: httpx.URL) -> str:
    """Scheme, host and port, without path and query, which may hold a signature."""
    return f"{url.scheme}://{url.netloc.decode('ascii', 'replace').rpartition('@')[2]}"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its name or its address."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def _is_excepted(url: httpx.URL, no_proxy: str) -> bool:
    """Whether NO_PROXY names a URL's host; an entry that makes no sense excepts nothing."""
    return any(_excepts(entry.strip().lower(), url) for entry in no_proxy.split(","))


def _excepts(entry: str, url: httpx.URL) -> bool:
    """Tell whether an entry (`*`, a name, a domain, an address or a network, perhaps with a port) fits."""
    entry = entry.rpartition("://")[2]
    if entry in {"", "*"}:
        return entry == "*"
    try:
        return ip_address(url.host) in ip_network(entry.strip("[]"), strict=False)
    except (ValueError, TypeError):  # a name, or one address of each version
        pass
    name, _, port = entry.rpartition(":") if entry.count(":") == 1 else (entry, "", "")
    domain = name.removeprefix("*").strip(".")
    fits = url.host == domain or url.host.endswith(f".{domain}")
    return bool(domain) and fits and port in {"", str(url.port or 443)}


def _trusted(environment: Mapping[str, str]) -> ssl.SSLContext:
    try:
        return httpx.create_ssl_context()
    except OSError as error:  # ssl.SSLError, too: a file without a certificate
        reason = (
            "holds no certificate" if isinstance(error, ssl.SSLError) else f"can't be read: {error.strerror}"
        )
    path = environment.get(CERTIFICATES, "")
    raise UsageError(f"{path}, which {CERTIFICATES} names, {reason}. Give a file of certificates in PEM.")


def _with_scheme(proxy: str) -> str:
    return proxy if "://" in proxy else f"http://{proxy}"


def _variable(scheme: str) -> str:
    """The variable that is set, in the spelling that counts."""
    name = f"{scheme}_proxy"
    return name if os.environ.get(name) else name.upper()


def _has_socks() -> bool:
    from importlib.util import find_spec  # noqa: PLC0415 - rarely needed

    return find_spec("socksio") is not None
