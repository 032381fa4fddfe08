"""Ways of writing the same schema: each is brought into one form before two are compared."""

from __future__ import annotations

from typing import Any

from scripts.spec_review.changes import WORDING, Node

OF_ONE_TYPE = {
    *("type", "format", "items", "additionalProperties", "properties", "required", "pattern"),
    *("minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}
"""Keywords that say nothing of null, and so hold beside it as they hold in a choice of their own."""


def unwrapped(schema: Node) -> Node:
    """A reference that stands alone in `allOf`, as the bare reference."""
    parts = schema.get("allOf", [])
    if len(parts) == 1 and isinstance(parts[0], dict) and parts[0].keys() == {"$ref"}:
        beside = {key: value for key, value in schema.items() if key != "allOf"}
        if all(key in WORDING or key.startswith("x-") for key in beside):
            return {**beside, **parts[0]}
    return schema


def joined_with_null(schema: Node) -> Node:
    """A choice of one type or null, as the two types of one schema."""
    for keyword in ("oneOf", "anyOf"):
        beside = {key: value for key, value in schema.items() if key != keyword}
        other = _beside_null(schema.get(keyword, []))
        if (
            other
            and not OF_ONE_TYPE & beside.keys()
            and not {"enum", "const", "not", "nullable"} & beside.keys()
        ):
            return {**beside, **other, "type": [other["type"], "null"]}
    return schema


def _beside_null(choices: list[Any]) -> Node | None:
    """The choice beside `{type: null}`, if it is of one other type and there are no more."""
    others = [choice for choice in choices if choice != {"type": "null"}]
    if len(choices) != 2 or len(others) != 1 or not isinstance(others[0], dict):
        return None
    (other,) = others
    plain = isinstance(other.get("type"), str) and other["type"] != "null" and other.keys() <= OF_ONE_TYPE
    return other if plain else None
