"""Compares two schemas: which values the one allows and the other doesn't."""

from __future__ import annotations

from typing import Any

from scripts.spec_review.annotations import rest, same
from scripts.spec_review.changes import WORDING, Node, Place, Review, Side, merged, presence
from scripts.spec_review.opaque import bare
from scripts.spec_review.spelling import joined_with_null, unwrapped
from scripts.spec_review.values import COMPARED as COMPARED_VALUES
from scripts.spec_review.values import listed, values

EMPTY: Node = {}
"""The schema that allows everything; one object, so that a pair with it is known again."""

NOTHING: Node = {"not": EMPTY}

TYPES = frozenset({"null", "boolean", "object", "array", "number", "string"})

COMPARED = {
    *("$ref", "title", "type", "nullable", "properties", "required", "additionalProperties", "items"),
    *("oneOf", "anyOf", "allOf"),
    *COMPARED_VALUES,
}
"""What is compared keyword by keyword; any other that differs counts as breaking."""


def compare(review: Review, old: Node | bool, new: Node | bool, place: Place) -> None:
    """Enter every difference of two schemas, those behind references included."""
    written = _as_node(old), _as_node(new)
    before, now = map(unwrapped, written)
    references = before.get("$ref"), now.get("$ref")
    if any(references) or before is EMPTY or now is EMPTY:
        pair = (*map(_identity, written), place.side, review.operation)
        if pair in review.compared:
            return  # a schema that holds itself, or one that this operation uses twice
        review.compared.add(pair)
    before, now, place = review.follow(before, now, place)
    before, now = joined_with_null(before), joined_with_null(now)
    _class(review, references, (before, now), place)
    for rule in (_title, _types, values, _members, _order, _others, _items, _all_of, _any_of, _one_of):
        rule(review, before, now, place)
    rest(review, before, now, place, COMPARED)


def _as_node(schema: Node | bool) -> Node:
    if isinstance(schema, bool):
        return EMPTY if schema else NOTHING
    return schema or EMPTY


def _identity(schema: Node) -> str | int:
    """What tells one schema of a document from all others."""
    return str(schema["$ref"]) if schema.keys() == {"$ref"} else id(schema)


def _title(review: Review, old: Node, new: Node, place: Place) -> None:
    """Generated clients name a class for its schema's title, where there is one."""
    before, now = old.get("title"), new.get("title")
    if before == now:
        return
    if any("properties" in node or "enum" in node for node in (old, new)):
        was, is_ = (f"`{title}`" if title else "none" for title in (before, now))
        review.breaking(place, f"The title is {is_} now, {was} before: generated clients rename its class.")
    else:
        review.compatible(place, WORDING["title"])


def _class(review: Review, references: tuple[Any, Any], pair: tuple[Node, Node], place: Place) -> None:
    """Generated clients have a class for each object with members, and for each list of values."""
    names = [f"`{reference.rsplit('/', 1)[1]}`" if reference else "nameless" for reference in references]
    if names[0] != names[1] and all("properties" in node or "enum" in node for node in pair):
        text = (
            f"The schema is {names[1]} now, {names[0]} before: generated clients have another class for it."
        )
        review.breaking(place, text)


def types(schema: Node) -> frozenset[str]:
    """The types that a schema allows; `number` stands for integers too."""
    found = schema.get("type")
    if found is None:
        values = listed(schema)
        return TYPES if values is None else frozenset(map(_type_of, values))
    nullable = {"null"} if schema.get("nullable") else set()
    return frozenset({found} if isinstance(found, str) else found) | nullable


def _type_of(value: Any) -> str:
    kinds = {type(None): "null", bool: "boolean", dict: "object", list: "array", str: "string"}
    return kinds.get(type(value)) or ("integer" if float(value).is_integer() else "number")


def _lacking(wanted: frozenset[str], there: frozenset[str]) -> list[str]:
    return sorted(each for each in wanted - there if not (each == "integer" and "number" in there))


def _types(review: Review, old: Node, new: Node, place: Place) -> None:
    before, now = types(old), types(new)
    if before == now and ("type" in old) != ("type" in new):
        review.compatible(place, "The type is told by the values now, or was before.")
    for kind in _lacking(before, now):
        review.narrows(place, f"A value of type `{kind}` is not {place.side.value} any more.")
    for kind in _lacking(now, before):
        words = (
            "is taken as well" if place.side is Side.TAKEN else "may be given now: clients don't expect it"
        )
        review.widens(place, f"A value of type `{kind}` {words}.")


def _members(review: Review, old: Node, new: Node, place: Place) -> None:
    for name in dict.fromkeys([*_names(old), *_names(new)]):
        where = place.at("properties", name, words=f"`{name}`")
        pair = _member(old, name), _member(new, name)
        required = name in old.get("required", []), name in new.get("required", [])
        further = old.get("additionalProperties", True)
        if pair[0] is None and further is False and place.side is Side.GIVEN:
            text = f"The member `{name}` is new where no others could be: strict clients refuse it."
            review.breaking(where, text)
        elif presence(review, where, f"The member `{name}`", pair, required):
            compare(review, pair[0], pair[1], where)
        elif pair[0] is None and isinstance(further, dict):
            compare(review, further, pair[1], where)


