"""Compares two operations: parameters, body, answers, access."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from scripts.spec_review import schemas
from scripts.spec_review.access import access
from scripts.spec_review.annotations import rest, spelled_out
from scripts.spec_review.changes import Node, Place, Review, Side, merged, named, presence
from scripts.spec_statements import METHODS, join

COMPARED = {
    *("operationId", "parameters", "requestBody", "responses", "callbacks", "security", "servers"),
    *("tags", "x-permission", "x-artifact-schemas"),
}


Pair: TypeAlias = "tuple[Any, Any]"
"""A node of the old contract and one of the new; None is what isn't there."""

NONE = (None, None)


@dataclass(frozen=True)
class Endpoint:
    """A method of a path, in one of the contracts."""

    pointer: str
    path: str
    method: str
    item: Node
    node: Node

    @property
    def name(self) -> str:
        """What people call it."""
        return str(self.node.get("operationId") or f"{self.method.upper()} {self.path}")

    @property
    def address(self) -> str:
        """Method and path."""
        return f"{self.method.upper()} {self.path}"

    @property
    def route(self) -> tuple[str, str]:
        """Path and method by which requests find it: the names of a path's variables aren't sent."""
        return re.sub(r"\{[^}]*\}", "{}", self.path), self.method

    def parameters(self, document: Node) -> dict[tuple[str, str], tuple[str, Node]]:
        """Pointer and node of each, by place and name; those of the path, then those of the operation."""
        found = {}
        levels = (self.pointer.rsplit("/", 1)[0], self.item), (self.pointer, self.node)
        for pointer, owner in levels:
            for position, node in enumerate(owner.get("parameters", [])):
                whole = merged(document, node)
                found[whole["in"], whole["name"]] = (join(pointer, "parameters", str(position)), node)
        return found


def endpoints(paths: Node, pointer: str) -> Iterator[Endpoint]:
    """Every method of every path."""
    for path, item in paths.items():
        for method in () if path.startswith("x-") else METHODS:
            if method in item:
                yield Endpoint(join(pointer, path, method), path, method, item, item[method])


def compare(review: Review, old: Endpoint, new: Endpoint, place: Place) -> None:
    """Enter every difference of two operations; of a callback, with `place.side` turned round."""
    _names(review, old, new, place)
    _parameters(review, old, new, place)
    _body(review, old.node, new.node, place)
    _responses(review, old.node.get("responses", {}), new.node.get("responses", {}), place)
    access(review, (old.item, old.node), (new.item, new.node), place)
    _artifacts(review, old.node, new.node, place)
    _callbacks(review, old.node, new.node, place)
    rest(review, old.node, new.node, place, COMPARED)


def _names(review: Review, old: Endpoint, new: Endpoint, place: Place) -> None:
    before, now = old.node.get("operationId"), new.node.get("operationId")
    if before != now:
        review.breaking(
            place, f"It is called `{now}` now, `{before}` before: generated clients rename its functions."
        )
    tags = [(endpoint.node.get("tags") or [None])[0] for endpoint in (old, new)]
    if tags[0] != tags[1]:
        review.breaking(
            place,
            f"Its tag is `{tags[1]}` now, `{tags[0]}` before: generated clients move it to another module.",
        )
    elif old.node.get("tags") != new.node.get("tags"):
        review.compatible(place, "Its further tags are others.")


# ---- what the operation takes


def _parameters(review: Review, old: Endpoint, new: Endpoint, place: Place) -> None:
    before, now = old.parameters(review.old), new.parameters(review.new)
    before = _renamed(review, old, new, before, place)
    for key in dict.fromkeys([*before, *now]):
        where, name = key
        pair: Pair = before.get(key, NONE)[1], now.get(key, NONE)[1]
        pointer = (now.get(key) or before[key])[0]
        spot = Place(pointer, f"{place.words}, parameter `{name}` ({where})", place.side)
        required = _required(review, pair)
        moved = next((other for other, named in now if named == name and (other, name) not in before), None)
        if pair[1] is None and moved:
            review.breaking(spot, f"The parameter is in the {moved} now, in the {where} before.")
        elif presence(review, spot, f"The parameter `{name}`", pair, required):
            _parameter(review, pair[0], pair[1], spot)


def _required(review: Review, pair: Pair) -> tuple[bool, bool]:
    before, now = (
        node is not None and bool(merged(document, node).get("required", False))
        for document, node in ((review.old, pair[0]), (review.new, pair[1]))
    )
    return before, now


def _renamed(
    review: Review, old: Endpoint, new: Endpoint, before: dict[tuple[str, str], Any], place: Place
) -> dict[tuple[str, str], Any]:
    """The old parameters, with those of the path under their new names: names of a path aren't sent."""
    names = dict(zip(_variables(old.path), _variables(new.path), strict=True)) if old.path != new.path else {}
    for name, renamed in names.items():
        if name != renamed:
            text = (
                f"The path's `{name}` is called `{renamed}` now: an argument of generated clients is renamed."
            )
            review.breaking(place, text)
    return {
        (where, names.get(name, name) if where == "path" else name): found
        for (where, name), found in before.items()
    }


def _variables(path: str) -> list[str]:
    return [part.split("}")[0] for part in path.split("{")[1:]]


def _parameter(review: Review, old: Node, new: Node, place: Place) -> None:
    before, now, place = review.follow(old, new, place)
    _schema(review, before, now, place)
    before, now = spelled_out(review, before, now, place)
    rest(review, before, now, place, ("name", "in", "required", "schema", "content"))


def _schema(review: Review, old: Node, new: Node, place: Place) -> None:
    """The schema of a parameter, a header or a media type."""
    schemas.compare(
        review, old.get("schema", schemas.EMPTY), new.get("schema", schemas.EMPTY), place.at("schema")
    )
    _content(review, old.get("content", {}), new.get("content", {}), place)


