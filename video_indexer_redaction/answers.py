"""From answers and httpx's exceptions to the SDK's errors: the only place that knows both.

The errors are made, not raised, inside handlers: an httpx exception in their context would carry the
request, and with it the token.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import ceil
from typing import Any, TypeVar

import httpx

from video_indexer_redaction.commands import Answer
from video_indexer_redaction.errors import (
    ConnectionFailed,
    ServiceError,
    UnexpectedAnswer,
    error_class,
)

T = TypeVar("T")

NOT_OF_THE_CONTRACT = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What reading an answer raises where the answer isn't what it should be."""

NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
SPEAKING = (httpx.NetworkError, httpx.TimeoutException, httpx.ProxyError)
"""Exceptions whose text names the reason, and repeats nothing of the request or the answer."""

QUERY = re.compile(r"\?\S*")


def service_error(answer: Answer) -> ServiceError | None:
    """The error that an answer of 400 or more tells of, whatever its body is; else None.

    Reads `ErrorType` and `errorType`, and Azure Resource Manager's envelope `error.code`.
    """
    if answer.status < 400:
        return None
    body = _json_object(answer.body)
    inner = body.get("error")
    fields = {name.casefold(): value for name, value in (inner if isinstance(inner, dict) else body).items()}
    return error_class(answer.status)(
        answer.status,
        _text(fields.get("errortype") or fields.get("code")),
        _text(fields.get("message")),
        request_id=request_id(answer),
        retry_after=retry_after(answer.headers),
    )


def parsed(answer: Answer, read: Callable[[Any], T], *, expected: frozenset[int] = frozenset({200})) -> T:
    """What `read` makes of the answer's JSON; raises UnexpectedAnswer if there is none, or another."""
    if answer.status not in expected:
        raise unexpected(answer, f"This call can't be answered {answer.status}.")
    try:
        return read(json.loads(answer.body))
    except NOT_OF_THE_CONTRACT as error:
        reason = type(error).__name__
    raise unexpected(answer, f"The answer isn't one of the contract ({reason}).")


def unexpected(answer: Answer, message: str) -> UnexpectedAnswer:
    """The error for an answer that makes no sense."""
    return UnexpectedAnswer(message, status=answer.status, request_id=request_id(answer))


def translate(error: BaseException) -> BaseException:
    """The SDK's error for one of httpx; every other is left as it is. No URL's query is repeated."""
    if isinstance(error, httpx.HTTPError | httpx.InvalidURL | httpx.StreamError | UnicodeError):
        reason = QUERY.sub("", str(error)) if isinstance(error, SPEAKING) else ""
        reason = reason or type(error).__name__
        if isinstance(error, NEVER_SENT):
            told = f"{_origin(error)} can't be reached: {reason}. Is the address right, and the service up?"
            return ConnectionFailed(told, may_have_arrived=False)
        return ConnectionFailed(f"{_origin(error)} broke off, or gave no answer in time: {reason}.")
    return error


def expect(kind: type[T], value: object) -> T:
    """The value, which must be of this kind; raises TypeError, for `parsed` to translate."""
    if not isinstance(value, kind):
        raise TypeError(f"{kind.__name__} expected")
    return value


def request_id(answer: Answer) -> str | None:
    """By which the vendor finds the request."""
    found: str | None = answer.headers.get("x-ms-request-id")
    return found


def retry_after(headers: httpx.Headers) -> int | None:
    """Seconds to wait, given as such or as the date of an hour; None without a sensible header."""
    text = headers.get("retry-after")
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return int(text) if len(text) < 10 else None
    try:
        moment = parsedate_to_datetime(text)
    except NOT_OF_THE_CONTRACT:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0, ceil((moment - datetime.now(UTC)).total_seconds()))


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):  # not JSON, not text, or nested without end
        return {}
    return content if isinstance(content, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _origin(error: BaseException) -> str:
    """Scheme and host of the request that failed, without path and query, which may hold a signature."""
    try:
        url = error.request.url  # type: ignore[attr-defined] # not every exception has one
    except (AttributeError, RuntimeError):  # RuntimeError: httpx's way to say that it knows none
        return "The service"
    return f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}"
