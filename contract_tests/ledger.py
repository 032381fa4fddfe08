"""The ledger: every thing that the contract documents, and the test that saw it.

"Seen" means that a judged answer had it, not that the operation was called.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .contract import Contract, Operation
from .exchange import Exchange
from .links import Way, ways

SCHEMES = {
    "bearerToken": ("header", "authorization"),
    "armToken": ("header", "authorization"),
    "accessTokenQuery": ("query", "accesstoken"),
    "subscriptionKey": ("header", "ocp-apim-subscription-key"),
    "subscriptionKeyQuery": ("query", "subscription-key"),
}
"""Where the credential of each security scheme stands, in lower case."""

OPEN_DOOR = "no token"
"""How the ledger calls the security requirement that asks for nothing."""

WAYS_KEPT = 400
"""Recent links that a later request may still follow."""


@dataclass(frozen=True, order=True)
class Entry:
    """One documented thing."""

    operation: str
    kind: str  # answer, header, value, auth, link, callback
    name: str

    def __str__(self) -> str:
        return f"{self.operation} · {self.kind} · {self.name}"


@dataclass
class Ledger:
    """What has been seen so far."""

    contract: Contract
    seen: dict[Entry, tuple[str, int]] = field(default_factory=dict)  # first test, and how often
    clean: Counter[Entry] = field(default_factory=Counter)  # how often in an answer that broke nothing
    cause: Callable[[Entry], str | None] = lambda _: None  # the breach because of which one wasn't reached
    beyond: dict[str, str] = field(default_factory=dict)  # why this service can't show some, by pattern
    _open_ways: list[Way] = field(default_factory=list)
    _clean: bool = True  # the answer that is being entered

    def see(self, entry: Entry, test: str) -> None:
        """Enter one thing."""
        first, count = self.seen.get(entry, (test, 0))
        self.seen[entry] = (first, count + 1)
        if self._clean:
            self.clean[entry] += 1

    def enter(
        self,
        operation: Operation,
        places: dict[str, str],
        exchange: Exchange,
        test: str,
        *,
        clean: bool = True,
    ) -> None:
        """Enter all that a judged answer shows; one that isn't clean broke some rule."""
        status = exchange.status
        if status not in operation.answers:
            return
        self._clean = clean
        self.see(Entry(operation.id, "answer", str(status)), test)
        for rule in operation.answers[status].headers:
            if rule.name in exchange.headers:
                self.see(Entry(operation.id, "header", f"{status} {rule.name}"), test)
        if status < 400:
            self._enter_auth(operation, exchange, test)
            for name in sorted(_sent_values(self.contract, operation, exchange)):
                self.see(Entry(operation.id, "value", name), test)
        self._enter_links(operation, places, exchange, test)

    def _enter_auth(self, operation: Operation, exchange: Exchange, test: str) -> None:
        sent = {("header", name.lower()) for name in exchange.sent_headers}
        sent |= {("query", name.lower()) for name in parse_qs(urlsplit(exchange.url).query)}
        sent &= {SCHEMES[scheme] for scheme in operation.security if scheme}
        for scheme in operation.security:
            if sent == ({SCHEMES[scheme]} if scheme else set()):
                self.see(Entry(operation.id, "auth", scheme or OPEN_DOOR), test)

    def _enter_links(
        self, operation: Operation, places: dict[str, str], exchange: Exchange, test: str
    ) -> None:
        """A link is seen when its target, called with its values, gave a success, or told that it's gone."""
        for way in self._open_ways:
            arrived = exchange.status < 400 or (way.link == "gone" and exchange.status == 404)
            if arrived and way.is_taken_by(operation, places, exchange):
                self.see(Entry(way.operation, "link", f"{way.status} {way.link}"), test)
        with nullcontext() if self._clean else suppress(LookupError, TypeError, ValueError, AttributeError):
            self._open_ways = [*self._open_ways, *ways(operation, places, exchange)][-WAYS_KEPT:]

    def documented(self) -> Iterator[Entry]:
        """Everything that the contract documents."""
        for operation in self.contract.operations.values():
            yield from _documented(self.contract, operation)

    def missing(self) -> list[Entry]:
        """What is documented and wasn't seen."""
        return sorted(set(self.documented()) - set(self.seen))


def _documented(contract: Contract, operation: Operation) -> Iterator[Entry]:
    for status, answer in operation.answers.items():
        yield Entry(operation.id, "answer", str(status))
        for rule in answer.headers:
            yield Entry(operation.id, "header", f"{status} {rule.name}")
        for link in answer.links:
            yield Entry(operation.id, "link", f"{status} {link}")
    for name, schema in _inputs(contract, operation):
        for value in schema["enum"]:
            yield Entry(operation.id, "value", f"{name}={value}")
    for scheme in operation.security:
        yield Entry(operation.id, "auth", scheme or OPEN_DOOR)
    for name in operation.callbacks:
        yield Entry(operation.id, "callback", name)


def _inputs(contract: Contract, operation: Operation) -> Iterator[tuple[str, dict[str, Any]]]:
    """The inputs that have a list of values, by name; those of a body by their path in it."""
    for name, node in operation.query_parameters().items():
        yield from _listed(contract, name, node["schema"])
    for media, schema in operation.body.items():
        if media == "application/json":
            yield from _listed(contract, "", schema)


def _listed(contract: Contract, name: str, node: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    schema = contract.resolve(node)
    if "enum" in schema:
        yield name, schema
    for each in schema.get("oneOf", ()):
        yield from _listed(contract, name, each)
    for member, each in schema.get("properties", {}).items():
        yield from _listed(contract, f"{name}.{member}".lstrip("."), each)


def _sent_values(contract: Contract, operation: Operation, exchange: Exchange) -> set[str]:
    """The listed values that a request carried."""
    query = parse_qs(urlsplit(exchange.url).query)
    sent = {f"{name}={value}" for name, values in query.items() for value in values}
    if exchange.sent_body and "application/json" in operation.body:
        sent |= set(_members("", _json(exchange)))
    return sent & {entry.name for entry in _documented(contract, operation) if entry.kind == "value"}


def _members(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for member, each in value.items():
            yield from _members(f"{name}.{member}".lstrip("."), each)
    elif not isinstance(value, bool):
        yield f"{name}={value}"


def _json(exchange: Exchange) -> Any:
    try:
        return json.loads(exchange.sent_body)
    except ValueError:
        return None