def _body(review: Review, old: Node, new: Node, place: Place) -> None:
    pair: Pair = old.get("requestBody"), new.get("requestBody")
    where = place.at("requestBody", words="body")
    required = _required(review, pair)
    if presence(review, where, "The body", pair, required):
        before, now, where = review.follow(pair[0], pair[1], where)
        _content(review, before.get("content", {}), now.get("content", {}), where)
        rest(review, before, now, where, ("content", "required"))


def _content(review: Review, old: Node, new: Node, place: Place) -> None:
    stay = [[media for media in one if media in other] for one, other in ((old, new), (new, old))]
    if place.side is Side.GIVEN and stay[0] != stay[1]:
        order = named(stay[1])
        review.breaking(place, f"Its forms come as {order} now: generated clients read the first of them.")
    for media in dict.fromkeys([*old, *new]):
        where = place.at("content", media, words=f"`{media}`")
        if media not in new:
            review.breaking(where, f"The form `{media}` is not {place.side.value} any more.")
        elif media not in old:
            words = (
                "is taken as well"
                if place.side is Side.TAKEN
                else "may be given now: clients don't expect it"
            )
            review.widens(where, f"The form `{media}` {words}.")
        else:
            _schema(review, old[media], new[media], where)
            rest(review, old[media], new[media], where, ("schema", "content"))


# ---- what it gives


def _responses(review: Review, old: Node, new: Node, place: Place) -> None:
    for status in dict.fromkeys([*old, *new]):
        where = place.answering.at("responses", status, words=f"answer {status}")
        if status not in new:
            review.breaking(where, f"The status {status} is gone: clients that handle it never receive it.")
        elif status not in old:
            _new_status(review, status, where)
        else:
            _response(review, old[status], new[status], where)


def _new_status(review: Review, status: str, place: Place) -> None:
    """Clients must bear errors that they don't know by name, but can't guess what a new success means."""
    if place.side is Side.TAKEN:
        review.compatible(place, f"The status {status} is taken as well.")
    elif status[0] in "45":
        review.compatible(place, f"The status {status}, an error, may come as well.")
    else:
        review.breaking(
            place, f"The status {status} may come now: no client of the last release knows what it means."
        )


def _response(review: Review, old: Node, new: Node, place: Place) -> None:
    before, now, place = review.follow(old, new, place)
    _headers(review, before.get("headers", {}), now.get("headers", {}), place)
    _content(review, before.get("content", {}), now.get("content", {}), place)
    _links(review, before.get("links", {}), now.get("links", {}), place)
    rest(review, before, now, place, ("headers", "content", "links"))


def _headers(review: Review, old: Node, new: Node, place: Place) -> None:
    """Names of headers are compared without case."""
    before, now = ({name.lower(): (name, node) for name, node in headers.items()} for headers in (old, new))
    for key in dict.fromkeys([*before, *now]):
        name = (now.get(key) or before[key])[0]
        pair: Pair = before.get(key, NONE)[1], now.get(key, NONE)[1]
        required = _required(review, pair)
        where = place.at("headers", name, words=f"header `{name}`")
        if presence(review, where, f"The header `{name}`", pair, required):
            one, other, where = review.follow(pair[0], pair[1], where)
            _schema(review, one, other, where)
            rest(review, one, other, where, ("required", "schema", "content"))


def _links(review: Review, old: Node, new: Node, place: Place) -> None:
    """A link promises that an answer's values are good for the next request."""
    for name in dict.fromkeys([*old, *new]):
        where = place.at("links", name, words=f"link `{name}`")
        if name not in new:
            review.breaking(
                where, f"The link `{name}` is gone: its values aren't promised to lead on any more."
            )
        elif name not in old:
            review.compatible(where, f"The link `{name}` is new.")
        else:
            before, now, where = review.follow(old[name], new[name], where)
            rest(review, before, now, where)


def _artifacts(review: Review, old: Node, new: Node, place: Place) -> None:
    """Files to which an answer's signed URL leads."""
    key = "x-artifact-schemas"
    before, now = old.get(key, {}), new.get(key, {})
    for name in dict.fromkeys([*before, *now]):
        where = place.answering.at(key, name, words=f"artifact `{name}`")
        if presence(
            review, where, f"The form of `{name}`", (before.get(name), now.get(name)), (False, False)
        ):
            schemas.compare(review, before[name], now[name], where)


def _callbacks(review: Review, old: Node, new: Node, place: Place) -> None:
    before, now = _calls(review.old, old, place), _calls(review.new, new, place)
    addresses = {endpoint.path for endpoint in before.values()}
    for key in dict.fromkeys([*before, *now]):
        endpoint = now.get(key) or before[key]
        where = Place(endpoint.pointer, f"{place.words}, callback `{key[0]}`", place.side.other)
        if key not in now:
            gone = f"The callback `{key[0]}` is gone: clients that wait for it never receive it."
            review.breaking(where, gone)
        elif key in before:
            compare(review, before[key], now[key], where)
        elif endpoint.path in addresses:
            text = f"The callback `{key[0]}` is new, at an address that got others until now"
            review.breaking(where, f"{text}: it doesn't know this one.")
        else:
            review.compatible(where, f"The callback `{key[0]}` is new.")


def _calls(document: Node, node: Node, place: Place) -> dict[tuple[str, str, str], Endpoint]:
    return {
        (name, endpoint.path, endpoint.method): endpoint
        for name, callback in node.get("callbacks", {}).items()
        for endpoint in endpoints(merged(document, callback), join(place.pointer, "callbacks", name))
    }