def _order(review: Review, old: Node, new: Node, place: Place) -> None:
    """Generated classes of what clients make take their members by position too, required ones first."""
    if place.side is Side.GIVEN:
        return
    before, now = _arguments(old), _arguments(new)
    stable = [each for each in before if each in now]
    moved = stable != [each for each in now if each in before]
    known = {name for name, _ in before}
    come = [at for at, (name, optional) in enumerate(now) if optional and name not in known]
    if moved or any(set(stable) & set(now[at:]) for at in come):
        order = ", ".join(f"`{name}`" for name, _ in now)
        review.breaking(place, f"Its members come as {order} now: generated clients take them in that order.")


def _arguments(schema: Node) -> list[tuple[str, bool]]:
    """Name of each member and whether it may be left out, in the order of a generated class."""
    required = schema.get("required", [])
    members = [(name, name not in required) for name in schema.get("properties", {})]
    return sorted(members, key=lambda member: member[1])


def _names(schema: Node) -> list[str]:
    return [*schema.get("properties", {}), *schema.get("required", [])]


def _member(schema: Node, name: str) -> Any:
    """A member's schema; one that is required without being described may be anything."""
    return schema.get("properties", {}).get(name, EMPTY if name in schema.get("required", []) else None)


def _others(review: Review, old: Node, new: Node, place: Place) -> None:
    """Members that the schema doesn't name."""
    before, now = old.get("additionalProperties", True), new.get("additionalProperties", True)
    if same(before, now) and not isinstance(now, dict):
        return
    if now is False:
        review.narrows(place, f"Members that it doesn't name are not {place.side.value} any more.")
    elif before is False:
        words = "are taken" if place.side is Side.TAKEN else "may be given: clients don't expect them"
        review.widens(place, f"Members that it doesn't name {words} now.")
    else:
        compare(review, before, now, place.at("additionalProperties", words="each further member"))


def _items(review: Review, old: Node, new: Node, place: Place) -> None:
    if "items" in old or "items" in new:
        where = place.at("items", words="each item")
        compare(review, old.get("items", EMPTY), new.get("items", EMPTY), where)


# ---- choices


def _all_of(review: Review, old: Node, new: Node, place: Place) -> None:
    gone, come = _compared(review, "allOf", old, new, place)
    for part in come:
        review.narrows(place, f"It must also fit {_called(part)} now.")
    for part in gone:
        review.widens(place, f"It need not fit {_called(part)} any more.")


def _any_of(review: Review, old: Node, new: Node, place: Place) -> None:
    _choices(review, "anyOf", old, new, place)


def _one_of(review: Review, old: Node, new: Node, place: Place) -> None:
    """Where choices overlap, a wider one can refuse what it took: the value then fits two of them."""
    before, now = (list(map(_as_node, node.get("oneOf", []))) for node in (old, new))
    differ = not same(bare(review.old, before), bare(review.new, now))
    if differ and (_overlap(review.old, before) or _overlap(review.new, now)):
        text = "The choices differ, and more than one takes the same type"
        review.breaking(place, f"{text}; which values fit exactly one can't be told.")
    _choices(review, "oneOf", old, new, place)


def _overlap(document: Node, choices: list[Node]) -> bool:
    found = [types(merged(document, choice)) for choice in choices]
    return any(
        one & other or any({"integer", "number"} <= {a, b} for a in one for b in other)
        for place, one in enumerate(found)
        for other in found[:place]
    )


def _choices(review: Review, keyword: str, old: Node, new: Node, place: Place) -> None:
    if keyword not in old and keyword not in new:
        return
    if keyword not in old:
        review.narrows(place, f"It must fit one of {', '.join(map(_called, new[keyword]))} now.")
    elif keyword not in new:
        review.widens(place, f"It need not fit one of {', '.join(map(_called, old[keyword]))} any more.")
    else:
        gone, come = _compared(review, keyword, old, new, place)
        for choice in gone:
            review.narrows(place, f"The choice {_called(choice)} is not {place.side.value} any more.")
        for choice in come:
            words = (
                "is taken as well" if place.side is Side.TAKEN else "may be given now: clients don't know it"
            )
            review.widens(place, f"The choice {_called(choice)} {words}.")


def _compared(
    review: Review, keyword: str, old: Node, new: Node, place: Place
) -> tuple[list[Node], list[Node]]:
    """Compare the choices that belong together; gives those that are gone and those that came."""
    before, now = (list(map(_as_node, node.get(keyword, []))) for node in (old, new))
    pairs = [(one, other) for one in before for other in now if _alike(one, other)]
    gone = [one for one in before if not any(one is pair[0] for pair in pairs)]
    come = [other for other in now if not any(other is pair[1] for pair in pairs)]
    if len(gone) == len(come):  # in their order, since nothing else tells which belongs to which
        pairs, gone, come = [*pairs, *zip(gone, come, strict=True)], [], []
    for one, other in pairs:
        position = next(number for number, choice in enumerate(now) if choice is other)
        compare(review, one, other, place.at(keyword, str(position), words=f"choice {position + 1}"))
    return gone, come


def _alike(one: Node, other: Node) -> bool:
    return one["$ref"] == other.get("$ref") if "$ref" in one else same(one, other)


def _called(choice: Node | bool) -> str:
    node = _as_node(choice)
    if "$ref" in node:
        return f"`{node['$ref'].rsplit('/', 1)[1]}`"
    return f"`{node.get('title') or node.get('type') or 'a schema'}`"
