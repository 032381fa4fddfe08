"""Schemas made comparable as they are: references replaced by what they lead to, words left out."""

from __future__ import annotations

from typing import Any

from scripts.spec_review.changes import WORDING, Node, merged

NAMES = {"properties", "patternProperties", "$defs", "dependentSchemas"}
"""Keywords whose keys are names, not keywords."""

VALUES = {"enum", "const", "default"}
"""Keywords that hold values, not schemas."""


def bare(document: Node, schema: Any, within: tuple[str, ...] = ()) -> Any:
    """The part of a schema that decides on values; `within` are the references that led here."""
    if isinstance(schema, list):
        return [bare(document, item, within) for item in schema]
    if not isinstance(schema, dict):
        return schema
    reference = schema.get("$ref")
    if reference in within:
        return {"$ref": reference}  # holds itself
    inner = (*within, reference) if reference else within
    return {
        key: _part(document, key, value, inner)
        for key, value in merged(document, schema).items()
        if key not in WORDING and not key.startswith("x-")
    }


def _part(document: Node, key: str, value: Any, within: tuple[str, ...]) -> Any:
    if key in VALUES:
        return value
    if key in NAMES:
        return {name: bare(document, schema, within) for name, schema in value.items()}
    return bare(document, value, within)
