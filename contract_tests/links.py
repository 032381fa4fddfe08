"""The contract's links, worked out for a real answer: where they lead, and whether somebody went there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .contract import Operation
from .exchange import Exchange

EXPRESSION = re.compile(
    r"\$(?P<side>request|response)\.(?P<place>path|query|body|header)(?:\.(?P<name>[\w-]+))?"
    r"(?:#(?P<regex>regex:)?(?P<rest>.*))?"
)

BODY = "x-request-body"
"""Of a link: what to send, with expressions within it."""


@dataclass(frozen=True)
class Way:
    """Where a link of an answer leads."""

    operation: str
    status: int
    link: str
    target: str  # operationId
    values: frozenset[tuple[str, str]]  # of the target's path and query
    body: str | None  # JSON

    def is_taken_by(self, operation: Operation, places: dict[str, str], exchange: Exchange) -> bool:
        """Whether a later request goes this way."""
        if operation.id != self.target:
            return False
        query = {name: values[0] for name, values in parse_qs(urlsplit(exchange.url).query).items()}
        if not self.values <= set((query | places).items()):
            return False
        return self.body is None or _canonical(exchange.sent_body) == self.body


def ways(operation: Operation, places: dict[str, str], exchange: Exchange) -> Iterator[Way]:
    """Work out the links of an answer; a link whose values aren't in it leads nowhere."""
    documented = operation.answers.get(exchange.status)
    for name, link in (documented.links if documented else {}).items():
        if name == "nextPage" and exchange.json()["nextPage"]["done"]:
            continue  # the last page has none after it
        try:
            values = {key: _value(text, places, exchange) for key, text in link["parameters"].items()}
            body = _filled(link[BODY], places, exchange) if BODY in link else None
        except (LookupError, TypeError, ValueError):
            continue
        yield Way(
            operation.id,
            exchange.status,
            name,
            link["operationId"],
            frozenset((key, str(value)) for key, value in values.items()),
            None if body is None else json.dumps(body, sort_keys=True),
        )


def _value(text: Any, places: dict[str, str], exchange: Exchange) -> Any:
    """The value of one of OpenAPI's runtime expressions; raises LookupError where there is none."""
    found = EXPRESSION.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return text
    match found["place"]:
        case "path":
            return places[found["name"]]
        case "query":
            return parse_qs(urlsplit(exchange.url).query)[found["name"]][0]
        case "header":
            return _part(found["rest"], exchange.headers[found["name"]])
        case _:
            return _pointed(exchange.json(), found["rest"] or "")


def _filled(node: Any, places: dict[str, str], exchange: Exchange) -> Any:
    if isinstance(node, dict):
        return {name: _filled(each, places, exchange) for name, each in node.items()}
    if isinstance(node, list):
        return [_filled(each, places, exchange) for each in node]
    return _value(node, places, exchange)


def _part(pattern: str | None, text: str) -> str:
    if pattern is None:
        return text
    found = re.search(pattern, text)
    if found is None:
        raise LookupError(pattern)
    return found[1]


def _pointed(value: Any, pointer: str) -> Any:
    """Follow a JSON pointer."""
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    if value is None:
        raise LookupError(pointer)
    return value


def _canonical(body: bytes) -> str | None:
    try:
        return json.dumps(json.loads(body), sort_keys=True)
    except ValueError:
        return None
