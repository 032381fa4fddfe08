"""Entra tokens for Azure Resource Manager, by the optional package azure-identity."""

from __future__ import annotations

import importlib
from typing import Any

from video_indexer_redaction.errors import UsageError

SCOPE = "https://management.azure.com/.default"


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
