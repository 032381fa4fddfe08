"""One request with its answer, whichever client sent it; and how it is shown to people, without its token."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
import requests

SECRETS = re.compile(r"(?i)(accessToken=|sig=|bearer\s+|\"accessToken\":\s*\")[^&\s\"']+")
HIDDEN = r"\1***"
BODY_SHOWN = 300
"""Characters of a body that a failure shows."""


@dataclass(frozen=True)
class Exchange:
    """A request and what came back."""

    method: str
    url: str
    sent_headers: Mapping[str, str] = field(repr=False)
    sent_body: bytes = field(repr=False)
    status: int
    headers: httpx.Headers = field(repr=False)
    body: bytes = field(repr=False)
    seconds: float = 0.0

    @property
    def media_type(self) -> str:
        """The answer's media type without its parameters, in lower case; empty if it names none."""
        return str(self.headers.get("content-type", "")).split(";")[0].strip().lower()

    def json(self) -> Any:
        """The body as JSON; raises ValueError."""
        return json.loads(self.body)

    def curl(self) -> str:
        """A line that sends the request again, but for the token."""
        words = ["curl", "-i"] + (["-X", self.method] if self.method != "GET" else [])
        for name, value in self.sent_headers.items():
            if name.lower() in {"authorization", "content-type", "x-ms-client-request-id", "range"}:
                words += ["-H", without_secrets(f"{name}: {value}")]
        if self.sent_body:
            words += ["--data-binary", without_secrets(_text(self.sent_body))]
        return shlex.join([*words, without_secrets(self.url)])

    def told(self) -> str:
        """The answer in short."""
        lines = [f"{self.status}", *(f"{name}: {value}" for name, value in self.headers.items())]
        return without_secrets("\n  ".join([*lines, _text(self.body)]))


def without_secrets(text: str) -> str:
    """Blank out tokens and signatures."""
    return SECRETS.sub(HIDDEN, text)


def from_httpx(response: httpx.Response) -> Exchange:
    """Of the client that the suite itself uses; the answer must have been read."""
    request = response.request
    return Exchange(
        request.method,
        str(request.url),
        dict(request.headers),
        _sent(request),
        response.status_code,
        response.headers,
        response.content,
        response.elapsed.total_seconds(),
    )


def from_requests(response: requests.Response) -> Exchange:
    """Of the client that schemathesis uses."""
    request = response.request
    body = request.body.encode() if isinstance(request.body, str) else request.body
    return Exchange(
        request.method or "",
        request.url or "",
        {name: _latin(value) for name, value in request.headers.items()},
        body if isinstance(body, bytes) else b"",
        response.status_code,
        httpx.Headers(list(response.raw.headers.items())),
        response.content,
        response.elapsed.total_seconds(),
    )


def path_of(url: str, base: str) -> str | None:
    """The path below a service's address; None for a URL elsewhere."""
    ours, theirs = urlsplit(base), urlsplit(url)
    if (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc):
        return None
    prefix = ours.path.rstrip("/")
    return theirs.path.removeprefix(prefix) if theirs.path.startswith(prefix) else None


def _sent(request: httpx.Request) -> bytes:
    try:
        return request.content
    except httpx.RequestNotRead:
        return b""  # a streamed upload


def _latin(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _text(body: bytes) -> str:
    text = body[: 4 * BODY_SHOWN].decode("utf-8", "backslashreplace")
    return text if len(text) <= BODY_SHOWN else f"{text[:BODY_SHOWN]}… ({len(body)} bytes)"
