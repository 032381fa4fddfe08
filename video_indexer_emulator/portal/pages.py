"""Serves the portal's page, what belongs to it, and the API reference.

The portal is one more client of the public API, which runs in the browser. All that it gets here, besides
its files, is where the development account is; docs/decisions.md 32 tells how it comes by its token.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from video_indexer_emulator.errors import MethodNotAllowed, NotFound
from video_indexer_emulator.http.browsers import refuse_strange_host
from video_indexer_emulator.http.pipeline import Room
from video_indexer_emulator.http.spec import read_document
from video_indexer_emulator.portal.reference import render
from video_indexer_emulator.settings import DEVELOPMENT_SECRET, Settings

STATIC = Path(__file__).parent / "static"

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".yaml": "application/yaml",
}

POLICY = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "img-src": "'self' blob:",  # thumbnails are fetched with the token, then shown
    "media-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "require-trusted-types-for": "'script'",  # no text ever becomes markup
    "trusted-types": "'none'",
}
"""No inline script or style, and nothing from another host but a remote blob store."""

FROM_STORE = ("connect-src", "media-src")
"""What the pages load by signed URLs, which lead to the blob store where that is a remote one."""

HEADERS = {
    "Cache-Control": "no-cache",  # asked for again each time, answered by ETag
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, as it is answered."""

    content: bytes
    media_type: str

    @property
    def etag(self) -> str:
        """Changes with the content."""
        return f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'


class Portal:
    """The rooms of the pages: /, /docs and the contract by their whole path, /_portal for what they load."""

    def __init__(self, settings: Settings, contract: Path, store: str | None = None) -> None:
        """Read all files now; a name that isn't among them can lead nowhere.

        `store` is the origin of signed URLs, where that isn't the service itself.
        """
        self._settings = settings
        self._headers = HEADERS | {"Content-Security-Policy": _policy(store)}
        self._contract = contract
        self.assets = {
            path.name: Asset(path.read_bytes(), MEDIA_TYPES[path.suffix])
            for path in sorted(STATIC.iterdir())
            if path.suffix in MEDIA_TYPES
        }
        self.assets["settings.json"] = _json_asset(_page_settings(settings))

    @property
    def pages(self) -> Mapping[str, Room]:
        """The pages by path."""
        return {"/": self._home, "/docs": self._docs, "/openapi.yaml": self._spec}

    async def asset(self, request: Request, segments: list[str]) -> Response:
        """Answer one of the files under /_portal."""
        asset = self.assets.get(segments[1]) if len(segments) == 2 else None
        if asset is None:
            raise NotFound("The portal has no such file.")
        return self._answer(request, asset)

    async def _home(self, request: Request, _segments: list[str]) -> Response:
        return self._answer(request, self.assets["index.html"])

    async def _docs(self, request: Request, _segments: list[str]) -> Response:
        return self._answer(request, await anyio.to_thread.run_sync(lambda: self._reference))

    async def _spec(self, request: Request, _segments: list[str]) -> Response:
        content = await anyio.to_thread.run_sync(self._contract.read_bytes)
        return self._answer(request, Asset(content, MEDIA_TYPES[".yaml"]))

    @cached_property
    def _reference(self) -> Asset:
        """Made when somebody first wants it: it takes a moment, and most services show it to nobody."""
        return Asset(render(read_document(self._contract)).encode(), MEDIA_TYPES[".html"])

    def _answer(self, request: Request, asset: Asset) -> Response:
        refuse_strange_host(request, self._settings)
        if request.method not in {"GET", "HEAD"}:
            raise MethodNotAllowed(["GET", "HEAD"])
        headers = self._headers | {"ETag": asset.etag}
        if request.headers.get("if-none-match") == asset.etag:
            return Response(None, 304, headers)
        return Response(asset.content, 200, headers, asset.media_type)


def _policy(store: str | None) -> str:
    added = {name: f"{POLICY[name]} {store}" for name in FROM_STORE} if store else {}
    return "; ".join(f"{name} {value}" for name, value in (POLICY | added).items())


def _page_settings(settings: Settings) -> dict[str, Any]:
    """Where the account is, by paths below the service's root; the secret only if it is the README's."""
    account = settings.accounts[0]
    return {
        "accountId": account.id,
        "location": account.location,
        "tokenPath": (
            f"subscriptions/{account.subscription_id}/resourceGroups/{account.resource_group}"
            f"/providers/Microsoft.VideoIndexer/accounts/{account.name}/generateAccessToken"
        ),
        "secret": DEVELOPMENT_SECRET if settings.secret == DEVELOPMENT_SECRET else None,
    }


def _json_asset(value: dict[str, Any]) -> Asset:
    return Asset(json.dumps(value).encode(), MEDIA_TYPES[".json"])
