"""What a browser can be made to do by a page of another site, and how it is refused.

A page anywhere may have its reader's browser send requests to this machine. It can't read the answers, and
has no token, which travels in a header that no browser adds by itself. Two ways are left:

- A request that acts without a token (`/_emulator`), or takes one with the secret that everybody knows.
  Browsers send Origin with these, programs don't: an Origin that isn't ours is refused.
- DNS rebinding: a name of the other site is made to lead to 127.0.0.1, so that its page counts as ours.
  Host and Origin then carry that name: on loopback only this machine's own names are taken from a browser.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from starlette.requests import Request

from video_indexer_emulator.errors import ForeignPage, StrangeHost
from video_indexer_emulator.settings import Settings


def refuse_foreign_page(request: Request, settings: Settings) -> None:
    """Raise ForeignPage where a browser sends this for a page that isn't ours."""
    origin = request.headers.get("origin")
    if origin is None:
        return  # a program; or a mere reading, whose answer the other page can't see
    host = request.headers.get("host", "")
    if _host_of(origin) != host.casefold() or _is_strange(host, settings):
        raise ForeignPage


def refuse_strange_host(request: Request, settings: Settings) -> None:
    """Raise StrangeHost for a page that is asked for by a name which isn't this machine's."""
    if _is_strange(request.headers.get("host", ""), settings):
        raise StrangeHost


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.casefold()
    except ValueError:
        return ""


def _is_strange(host: str, settings: Settings) -> bool:
    """Beyond loopback the secret is the operator's own, and any name may lead here."""
    return settings.is_loopback and not _is_loopback_name(host)


def _is_loopback_name(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name == "localhost" or name.endswith(".localhost"):  # RFC 6761: never leads elsewhere
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
