"""Where callers reach the service: scheme, host and path prefix, as seen from outside."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from video_indexer_emulator.errors import InvalidSetting

HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)(:[0-9]{1,5})?")
PREFIX = re.compile(r"(/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)*")
"""Only characters that nobody encodes, so that a prefix is the same in every spelling of a path."""

PREFIX_LIMIT = 256
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
LOOPBACK = ("127.0.0.0/8", "::1/128")
EVERYBODY = ("0.0.0.0/0", "::/0")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a service, as its callers use it."""

    scheme: str  # http or https
    host: str  # name or address; with the port, unless it is the scheme's own
    prefix: str = ""  # before every path of the service: "/vi", or nothing

    @property
    def origin(self) -> str:
        """Scheme and host, as a browser's Origin has them."""
        return f"{self.scheme}://{self.host}"

    @property
    def url(self) -> str:
        """What stands before every path in a URL of this service."""
        return self.origin + self.prefix


def address(scheme: str, host: str, prefix: str = "") -> Address:
    """Make an address, in the one spelling that is compared with others."""
    return Address(scheme, host.lower().removesuffix(DEFAULT_PORTS[scheme]), prefix)


def read_public_url(text: str) -> Address:
    """Read --public-url; raises InvalidSetting."""
    try:
        parts = urlsplit(text)
        prefix = parts.path.rstrip("/")
        fine = (
            parts.scheme in DEFAULT_PORTS
            and HOST.fullmatch(parts.netloc)
            and is_prefix(prefix)
            and not (parts.query or parts.fragment)
            and parts.port != 0
        )
    except ValueError:
        fine = False
    if not fine:
        raise InvalidSetting(
            f"--public-url '{text}': give the address that callers use, as https://host or "
            "https://host:8443/prefix, without user name, query or encoded characters."
        )
    return address(parts.scheme, parts.netloc, prefix)


def read_origin(text: str) -> str:
    """Read one --allow-origin as browsers spell it; raises InvalidSetting."""
    if text in {"*", "null"}:
        return text
    try:
        found = read_public_url(text)
    except InvalidSetting:
        found = None
    if found is None or found.prefix:
        raise InvalidSetting(
            f"--allow-origin '{text}': give scheme, host and port of the page, as https://app.example or "
            "http://localhost:3000; * for every page, null for files that are opened from disk."
        )
    return found.origin


def read_proxies(texts: Sequence[str]) -> tuple[Network, ...]:
    """Read --trusted-proxy: addresses and networks, * for everybody. Raises InvalidSetting."""
    spelled = [one for text in texts for one in (EVERYBODY if text == "*" else [text])]
    try:
        return tuple(ipaddress.ip_network(text) for text in spelled)
    except ValueError as error:
        raise InvalidSetting(
            f"--trusted-proxy: {error}; give an address as 10.0.0.7, a network as 10.0.0.0/8, or *."
        ) from error


def is_prefix(text: str) -> bool:
    """Tell whether a path may stand before every path of the service."""
    return len(text) <= PREFIX_LIMIT and PREFIX.fullmatch(text) is not None


class Proxies:
    """The peers whose word on the address of the service counts."""

    def __init__(self, networks: Sequence[Network]) -> None:
        self._networks = tuple(networks)
        self.trust = lru_cache(1024)(self._look)  # a service has few peers, and asks for each request

    def _look(self, text: str) -> bool:
        """Tell whether an address is one of theirs; anything else isn't."""
        try:
            found = ipaddress.ip_address(text)
        except ValueError:
            return False
        if isinstance(found, ipaddress.IPv6Address):
            found = found.ipv4_mapped or found  # how a socket for both shows IPv4
        return any(found in network for network in self._networks)
