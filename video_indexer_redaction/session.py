"""One account of one service, as the operations see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

import httpx
from attrs import evolve, field, frozen

from video_indexer_redaction.calls import Requests
from video_indexer_redaction.commands import Answer, Operation
from video_indexer_redaction.errors import Unauthorized, UsageError
from video_indexer_redaction.target import Target, checked_url
from video_indexer_redaction.telemetry import CLIENT_REQUEST_ID
from video_indexer_redaction.tokens import ArmToken, Tokens, bearing, token_source
from video_indexer_redaction.waiting import Attempts, Deadline, RetryPolicy

Described = Mapping[str, Any]
"""A request as the generated client's `_get_kwargs` describes it: method, url, params, json."""


OWN_HEADERS = {"authorization", "host", "content-length", "content-type", "transfer-encoding", "cookie"}
"""What no option may set."""

HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
HEADER_VALUE = re.compile(r"[ -~]*")


@frozen
class Session:
    """What all operations share: whom they talk to, as whom, and how often they try."""

    target: Target
    requests: Requests
    tokens: Tokens
    account: dict[str, Any]
    marks: dict[str, str] = field(factory=dict)  # by job: the externalId of its video

    @classmethod
    def open(cls, target: Target, policy: RetryPolicy, timeout: float) -> Session:
        """Check the target, raising UsageError; nothing is sent yet."""
        checked_url(target.url, "The target's url")
        if target.arm is not None:
            checked_url(target.arm.url, "The url of Azure Resource Manager")
        account = {"location": target.location, "account_id": _account_id(target)}
        requests = Requests(policy, timeout)
        return cls(target, requests, Tokens(token_source(target, requests)), account)

    def with_options(
        self, timeout: float | None, max_retries: int | None, headers: Mapping[str, str] | None
    ) -> Session:
        """The same account with other options; tokens and what is known of jobs are shared."""
        requests = self.requests
        if timeout is not None:
            requests = evolve(requests, timeout=timeout)
        if max_retries is not None:
            requests = evolve(requests, policy=evolve(requests.policy, attempts=max(0, max_retries) + 1))
        if headers is not None:
            _check_headers(headers)
            requests = evolve(requests, headers={**requests.headers, **headers})
        return evolve(self, requests=requests)

    @property
    def policy(self) -> RetryPolicy:
        """How calls are repeated."""
        return self.requests.policy

    def call(
        self,
        describe: Callable[[], Described],
        *,
        deadline: Deadline | None = None,
        attempts: Attempts | None = None,
        dress: Callable[[httpx.Request], None] = lambda _: None,
        once: bool = False,
    ) -> Operation[Answer]:
        """Call the API with a token, and once more with another one if that is refused.

        `describe` is asked before each try, and `dress` gets each request before it is sent. `once`: the
        request's body can't be read again, so there is no other try.
        """
        until = deadline or self.requests.deadline()
        known_as = {CLIENT_REQUEST_ID: str(uuid4())} | {
            name.lower(): value for name, value in self.requests.headers.items()
        }
        used: list[str] = []
        replaced: list[str] = []

        def prepare() -> Operation[httpx.Request]:
            used.append(replaced.pop() if replaced else (yield from self.tokens.current(until)))
            request = self._request(describe(), used[-1], known_as)
            dress(request)
            return request

        def tries() -> Operation[Answer]:
            repeatable = describe()["method"] != "post"
            requests = (
                evolve(self.requests, policy=evolve(self.policy, attempts=1)) if once else self.requests
            )
            return requests.repeated(prepare, repeatable=repeatable, deadline=until, attempts=attempts)

        try:
            return (yield from tries())
        except Unauthorized as error:
            refused = error
        if once or refused.status != 401 or not used:
            raise refused
        token = yield from self.tokens.instead_of(used[-1], until)
        if token is None:
            raise refused
        replaced.append(token)
        return (yield from tries())

    def get(
        self, described: Described, *, deadline: Deadline | None = None, attempts: Attempts | None = None
    ) -> Operation[Answer]:
        """Call an operation whose description doesn't change from try to try."""
        return self.call(lambda: described, deadline=deadline, attempts=attempts)

    def _request(self, described: Described, token: str, headers: Mapping[str, str]) -> httpx.Request:
        """The request to the API's own origin, the only one that ever carries the token."""
        return self.requests.build(
            described["method"].upper(),
            self.target.url.rstrip("/") + described["url"],
            params=described.get("params"),
            headers={**headers, "Authorization": bearing(token)},
            json=described.get("json"),
            files=described.get("files"),
        )


def located(session: Session) -> Operation[Session]:
    """The session of an account whose region and id Azure Resource Manager tells."""
    target = session.target
    if target.arm is None:
        raise UsageError("Only Azure Resource Manager can tell where an account is; give an ArmAccount.")
    source = ArmToken(target.arm, session.requests)
    location, account_id = yield from source.place(session.requests.deadline())
    found = evolve(target, location=location, account_id=account_id)
    return Session.open(found, session.policy, session.requests.timeout)


def access_token(session: Session) -> Operation[str]:
    """The access token that calls are sent with now, for calls of your own to the same account.

    It holds for a while yet: one that nears its end is renewed first. It permits everything
    in the account; its repr hides it, printing it doesn't.

    Args:
        session: The client.

    Raises:
        TokenUnavailable: The function or azure-identity that gives tokens failed.
        UsageError: The account has no token that could stand in a header, or nobody is signed in.
        ServiceError: Azure Resource Manager refused to give one.
        ConnectionFailed: Azure Resource Manager can't be reached.
    """
    return session.tokens.current(session.requests.deadline())


def checked_id(value: object) -> str:
    """An id that stays one segment of a path; raises UsageError for another."""
    if not isinstance(value, str) or value.strip(".") == "":
        raise UsageError("An id must be a text, and more than dots.")
    return value


def _check_headers(headers: Mapping[str, str]) -> None:
    for name, value in headers.items():
        if not HEADER_NAME.fullmatch(name) or not HEADER_VALUE.fullmatch(value):
            raise UsageError(f"The header {name!r} can't be sent: names and values are visible ASCII.")
        if name.lower() in OWN_HEADERS:
            raise UsageError(f"The header {name} is the client's own.")


def _account_id(target: Target) -> UUID:
    try:
        return UUID(target.account_id)
    except ValueError:
        raise UsageError("The account id must be the account's GUID.") from None
