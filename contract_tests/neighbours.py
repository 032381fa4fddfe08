"""Values that lie beside what the contract allows; and how their refusal is judged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import httpx

from .contract import Contract, Operation
from .target import Aim

NUMBERS = ("-1", "0", "1", "5", "1.0", "1.5", "4.5")
CONSTANTS = ("", " ", "true", "false", "null", "None", "[]", "{}", "undefined")

NO_INTEGERS = ("", " ", "x", "1x", "1.5", "1e1", "0x1", "true", "null", "[1]", "1,2")
NO_BOOLEANS = ("", " ", "0", "1", "yes", "no", "on", "truefalse", "tru", "null", "-1")
NO_MOMENTS = ("", "yesterday", "0", "12:30:00Z", "2026-01-01", "2026-13-01T00:00:00Z", "2026-01-01T25:00:00Z")
NO_MOMENTS_EITHER = ("2026-02-30T00:00:00Z", "2026-01-01T00:00:00+99:00", "01/02/2026", "2026-W01-1")
NO_URLS = ("", "clip", "example.com/clip", "not a url", "/clip.mp4", "//example.com/clip", "http://[::1/clip")
NOT_OF_THE_WEB = (
    "ftp://example.com/clip",
    "file:///etc/hostname",
    "data:text/plain,x",
    "httpx://example.com/x",
)
NO_INSIGHTS = (
    "",
    ",",
    "faces,",
    ",faces",
    "faces,,labels",
    "faces labels",
    "faces;labels",
    "1",
    "faces, labels",
)
LONG = {"int32": 2**31}
NO_COMMA = "^[^,]*$"
"""Of a list whose values are words or ids: joined by commas, they would be one unknown value."""


BODIES = {
    "nothing": b"",
    "a space": b" ",
    "no members": b"{}",
    "a list": b"[]",
    "a list of the right thing": b'[{"faces": {}}]',
    "null": b"null",
    "a text": b'"faces"',
    "a number": b"1",
    "true": b"true",
    "faces null": b'{"faces": null}',
    "faces a list": b'{"faces": []}',
    "faces a text": b'{"faces": "HighBlur"}',
    "faces true": b'{"faces": true}',
    "no faces but a kind": b'{"blurringKind": "Black"}',
    "Faces": b'{"Faces": {}}',
    "an unknown member": b'{"faces": {}, "licensePlates": {}}',
    "an unknown member of faces": b'{"faces": {"strength": 3}}',
    "blurringkind": b'{"faces": {"blurringkind": "Black"}}',
    "BlurringKind": b'{"faces": {"BlurringKind": "Black"}}',
    "a filter beside faces": b'{"faces": {}, "filter": {"ids": [1000], "scope": "Include"}}',
    "trailing comma": b'{"faces": {"blurringKind": "HighBlur"},}',
    "trailing comma in faces": b'{"faces": {"blurringKind": "HighBlur",}}',
    "single quotes": b"{'faces': {}}",
    "cut off": b'{"faces": {"blurringKind": "High',
    "more after it": b'{"faces": {}} {"faces": {}}',
    "a comment": b'{"faces": {} /* all */}',
    "NaN": b'{"faces": {"blurringKind": NaN}}',
    "not UTF-8": b'{"faces": {"blurringKind": "\xff"}}',
    "a form": b"faces=HighBlur",
}
"""Bodies that are no redaction."""

FILTERS: dict[str, Any] = {
    "null": None,
    "a list": [],
    "empty": {},
    "a list of ids": ["$id"],
    "ids alone": {"ids": ["$id"]},
    "scope alone": {"scope": "Include"},
    "empty ids included": {"ids": [], "scope": "Include"},
    "empty ids excluded": {"ids": [], "scope": "Exclude"},
    "ids null": {"ids": None, "scope": "Include"},
    "ids a number": {"ids": "$id", "scope": "Include"},
    "ids a text": {"ids": "1000,1001", "scope": "Include"},
    "id as text": {"ids": ["$text"], "scope": "Include"},
    "id with a fraction": {"ids": [1000.5], "scope": "Include"},
    "id true": {"ids": [True], "scope": "Include"},
    "id null": {"ids": [None], "scope": "Include"},
    "id a list": {"ids": [["$id"]], "scope": "Include"},
    "negative id": {"ids": [-1], "scope": "Include"},
    "id beyond 32 bits": {"ids": [2**31], "scope": "Include"},
    "id beyond 64 bits": {"ids": [2**64], "scope": "Include"},
    "right id and one beyond 32 bits": {"ids": ["$id", 2**32], "scope": "Include"},
    "unknown id": {"ids": [2_000_000_000], "scope": "Include"},
    "unknown id excluded": {"ids": [2_000_000_000], "scope": "Exclude"},
    "right and unknown id": {"ids": ["$id", 2_000_000_000], "scope": "Include"},
    "right and unknown id excluded": {"ids": ["$id", 2_000_000_000], "scope": "Exclude"},
    "scope null": {"ids": ["$id"], "scope": None},
    "scope a number": {"ids": ["$id"], "scope": 0},
    "scope a list": {"ids": ["$id"], "scope": ["Include"]},
    "an unknown member": {"ids": ["$id"], "scope": "Include", "extra": 1},
    "Ids": {"Ids": ["$id"], "scope": "Include"},
    "Scope": {"ids": ["$id"], "Scope": "Include"},
} | {
    f"scope {word!r}": {"ids": ["$id"], "scope": word}
    for word in ("include", "EXCLUDE", "Only", "", " Include", "Exclude ", "Included", "Include,Exclude")
}
"""Filters of a redaction that are none; $id stands for a face of the video, $text for it as text."""


def words_of(contract: Contract, schema: dict[str, Any]) -> list[Any]:
    """The listed values of a schema, of all its forms."""
    node = contract.resolve(schema)
    found = list(node.get("enum", ()))
    for form in node.get("oneOf", ()):
        found += words_of(contract, form)
    return found


def listed_inputs(contract: Contract) -> Iterator[tuple[Operation, str, list[str]]]:
    """The query parameters of all operations whose values are listed."""
    for operation in contract.operations.values():
        for name, node in operation.query_parameters().items():
            words = words_of(contract, node["schema"])
            if words:
                yield operation, name, words


def beside_words(words: Sequence[str]) -> list[str]:
    """Texts that a query can carry and that are none of the words, whatever their case."""
    texts = [*NUMBERS, *CONSTANTS, ",".join(words[:2]), "|".join(words[:2])]
    for word in words:
        texts += [f" {word}", f"{word} ", f"{word}s", word[:-1], f'"{word}"', f"{word[0]} {word[1:]}"]
    taken = {word.casefold() for word in words}
    return [text for text in dict.fromkeys(texts) if text.casefold() not in taken]


def other_cases(word: str) -> list[str]:
    """The word with its letters in other cases."""
    return [text for text in dict.fromkeys((word.lower(), word.upper(), word.swapcase())) if text != word]


def beside_kinds(names: Sequence[str], numbers: Sequence[int]) -> dict[str, str]:
    """JSON texts that are no kind, by what they look like."""
    low, high = min(numbers), max(numbers)
    values: list[Any] = [low - 1, high + 1, high + 0.5, 1.5, 0.1, -0.5, 99, 2**31, 2**63, 1e300]
    values += [str(number) for number in numbers]
    values += ["", " ", "Blur", "None", "true", "null", f"{names[0]},{names[1]}"]
    for name in names:
        values += [*other_cases(name), f" {name}", f"{name} ", name[:-1], name.replace("Blur", " Blur")]
    values += [True, False, None, [], {}, [names[0]], [numbers[1]], {"name": names[0]}, {names[0]: True}]
    known = {json.dumps(value) for value in (*names, *numbers)}
    texts = dict.fromkeys(json.dumps(value) for value in values)
    return {text: text for text in texts if text not in known}


def beside_schema(contract: Contract, node: dict[str, Any]) -> list[str]:
    """Texts that break the schema of a query parameter; none where every text is allowed."""
    schema = contract.resolve(node["schema"])
    kind, form = schema.get("type"), schema.get("format")
    if kind == "array":
        items = contract.resolve(schema["items"])
        return [
            *([""] if items.get("minLength") else []),
            *(["a,b"] if items.get("pattern") == NO_COMMA else []),
        ]
    texts: list[str] = []
    if kind == "integer":
        texts += NO_INTEGERS
        texts += [str(schema["minimum"] - 1), str(schema["maximum"] + 1), str(LONG.get(form or "", 2**63))]
        texts += [str(-(2**31)), str(2**64)]
    elif kind == "boolean":
        texts += NO_BOOLEANS
    elif form == "date-time":
        texts += [*NO_MOMENTS, *NO_MOMENTS_EITHER]
    elif form == "uri":
        texts += [*NO_URLS, *(NOT_OF_THE_WEB if "pattern" in schema else ())]
    elif "maxLength" in schema:
        texts += ["x" * (schema["maxLength"] + 1), "é" * (schema["maxLength"] + 1)]
    elif "pattern" in schema:
        texts += NO_INSIGHTS
    return texts


def no_video(aim: Aim) -> tuple[str, ...]:
    """The words for a video that isn't there: ours is decided, and others may use any documented one."""
    return ("BREAKDOWN_NOT_FOUND",) if aim.controls else ("BREAKDOWN_NOT_FOUND", "VIDEO_NOT_FOUND")


def assert_error(
    answer: httpx.Response, status: int, error_type: str | tuple[str, ...], sent: object
) -> None:
    """The request was answered with this status and (one of) this word; `sent` tells what was asked."""
    assert answer.status_code == status, (
        f"{sent} was answered with {answer.status_code} instead of {status}: {answer.text[:300]}"
    )
    word = answer.json()["ErrorType"]
    fitting = (error_type,) if isinstance(error_type, str) else error_type
    assert word in fitting, f"{sent} got the ErrorType {word} instead of {' or '.join(fitting)}"
    assert answer.json()["Message"], f"{sent} got an error without a Message"
