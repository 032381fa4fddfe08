"""What a handler gets and what it gives back."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from video_indexer_emulator.http.spec import Operation
from video_indexer_emulator.service.access import Access
from video_indexer_emulator.service.library import Library
from video_indexer_emulator.service.redaction import Redaction
from video_indexer_emulator.service.throttle import Throttle
from video_indexer_emulator.settings import Settings


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
        """Scheme and host as the caller sees them, so that our URLs work behind a proxy too."""
        return f"{self.request.url.scheme}://{self.request.headers['host']}"

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
            content = json.dumps(self.value, ensure_ascii=False, separators=(",", ":")).encode()
        media_type = None if content is None else self.media_type
        return Response(content, self.status, self.headers, media_type)
