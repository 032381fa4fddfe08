"""Differences that no program notices: words, examples, sources; and those that nothing else has compared."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from scripts.spec_review.changes import WORDING, Node, Place, Review

STYLES = {"path": "simple", "header": "simple"}
"""How lists are written where a parameter doesn't say it; `form` elsewhere."""


def rest(review: Review, old: Node, new: Node, place: Place, known: Collection[str] = ()) -> None:
    """Enter what differs beyond the keywords that the caller compares by itself."""
    for key in sorted((old.keys() | new.keys()) - set(known)):
        before, now = old.get(key), new.get(key)
        if same(before, now) or (key == "x-promised" and same(_sorted(before), _sorted(now))):
            continue
        if key in WORDING:
            review.compatible(place, WORDING[key])
        elif key == "x-source":
            review.compatible(place, _source(before, now))
        elif key == "deprecated":
            review.compatible(place, "It is deprecated." if now else "It isn't deprecated any more.")
        elif key.startswith("x-"):
            review.compatible(place, f"`{key}` {_came_or_went(before, now)}.")
        else:
            review.breaking(
                place, f"`{key}` {_came_or_went(before, now)}; whether clients bear it can't be told."
            )


def spelled_out(review: Review, old: Node, new: Node, place: Place) -> tuple[Node, Node]:
    """Both parameters with the way in which lists are written; where none is named, one holds anyhow."""
    before, now = _with_style(old), _with_style(new)
    for key in ("style", "explode"):
        if (key in old) != (key in new) and before[key] == now[key]:
            review.compatible(place, f"`{key}` is written out in one of the two, and is what holds without.")
    return before, now


def _with_style(parameter: Node) -> Node:
    style = parameter.get("style", STYLES.get(parameter.get("in", ""), "form"))
    return {"explode": style == "form", **parameter, "style": style}


def _sorted(promised: Node | None) -> Node | None:
    """What our own service promises, with the members that it always sends in one order: they are a set."""
    return promised and {**promised, "required": sorted(promised.get("required", []))}


def _source(before: Node | None, now: Node | None) -> str:
    if before is None or now is None:
        return "It says where it comes from." if now else "It doesn't say any more where it comes from."
    if _rest_on(before) == _rest_on(now):
        return "The note on where it comes from reads otherwise."
    return f"It rests on {_rest_on(now)} now, on {_rest_on(before)} before."


def _rest_on(source: Node) -> str:
    return f"{source.get('from')} ({source.get('certainty')})"


def _came_or_went(before: Any, now: Any) -> str:
    if before is None:
        return f"is new: {_short(now)}"
    return "is gone" if now is None else f"is {_short(now)} now, {_short(before)} before"


def _short(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(f"`{item}`" for item in value)
    return "another" if isinstance(value, dict | list) else f"`{value}`"


def same(old: Any, new: Any) -> bool:
    """Whether two JSON values are equal; unlike in Python, true isn't 1, while 1 is 1.0."""
    if isinstance(old, bool) or isinstance(new, bool):
        return old is new
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(same(old[key], new[key]) for key in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(same, old, new))
    return bool(old == new)
