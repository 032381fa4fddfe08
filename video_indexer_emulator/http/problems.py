"""The one place where an error becomes an answer."""

from __future__ import annotations

import logging

from starlette.responses import Response

from video_indexer_emulator.errors import MethodNotAllowed, NoRoom, RequestError, ServerError, Unauthenticated
from video_indexer_emulator.http.call import Answer

RETRY_AFTER_DEFAULT = 1
"""Seconds."""

ARM_CODES = {
    400: "InvalidRequest",
    401: "InvalidAuthenticationToken",
    403: "AuthorizationFailed",
    404: "ResourceNotFound",
    405: "MethodNotAllowed",
    429: "TooManyRequests",
    500: "InternalServerError",
    504: "GatewayTimeout",
}

log = logging.getLogger(__name__)


def answer(error: Exception, *, resource_manager: bool = False) -> Response:
    """Turn an error into the wire's one shape; Azure Resource Manager has an envelope of its own."""
    if isinstance(error, NoRoom):
        log.error("There is no room on the disk for an upload.")
        error = ServerError(str(error))
    if not isinstance(error, RequestError):
        log.error("Unexpected error while answering a request.", exc_info=error)
        error = ServerError()
    return Answer(error.status, _body(error, resource_manager), headers=_headers(error)).response()


def _body(error: RequestError, resource_manager: bool) -> object:
    if resource_manager:
        code = error.arm_code or ARM_CODES.get(error.status, error.error_type)
        return {"error": {"code": code, "message": str(error), "details": [], "additionalInfo": []}}
    if error.status == 429:  # the words of the gateway before the vendor's service, which clients search
        words = f"Rate limit is exceeded. Try again in {_retry_after(error)} seconds."
        return {"statusCode": 429, "message": words}
    return {"ErrorType": error.error_type, "Message": str(error)}


def _headers(error: RequestError) -> dict[str, str]:
    if isinstance(error, Unauthenticated):
        return {"WWW-Authenticate": error.challenge}
    if isinstance(error, MethodNotAllowed):
        return {"Allow": ", ".join(error.allowed)}
    if error.status == 429:
        return {"Retry-After": str(_retry_after(error))}
    return {}


def _retry_after(error: RequestError) -> int:
    """Seconds to wait."""
    return int(getattr(error, "retry_after", RETRY_AFTER_DEFAULT))
