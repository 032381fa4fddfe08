"""What trusted proxies say of the request that they took: X-Forwarded-*, or Forwarded (RFC 7239).

Each proxy adds to the end of a list, so the last entry is the peer's own word. One further left counts where
the address before it is a trusted proxy too. What isn't of its form is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.request import parse_http_list

from video_indexer_emulator.address import DEFAULT_PORTS, HOST, Address, address, is_prefix

NAMES = {
    b"x-forwarded-for": "for",
    b"x-forwarded-proto": "proto",
    b"x-forwarded-host": "host",
    b"x-forwarded-prefix": "prefix",
}
STANDARD = b"forwarded"
HEADERS = frozenset({*NAMES, STANDARD})
PAIR = re.compile(r'(?:^|;)\s*([A-Za-z]+)=("(?:[^"\\]|\\.)*"|[^;"]*)')
LIMIT = 32
"""Entries of a list that are read; nobody has so many proxies."""

Lists = Mapping[str, list[str]]


def forwarded(
    headers: Iterable[tuple[bytes, bytes]], scheme: str, trust: Callable[[str], bool]
) -> Address | None:
    """The address that a trusted peer's headers name; None where they name none.

    `scheme` is that of the connection. X-Forwarded-* come before Forwarded, which most proxies hand on as
    the caller has sent it.
    """
    given: dict[bytes, list[str]] = {}
    host = ""
    for name, value in headers:
        if name in HEADERS:
            given.setdefault(name, []).append(value.decode("latin-1"))
        elif name == b"host":
            host = value.decode("latin-1")
    lists = {NAMES[name]: _entries(values) for name, values in given.items() if name in NAMES}
    if not lists.keys() - {"for", "prefix"} and STANDARD in given:
        lists = _standard(given[STANDARD]) | {"prefix": lists.get("prefix", [])}
    hops = _hops(lists.get("for", []), trust)
    named = _last(lists, "host", hops)
    proto = _last(lists, "proto", hops).lower()
    prefix = "".join(path.rstrip("/") for path in lists.get("prefix", [])[-hops:])
    prefix = prefix if is_prefix(prefix) else ""
    if not (named or proto or prefix) or not HOST.fullmatch(named or host):
        return None
    return address(proto if proto in DEFAULT_PORTS else scheme, named or host, prefix)


def _entries(values: list[str]) -> list[str]:
    return [entry.strip() for value in values for entry in value.split(",")][-LIMIT:]


def _standard(values: list[str]) -> dict[str, list[str]]:
    """Read Forwarded into lists whose entries belong together."""
    elements = [
        {name.lower(): _unquoted(text) for name, text in PAIR.findall(element)}
        for element in parse_http_list(",".join(values))
    ][-LIMIT:]
    return {name: [element.get(name, "") for element in elements] for name in ("for", "proto", "host")}


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text.strip()


def _hops(addresses: list[str], trust: Callable[[str], bool]) -> int:
    """How many entries from the right were made by trusted proxies; the peer's own always counts."""
    hops = 1
    for entry in reversed(addresses):
        if not trust(_without_port(entry)):
            break
        hops += 1
    return hops


def _without_port(entry: str) -> str:
    if entry.startswith("["):
        return entry[1:].partition("]")[0]
    return entry.partition(":")[0] if entry.count(":") == 1 else entry


def _last(lists: Lists, name: str, hops: int) -> str:
    """The outermost entry that can be believed; an empty one says nothing."""
    entries = [entry for entry in lists.get(name, [])[-hops:] if entry]
    if name == "host":
        entries = [entry for entry in entries if HOST.fullmatch(entry)]
    return entries[0] if entries else ""
