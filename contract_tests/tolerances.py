"""Inputs beyond the schemas that the contract tolerates: a service is judged by them only if it is strict.

A service may take such an input or refuse it, for nobody knows what the vendor's does with most of them.
The emulator says of itself whether it is strict; any other service counts as tolerant.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from .contract import Schema, contract
from .neighbours import words_of
from .target import Aim

STRICT_ALONE = "only a strict service must refuse it"
"""The end of the reason for which a test of such an input is skipped."""

TOLERANT_ALONE = "only where it isn't strict"
"""The same for a test that such an input is taken."""

ANYWHERE = {entry["id"] for entry in contract().document["info"].get("x-tolerates", ())}


def judged(aim: Aim, *, tolerated: bool) -> None:
    """Skip where the input is tolerated and the service doesn't claim to be strict."""
    if tolerated and not aim.strict:
        pytest.skip(f"the contract tolerates this; {STRICT_ALONE}")


def text_is_tolerated(parameter: dict[str, Any], text: str) -> bool:
    """Whether a query parameter may have this text though its schema doesn't allow it."""
    if not text.strip():
        return "empty-parameters" in ANYWHERE and not parameter.get("required")
    schema = contract().resolve(parameter["schema"])
    return (
        _is_respelled(schema, text)
        or _is_padded(schema, text)
        or _is_former(schema, text)
        or _is_joined(parameter, text)
    )


def repetition_is_tolerated(parameter: dict[str, Any]) -> bool:
    """Whether a parameter of the query may be given more than once though it is no list."""
    return _has(parameter, "joined-words")


def request_id_is_tolerated() -> bool:
    """Whether a caller may name a request by any text."""
    return _has(contract().document["components"]["parameters"]["ClientRequestId"], "any-request-id")


def location_is_tolerated(text: str) -> bool:
    """Whether a region may be spelled so in a path."""
    location = contract().document["components"]["parameters"]["Location"]
    return text != text.lower() and _has(location, "location-case")


def value_is_tolerated(schema: Schema, value: Any) -> bool:
    """Whether a JSON value has a null or a word in it that is tolerated."""
    node = contract().resolve(schema)
    if isinstance(value, dict):
        members, required = node.get("properties", {}), node.get("required", ())
        return any(
            ("null-members" in ANYWHERE and member is None and name not in required)
            or value_is_tolerated(members.get(name, {}), member)
            for name, member in value.items()
        )
    if isinstance(value, list):
        return any(value_is_tolerated(node.get("items", {}), item) for item in value)
    return isinstance(value, str) and _is_respelled(node, value)


def json_is_tolerated(schema: Schema, content: bytes | str) -> bool:
    """The same of a JSON text; what isn't JSON never is."""
    try:
        return value_is_tolerated(schema, json.loads(content))
    except ValueError:
        return False


def media_type_is_tolerated(media_type: str) -> bool:
    """Whether a body of this type may be taken for JSON."""
    plain = media_type.partition(";")[0].strip().lower()
    like_json = plain in {"", "text/json"} or (plain.startswith("application/") and plain.endswith("+json"))
    return "json-media-types" in ANYWHERE and like_json


def _is_respelled(schema: Schema, text: str) -> bool:
    words = {word.casefold() for word in words_of(contract(), schema) if isinstance(word, str)}
    return "word-spelling" in ANYWHERE and text.strip().casefold() in words


def _is_padded(schema: Schema, text: str) -> bool:
    plain = schema.get("type") in {"integer", "number", "boolean"}
    return "word-spelling" in ANYWHERE and plain and text != text.strip()


def _is_former(schema: Schema, text: str) -> bool:
    former = [entry["words"] for entry in schema.get("x-tolerates", ()) if entry["id"] == "former-words"]
    return any(text.strip().casefold() == word.casefold() for words in former for word in words)


def _is_joined(parameter: dict[str, Any], text: str) -> bool:
    return "," in text and _has(parameter, "joined-words")


def _has(node: dict[str, Any], tolerance: str) -> bool:
    return any(entry["id"] == tolerance for entry in node.get("x-tolerates", ()))
