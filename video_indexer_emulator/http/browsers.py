"""What a browser can be made to do by a page of another site, and how it is refused.

A page anywhere may have its reader's browser send requests to this machine. It can't read the answers, and
has no token, which travels in a header that no browser adds by itself. Two ways are left:

- A request that acts without a token (`/_emulator`), or takes one with the secret that everybody knows.
  Browsers send Origin with these, programs don't: an Origin that isn't ours is refused.
- DNS rebinding: a name of the other site is made to lead to 127.0.0.1, so that its page counts as ours.
  Host and Origin then carry that name: on loopback only this machine's own names, and the one of
  `--public-url`, are taken from a browser. A GET of such a page carries no Origin, and looks like a
  program's: where it would give a token away, only those names and the vendor's are taken from anybody.

A service with a certificate of its own (`--tls-cert`) can't be reached by a rebound name: browsers refuse a
name that isn't in it. By each name that is, its pages are shown, and are ours.
A proxy on this machine may have another name, which it says in Host or X-Forwarded-Host. A rebound page can
write the latter too, but it can't use HTTPS, for which it would need a certificate that the proxy has.
Whether a page has come so, browsers say themselves, in headers that no script can write: in the scheme of
Origin, and by Sec-Fetch-Site, which they send to HTTPS and loopback alone (W3C Fetch Metadata).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.requests import Request

from video_indexer_emulator.address import Address, address
from video_indexer_emulator.errors import ForeignPage, StrangeHost
from video_indexer_emulator.http.front import forwarded_address
from video_indexer_emulator.settings import Settings

VENDORS_HOST = re.compile(r"([a-z0-9-]+\.)?api\.videoindexer\.ai(\.azure\.us)?(:[0-9]+)?", re.IGNORECASE)
"""The servers of the contract's data plane: programs made for the cloud may be led here by these names,
and nobody else can own them."""


def refuse_foreign_page(request: Request, settings: Settings, allowed: Collection[str] = ()) -> None:
    """Raise ForeignPage where a browser sends this for a page that isn't ours, nor of an allowed origin."""
    text = request.headers.get("origin")
    if text is None or is_allowed_origin(text, allowed):
        return  # a program, or a mere reading, whose answer the other page can't see; or let in
    origin = _parsed(text)
    if origin is None or not _is_ours(origin, request, settings):
        raise ForeignPage


def is_allowed_origin(origin: str | None, allowed: Collection[str]) -> bool:
    """Tell whether the operator has let in the pages of an origin; None is no page's."""
    return origin is not None and (origin in allowed or "*" in allowed)


def refuse_strange_host(request: Request, settings: Settings) -> None:
    """Raise StrangeHost for a page that is asked for by a name which isn't this machine's."""
    if settings.certificate:
        return
    public = settings.public_url
    host = request.headers.get("host", "")
    if public and address(public.scheme, host) == address(public.scheme, public.host):
        return
    if settings.is_loopback and not is_loopback_name(host) and "sec-fetch-site" not in request.headers:
        raise StrangeHost


def refuse_rebound_name(request: Request, settings: Settings) -> None:
    """Raise ForeignPage where a page that isn't ours may have sent this: by a name that others can own.

    Beyond loopback the secret is the operator's.
    """
    host = request.headers.get("host", "")
    if VENDORS_HOST.fullmatch(host):
        return
    try:
        refuse_strange_host(request, settings)
    except StrangeHost as error:
        raise ForeignPage(
            f"Not by the name '{host}' while everybody knows the secret: use a name of this machine, such as "
            "localhost, or start the service with --public-url or with a secret of its own."
        ) from error


def _is_ours(origin: Address, request: Request, settings: Settings) -> bool:
    public = settings.public_url
    if public and origin.origin == public.origin:
        return True
    host = request.headers.get("host", "")
    named = forwarded_address(request)
    certified = origin.scheme == "https" and (settings.certificate or (named and named.scheme == "https"))
    if settings.is_loopback and not certified and not is_loopback_name(origin.host):
        return False
    return origin.host in {address(origin.scheme, one).host for one in (host, named.host if named else host)}


def _parsed(origin: str) -> Address | None:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    return address(parts.scheme, parts.netloc) if parts.scheme in {"http", "https"} else None


def is_loopback_name(host: str) -> bool:
    """Tell whether a Host can only mean this machine."""
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
