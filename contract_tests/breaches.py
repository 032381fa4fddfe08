"""How a breach is told: each fault of an answer with its rule, so that the same breach is known again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .exchange import Exchange

SHOWN = 5
"""Faults of one answer that are told; of more, the number."""

VALUE_SHOWN = 60
"""Characters that are told of each end of a long value."""

PARTICULAR = re.compile(
    r"'[^']*'|\"[^\"]*\"|https?://\S+|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|\b(?=\w*\d)\w{6,}\b|\d[\d.:,TZ+-]*"
)
"""What belongs to one answer, and not to the rule that it breaks."""


HEADER = re.compile(r"the (header |x-ms-request-id)", re.IGNORECASE)
"""How the rules of headers begin."""


def rule_id(rule: str) -> str:
    """A rule in a form that a shell leaves alone: lower case, hyphens."""
    return re.sub(r"[^a-z0-9*]+", "-", rule.lower().replace("/*/", "/")).strip("-")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with an answer."""

    what: str
    decided: bool = False  # breaks only what our own service promises
    rule: str = ""  # what is broken, without what is particular to this answer; made of `what` if empty

    @property
    def kind(self) -> str:
        """By what the same breach is known again."""
        return self.rule or PARTICULAR.sub("…", self.what)

    @property
    def spoils(self) -> bool:
        """Whether the answer can hardly be used any more: its status or its body is wrong."""
        return not self.decided and not HEADER.match(self.kind)


class Breach(AssertionError):
    """An answer that the contract doesn't allow."""

    def __init__(self, operation: str, findings: Sequence[Finding], exchange: Exchange, told: str) -> None:
        lines = [f"- {each.what}" for each in findings[:SHOWN]]
        if len(findings) > SHOWN:
            lines.append(f"- … and {len(findings) - SHOWN} more")
        received = f"Sent: {exchange.curl()}\nReceived: {exchange.told()}"
        super().__init__("\n".join([f"{operation} {told}:", *lines, received]))
        self.operation, self.findings, self.exchange = operation, tuple(findings), exchange
        self.kinds = tuple(dict.fromkeys((operation, each.kind) for each in findings))


def breaches_in(error: BaseException | None) -> Iterator[Breach]:
    """The breaches that an exception is, has in a group, or comes from."""
    if isinstance(error, Breach):
        yield error
    elif isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from breaches_in(each)
    elif error is not None and error.__cause__ is not None:
        yield from breaches_in(error.__cause__)


def schema_faults(errors: Iterable[Any]) -> list[tuple[str, str]]:
    """Each fault of a value by its schema: how it is told, and the rule.

    The same rule broken in many items of an array is one fault, told with its first place.
    """
    found: dict[str, list[str]] = {}
    for error in errors:
        for each in _deepest(error):
            place = "/".join(map(str, each.instance_path))
            found.setdefault(_rule(each), []).append(_told(each) + (f" (at {place})" if place else ""))
    return [
        (told[0] + (f", and at {len(told) - 1} more places" if len(told) > 1 else ""), rule)
        for rule, told in found.items()
    ]


def _deepest(error: Any) -> list[Any]:
    """Of a value that fits none of several forms: what is wrong with the form that it nearly has."""
    branches = getattr(error.kind, "context", None) or []
    depth, nearest = len(error.instance_path), [error]
    for branch in branches:
        reached = max((len(each.instance_path) for each in branch), default=0)
        if reached > depth:
            depth, nearest = reached, [inner for each in branch for inner in _deepest(each)]
    return nearest


def _told(error: Any) -> str:
    """What is wrong, without the whole of a long value."""
    text = str(error.message)
    return text if len(text) <= 3 * VALUE_SHOWN else f"{text[:VALUE_SHOWN]} … {text[-VALUE_SHOWN:]}"


def _rule(error: Any) -> str:
    """Which keyword of the schema is broken at which member, whatever the item of an array."""
    place = "/".join("*" if isinstance(step, int) else str(step) for step in error.instance_path)
    kind = error.kind
    word = getattr(kind, "property", None) or ", ".join(sorted(getattr(kind, "unexpected", ()) or ()))
    return f"{'/' + place if place else 'the body'}: {kind.name}" + (f" {word}" if word else "")
