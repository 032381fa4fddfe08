"""JSON Schema of the contract, compiled into validators."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

import jsonschema_rs

from video_indexer_emulator.errors import InvalidInput, UnknownContract
from video_indexer_emulator.http import tolerances
from video_indexer_emulator.http.mending import Mending
from video_indexer_emulator.http.tolerances import Tolerances

SCHEMA_KEYS = {
    "$ref", "additionalProperties", "allOf", "anyOf", "const", "contentEncoding", "contentMediaType",
    "default", "deprecated", "description", "enum", "example", "examples", "exclusiveMaximum",
    "exclusiveMinimum", "format", "items", "maxItems", "maxLength", "maximum", "minItems", "minLength",
    "minProperties", "maxProperties", "minimum", "not", "oneOf", "pattern", "properties", "readOnly",
    "required", "title", "type", "uniqueItems", "writeOnly",
}  # fmt: skip
"""Keywords that the validator enforces, or that say nothing to enforce."""

ERRORS_TOLD = 5
"""Breaches of a schema that an answer names."""

SMALL = 100
"""Members of a value, at any depth, whose breaches are all looked for."""

BODY_KEYS = {"content", "description", "required"}
MEDIA_KEYS = {"schema", "example", "examples", "encoding"}


class Validator(Protocol):
    """What this module needs of a compiled schema."""

    def iter_errors(self, instance: Any) -> Iterator[Any]:
        """Give every breach."""
        ...

    def validate(self, instance: Any) -> None:
        """Raise the first breach."""
        ...

    def is_valid(self, instance: Any) -> bool:
        """Tell whether there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Body:
    """What an operation's request body must be."""

    required: bool
    validators: dict[str, Validator]  # by media type, lower case
    tolerates: frozenset[str]  # ids of the tolerances that hold for it
    mend: Callable[[Any], Any]  # spells a JSON value that breaks its schema as the tolerances allow

    def check(self, value: Any, media_type: str) -> Any:
        """Give the checked value, as the contract spells it; raises InvalidInput for a breach."""
        validator = self.validators[media_type]
        if validator.is_valid(value):
            return value
        mended = self.mend(value)
        if not validator.is_valid(mended):
            raise InvalidInput(describe(validator, value, "body"))
        return mended

    def media_type(self, header: str) -> str:
        """The contract's media type for a Content-Type; raises InvalidInput if it has none."""
        media_type = header.partition(";")[0].strip().lower()
        if media_type in self.validators:
            return media_type
        tolerant = tolerances.JSON_MEDIA_TYPES in self.tolerates and tolerances.is_json(media_type)
        if not (tolerant and tolerances.JSON in self.validators):
            raise InvalidInput(f"Send the body as {' or '.join(self.validators)}.")
        return tolerances.JSON


class Document:
    """The parsed contract, with its references."""

    def __init__(self, root: dict[str, Any], *, strict: bool = False) -> None:
        self.root = root
        self.tolerances = Tolerances(root, strict=strict)

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
    tolerates = (
        document.tolerances.anywhere | document.tolerances.at(node, tolerances.OF_A_BODY, where).keys()
    )
    schema = node["content"].get(tolerances.JSON, {}).get("schema", {})
    return Body(node.get("required", False), validators, tolerates, Mending(document, schema).mend)


def describe(validator: Validator, value: Any, subject: str) -> str:
    """Say in one line what breaks the contract, without repeating the input at length.

    The validator makes every error at once, and a large value can have one for each of its members; of such a
    value only the first is looked for.
    """
    errors = validator.iter_errors(value) if _is_small(value) else _first_error(validator, value)
    texts = []
    for error in islice(errors, ERRORS_TOLD):
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.instance_path)
        texts.append(f"{subject}{path}: {_reason(error)[:200]}")
    return "; ".join(texts)


def _first_error(validator: Validator, value: Any) -> Iterator[Any]:
    try:
        validator.validate(value)
    except jsonschema_rs.ValidationError as error:
        yield error


def _is_small(value: Any) -> bool:
    """Tell whether a value has few members, at any depth."""
    left, waiting = SMALL, [value]
    while waiting and left:
        left -= 1
        match waiting.pop():
            case dict() as members:
                waiting += islice(members.values(), left + 1)
            case list() as items:
                waiting += islice(items, left + 1)
    return not waiting


def _reason(error: Any) -> str:
    """The validator's own words, but for a choice of forms: there, the words of the forms themselves."""
    branches = getattr(error.kind, "context", None)
    if not branches:
        return str(error.message)
    # The last error of a form is the most telling: a wrong type comes first, then what would be right.
    return ", and ".join(str(branch[-1].message) for branch in branches if branch)
