"""Compares what two schemas say of a single value: lists, limits, patterns, the default."""

from __future__ import annotations

from typing import Any, TypeAlias

from scripts.spec_review.annotations import same
from scripts.spec_review.changes import Node, Place, Review, Side, named
from scripts.spec_review.opaque import bare

RESTRICTIONS = ("pattern", "multipleOf", "uniqueItems", "not")
"""Keywords that allow less by being there; two different ones can't be compared."""

TYPED_FORMATS = {"binary", "date", "date-time", "uuid"}
"""Formats of text for which generated clients have types of their own."""

COUNTS = {"Length": "characters", "Items": "items", "Properties": "members"}
"""What minLength, maxItems and their like count."""

COMPARED = {
    "enum",
    "const",
    "x-extensible-enum",
    "default",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    *(f"{end}{what}" for end in ("min", "max") for what in COUNTS),
    "format",
    *RESTRICTIONS,
}

Limit: TypeAlias = "tuple[float, bool] | None"
"""A limit, and whether it is itself excluded."""


def values(review: Review, old: Node, new: Node, place: Place) -> None:
    """Enter every difference in the keywords of COMPARED."""
    for rule in (_lists, _open_words, _default, _range, _counts, _format, _restrictions):
        rule(review, old, new, place)


def listed(schema: Node) -> list[Any] | None:
    """The values of an enum or a const; None where there is no list."""
    if "const" in schema:
        return [schema["const"]]
    found: list[Any] | None = schema.get("enum")
    return found


def _without(values: list[Any], others: list[Any]) -> list[Any]:
    return [value for value in values if not any(same(value, other) for other in others)]


def _lists(review: Review, old: Node, new: Node, place: Place) -> None:
    before, now = listed(old), listed(new)
    taken = place.side is Side.TAKEN
    if before is None and now is not None:
        review.narrows(place, f"Only {named(now)} {'is taken' if taken else 'may be given'} now.")
    elif before is not None and now is None:
        review.widens(place, f"The list of values is gone; others may be {'sent' if taken else 'given'} now.")
    elif before is not None and now is not None:
        for value in _without(before, now):
            review.narrows(place, f"The value `{value}` is not {place.side.value} any more.")
        for value in _without(now, before):
            words = "is taken as well" if taken else "may be given now: clients don't know it"
            review.widens(place, f"The value `{value}` {words}.")


def _open_words(review: Review, old: Node, new: Node, place: Place) -> None:
    """Words of an open list promise nothing: others could come at any time."""
    before, now = old.get("x-extensible-enum", []), new.get("x-extensible-enum", [])
    for word in _without(before, now):
        review.compatible(place, f"The word `{word}` is not among the known ones any more.")
    for word in _without(now, before):
        review.compatible(place, f"The word `{word}` is among the known ones now; the list stays open.")


def _default(review: Review, old: Node, new: Node, place: Place) -> None:
    if "default" not in old:
        if "default" in new:
            review.compatible(place, f"The default is `{new['default']}`; none was named before.")
        return
    if "default" in new and same(old["default"], new["default"]):
        return
    now = f"is `{new['default']}` now" if "default" in new else "is not named any more"
    text = f"The default {now}, `{old['default']}` before"
    if place.side is Side.TAKEN:
        review.breaking(place, f"{text}: leaving the value out means something else.")
    else:
        review.compatible(place, f"{text}.")


def _range(review: Review, old: Node, new: Node, place: Place) -> None:
    lows, highs = (_low(old), _low(new)), (_high(old), _high(new))
    _limit(review, place, ("at least", "above"), lows, lower=True)
    _limit(review, place, ("at most", "below"), highs, lower=False)


def _low(schema: Node) -> Limit:
    found = [
        (schema[key], key == "exclusiveMinimum") for key in ("minimum", "exclusiveMinimum") if key in schema
    ]
    return max(found, default=None)


def _high(schema: Node) -> Limit:
    found = [
        (schema[key], key == "exclusiveMaximum") for key in ("maximum", "exclusiveMaximum") if key in schema
    ]
    return min(found, key=lambda limit: (limit[0], not limit[1]), default=None)


def _counts(review: Review, old: Node, new: Node, place: Place) -> None:
    for what, unit in COUNTS.items():
        for end, words in (("min", "at least"), ("max", "at most")):
            before, now = (_count(node, f"{end}{what}") for node in (old, new))
            _limit(review, place, (words, words), (before, now), lower=end == "min", unit=f" {unit}")


def _count(node: Node, keyword: str) -> Limit:
    """At least 0 is no limit."""
    limit = node.get(keyword)
    return None if limit is None or (limit == 0 and keyword.startswith("min")) else (limit, False)


def _limit(  # noqa: PLR0913 - one sentence for every kind of limit
    review: Review,
    place: Place,
    words: tuple[str, str],
    pair: tuple[Limit, Limit],
    *,
    lower: bool,
    unit: str = "",
) -> None:
    """Enter that a limit came, went or moved. Both words are said as `words[excluded] number`."""
    before, now = pair
    if before == now:
        return
    text = f"It is {_said(now, words, unit)} now, {_said(before, words, unit)} before."
    if before is None or (now is not None and _tighter(now, before, lower=lower)):
        review.narrows(place, text)
    else:
        review.widens(place, text)


def _said(limit: Limit, words: tuple[str, str], unit: str) -> str:
    return f"{words[limit[1]]} {limit[0]}{unit}" if limit else f"without the limit “{words[0]}{unit}”"


def _tighter(now: tuple[float, bool], before: tuple[float, bool], *, lower: bool) -> bool:
    if now[0] == before[0]:
        return now[1]
    return now[0] > before[0] if lower else now[0] < before[0]


def _format(review: Review, old: Node, new: Node, place: Place) -> None:
    formats = old.get("format"), new.get("format")
    if formats[0] != formats[1] and TYPED_FORMATS & set(formats):
        before, now = (f"`{each}`" if each else "none" for each in formats)
        text = f"The format is {now} now, {before} before: generated clients have another type for it."
        review.breaking(place, text)
    else:
        _restriction(review, "format", old, new, place)


def _restrictions(review: Review, old: Node, new: Node, place: Place) -> None:
    for keyword in RESTRICTIONS:
        _restriction(review, keyword, old, new, place)


def _restriction(review: Review, keyword: str, old: Node, new: Node, place: Place) -> None:
    before, now = (
        bare(document, node[keyword]) if node.get(keyword, False) is not False else None
        for document, node in ((review.old, old), (review.new, new))
    )
    if same(before, now):
        _reworded(review, keyword, (old, new), place)
    elif before is None:
        review.narrows(place, f"`{keyword}` is new: {_shown(now)}.")
    elif now is None:
        review.widens(place, f"`{keyword}` is gone: {_shown(before)}.")
    else:
        text = f"`{keyword}` is {_shown(now)} now, {_shown(before)} before"
        review.breaking(place, f"{text}; which values fit both can't be told.")


def _reworded(review: Review, keyword: str, pair: tuple[Node, Node], place: Place) -> None:
    """Words within a schema that is compared as a whole."""
    if not same(*(node.get(keyword, False) for node in pair)):
        review.compatible(place, f"`{keyword}` reads otherwise, and means the same.")


def _shown(value: Any) -> str:
    return "a schema" if isinstance(value, dict) else f"`{value}`"
