"""Sees every exchange of the run: judges it, enters it in the ledger, and keeps it for a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import requests

from .breaches import Breach
from .exchange import Exchange, from_httpx, from_requests, path_of
from .failures import Failures
from .histories import Histories
from .judge import Judge
from .ledger import Ledger


@dataclass
class Observer:
    """Stands at the end of every client that the suite uses."""

    base_url: str
    judge: Judge
    ledger: Ledger
    histories: Histories = field(default_factory=Histories)
    failures: Failures | None = None  # keeps breaches
    spoilt: bool = False  # the last answer broke something
    test: str = "before the first test"  # the test that is running
    listeners: list[Callable[[Exchange], None]] = field(default_factory=list)

    def observe(self, exchange: Exchange) -> None:
        """Take one exchange; a breach is kept, or raised where nobody keeps them."""
        for listen in self.listeners:
            listen(exchange)
        path = path_of(exchange.url, self.base_url)
        found = self.judge.contract.match(exchange.method, path) if path is not None else None
        if found is None:
            return  # a signed URL, a control of the emulator, or a method that isn't in the contract
        operation, places = found
        self.spoilt = False
        self._check(self.judge.check, operation, exchange)
        self._check(self.histories.check, operation, places, exchange)
        if not self.spoilt and self.failures is not None:
            self.failures.clean()
        self.ledger.enter(operation, places, exchange, self.test, clean=not self.spoilt)

    def _check(self, check: Callable[..., None], *what: Any) -> None:
        """Check an answer; a breach is kept, and judging goes on with the answer as it is."""
        try:
            check(*what)
        except Breach as breach:
            self.spoilt = True
            self.histories.unsure |= any(each.spoils for each in breach.findings)
            if self.failures is None:
                raise
            self.failures.take(breach)

    def of_httpx(self, response: httpx.Response) -> None:
        """Be a response hook of httpx."""
        if path_of(str(response.request.url), self.base_url) is not None:
            response.read()
            self.observe(from_httpx(response))

    def of_requests(self, response: requests.Response, *_: object, **__: object) -> None:
        """Be a response hook of requests."""
        self.observe(from_requests(response))
