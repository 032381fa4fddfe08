"""One request with its answer, whichever client sent it; and how it is shown to people, without its token."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

import httpx
import requests

SECRETS = re.compile(
    r"(?i)(accessToken=|subscription-key=|subscription-key:\s*|sig=|sig%3D|bearer\s+|\"accessToken\":\s*\")"
    r"[^&\s\"']+"
)
HIDDEN = r"\1***"
PART = re.compile(rb'Content-Disposition: form-data; name="([^"]*)"(?:; filename="([^"]*)")?', re.IGNORECASE)
ANY_FILE = ("file", "clip.mp4")
"""A part of an upload whose own names aren't known any more: it was streamed."""

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
    sent_files: tuple[tuple[str, str], ...] = ()  # field and file name of each part of a form

    @property
    def media_type(self) -> str:
        """The answer's media type without its parameters, in lower case; empty if it names none."""
        return str(self.headers.get("content-type", "")).split(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The charset that the content type names, in lower case; empty if it names none."""
        message = Message()
        message["content-type"] = str(self.headers.get("content-type", ""))
        return str(message.get_content_charset(""))

    def json(self) -> Any:
        """The body as JSON (RFC 8259: UTF-8 without a mark, each member once); raises ValueError."""
        return json.loads(self.body.decode("utf-8"), object_pairs_hook=_each_once)

    def curl(self) -> str:
        """A line that sends the request again, but for the token."""
        words = ["curl", "-i"] + (["-X", self.method] if self.method != "GET" else [])
        shown = {
            "authorization",
            "ocp-apim-subscription-key",
            "content-type",
            "x-ms-client-request-id",
            "range",
        }
        shown -= {"content-type"} if self.sent_files else set()  # curl says its own boundary
        for name, value in self.sent_headers.items():
            if name.lower() in shown:
                words += ["-H", without_secrets(f"{name}: {value}")]
        for field_name, file_name in self.sent_files:
            words += ["-F", f"{field_name}=@{file_name}"]
        if self.sent_body and not self.sent_files:
            words += ["--data-binary", without_secrets(_text(self.sent_body))]
        return shlex.join([*words, without_secrets(self.url)])

    def told(self) -> str:
        """The answer in short."""
        lines = [f"{self.status}", *(f"{name}: {value}" for name, value in self.headers.items())]
        return without_secrets("\n  ".join([*lines, _text(self.body)]))


def _each_once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that says a thing twice: readers differ in which one they take."""
    if len(dict(members)) < len(members):
        names = [name for name, _ in members]
        raise ValueError(f"a member comes twice: {sorted({name for name in names if names.count(name) > 1})}")
    return dict(members)


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
        _parts(request) or _files(dict(request.headers), _sent(request)),
    )


def from_requests(response: requests.Response) -> Exchange:
    """Of the client that schemathesis uses."""
    request = response.request
    whole = request.body.encode() if isinstance(request.body, str) else request.body
    body = whole if isinstance(whole, bytes) else b""
    headers = {name: _latin(value) for name, value in request.headers.items()}
    return Exchange(
        request.method or "",
        request.url or "",
        headers,
        body,
        response.status_code,
        httpx.Headers(list(response.raw.headers.items())),
        response.content,
        response.elapsed.total_seconds(),
        _files(headers, body),
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


def _parts(request: httpx.Request) -> tuple[tuple[str, str], ...]:
    """Field and file name of each part that httpx has streamed."""
    fields = getattr(request.stream, "fields", ())
    return tuple((str(each.name), str(getattr(each, "filename", None) or ANY_FILE[1])) for each in fields)


def _files(headers: Mapping[str, str], body: bytes) -> tuple[tuple[str, str], ...]:
    """Field and file name of each part of a form; of one that was streamed, names that will do."""
    media = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    if not media.lower().startswith("multipart/form-data"):
        return ()
    parts = [
        (name.decode("utf-8", "replace"), file.decode("utf-8", "replace"))
        for name, file in PART.findall(body)
    ]
    return tuple((name or ANY_FILE[0], file or ANY_FILE[1]) for name, file in parts) or (ANY_FILE,)


def _latin(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _text(body: bytes) -> str:
    if b"\0" in body[: 4 * BODY_SHOWN]:
        return f"({len(body)} bytes that are no text)"
    text = body[: 4 * BODY_SHOWN].decode("utf-8", "backslashreplace")
    return text if len(text) <= BODY_SHOWN else f"{text[:BODY_SHOWN]}… ({len(body)} bytes)"
