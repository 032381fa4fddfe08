"""Tells what changed from one contract to another, and what of it breaks clients.

What clients send is the *taken* side: allowing less breaks them. What they read is the *given* side: a value,
a success or a form that the old contract didn't name breaks them, and so does anything that may be missing
now. In callbacks the sides change places. Names count too, since generated clients are made of them.
Errors may be added; so may optional input, and members of answers that weren't closed.
"""

from __future__ import annotations

from typing import Any

from scripts.spec_review import operations, schemas
from scripts.spec_review.access import schemes
from scripts.spec_review.annotations import rest, same
from scripts.spec_review.changes import Change, Node, Place, Review, Side

COMPARED = {"components", "info", "openapi", "paths", "security", "servers", "tags"}


def diff(old: Node, new: Node) -> list[Change]:
    """Every difference between two OpenAPI documents, the breaking ones first; references are local."""
    review = Review(old, new)
    _operations(review)
    review.operation = ""
    schemes(review)
    _unreached(review)
    _about(review)
    rest(review, old, new, Place("#", "the contract", Side.GIVEN), COMPARED)
    return review.changes


def breaking(changes: list[Change]) -> list[Change]:
    """Those that need a new major version."""
    return [change for change in changes if change.kind.value == "breaking"]


def _operations(review: Review) -> None:
    before, now = (
        {endpoint.route: endpoint for endpoint in operations.endpoints(document.get("paths", {}), "#/paths")}
        for document in (review.old, review.new)
    )
    names = {endpoint.node.get("operationId"): key for key, endpoint in now.items()}
    for key, endpoint in before.items():
        review.operation = endpoint.name
        place = Place(endpoint.pointer, f"`{endpoint.name}`", Side.TAKEN)
        successor = names.get(endpoint.node.get("operationId"))
        if key in now:
            same_place = Place(now[key].pointer, place.words, Side.TAKEN)
            operations.compare(review, endpoint, now[key], same_place)
        elif successor and successor not in before:
            moved = f"The operation is at `{now[successor].address}` now, at `{endpoint.address}` before."
            review.breaking(place, moved)
        else:
            review.breaking(place, f"The operation is gone: `{endpoint.address}`.")
    for key, endpoint in now.items():
        if key not in before:
            review.operation = endpoint.name
            place = Place(endpoint.pointer, f"`{endpoint.name}`", Side.TAKEN)
            review.compatible(place, f"The operation is new: `{endpoint.address}`.")


def _unreached(review: Review) -> None:
    """Schemas of which no operation speaks describe files that clients read; all named ones are classes."""
    before, now = (document.get("components", {}).get("schemas", {}) for document in (review.old, review.new))
    for name in dict.fromkeys([*before, *now]):
        reference = f"#/components/schemas/{name}"
        place = Place(reference, f"schema `{name}`", Side.GIVEN)
        if name not in now:
            review.breaking(place, f"The schema `{name}` is gone: generated clients lose it.")
        elif name not in before:
            review.compatible(place, f"The schema `{name}` is new.")
        elif reference not in review.reached:
            schemas.compare(review, {"$ref": reference}, {"$ref": reference}, place)


def _about(review: Review) -> None:
    """What the contract says of itself; nothing of it breaks anybody."""
    before, now = review.old.get("info", {}), review.new.get("info", {})
    place = Place("#/info", "about the contract", Side.GIVEN)
    _edition(review, place)
    if not same(review.old.get("tags"), review.new.get("tags")):
        review.compatible(Place("#/tags", place.words, Side.GIVEN), "`tags` is another.")
    for key in sorted(before.keys() | now.keys()):
        if not same(before.get(key), now.get(key)):
            _info(review, key, before.get(key), now.get(key), place)


def _edition(review: Review, place: Place) -> None:
    """The version of OpenAPI: corrections of one change no meaning, another one does."""
    before, now = (str(document.get("openapi")) for document in (review.old, review.new))
    text = f"It is written in OpenAPI {now} now, in {before} before"
    where = Place("#/openapi", place.words, Side.GIVEN)
    if before.split(".")[:2] != now.split(".")[:2]:
        review.breaking(where, f"{text}: its keywords may mean something else.")
    elif before != now:
        review.compatible(where, f"{text}.")


def _info(review: Review, key: str, before: Any, now: Any, place: Place) -> None:
    if key == "x-conflicts":
        old, new = ({each["point"]: each for each in side or []} for side in (before, now))
    elif key == "x-sources":
        old, new = before or {}, now or {}
    elif key == "x-unknowns":
        old, new = (dict.fromkeys(side or []) for side in (before, now))
    else:
        review.compatible(place.at(key), f"`{key}` is another.")
        return
    word = {"x-conflicts": "conflict", "x-sources": "source", "x-unknowns": "unknown"}[key]
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            review.compatible(place.at(key), f"The {word} “{name}” is no more.")
        elif name not in old:
            review.compatible(place.at(key), f"The {word} “{name}” is new.")
        elif not same(old[name], new[name]):
            review.compatible(place.at(key), f"The {word} “{name}” is told otherwise.")
