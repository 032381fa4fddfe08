"""Access tokens: where they come from, and how they go onto requests, and only onto the right ones."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Generator
from typing import Protocol
from urllib.parse import quote

import httpx

from video_indexer_redaction.answers import raise_for_answer, translated
from video_indexer_redaction.entra import EntraToken
from video_indexer_redaction.errors import UnexpectedAnswer
from video_indexer_redaction.target import API_VERSION, ArmAccount

REFRESH_AFTER = 3000
"""Seconds; the vendor's tokens live 3600, so one is renewed well before its end."""


LOGGERS = (
    "httpx",  # prints whole URLs
    "httpcore.connection",
    "httpcore.http11",  # prints the headers of answers, a redirect's Location among them
    "httpcore.http2",
    "httpcore.proxy",
)

QUERY = re.compile(r"(https?://[^\s?'\"]*)\?[^\s'\"]*", re.IGNORECASE)
TOKEN = re.compile(r"[!-~]+")
"""What may stand in a header."""


class TokenSource(Protocol):
    """Gives the access token for the next request."""

    def token(self) -> str:
        """The current token, a new one if need be."""
        ...


class FixedToken:
    """A token that somebody else has fetched."""

    def __init__(self, token: str) -> None:
        self._token = token

    def token(self) -> str:
        """The token as given."""
        return self._token


class ArmToken:
    """A token of Azure Resource Manager's generateAccessToken, renewed before it expires."""

    def __init__(self, account: ArmAccount, http: httpx.Client) -> None:
        """`http` must carry no token of its own."""
        self._account = account
        self._http = http
        self._entra = EntraToken()
        self._token = ""
        self._renew_at = 0.0

    def token(self) -> str:
        """The current token, a new one if the old one nears its end."""
        if time.monotonic() >= self._renew_at:
            self._token = self._issue()
            self._renew_at = time.monotonic() + REFRESH_AFTER
        return self._token

    def _issue(self) -> str:
        account = self._account
        parts = (account.subscription_id, account.resource_group, account.account_name)
        subscription, group, name = (quote(part, safe="") for part in parts)
        bearer = account.bearer or self._entra.token()
        with translated():
            response = self._http.post(
                f"{account.url}/subscriptions/{subscription}/resourceGroups/{group}"
                f"/providers/Microsoft.VideoIndexer/accounts/{name}/generateAccessToken",
                params={"api-version": API_VERSION},
                headers={"Authorization": f"Bearer {bearer}"},
                json={"permissionType": "Contributor", "scope": "Account"},
            )
            raise_for_answer(response)
            token = response.json()["accessToken"]
        if not isinstance(token, str) or not TOKEN.fullmatch(token):
            raise UnexpectedAnswer("generateAccessToken answered without an accessToken.")
        return token


class TokenAuth(httpx.Auth):
    """Adds the token to requests to the API's own origin, and to no other host."""

    def __init__(self, source: TokenSource, origin: str) -> None:
        self._source = source
        url = httpx.URL(origin)
        self._origin = (url.scheme, url.host, url.port)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the header (httpx calls this for each request)."""
        if (request.url.scheme, request.url.host, request.url.port) == self._origin:
            request.headers["Authorization"] = f"Bearer {self._source.token()}"
        yield request


class SignatureFilter(logging.Filter):
    """Keeps signed URLs and query tokens out of log lines: cuts the query off every URL."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; none is dropped."""
        record.msg, record.args = QUERY.sub(r"\1", record.getMessage()), ()
        return True


def keep_secrets_out_of_logs() -> None:
    """Install the filter, once, on each logger that httpx and httpcore write to."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, SignatureFilter) for known in logger.filters):
            logger.addFilter(SignatureFilter())
