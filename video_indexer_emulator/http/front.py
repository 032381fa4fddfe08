"""The first thing that a request meets: the health check, and what proxies before the service have changed.

The path loses the prefix under which a proxy shows the service, unless the proxy has taken it off already.
Behind it no part of the service knows of prefixes, but for the URLs that it gives.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from video_indexer_emulator.address import Address, Proxies
from video_indexer_emulator.address import address as spelled
from video_indexer_emulator.http.forwarded import HEADERS, forwarded
from video_indexer_emulator.settings import Settings

HEALTH = "/healthz"
PUBLIC = "video_indexer.public"
FORWARDED = "video_indexer.forwarded"
"""Keys of the scope: where callers reach the service, and what a trusted proxy says of that."""

Healthy = Callable[[], Awaitable[bool]]


class Front:
    """The outermost layer of the ASGI application."""

    def __init__(self, app: ASGIApp, settings: Settings, healthy: Healthy) -> None:
        self._app = app
        self._healthy = healthy
        self._public = settings.public_url
        self._trust = Proxies(settings.trusted_proxies).trust
        self._locations = frozenset(account.location for account in settings.accounts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        said = None
        for name, _ in scope["headers"]:  # the whole cost where nobody is before the service
            if name in HEADERS:
                said = self._said(scope)
                break
        seen = self._public or said
        if seen is not None:
            scope = dict(scope, **{PUBLIC: seen, FORWARDED: said})
            if seen.prefix and scope["path"] == seen.prefix:
                await RedirectResponse(f"{seen.prefix}/", 308)(scope, receive, send)
                return
            scope = self._without_prefix(scope, seen.prefix)
        if scope["path"] == HEALTH:
            await self._health(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _said(self, scope: Scope) -> Address | None:
        peer = scope.get("client")
        if peer is None or not self._trust(peer[0]):
            return None
        return forwarded(scope["headers"], scope["scheme"], self._trust)

    def _without_prefix(self, scope: Scope, prefix: str) -> Scope:
        raw = scope.get("raw_path") or scope["path"].encode()
        known = f"{prefix}/".encode()
        if not prefix or not raw.startswith(known) or prefix[1:].lower() in self._locations:
            return scope  # a prefix like a location's name must have been taken off by the proxy
        return dict(scope, path=scope["path"][len(prefix) :], raw_path=raw[len(prefix) :])

    async def _health(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell whether the service can work, and nothing else: anybody may ask, by any name."""
        headers = {"Cache-Control": "no-store"}
        if scope["method"] not in {"GET", "HEAD"}:
            response = PlainTextResponse("GET or HEAD only\n", 405, headers | {"Allow": "GET, HEAD"})
        elif await self._healthy():
            response = PlainTextResponse("ok\n", 200, headers)
        else:
            response = PlainTextResponse("unavailable\n", 503, headers)
        await response(scope, receive, send)


def public_address(request: Request) -> Address:
    """Where the caller of a request reaches the service."""
    found: Address | None = request.scope.get(PUBLIC)
    return found or spelled(request.scope["scheme"], request.headers["host"])


def forwarded_address(request: Request) -> Address | None:
    """Where a trusted proxy says that it was reached; None where it says nothing."""
    found: Address | None = request.scope.get(FORWARDED)
    return found
