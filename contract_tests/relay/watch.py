"""The proxy that judges: each request and each answer on its way, by the checks of the suite."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx

from ..breaches import Breach, Finding
from ..contract import Operation
from ..exchange import Exchange
from ..failures import Failures
from ..histories import Histories
from ..judge import Judge
from .habits import Habits
from .messages import Answer, Request
from .requests import Requests
from .server import DOWNLOAD, Relay, read_request
from .upstream import read_whole

PLACEHOLDER = b"\0"
"""In place of a body that is passed on unread."""

MISUSED = "isn't used as the contract says"
OF_CLIENT, OF_SERVICE = "client", "service"


@dataclass
class Watched:
    """What was found, apart for the two sides; `tell` gets each kind once, as it comes."""

    tell: Callable[[str, Breach], None]
    sides: dict[str, Failures] = field(
        default_factory=lambda: {OF_CLIENT: Failures(), OF_SERVICE: Failures()}
    )
    exchanges: int = 0

    def take(self, side: str, breach: Breach) -> None:
        """Keep a breach."""
        failures = self.sides[side]
        failures.begin(f"exchange {self.exchanges}")
        failures.take(breach)
        for fresh in failures.fresh():
            self.tell(side, fresh)

    def any(self) -> bool:
        """Whether there is anything to tell."""
        return any(failures.breaches for failures in self.sides.values())


class Watch(Relay):
    """A proxy that alters nothing."""

    def __init__(
        self, upstream_url: str, watched: Watched, *, live: bool = False, strict: bool = False
    ) -> None:
        super().__init__(upstream_url)
        self._watched = watched
        self._judge, self._histories = Judge(self._contract, live=live), Histories()
        self._requests, self._habits = Requests(self._contract, strict=strict), Habits()

    def end(self) -> None:
        """Tell what only the end shows."""
        for operation, finding in self._habits.ended():
            nothing = Exchange("GET", self._upstream.url, {}, b"", 0, httpx.Headers(), b"")
            self._watched.take(OF_CLIENT, Breach(operation, [finding], nothing, MISUSED))

    async def _answer(self, request: Request) -> Answer:
        operation = self._contract.operations.get(request.operation or "")
        if operation is not None and "application/json" in operation.body:
            request.body = await read_request(request)
        before = list(self._habits.asked(request)) if request.operation else [UNKNOWN]
        answer = await self._upstream.forward(request)
        self._watched.exchanges += 1
        if operation is None:
            name = DOWNLOAD if request.operation == DOWNLOAD else "no operation"
            self._found(OF_CLIENT, name, before, request, answer)
            return answer
        if not _is_binary(operation, answer):
            await read_whole(answer)
        self._judged(operation, request, answer, before)
        return answer

    def _judged(self, operation: Operation, request: Request, answer: Answer, before: list[Finding]) -> None:
        """Judge both sides of an exchange."""
        found = [*before, *self._requests.findings(operation, request)]
        self._habits.answered(request, answer)
        self._found(OF_CLIENT, operation.id, found, request, answer)
        exchange = _exchange(self._upstream.url, request, answer)
        self._check(self._judge.check, operation, exchange)
        self._check(self._histories.check, operation, request.places, exchange)

    def _check(self, check: Callable[..., None], *what: Any) -> None:
        try:
            check(*what)
        except Breach as breach:
            self._histories.unsure |= any(each.spoils for each in breach.findings)
            self._watched.take(OF_SERVICE, breach)

    def _found(
        self, side: str, operation: str, found: Iterable[Finding], request: Request, answer: Answer
    ) -> None:
        findings = list(found)
        if findings:
            exchange = _exchange(self._upstream.url, request, answer)
            self._watched.take(side, Breach(operation, findings, exchange, MISUSED))


UNKNOWN = Finding("The path or its method belongs to no operation of the contract.")


def _is_binary(operation: Operation, answer: Answer) -> bool:
    """Whether the body is passed on as it comes: a picture, or what nobody documents."""
    documented = operation.answers.get(answer.status)
    media = (answer.header("content-type") or "").split(";")[0].strip().lower()
    return documented is not None and bool(media) and not media.startswith(("text/", "application/json"))


def _exchange(url: str, request: Request, answer: Answer) -> Exchange:
    """As the checks want it."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in request.headers}
    received = httpx.Headers(answer.headers)
    unread = b"" if answer.header("content-length") == "0" else PLACEHOLDER
    body = answer.body if answer.body is not None else unread
    return Exchange(
        request.method, url + request.target, headers, request.body or b"", answer.status, received, body
    )
