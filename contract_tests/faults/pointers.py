"""Places in a JSON document: JSON pointers in which `*` stands for every item of an array."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

ROOT = "document"
"""Key under which `places` offers the document itself, for it has no other container."""

Place = tuple[Any, Any]
"""A container and the key or index in it."""


def places(holder: dict[str, Any], pointer: str) -> Iterator[Place]:
    """Find the places that a pointer names and that exist; `holder` has the document under ROOT."""
    found: list[Place] = [(holder, ROOT)]
    for step in pointer.split("/")[1:]:
        found = [below for container, key in found for below in _below(container[key], step)]
    yield from found


def _below(value: Any, step: str) -> Iterator[Place]:
    name = step.replace("~1", "/").replace("~0", "~")
    if isinstance(value, dict) and name in value:
        yield value, name
    elif isinstance(value, list) and step == "*":
        yield from ((value, index) for index in range(len(value)))
    elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
        yield value, int(step)


def values(document: Any, pointer: str) -> list[Any]:
    """The values that a pointer names."""
    return [container[key] for container, key in places({ROOT: document}, pointer)]


def same(one: Any, other: Any) -> bool:
    """Equality as JSON has it: true isn't 1, and 1 isn't 1.5; but 1.0 is told from 1 too."""
    return type(one) is type(other) and bool(one == other)
