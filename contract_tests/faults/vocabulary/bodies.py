"""Changes of an answer's body."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from ...relay.messages import NOT_JSON, Answer, Request
from ..pointers import ROOT, Place, places, same
from .words import Context, Kind, change

Editor = Callable[[Any], Any]

CONVERSIONS: dict[str, Editor] = {
    "string": lambda value: value if isinstance(value, str) else json.dumps(value),
    "number": lambda _: 7,
    "boolean": bool,
    "list": lambda value: [value],
    "object": lambda value: {"value": value},
    "null": lambda _: None,
    "floating": lambda value: value + 0.5,
}
CASES: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "lower-first": lambda text: text[:1].lower() + text[1:],
    "upper-first": lambda text: text[:1].upper() + text[1:],
}


def edit(answer: Answer, pointer: str, editor: Callable[[Place], None]) -> bool:
    """Let an editor work at every place that a pointer names; tells whether the document is another now."""
    document = answer.json
    if document is NOT_JSON:
        return False
    before = json.dumps(document)
    holder = {ROOT: document}
    for place in reversed(list(places(holder, pointer))):
        editor(place)
    if json.dumps(holder[ROOT]) == before:
        return False
    answer.set_json(holder[ROOT])
    return True


def edit_value(answer: Answer, pointer: str, editor: Editor) -> bool:
    """Replace every value that a pointer names."""

    def replace(place: Place) -> None:
        container, key = place
        container[key] = editor(container[key])

    return edit(answer, pointer, replace)


@change(Kind.ANSWER)
def remove_member(answer: Answer, _request: Request, _context: Context, *, at: str) -> bool:
    """A member, or an item of an array, is missing."""

    def remove(place: Place) -> None:
        container, key = place
        del container[key]

    return edit(answer, at, remove)


@change(Kind.ANSWER)
def rename_member(answer: Answer, _request: Request, _context: Context, *, at: str, to: str) -> bool:
    """A member has another name."""

    def rename(place: Place) -> None:
        container, key = place
        container[to] = container.pop(key)

    return edit(answer, at, rename)


@change(Kind.ANSWER)
def add_member(
    answer: Answer, _request: Request, _context: Context, *, at: str, name: str, value: Any
) -> bool:
    """An object has a member more."""
    return edit_value(answer, at, lambda old: {**old, name: value} if isinstance(old, dict) else old)


@change(Kind.ANSWER)
def set_member(answer: Answer, _request: Request, _context: Context, *, at: str, value: Any) -> bool:
    """A member that is there has this value."""
    return edit_value(answer, at, lambda _: value)


@change(Kind.ANSWER)
def retype_member(answer: Answer, _request: Request, _context: Context, *, at: str, to: str) -> bool:
    """A member has another JSON type."""
    return edit_value(answer, at, CONVERSIONS[to])


@change(Kind.ANSWER)
def recase_member(answer: Answer, _request: Request, _context: Context, *, at: str, to: str) -> bool:
    """A word is written in another case."""
    return edit_value(answer, at, lambda old: CASES[to](old) if isinstance(old, str) else old)


@change(Kind.ANSWER)
def recase_names(answer: Answer, _request: Request, _context: Context, *, at: str, to: str) -> bool:
    """The names of an object's members are written in another case."""
    recase = CASES[to]
    return edit_value(
        answer, at, lambda old: {recase(k): v for k, v in old.items()} if isinstance(old, dict) else old
    )


@change(Kind.ANSWER)
def rewrite_member(
    answer: Answer, _request: Request, _context: Context, *, at: str, pattern: str, by: str
) -> bool:
    """The first match in a text is replaced."""
    return edit_value(
        answer, at, lambda old: re.sub(pattern, by, old, count=1) if isinstance(old, str) else old
    )


@change(Kind.ANSWER)
def shift_member(answer: Answer, _request: Request, _context: Context, *, at: str, by: float) -> bool:
    """A number is larger or smaller than it is."""
    return edit_value(answer, at, lambda old: old + by if isinstance(old, int | float) else old)


@change(Kind.ANSWER)
def waver_member(answer: Answer, request: Request, context: Context, *, at: str, by: int) -> bool:
    """A number is told too high in every other answer of the same address, so that it falls in the next."""
    key = ("waver", request.path)
    context.memory[key] = not context.memory.get(key, False)
    return bool(context.memory[key]) and edit_value(answer, at, lambda old: min(old + by, 99))


