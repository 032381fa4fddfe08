"""What a handler gets and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from video_indexer_emulator.http.front import public_address
from video_indexer_emulator.http.spec import Operation
from video_indexer_emulator.service.access import Access
from video_indexer_emulator.service.library import Library
from video_indexer_emulator.service.redaction import Redaction
from video_indexer_emulator.service.throttle import Throttle
from video_indexer_emulator.settings import Settings

WITHOUT_BODY = frozenset({204, 304})
"""Statuses whose responses have no body, and so no Content-Length (RFC 9110, 8.6)."""

NO_SNIFF = (b"x-content-type-options", b"nosniff")
NO_STORE = (b"cache-control", b"no-store")
"""On each JSON answer: most hold a token, a signed URL, or what was found in somebody's video."""

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Services:
    """The floor below HTTP."""

    settings: Settings
    access: Access
    library: Library
    redaction: Redaction
    throttle: Throttle | None  # None: any number of requests


@dataclass(frozen=True, slots=True)
class Call:
    """A checked request to one operation."""

    operation: Operation
    request: Request
    values: dict[str, Any]  # parameters by the contract's names, defaults filled in
    body: Any  # the checked JSON body; None for an operation that streams its body
    services: Services

    @property
    def account_id(self) -> str:
        """The account of the path, as the catalog spells it."""
        return str(self.values["accountId"]).casefold()

    @property
    def video_id(self) -> str:
        """The video of the path."""
        return str(self.values["videoId"])

    @property
    def base_url(self) -> str:
        """What the caller's URLs of this service begin with, so that ours work behind a proxy too."""
        return public_address(self.request).url

    def url(self, path: str) -> str:
        """An absolute URL on this service."""
        return self.base_url + path


@dataclass(frozen=True, slots=True)
class Answer:
    """A status with a body: a JSON value, or bytes of another media type."""

    status: int = 200
    value: Any = None
    content: bytes | None = None  # instead of `value`
    media_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """Encode for the wire."""
        content = self.content
        if content is None and self.value is not None:
            content = _encode(self.value)
        headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in self.headers.items()]
        headers.append(NO_SNIFF)
        if self.value is not None and "Cache-Control" not in self.headers:
            headers.append(NO_STORE)
        if content is not None:
            headers.append((b"content-type", _content_type(self.media_type)))
        if self.status not in WITHOUT_BODY:
            headers.append((b"content-length", b"%d" % len(content or b"")))
        return Encoded(self.status, headers, content or b"")


class Encoded(Response):
    """A response that is ready to be sent; Starlette's own works out its headers from options each time."""

    def __init__(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        self.status_code, self.raw_headers, self.body, self.background = status, headers, body, None


@lru_cache(maxsize=16)
def _content_type(media_type: str) -> bytes:
    """Text says its encoding, as Starlette's responses do."""
    charset = "; charset=utf-8" if media_type.startswith("text/") and "charset=" not in media_type else ""
    return (media_type + charset).encode()
