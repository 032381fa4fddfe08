"""Whether a request may do what it asks: the token, its grant, the account of the path."""

from __future__ import annotations

import anyio.to_thread
from starlette.requests import Request

from video_indexer_emulator.errors import (
    ForeignPage,
    KeyInvalid,
    KeyMissing,
    NotAllowed,
    TokenInvalid,
    Unauthenticated,
)
from video_indexer_emulator.http.browsers import refuse_foreign_page, refuse_rebound_name
from video_indexer_emulator.http.call import Services
from video_indexer_emulator.http.spec import Credential, Operation

HEADER_KEY = "Ocp-Apim-Subscription-Key"
QUERY_KEY = "subscription-key"

GUESS_SECONDS = 1.0
"""Before a wrong secret is answered, beyond loopback."""
QUERY_TOKEN = "accesstoken"  # noqa: S105 - the parameter's name, casefolded


async def authorize(
    services: Services,
    operation: Operation,
    request: Request,
    path: dict[str, str],
    query: list[tuple[str, str]],
) -> bool:
    """Raise unless the request may proceed; returns whether it comes from somebody of the account.

    Unauthenticated callers learn nothing of what exists.
    """
    if operation.requirement is None:  # a secret that may be the one that everybody knows
        await _authorize_by_secret(services, operation, request, query)
        return False
    account_id, video_id = path["accountId"], path.get("videoId")
    token = _bearer(request) or next((text for name, text in query if name.casefold() == QUERY_TOKEN), None)
    if token:
        grant = services.access.verify(token)
        services.access.authorize(grant, operation.requirement, account_id, video_id)
    elif not await _is_public(services, operation, account_id, video_id):
        raise Unauthenticated
    services.access.check_account(path["location"], account_id)
    return bool(token)


async def _authorize_by_secret(
    services: Services, operation: Operation, request: Request, query: list[tuple[str, str]]
) -> None:
    settings = services.settings
    if operation.credential is Credential.RESOURCE_MANAGER:
        refuse_foreign_page(request, settings, settings.allowed_origins)
        await authorize_operator(services, request)
        return
    try:
        refuse_foreign_page(request, settings, settings.allowed_origins)
        if services.access.takes_any_key and "origin" not in request.headers:
            refuse_rebound_name(request, settings)
    except ForeignPage as error:
        raise NotAllowed(str(error)) from error  # these operations know no 403
    in_query = (text for name, text in query if name.casefold() == QUERY_KEY)
    key = request.headers.get(HEADER_KEY) or next(in_query, "")
    if not key.strip():
        raise KeyMissing
    if not services.access.knows_key(key):
        await _slow_down(services)
        raise KeyInvalid


async def authorize_operator(services: Services, request: Request) -> None:
    """Raise unless the request carries the service's secret."""
    bearer = _bearer(request)
    if bearer is None:
        raise Unauthenticated("Send the Azure Resource Manager token as `Authorization: Bearer`.")
    if not services.access.is_operator(bearer):
        await _slow_down(services)
        raise TokenInvalid("The bearer isn't this service's secret.")


async def _slow_down(services: Services) -> None:
    """Let somebody wait who has guessed the secret wrongly: an address has only so many connections."""
    if not services.settings.is_loopback:
        await anyio.sleep(GUESS_SECONDS)


async def _is_public(services: Services, operation: Operation, account_id: str, video_id: str | None) -> bool:
    if not operation.token_optional or video_id is None:
        return False
    return await anyio.to_thread.run_sync(services.library.is_public, account_id.casefold(), video_id)


def _bearer(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.casefold() == "bearer" else None
