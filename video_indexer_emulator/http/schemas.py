"""JSON Schema of the contract, compiled into validators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import jsonschema_rs

from video_indexer_emulator.errors import UnknownContract

SCHEMA_KEYS = {
    "$ref", "additionalProperties", "allOf", "anyOf", "const", "contentEncoding", "contentMediaType",
    "default", "deprecated", "description", "enum", "example", "examples", "exclusiveMaximum",
    "exclusiveMinimum", "format", "items", "maxItems", "maxLength", "maximum", "minItems", "minLength",
    "minProperties", "maxProperties", "minimum", "not", "oneOf", "pattern", "properties", "readOnly",
    "required", "title", "type", "uniqueItems", "writeOnly",
}  # fmt: skip
"""Keywords that the validator enforces, or that say nothing to enforce."""

BODY_KEYS = {"content", "description", "required"}
MEDIA_KEYS = {"schema", "example", "examples", "encoding"}


class Validator(Protocol):
    """What this module needs of a compiled schema."""

    def iter_errors(self, instance: Any) -> Iterator[Any]:
        """Give every breach."""
        ...

    def is_valid(self, instance: Any) -> bool:
        """Tell whether there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Body:
    """What an operation's request body must be."""

    required: bool
    validators: dict[str, Validator]  # by media type, lower case


class Document:
    """The parsed contract, with its references."""

    def __init__(self, root: dict[str, Any]) -> None:
        self.root = root

    def resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        """Follow a local reference to the object that it names."""
        while "$ref" in node:
            target: Any = self.root
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def compile(self, schema: dict[str, Any], where: str) -> Validator:
        """Compile a schema; raises UnknownContract for a keyword that nobody would enforce."""
        self._check_keywords(schema, where, set())
        whole = {**schema, "components": self.root.get("components", {})}
        try:
            return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        except (ValueError, jsonschema_rs.ReferencingError) as error:
            raise UnknownContract(f"{where}: {error}") from error

    def _check_keywords(self, schema: Any, where: str, seen: set[str]) -> None:
        if not isinstance(schema, dict):
            return
        refuse_unknown(schema, SCHEMA_KEYS, where)
        reference = schema.get("$ref")
        if reference and reference not in seen:
            seen.add(reference)
            self._check_keywords(self.resolve(schema), f"{where} > {reference}", seen)
        for child in _subschemas(schema):
            self._check_keywords(child, where, seen)


def _subschemas(schema: dict[str, Any]) -> Iterator[Any]:
    for key in ("items", "not", "additionalProperties"):
        yield schema.get(key)
    for key in ("allOf", "anyOf", "oneOf"):
        yield from schema.get(key, ())
    yield from schema.get("properties", {}).values()


def refuse_unknown(node: dict[str, Any], known: Iterable[str], where: str) -> None:
    """Raise UnknownContract for a key that is neither known nor an extension."""
    unknown = sorted(key for key in node.keys() - set(known) if not key.startswith("x-"))
    if unknown:
        raise UnknownContract(f"{where}: this service doesn't know {', '.join(unknown)}.")


def compile_body(document: Document, node: dict[str, Any], where: str) -> Body:
    """Compile a request body."""
    refuse_unknown(node, BODY_KEYS, where)
    validators = {}
    for media_type, media in node["content"].items():
        refuse_unknown(media, MEDIA_KEYS, where)
        validators[media_type.lower()] = document.compile(media["schema"], f"{where} body")
    return Body(node.get("required", False), validators)


def describe(errors: Iterable[Any], subject: str) -> str:
    """Say in one line what breaks the contract, without repeating the input at length."""
    texts = []
    for error in errors:
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.instance_path)
        texts.append(f"{subject}{path}: {_reason(error)[:200]}")
    return "; ".join(texts[:5])


def _reason(error: Any) -> str:
    """The validator's own words, but for a choice of forms: there, the words of the forms themselves."""
    branches = getattr(error.kind, "context", None)
    if not branches:
        return str(error.message)
    # The last error of a form is the most telling: a wrong type comes first, then what would be right.
    return ", and ".join(str(branch[-1].message) for branch in branches if branch)
