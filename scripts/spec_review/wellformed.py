"""Whether a file is an OpenAPI document at all: what isn't can't be compared, and is refused in words."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs

from scripts.spec_statements import METHODS, join, resolve

JSON = (dict, list, str, int, float, type(None))
"""What its values are in Python; true and false are numbers there."""

TOLD = 3  # faults that are named; one mistake often brings others along


def faults(document: Any) -> list[str]:
    """What is wrong with it, the first few; each with its place."""
    try:
        return next(filter(None, (_first(rule(document)) for rule in RULES)), [])
    except RecursionError:
        return ["#: some part of it holds itself, by a YAML anchor, or is nested too deep"]


def _first(found: Iterator[str]) -> list[str]:
    return [fault for fault, _ in zip(found, range(TOLD), strict=False)]


def _values(node: Any, pointer: str = "#") -> Iterator[str]:
    """YAML knows more than JSON: dates, sets, bytes, keys that are numbers such as a bare 303."""
    for place, child in _children(node, pointer):
        yield from _values(child, place)
    if isinstance(node, dict):
        for key in node:
            if not isinstance(key, str):
                yield f"{pointer}: the key {key} isn't text; put it into quotes"
    elif not isinstance(node, JSON) or (isinstance(node, float) and not math.isfinite(node)):
        yield f"{pointer}: `{str(node)[:60]}` is no value of JSON; text is put into quotes"


def _forms(document: Any) -> Iterator[str]:
    for error in _schema().iter_errors(document):
        yield _told("#", error)


def _schemas(document: dict[str, Any]) -> Iterator[str]:
    """The form of OpenAPI leaves open what a schema is."""
    for pointer, keyword, node in _members(document, "#"):
        named = pointer.startswith("#/components/schemas/") and pointer.count("/") == 3
        artifact = pointer.rpartition("/")[0].endswith("/x-artifact-schemas")
        if keyword == "schema" or named or artifact:
            try:
                jsonschema_rs.meta.validate(node)
            except jsonschema_rs.ValidationError as error:
                yield _told(pointer, error)


def _extensions(document: dict[str, Any]) -> Iterator[str]:
    for pointer, keyword, node in _members(document, "#"):
        if keyword in EXTENSIONS:
            for error in _extension(keyword).iter_errors(node):
                yield _told(pointer, error)


def _told(pointer: str, error: jsonschema_rs.ValidationError) -> str:
    return f"{join(pointer, *map(str, error.instance_path))}: {error.message[:200]}"


def _members(node: Any, pointer: str) -> Iterator[tuple[str, str, Any]]:
    """Every member of every object, with its place and name."""
    for place, child in _children(node, pointer):
        if isinstance(node, dict):
            yield place, place.rpartition("/")[2], child
        yield from _members(child, place)


def _references(document: dict[str, Any]) -> Iterator[str]:
    for pointer, reference in _referring(document, "#"):
        try:
            target: Any = resolve(document, {"$ref": reference})
        except (KeyError, TypeError):
            yield f"{pointer}: `{reference}` leads nowhere within the document"
            continue
        kind = _kind(pointer)
        if not isinstance(target, dict) or (kind and not reference.startswith(f"#/components/{kind}/")):
            yield f"{pointer}: `{reference}` doesn't lead to one of `components/{kind or 'schemas'}`"


def _kind(pointer: str) -> str:
    """Where a reference at this place must lead; empty where that can't be told by the place."""
    *above, owner, last = pointer.split("/")
    if last == "requestBody":
        return "requestBodies"
    if above == ["#", "components"]:
        return owner
    listed = owner == "parameters" and last.isdecimal()
    return owner if listed or owner in {"headers", "responses"} else ""


def _referring(node: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        yield pointer, node["$ref"]
    for place, child in _children(node, pointer):
        if not place.endswith("/example"):
            yield from _referring(child, place)


def _names(document: dict[str, Any]) -> Iterator[str]:
    """Each operation has a name of its own: generated clients keep one function for each name."""
    known: dict[str, str] = {}
    items = [(path, item) for path, item in document.get("paths", {}).items() if path.startswith("/")]
    for path, item in items:
        for method in METHODS:
            name = item.get(method, {}).get("operationId")
            if name is None:
                continue
            address = f"{method.upper()} {path}"
            if name in known:
                yield f"{join('#/paths', path, method)}: `{name}` is {known[name]} already; name it otherwise"
            known[name] = address


def _children(node: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in pairs:
        yield join(pointer, str(key)), child


RULES = (_values, _forms, _extensions, _schemas, _references, _names)


def _object(required: str, **members: Any) -> dict[str, Any]:
    """The form of an object: `required` names members that are there, text unless told otherwise."""
    texts = dict.fromkeys(required.split(), TEXT)
    return {"type": "object", "required": list(texts), "properties": {**texts, **members}}


TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
SIDE = _object("says from")
EXTENSIONS: dict[str, dict[str, Any]] = {
    "x-source": _object("from certainty", note=TEXT, decided=TEXT),
    "x-permission": _object("permission scopes", scopes=TEXTS),
    "x-artifact-schemas": {"type": "object"},
    "x-extensible-enum": {"type": "array"},
    "x-promised": {"type": "object"},
    "x-numbers": TEXTS,
    "x-conflicts": {
        "type": "array",
        "items": _object("point a b decision certainty", a=SIDE, b=SIDE),
    },
    "x-sources": {
        "type": "object",
        "additionalProperties": _object("title url", url={"type": ["string", "null"]}),
    },
    "x-error-types": TEXTS,
    "x-tolerates": {"type": "array", "items": _object("id description", words={"type": "object"})},
    "x-unknowns": TEXTS,
}
"""The form of our own members, as far as anything is read from them here."""


@cache
def _extension(keyword: str) -> Any:
    return jsonschema_rs.Draft202012Validator(EXTENSIONS[keyword])


@cache
def _schema() -> Any:
    """The form of OpenAPI 3.1, from the package that judges contracts whole."""
    form = files("openapi_spec_validator") / "resources" / "schemas" / "v3.1" / "schema.json"
    return jsonschema_rs.Draft202012Validator(json.loads(form.read_text("utf-8")))
