"""What one difference between two contracts is, and who it breaks.

One rule decides throughout: what the service takes may only grow, what it gives may only shrink.
Where that can't be told of a difference, it counts as breaking.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from scripts.spec_statements import join, resolve

Node = dict[str, Any]

WORDING = {
    "$comment": "The comment reads otherwise.",
    "description": "The description reads otherwise.",
    "example": "The example is another.",
    "examples": "The examples are others.",
    "externalDocs": "It points to other documents.",
    "summary": "The summary reads otherwise.",
    "title": "The title reads otherwise.",
    "bearerFormat": "Another form of token is mentioned.",
}
"""Keywords that hold words for people alone, and what is said of a change."""

ADDING = ("required", "allOf")
"""Keywords of which two lists, one beside a reference, make one."""

WORDS = {
    "schemas": "schema",
    "parameters": "parameter",
    "headers": "header",
    "responses": "answer",
    "requestBodies": "body",
    "links": "link",
}
"""Kinds of components that are compared, in words."""


class Kind(Enum):
    """Whether a client of the old contract tolerates the change."""

    BREAKING = "breaking"
    COMPATIBLE = "compatible"


class Side(Enum):
    """The direction in which a part of the contract travels. In a callback the two change places."""

    TAKEN = "taken"  # clients send it, the service takes it
    GIVEN = "given"  # the service sends it, clients read it

    @property
    def other(self) -> Side:
        """The opposite direction."""
        return Side.GIVEN if self is Side.TAKEN else Side.TAKEN


@dataclass(frozen=True)
class Change:
    """One difference, in a sentence."""

    kind: Kind
    pointer: str  # of the statement, as a URI fragment; in the old contract where it is gone from the new
    where: str  # the statement in words, with names in backticks
    text: str
    operations: tuple[str, ...] = ()  # those that it reaches

    def __str__(self) -> str:
        own = any(f"`{name}`" in self.where for name in self.operations)
        reached = f" ({', '.join(self.operations)})" if self.operations and not own else ""
        return f"{self.kind.value}: {self.where}{reached}: {self.text}"


@dataclass(frozen=True)
class Place:
    """Where in the contract a comparison stands."""

    pointer: str
    words: str
    side: Side

    def at(self, *parts: str, words: str = "") -> Place:
        """A place within this one."""
        described = f"{self.words}, {words}" if words else self.words
        return replace(self, pointer=join(self.pointer, *parts), words=described)

    @property
    def answering(self) -> Place:
        """The same place, seen from the other direction."""
        return replace(self, side=self.side.other)


@dataclass
class Review:
    """Two contracts, and the changes found between them."""

    old: Node
    new: Node
    operation: str = ""  # the one that is being compared
    compared: set[tuple[Any, ...]] = field(default_factory=set)  # pairs of references that were followed
    reached: set[str] = field(default_factory=set)  # references to components that some operation follows
    _found: dict[tuple[Kind, str, str, str], set[str]] = field(default_factory=dict)

    def add(self, kind: Kind, place: Place, text: str) -> None:
        """Enter a change; the same one by way of another operation is entered once."""
        operations = self._found.setdefault((kind, place.pointer, place.words, text), set())
        if self.operation:
            operations.add(self.operation)

    def breaking(self, place: Place, text: str) -> None:
        """Enter a change that breaks clients."""
        self.add(Kind.BREAKING, place, text)

    def compatible(self, place: Place, text: str) -> None:
        """Enter a change that clients bear."""
        self.add(Kind.COMPATIBLE, place, text)

    def narrows(self, place: Place, text: str) -> None:
        """Enter that less is allowed than before."""
        self.add(Kind.BREAKING if place.side is Side.TAKEN else Kind.COMPATIBLE, place, text)

    def widens(self, place: Place, text: str) -> None:
        """Enter that more is allowed than before."""
        self.narrows(place.answering, text)

    @property
    def changes(self) -> list[Change]:
        """What was found, the breaking ones first, otherwise in the order of the contract."""
        found = [Change(*key, tuple(sorted(reached))) for key, reached in self._found.items()]
        return sorted(found, key=lambda change: change.kind is not Kind.BREAKING)

    def follow(self, old: Node, new: Node, place: Place) -> tuple[Node, Node, Place]:
        """Resolve both nodes; a component of the same kind and name is the place from then on."""
        self.reached |= {node["$ref"] for node in (old, new) if "$ref" in node}
        reference = new.get("$ref", "")
        if reference:
            kind, name = reference.split("/")[-2:]
            place = Place(reference, f"{WORDS.get(kind, kind)} `{name}`", place.side)
        return merged(self.old, old), merged(self.new, new), place


def merged(document: Node, node: Node) -> Node:
    """A node behind its references; what stands beside a reference holds as well as what it leads to."""
    if "$ref" not in node:
        return node
    beside = {key: value for key, value in node.items() if key != "$ref"}
    target = merged(document, resolve(document, {"$ref": node["$ref"]}))
    whole, covered = {**target, **beside}, {}
    for key in target.keys() & beside.keys() - WORDING.keys():
        if key in ADDING and isinstance(target[key], list):
            whole[key] = [*target[key], *beside[key]]
        elif target[key] != beside[key] and not key.startswith("x-"):
            covered[key] = target[key]
    return {**whole, "allOf": [*whole.get("allOf", []), covered]} if covered else whole


def presence(
    review: Review, place: Place, what: str, pair: tuple[Any, Any], required: tuple[bool, bool]
) -> bool:
    """Enter that something came or went, or must or need not be there; tells whether both contracts have it.

    `pair` and `required` are of the old contract and of the new one; None is what isn't there.
    """
    taken = place.side is Side.TAKEN
    if pair == (None, None):
        return False
    if pair[1] is None:
        gone = (
            "requests that send it are refused or not heeded"
            if taken
            else "clients that read it find nothing"
        )
        review.breaking(place, f"{what} is gone: {gone}.")
    elif pair[0] is None and taken and required[1]:
        review.breaking(place, f"{what} is new and required: requests that were right until now lack it.")
    elif pair[0] is None:
        review.compatible(place, f"{what} is new{' and optional' if taken else ''}.")
    elif required == (False, True):
        words = "is required now: requests without it are refused" if taken else "is always there now"
        review.narrows(place, f"{what} {words}.")
    elif required == (True, False):
        words = "may be left out now" if taken else "may be missing now: clients count on it"
        review.widens(place, f"{what} {words}.")
    return None not in pair


def named(values: list[Any]) -> str:
    """Values as a list in words."""
    return ", ".join(f"`{value}`" for value in values)
