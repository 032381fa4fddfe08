"""Parameters of the contract: from the text of a path, query or header to a checked value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from video_indexer_emulator.errors import InvalidInput, UnknownContract
from video_indexer_emulator.http.schemas import Document, Validator, describe, refuse_unknown
from video_indexer_emulator.http.tolerances import (
    ANY_REQUEST_ID,
    EMPTY_PARAMETERS,
    FORMER_WORDS,
    JOINED_WORDS,
    LOCATION_CASE,
    OF_A_PARAMETER,
    OF_A_SCHEMA,
    WORD_SPELLING,
    spelled,
)

PARAMETER_KEYS = {
    "name", "in", "required", "schema", "description", "example", "examples", "style",
    "explode", "deprecated",
}  # fmt: skip
PLACES = {"path", "query", "header"}
INTEGER = re.compile(r"-?[0-9]{1,18}")
NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation."""

    name: str
    place: str  # path, query or header
    required: bool
    kind: str  # JSON type of one value: string, integer, number or boolean
    is_list: bool
    comma_separated: bool  # one text with commas for several values, rather than the parameter repeated
    words: dict[str, str]  # enum values by casefolded text; the vendor compares them without case
    tolerates: frozenset[str]  # ids of the tolerances that hold for it
    blank_is_absent: bool  # by one of these, where it isn't required
    default: Any
    error_type: str | None  # the ErrorType of a breach, where the contract names one for this parameter
    validator: Validator

    def read(self, texts: list[str]) -> Any:
        """Turn the texts of a request into a checked value, the default if there is none."""
        if ANY_REQUEST_ID in self.tolerates:
            return texts[0] if texts else None  # it is the caller's own, and nothing here depends on it
        if self.blank_is_absent:
            texts = [text for text in texts if text.strip()]
        if not texts:
            if self.required:
                raise self._problem(f"The {self.place} parameter '{self.name}' is required.")
            return self.default
        if "\0" in "".join(texts):
            raise self._problem(f"The {self.place} parameter '{self.name}' holds a NUL, which no text may.")
        value = self._parse(texts)
        if self.validator.is_valid(value):
            return value
        meant = self._parse(self._tolerant(texts))
        if not self.validator.is_valid(meant):
            raise self._problem(describe(self.validator, value, self.name))
        return meant

    def _tolerant(self, texts: list[str]) -> list[str]:
        """The texts as the contract's tolerances let them be read, where they break the schema."""
        if WORD_SPELLING in self.tolerates and (self.words or self.kind != "string"):
            texts = [text.strip() for text in texts]
        if LOCATION_CASE in self.tolerates:
            texts = [text.casefold() for text in texts]
        return texts

    def _problem(self, message: str) -> InvalidInput:
        problem = InvalidInput(message)
        problem.error_type = self.error_type or problem.error_type
        return problem

    def _parse(self, texts: list[str]) -> Any:
        parts = [part for text in texts for part in (text.split(",") if self.comma_separated else [text])]
        if JOINED_WORDS in self.tolerates:
            parts = [part.strip() for part in parts if part.strip()]
            texts = [",".join(parts)]  # of a text that is a list by itself, such as includedInsights
        if self.is_list:
            return [self._parse_one(part) for part in parts]
        if len(texts) > 1:
            raise self._problem(f"The {self.place} parameter '{self.name}' may be given only once.")
        return self._parse_one(texts[0])

    def _parse_one(self, text: str) -> Any:
        """Parse one text; what doesn't parse stays text, for the schema to refuse."""
        if self.kind == "integer" and INTEGER.fullmatch(text):
            return int(text)
        if self.kind == "number" and NUMBER.fullmatch(text):
            return float(text)
        if self.kind == "boolean" and text.casefold() in {"true", "false"}:
            return text.casefold() == "true"
        return self.words.get(text.casefold(), text)


def compile_parameter(document: Document, node: dict[str, Any], where: str) -> Parameter:
    """Compile a parameter; raises UnknownContract for a style that this reader doesn't speak."""
    where = f"{where} {node.get('name')}"
    refuse_unknown(node, PARAMETER_KEYS, where)
    if node["in"] not in PLACES or node.get("style", "form") not in {"form", "simple"}:
        raise UnknownContract(f"{where}: this service reads form and simple parameters of {sorted(PLACES)}.")
    schema = document.resolve(node["schema"])
    is_list = schema.get("type") == "array"
    single = document.resolve(schema["items"]) if is_list else schema
    required = node.get("required", False)
    tolerates, words = _tolerances(document, node, single, where)
    return Parameter(
        name=node["name"],
        place=node["in"],
        required=required,
        kind=_kind(single),
        is_list=is_list,
        comma_separated=(is_list and not node.get("explode", True)) or JOINED_WORDS in tolerates,
        words=words,
        tolerates=tolerates,
        blank_is_absent=EMPTY_PARAMETERS in tolerates and not required,
        default=schema.get("default"),
        error_type=node.get("x-error-type"),
        validator=document.compile(node["schema"], where),
    )


def _tolerances(
    document: Document, node: dict[str, Any], single: dict[str, Any], where: str
) -> tuple[frozenset[str], dict[str, str]]:
    """What a parameter tolerates, and its words by their spelling."""
    own = frozenset(document.tolerances.at(node, OF_A_PARAMETER, where))
    of_schema = document.tolerances.at(single, OF_A_SCHEMA, where)
    former = of_schema.get(FORMER_WORDS, {}).get("words", {})
    listed = [*single.get("enum", ()), *(single.get("x-extensible-enum", ()) if JOINED_WORDS in own else ())]
    anywhere = document.tolerances.anywhere if node["in"] == "query" else frozenset[str]()
    return own | anywhere, spelled([word for word in listed if isinstance(word, str)], former)


def _kind(schema: dict[str, Any]) -> str:
    kind = schema.get("type", "string")
    kinds = [kind] if isinstance(kind, str) else [name for name in kind if name != "null"]
    return kinds[0] if len(kinds) == 1 else "string"
