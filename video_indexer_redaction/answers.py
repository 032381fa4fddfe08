"""From httpx's answers and exceptions to the SDK's errors: the only place that knows both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from video_indexer_client.errors import UnexpectedStatus

from video_indexer_redaction.errors import ConnectionFailed, UnexpectedAnswer, error_class


def raise_for_answer(response: httpx.Response) -> None:
    """Raise the ServiceError of an answer of 400 or more, whatever its body is.

    Reads `ErrorType` and `errorType`, and Azure Resource Manager's envelope `error.code`.
    """
    if response.status_code < 400:
        return
    response.read()
    body = _json_object(response)
    inner = body.get("error")
    fields = {name.casefold(): value for name, value in (inner if isinstance(inner, dict) else body).items()}
    raise error_class(response.status_code)(
        response.status_code,
        _text(fields.get("errortype") or fields.get("code")),
        _text(fields.get("message")),
        request_id=response.headers.get("x-ms-request-id"),
        retry_after=_seconds(response.headers.get("retry-after")),
    )


@contextmanager
def translated() -> Iterator[None]:
    """Turn the exceptions of httpx and of the generated client into ours; no URL is repeated in them."""
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = str(error) or type(error).__name__
        raise ConnectionFailed(
            f"{_origin(error)} can't be reached, or the connection broke: {reason}"
        ) from error
    except (
        UnexpectedStatus,
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        IndexError,
        RecursionError,
    ) as error:
        raise UnexpectedAnswer(f"The answer isn't one of the contract ({type(error).__name__}).") from error


def _json_object(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except (ValueError, RecursionError):  # not JSON, not text, or nested without end
        return {}
    return body if isinstance(body, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _seconds(text: str | None) -> int | None:
    whole = text is not None and text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if text and whole else None


def _origin(error: httpx.HTTPError | httpx.InvalidURL) -> str:
    """Scheme and host of the request that failed, without path and query, which may hold a signature."""
    if isinstance(error, httpx.InvalidURL):
        return "The service"
    try:
        url = error.request.url
    except RuntimeError:  # httpx's way to say that it knows none
        return "The service"
    return f"{url.scheme}://{url.netloc.decode()}"
