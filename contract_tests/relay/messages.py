"""A request and an answer on their way through the proxy, as bytes, with what changes need."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

BODILESS = frozenset({204, 304})
"""Statuses that never have a body."""

NOT_JSON = object()
"""What `json` gives for a body that isn't JSON."""


@dataclass(kw_only=True)
class Message:
    """Headers in their order, repeated ones too, and a body if it was read whole."""

    headers: list[tuple[bytes, bytes]]
    body: bytes | None = None  # None: it is streamed, unread

    def header(self, name: str) -> str | None:
        """The first header of this name."""
        wanted = name.lower().encode()
        return next((value.decode("latin-1") for key, value in self.headers if key.lower() == wanted), None)

    def remove_header(self, name: str) -> bool:
        """Remove all headers of this name; tells whether there were any."""
        wanted = name.lower().encode()
        kept = [(key, value) for key, value in self.headers if key.lower() != wanted]
        removed = len(kept) < len(self.headers)
        self.headers = kept
        return removed

    def set_header(self, name: str, value: str) -> None:
        """Have exactly one header of this name."""
        self.remove_header(name)
        self.headers.append((name.lower().encode(), value.encode("latin-1")))

    @property
    def json(self) -> Any:
        """The body read as JSON, or NOT_JSON."""
        try:
            return json.loads(self.body or b"")
        except (ValueError, RecursionError):
            return NOT_JSON

    def set_json(self, value: Any) -> None:
        """Make a JSON value the body."""
        self.set_body(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def set_body(self, body: bytes, media: str | None = None) -> None:
        """Replace the body and its length, and on demand its media type."""
        self.body = body
        self.remove_header("transfer-encoding")
        self.set_header("content-length", str(len(body)))
        if media is not None:
            self.set_header("content-type", media)


@dataclass(kw_only=True)
class Request(Message):
    """A request, with the operation that it means."""

    method: str
    path: str  # as it was sent, not decoded
    query: str = ""
    operation: str | None = None  # operationId, DOWNLOAD, or None
    places: dict[str, str] = field(default_factory=dict)  # path values, decoded
    stream: AsyncIterator[bytes] | None = None

    @property
    def target(self) -> str:
        """Path and query."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def params(self) -> list[tuple[str, str]]:
        """The query, decoded."""
        return parse_qsl(self.query, keep_blank_values=True)

    def set_params(self, params: list[tuple[str, str]]) -> None:
        """Replace the query."""
        self.query = urlencode(params)

    def param(self, name: str) -> str | None:
        """The first query parameter of this name; names are compared without case."""
        wanted = name.casefold()
        return next((value for key, value in self.params if key.casefold() == wanted), None)

    def remove_param(self, name: str) -> bool:
        """Remove a query parameter; tells whether it was there."""
        wanted = name.casefold()
        kept = [(key, value) for key, value in self.params if key.casefold() != wanted]
        if len(kept) == len(self.params):
            return False
        self.set_params(kept)
        return True

    @property
    def bearer(self) -> str | None:
        """The token in the Authorization header."""
        scheme, _, token = (self.header("authorization") or "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" and token.strip() else None

    @property
    def token(self) -> str | None:
        """The access token, in whichever form it came."""
        return self.bearer or self.param("accessToken") or None

    def set_token(self, token: str | None) -> None:
        """Have this access token alone, or none."""
        self.remove_param("accessToken")
        self.remove_header("authorization")
        if token is not None:
            self.set_header("authorization", f"Bearer {token}")


@dataclass(kw_only=True)
class Answer(Message):
    """An answer; a streamed one is closed by its reader."""

    status: int
    stream: AsyncIterator[bytes] | None = None

    def location_place(self, name: str) -> str | None:
        """The path segment that follows `/name/` in Location."""
        _, found, rest = (self.header("location") or "").partition(f"/{name}/")
        return rest.split("/")[0].split("?")[0] if found else None

    def replace(self, status: int, body: bytes = b"", media: str | None = None) -> None:
        """Become another answer; only the request id is kept."""
        request_id = self.header("x-ms-request-id")
        self.status, self.headers = status, []
        if request_id is not None:
            self.set_header("x-ms-request-id", request_id)
        if status in BODILESS:
            self.body = b""
        else:
            self.set_body(body, media)
