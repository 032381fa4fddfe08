"""Access tokens: where they come from, how long they hold, and when they are renewed."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol
from urllib.parse import quote
from uuid import UUID

import httpx

from video_indexer_redaction.answers import NOT_OF_THE_CONTRACT, expect, parsed
from video_indexer_redaction.calls import Requests
from video_indexer_redaction.commands import Answer, Call, Exclusive, Operation
from video_indexer_redaction.entra import is_credential, token_function
from video_indexer_redaction.errors import RedactionError, TokenUnavailable, UnexpectedAnswer, UsageError
from video_indexer_redaction.target import API_VERSION, ArmAccount, Target
from video_indexer_redaction.waiting import Deadline

TOKEN = re.compile(r"[!-~]+")
"""What may stand in a header."""

LEEWAY = 120.0
"""Seconds before its end at which a token is renewed: more than a call and two clocks' difference take."""

OPAQUE_LIFE = 3000.0
"""Seconds; the vendor's tokens live 3600, so one whose end can't be read is renewed well before."""


class Secret(str):
    """A text that a printed list, a debugger or a report of a crash doesn't show."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret(…)"


class TokenSource(Protocol):
    """Where tokens come from."""

    renewable: bool  # whether a refused token can be replaced
    opaque_life: float  # seconds for which a token is kept whose end can't be read

    def fetch(self, deadline: Deadline) -> Operation[str]:
        """Get a token."""
        ...


class FixedToken:
    """A token that somebody else has fetched."""

    renewable = False
    opaque_life = float("inf")

    def __init__(self, token: str) -> None:
        self._token = header_text(token)

    def fetch(self, deadline: Deadline) -> Operation[str]:
        """The token as given."""
        return self._token
        yield  # makes this an operation, as every source's is


class CalledToken:
    """Tokens of a function of the caller's, which may be a coroutine function."""

    renewable = True
    opaque_life = 0.0  # the function knows when its token ends, so it is asked each time

    def __init__(self, function: Callable[[], str | Awaitable[str]]) -> None:
        self._function = function

    def fetch(self, deadline: Deadline) -> Operation[str]:
        """What the function gives; raises TokenUnavailable if it raises."""
        return (yield from _called(self._function, deadline, "The function that gives access tokens failed."))


class ArmToken:
    """Tokens of Azure Resource Manager's generateAccessToken."""

    renewable = True
    opaque_life = OPAQUE_LIFE

    def __init__(self, account: ArmAccount, requests: Requests) -> None:
        self._account = account
        self._requests = requests
        self._entra = token_function(account.credential)

    def fetch(self, deadline: Deadline) -> Operation[str]:
        """Ask for a token of the whole account; asking twice does no harm, so it is repeated."""
        body = {"permissionType": "Contributor", "scope": "Account"}
        answer = yield from self._ask("POST", "/generateAccessToken", body, deadline)
        token = parsed(answer, lambda body: expect(str, body["accessToken"]))
        if not TOKEN.fullmatch(token):
            raise UnexpectedAnswer("generateAccessToken answered without an accessToken.")
        return Secret(token)

    def place(self, deadline: Deadline) -> Operation[tuple[str, str]]:
        """Ask where the account is: its region, and its id."""
        answer = yield from self._ask("GET", "", None, deadline)
        return parsed(answer, _place)

    def _ask(self, method: str, tail: str, body: object, deadline: Deadline) -> Operation[Answer]:
        if self._account.bearer:
            bearer = header_text(self._account.bearer)
        else:
            bearer = yield from _called(self._entra, deadline, "The credential could get no Entra token.")

        def prepare() -> Operation[httpx.Request]:
            return self._requests.build(
                method,
                self._url() + tail,
                params={"api-version": API_VERSION},
                headers={"Authorization": bearing(bearer)},
                json=body,
            )
            yield

        return (yield from self._requests.repeated(prepare, repeatable=True, deadline=deadline))

    def _url(self) -> str:
        account = self._account
        parts = (account.subscription_id, account.resource_group, account.account_name)
        subscription, group, name = (quote(part, safe="") for part in parts)
        return (
            f"{account.url.rstrip('/')}/subscriptions/{subscription}/resourceGroups/{group}"
            f"/providers/Microsoft.VideoIndexer/accounts/{name}"
        )


