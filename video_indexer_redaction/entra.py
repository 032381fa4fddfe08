"""Entra tokens for Azure Resource Manager: of a credential of the caller's, or of azure-identity's own."""

from __future__ import annotations

import importlib
from collections.abc import Awaitable, Callable, Generator
from typing import Any, Protocol

from video_indexer_redaction.errors import UsageError

SCOPE = "https://management.azure.com/.default"


class AccessToken(Protocol):
    """What a credential gives, as azure-core's AccessToken."""

    @property
    def token(self) -> str:
        """The token itself."""
        ...


class TokenCredential(Protocol):
    """A credential as azure-core's TokenCredential; azure-identity has many, none of which is needed here."""

    def get_token(self, *scopes: str, **kwargs: Any) -> AccessToken:
        """Give a token for these scopes."""
        ...


class AsyncTokenCredential(Protocol):
    """The same for event loops, as those of azure.identity.aio; for AsyncRedactionClient alone."""

    async def get_token(self, *scopes: str, **kwargs: Any) -> AccessToken:
        """Give a token for these scopes."""
        ...


Credential = str | Callable[[], str | Awaitable[str]] | TokenCredential | AsyncTokenCredential
"""Where an Entra token comes from: the token itself, a function, or a credential of azure-core's kind."""


def token_function(credential: Credential | None) -> Callable[[], object]:
    """A function that gives the current Entra token, or an awaitable of it."""
    if credential is None:
        return EntraToken().token
    if isinstance(credential, str):
        return lambda: credential
    if not is_credential(credential):
        return credential  # type: ignore[return-value] # the rest are functions

    def token() -> object:
        given: Any = credential.get_token(SCOPE)  # type: ignore[union-attr] # is_credential has looked
        return _Awaited(given) if isinstance(given, Awaitable) else given.token

    return token


def is_credential(value: object) -> bool:
    """Whether this is a credential of azure-core's kind."""
    return callable(getattr(value, "get_token", None))


class _Awaited:
    """The token of an access token that is still to be awaited, or closed where nobody can await it."""

    def __init__(self, given: Awaitable[AccessToken]) -> None:
        self._given = given

    def __await__(self) -> Generator[Any, Any, str]:
        return (yield from self._given.__await__()).token

    def close(self) -> None:
        """End a coroutine that was never begun."""
        getattr(self._given, "close", lambda: None)()


class EntraToken:
    """Asks whatever azure-identity finds: environment, managed identity, `az login`, and so on."""

    def __init__(self) -> None:
        self._credential: Any = None

    def token(self) -> str:
        """The current token; azure-identity keeps and renews it.

        Raises UsageError if azure-identity isn't installed, or finds nobody who is signed in.
        """
        if self._credential is None:
            self._credential = _module("azure.identity").DefaultAzureCredential()
        failure: type[Exception] = _module("azure.core.exceptions").ClientAuthenticationError
        try:
            return str(self._credential.get_token(SCOPE).token)
        except failure as error:
            raise UsageError("azure-identity finds nobody who is signed in; run `az login`.") from error


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise UsageError(
            "Set VIDEO_INDEXER_ARM_TOKEN, or run `pip install azure-identity` to have a token fetched by it."
        ) from error
