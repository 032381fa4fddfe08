"""Whether a file is an OpenAPI document at all: what isn't can't be compared, and is refused in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs

from scripts.spec_statements import join, resolve

TOLD = 3  # faults that are named; one mistake often brings others along


def faults(document: Any) -> list[str]:
    """What is wrong with it, the first few; each with its place."""
    return _first(_keys(document, "#")) or _first(_forms(document)) or _first(_references(document))


def _first(found: Iterator[str]) -> list[str]:
    return [fault for fault, _ in zip(found, range(TOLD), strict=False)]


def _keys(node: Any, pointer: str) -> Iterator[str]:
    """YAML reads a bare 303 as a number, and a bare `no` as false."""
    for place, child in _children(node, pointer):
        yield from _keys(child, place)
    if isinstance(node, dict):
        for key in node:
            if not isinstance(key, str):
                yield f"{pointer}: the key {key} isn't text; put it into quotes"


def _forms(document: Any) -> Iterator[str]:
    for error in _schema().iter_errors(document):
        yield f"{join('#', *map(str, error.instance_path))}: {error.message[:200]}"


def _references(document: dict[str, Any]) -> Iterator[str]:
    for pointer, reference in _referring(document, "#"):
        try:
            resolve(document, {"$ref": reference})
        except (KeyError, TypeError):
            yield f"{pointer}: `{reference}` leads nowhere within the document"


def _referring(node: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        yield pointer, node["$ref"]
    for place, child in _children(node, pointer):
        if not place.endswith("/example"):
            yield from _referring(child, place)


def _children(node: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in pairs:
        yield join(pointer, str(key)), child


@cache
def _schema() -> Any:
    """The form of OpenAPI 3.1, from the package that judges contracts whole."""
    form = files("openapi_spec_validator") / "resources" / "schemas" / "v3.1" / "schema.json"
    return jsonschema_rs.Draft202012Validator(json.loads(form.read_text("utf-8")))