class Tokens:
    """The current token of a source: kept until near its end, renewed once when it is refused."""

    def __init__(self, source: TokenSource) -> None:
        self._source = source
        self._token: str | None = None
        self._renew_at = 0.0

    def __repr__(self) -> str:
        return f"Tokens({type(self._source).__name__})"

    def current(self, deadline: Deadline) -> Operation[str]:
        """A token that holds for a while yet."""
        if self._token is not None and time.monotonic() < self._renew_at:
            return self._token
        token: str = yield Exclusive(self._unless_renewed(self._token, deadline), deadline)
        return token

    def instead_of(self, refused: str, deadline: Deadline) -> Operation[str | None]:
        """Another token for one that was refused; None: there is no other."""
        if not self._source.renewable:
            return None
        token: str = yield Exclusive(self._renewed(refused, deadline), deadline)
        return None if token == refused else token

    def _unless_renewed(self, old: str | None, deadline: Deadline) -> Operation[str]:
        """Renew, unless another call has done so while this one waited for its turn."""
        if self._token is not None and self._token != old and time.monotonic() < self._renew_at:
            return self._token
        return (yield from self._renew(deadline))

    def _renewed(self, refused: str, deadline: Deadline) -> Operation[str]:
        if self._token is not None and self._token != refused:
            return self._token
        return (yield from self._renew(deadline))

    def _renew(self, deadline: Deadline) -> Operation[str]:
        self._token = yield from self._source.fetch(deadline)
        left = seconds_left(self._token)
        life = self._source.opaque_life if left is None else left - LEEWAY
        self._renew_at = time.monotonic() + life
        return self._token


def token_source(target: Target, requests: Requests) -> TokenSource:
    """Where a target's tokens come from; raises UsageError if it names nothing."""
    if isinstance(target.access_token, str):
        return FixedToken(target.access_token)
    if is_credential(target.access_token):
        raise UsageError(
            "A credential gives Entra tokens, which the API doesn't take: give it to "
            "ArmAccount(credential=…), to have access tokens fetched with it."
        )
    if target.access_token is not None:
        return CalledToken(target.access_token)
    if target.arm is not None:
        if target.arm.bearer and target.arm.credential is not None:
            raise UsageError("Give the ARM account either `bearer` or `credential`, not both.")
        return ArmToken(target.arm, requests)
    raise UsageError("The target has neither an access token nor an ARM account to get one from.")


def _place(body: Mapping[str, Any]) -> tuple[str, str]:
    """Region and id of an account; the region as the API's paths have it."""
    region = expect(str, body["location"]).replace(" ", "").lower()
    return region, str(UUID(expect(str, body["properties"]["accountId"])))


def _called(function: Callable[[], object], deadline: Deadline, complaint: str) -> Operation[Secret]:
    """The token that a function gives; what it raises becomes the cause of TokenUnavailable."""
    try:
        token: object = yield Call(function, deadline)
    except RedactionError:
        raise
    except Exception as error:
        raise TokenUnavailable(complaint) from error
    return header_text(token)


def bearing(token: str) -> Secret:
    """The Authorization header's value."""
    return Secret(f"Bearer {token}")


def header_text(token: object) -> Secret:
    """A token that can stand in a header; raises UsageError for another, without repeating it."""
    if isinstance(token, str) and TOKEN.fullmatch(token):
        return Secret(token)
    raise UsageError("The access token isn't one: a token is a text of visible ASCII characters.")


def seconds_left(token: str) -> float | None:
    """How long a JSON Web Token holds, by its own word, unverified; None if it doesn't say."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return float(claims["exp"]) - time.time()
    except NOT_OF_THE_CONTRACT:
        return None
