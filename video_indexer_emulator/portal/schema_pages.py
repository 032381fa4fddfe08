"""Shows the contract's schemas: a table of members each, with links between them."""

from __future__ import annotations

import json
from typing import Any

from video_indexer_emulator.portal.markup import Child, Markup, element, joined, phrase, prose, table
from video_indexer_emulator.portal.provenance import provenance

LIMITS = {
    "format": "format {}",
    "pattern": "pattern {}",
    "const": "always {}",
    "default": "default {}",
    "minimum": "from {}",
    "exclusiveMinimum": "above {}",
    "maximum": "to {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
}
"""Keywords that narrow a type, in words."""


def schemas_section(schemas: dict[str, Any]) -> Markup:
    """All named schemas."""
    return element(
        "section",
        element("h2", "Schemas", id="schemas"),
        *(_schema(name, schema) for name, schema in schemas.items()),
        aria_labelledby="schemas",
    )


def _schema(name: str, schema: dict[str, Any]) -> Markup:
    members = schema.get("properties", {})
    return element(
        "section",
        element("h3", name, id=f"schema-{name}"),
        prose(schema.get("description")),
        None if members else element("p", type_of(schema), class_="type"),
        _member_table(name, schema) if members else None,
        element("p", "No other members.") if schema.get("additionalProperties") is False else None,
        element("p", provenance(schema.get("x-source"))) if "x-source" in schema else None,
        class_="schema",
        aria_labelledby=f"schema-{name}",
    )


def _member_table(name: str, schema: dict[str, Any]) -> Markup:
    rows: list[list[Child]] = [
        [
            joined(element("code", member), " ", _presence(schema, member)),
            type_of(node),
            joined(phrase(node.get("description", "")), " ", provenance(node.get("x-source"))),
        ]
        for member, node in schema["properties"].items()
    ]
    return table(f"Members of {name}", ["Member", "Type", "Meaning"], rows)


def _presence(schema: dict[str, Any], member: str) -> Markup | None:
    """Whether a reader may count on a member: of every service, or of this one."""
    if member in schema.get("required", ()):
        return element("em", "always")
    promised = member in schema.get("x-promised", {}).get("required", ())
    return element("em", "always from this service") if promised else None


def type_of(schema: dict[str, Any]) -> Markup:
    """A schema's type in a line: a link, a type with its limits, or a choice."""
    parts: list[Child] = [_base(schema)]
    for keyword, words in LIMITS.items():
        if keyword in schema:
            before, after = words.split("{}")
            parts += [", ", before, element("code", _literal(schema[keyword])), after]
    return joined(*parts)


def _base(schema: dict[str, Any]) -> Markup:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return element("a", name, href=f"#schema-{name}")
    if "oneOf" in schema:
        return _listed([type_of(choice) for choice in schema["oneOf"]], " or ")
    if "enum" in schema:
        return _listed([element("code", _literal(value)) for value in schema["enum"]], " · ")
    kind = schema.get("type", "anything")
    kinds = kind if isinstance(kind, list) else [kind]
    items: list[Child] = [joined("array of ", type_of(schema.get("items", {})))] if "array" in kinds else []
    words = _listed([joined(each) for each in [*items, *(each for each in kinds if each != "array")]], " or ")
    known = schema.get("x-extensible-enum")
    if not known:
        return joined(words)
    return joined(
        words, ", known words: ", _listed([element("code", _literal(word)) for word in known], " · ")
    )


def _listed(items: list[Markup], between: str) -> Markup:
    parts: list[Child] = []
    for position, item in enumerate(items):
        parts += [between if position else None, item]
    return joined(*parts)


def _literal(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def examples(nodes: dict[str, Any]) -> Markup:
    """Named examples, each to be opened."""
    return joined(*(_example(node.get("summary") or name, node["value"]) for name, node in nodes.items()))


def _example(name: str, value: object) -> Markup:
    return element("details", element("summary", f"Example: {name}"), json_block(value))


def json_block(value: object) -> Markup:
    """A JSON value, set out."""
    text = json.dumps(value, indent=2, ensure_ascii=False, default=str)
    return element("pre", element("code", text), tabindex="0")
