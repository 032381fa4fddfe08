"""From answers and httpx's exceptions to the SDK's errors: the only place that knows both.

The errors are made, not raised, inside handlers: an httpx exception in their context would carry the
request, and with it the token.
"""

from __future__ import annotations

import json
import re
import ssl
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
from video_indexer_redaction.network import THROUGH, origin
from video_indexer_redaction.telemetry import CLIENT_REQUEST_ID

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

WORDS = {
    httpx.ReadTimeout: "no answer in time",
    httpx.WriteTimeout: "the request couldn't be sent in time",
    httpx.ConnectTimeout: "no connection in time",
    httpx.PoolTimeout: "no free connection in time",
    httpx.ReadError: "the connection was cut",
    httpx.WriteError: "the connection was cut",
    httpx.CloseError: "the connection was cut",
    httpx.ConnectError: "no connection",
    httpx.RemoteProtocolError: "the answer broke off, or isn't HTTP",
    httpx.DecodingError: "the answer can't be unpacked",
    httpx.TooManyRedirects: "too many redirects",
    httpx.UnsupportedProtocol: "the address is neither http:// nor https://",
    httpx.InvalidURL: "the address isn't one",
}
"""What happened, where the exception itself doesn't say."""

STORAGE_ERROR = "x-ms-error-code"
"""The header in which Azure's blob storage repeats its error's code."""

LONGEST_HEADER = 80

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
    error_type = _text(fields.get("errortype") or fields.get("code"))
    message = _text(fields.get("message"))
    own = error_type or message or (answer.status == 429 and not answer.body)  # such a 429 is documented
    error = error_class(answer.status)(
        answer.status,
        error_type or answer.headers.get(STORAGE_ERROR),
        message,
        request_id=request_id(answer),
        retry_after=retry_after(answer.headers),
        answered_by=None if own and not answer.at_file_host else answered_by(answer),
    )
    error.client_request_id = answer.client_request_id
    return error


def answered_by(answer: Answer) -> str | None:
    """Who gave an answer, as far as that is known: host, proxy on the way, server software."""
    host = f"the file's host {answer.origin}" if answer.at_file_host else answer.origin
    told = {name: _shown(answer.headers[name]) for name in ("Server", "Via") if name in answer.headers}
    parts = [host, answer.through and f"through the proxy {answer.through}"]
    parts += [f"{name}: {value}" for name, value in told.items()]
    form = () if answer.at_file_host else ("not in the service's form",)
    return ", ".join([part for part in parts if part] + [*form]) if answer.origin else None


def parsed(answer: Answer, read: Callable[[Any], T], *, expected: frozenset[int] = frozenset({200})) -> T:
    """What `read` makes of the answer's JSON; raises UnexpectedAnswer if there is none, or another."""
    if answer.status not in expected:
        raise unexpected(answer, f"This call can't be answered {answer.status}.")
    try:
        return read(json.loads(answer.body))
    except NOT_OF_THE_CONTRACT as error:
        no_json = isinstance(error, json.JSONDecodeError | UnicodeDecodeError | RecursionError)
    form = "isn't JSON" if no_json else "has another form than the contract says"
    raise unexpected(answer, f"The answer {form}.")


def unexpected(answer: Answer, message: str) -> UnexpectedAnswer:
    """The error for an answer that makes no sense."""
    who = answered_by(answer)
    told = f"{message} Answered by {who}." if who else message
    error = UnexpectedAnswer(told, status=answer.status, request_id=request_id(answer))
    error.client_request_id = answer.client_request_id
    return error


def translate(error: BaseException) -> BaseException:
    """The SDK's error for one of httpx; every other is left as it is. No URL's query is repeated."""
    if not isinstance(error, httpx.HTTPError | httpx.InvalidURL | httpx.StreamError | UnicodeError):
        return error
    made = _connection_failed(error)
    request = _request(error)
    made.client_request_id = request.headers.get(CLIENT_REQUEST_ID) if request else None
    return made


def _connection_failed(error: Exception) -> ConnectionFailed:
    reason = QUERY.sub("", str(error)) if isinstance(error, SPEAKING) else ""
    reason = reason or WORDS.get(type(error), "the exchange broke HTTP's rules")
    host, through = _way(error)
    if isinstance(error, httpx.ProxyError):
        refused = reason[:1] == "4" and reason[:3] not in {"408", "429"}
        told = f"The proxy {through} didn't let the call through to {host}: {reason}."
        return ConnectionFailed(told, may_have_arrived=False, permanent=refused)
    way = f"{host} (through the proxy {through})" if through else host
    if isinstance(error, NEVER_SENT):
        broken = _tls_failure(error)
        if broken:
            told = f"No secure connection to {way}: {broken}"
            return ConnectionFailed(told, may_have_arrived=False, permanent=True)
        told = f"{way} can't be reached: {reason}. Is the address right, and the service up?"
        return ConnectionFailed(told, may_have_arrived=False)
    return ConnectionFailed(f"{way} broke off, or gave no answer in time: {reason}.")


def _tls_failure(error: BaseException | None) -> str | None:
    """What is wrong with the other side's TLS, where that is why nothing was sent."""
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"its certificate isn't trusted ({error.verify_message}). If an authority of your own has "
            "issued it, name that authority's file in SSL_CERT_FILE."
        )
    if isinstance(error, ssl.SSLError) and error.reason:
        return f"TLS failed ({error.reason}). Does the service speak HTTPS at this port?"
    return None


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


def _request(error: BaseException) -> httpx.Request | None:
    try:
        request: httpx.Request = error.request  # type: ignore[attr-defined] # not every exception has one
    except (AttributeError, RuntimeError):  # RuntimeError: httpx's way to say that it knows none
        return None
    return request


def _way(error: BaseException) -> tuple[str, str | None]:
    """Whom the request that failed was for, and the proxy on its way."""
    request = _request(error)
    if request is None:
        return "The service", None
    return origin(request.url), request.extensions.get(THROUGH)


def _shown(header: str) -> str:
    """A header's value as a message may repeat it."""
    return "".join(letter for letter in header if letter.isprintable())[:LONGEST_HEADER]