@change(Kind.ANSWER)
def drift_time(answer: Answer, request: Request, context: Context, *, at: str, seconds: float) -> bool:
    """A time moves a step further with every answer of the same address."""
    key = ("drift", request.path)
    steps = context.memory[key] = context.memory.get(key, 0) + 1
    return edit_value(answer, at, lambda old: _later(old, steps * seconds))


def _later(text: str, seconds: float) -> str:
    seven, zone = text[:27], text[27:]  # seven digits of a second; Python has six
    moment = datetime.fromisoformat(seven[:26]) + timedelta(seconds=seconds)
    return f"{moment.isoformat(timespec='microseconds')}0{zone}"


@change(Kind.ANSWER)
def swap_members(
    answer: Answer, _request: Request, _context: Context, *, at: str, one: str, other: str
) -> bool:
    """Two members of an object have each other's value."""
    return edit_value(
        answer,
        at,
        lambda old: old | {one: old[other], other: old[one]} if {one, other} <= old.keys() else old,
    )


@change(Kind.ANSWER)
def keep_items(answer: Answer, _request: Request, _context: Context, *, at: str, slice: str) -> bool:  # noqa: A002
    """Of an array only a slice is there, written start:stop:step."""
    start, stop, step = (int(part) if part else None for part in slice.split(":"))
    return edit_value(answer, at, lambda old: old[start:stop:step])


@change(Kind.ANSWER)
def repeat_item(answer: Answer, _request: Request, _context: Context, *, at: str) -> bool:
    """The first item of an array is there twice."""
    return edit_value(answer, at, lambda old: old[:1] + old)


@change(Kind.ANSWER)
def exchange_values(
    answer: Answer, _request: Request, _context: Context, *, at: str, values: list[list[Any]]
) -> bool:
    """Each value on the left of a pair is given as the one on its right."""
    return edit_value(answer, at, lambda old: next((to for value, to in values if same(value, old)), old))


@change(Kind.ANSWER)
def permute_ids(answer: Answer, _request: Request, _context: Context, *, at: str) -> bool:
    """All ids that a pointer names are exchanged: the lowest for the next, the last for the lowest."""
    seen: set[int] = set()
    edit(answer, at, lambda place: seen.add(place[0][place[1]]))
    order = sorted(seen)
    following = dict(zip(order, order[1:] + order[:1], strict=True))
    return edit_value(answer, at, lambda old: following[old])


@change(Kind.ANSWER)
def replace_body(
    answer: Answer, _request: Request, _context: Context, *, text: str, media: str | None = None
) -> bool:
    """The body is this text; the media type stays unless one is given."""
    altered = answer.body != text.encode()
    answer.set_body(text.encode(), media)
    return altered


@change(Kind.ANSWER)
def append_text(answer: Answer, _request: Request, _context: Context, *, text: str) -> bool:
    """Something comes after the body."""
    answer.set_body((answer.body or b"") + text.encode())
    return True


@change(Kind.ANSWER)
def answer_instead(  # noqa: PLR0913 - each is one part of the answer
    answer: Answer, request: Request, _context: Context, *, status: int, json: Any = None, text: str = "",
    media: str | None = None, location: str | None = None,
) -> bool:  # fmt: skip
    """Another answer comes; `location` is a path of the account, and is made absolute."""
    answer.replace(status, text.encode(), media)
    if json is not None:
        answer.set_json(json)
        answer.set_header("content-type", "application/json")
    if location is not None:
        place, account = request.places.get("location"), request.places.get("accountId")
        answer.set_header(
            "location", f"http://{request.header('host')}/{place}/Accounts/{account}/{location}"
        )
    return True


@change(Kind.ANSWER)
def envelope_error(answer: Answer, _request: Request, _context: Context) -> bool:
    """An error of the data plane comes in Resource Manager's envelope."""
    error = answer.json
    if not isinstance(error, dict) or "ErrorType" not in error:
        return False
    answer.set_json({"error": {"code": error["ErrorType"], "message": error["Message"]}})
    return True


@change(Kind.ANSWER)
def flatten_error(answer: Answer, _request: Request, _context: Context) -> bool:
    """An error of Resource Manager comes in the data plane's form."""
    error = answer.json
    if not isinstance(error, dict) or "error" not in error:
        return False
    answer.set_json({"ErrorType": "GENERAL", "Message": error["error"]["message"]})
    return True
