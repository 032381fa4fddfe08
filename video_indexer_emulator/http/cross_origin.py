"""Pages of other origins that the operator has let in by --allow-origin (CORS).

They reach the contract's operations, signed URLs and the contract itself; never the controls, the metrics
and the pages. Everybody else is answered as if there were no such flag.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from video_indexer_emulator.http.browsers import is_allowed_origin
from video_indexer_emulator.http.pipeline import path_segments

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
EXPOSED = (
    "Accept-Ranges", "Allow", "Content-Disposition", "Content-Length", "Content-Range", "ETag", "Location",
    "Retry-After", "WWW-Authenticate", "x-ms-request-id",
)  # fmt: skip
"""What a script may read beside the few headers that it always may."""

PREFLIGHT_SECONDS = 600
OPEN_PAGES = frozenset({"/openapi.yaml"})
OPEN_ROOMS = frozenset({"_blobs"})


class CrossOrigin:
    """Adds to answers what lets the pages of allowed origins read them, and answers their preflights."""

    def __init__(
        self, app: ASGIApp, origins: Collection[str], rooms: Collection[str], pages: Collection[str]
    ) -> None:
        """`rooms` are the first segments of paths outside the contract, `pages` whole paths of such."""
        self._app = app
        self._origins = frozenset(origins)
        self._closed_rooms = frozenset(rooms) - OPEN_ROOMS
        self._closed_pages = frozenset(pages) - OPEN_PAGES
        self._opened = CORSMiddleware(
            app,
            allow_origins=tuple(origins),
            allow_methods=METHODS,
            allow_headers=["*"],  # answered with the very names that are asked for: * excludes Authorization
            allow_private_network=True,  # from a page of a public site to this machine
            expose_headers=EXPOSED,
            max_age=PREFLIGHT_SECONDS,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        request = Request(scope)
        closed = scope["path"] in self._closed_pages or path_segments(request)[0] in self._closed_rooms
        if closed:
            await self._app(scope, receive, send)
            return
        allowed = is_allowed_origin(request.headers.get("origin"), self._origins)
        await (self._opened if allowed else self._app)(scope, receive, _varying(send))


def _varying(send: Send) -> Send:
    """Keep caches from giving one origin's answer to another, or one without an origin to any."""

    async def vary(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Origin")
        await send(message)

    return vary
