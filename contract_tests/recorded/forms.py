"""What an answer consists of: every member by its place, with its type, and the form of its times and ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from .words import is_word, words_of

ZERO_GUID = "00000000-0000-0000-0000-000000000000"
GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)")
SPAN = re.compile(r"\d+:\d\d:\d\d(?:\.\d{1,7})?")
PERCENT = re.compile(r"\d{1,3}%")
JWT = re.compile(r"[\w-]{10,}\.[\w-]{10,}\.[\w-]+")
RESOURCE = re.compile(r"/subscriptions/\S+")
ADDRESS = re.compile(r"https?://\S+")
VIDEO_ID = re.compile(r"[0-9a-z]{10}")
PICTURE = re.compile(r"FaceInstanceThumbnail_[0-9a-fA-F-]{36}\.jpg")
VIDEO_ID_MEMBERS = {"id", "videoId", "thumbnailVideoId"}

FORMS = {
    "guid": GUID,
    "span": SPAN,
    "percent": PERCENT,
    "token": JWT,
    "file name of a picture": PICTURE,
    "address": ADDRESS,
    "path of a resource": RESOURCE,
}

Forms = dict[str, set[str]]
"""The forms of each place, such as `videos[].insights.faces[].id`."""


def forms(answers: Iterable[Any]) -> Forms:
    """Every place of some answers, with all forms in which it was seen."""
    found: Forms = {}
    for answer in answers:
        for place, form in _leaves("", answer):
            found.setdefault(place, set()).add(form)
    return found


def form_of(value: Any, member: str = "") -> str:
    """The type of a value, and the form of a text that has one."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "integer" if isinstance(value, int) else "number"
        case str():
            return _text(value, member)
        case list():
            return "list"
        case _:
            return "object"


def _text(text: str, member: str) -> str:
    if not text.strip():
        return "empty text"
    if moment := TIME.fullmatch(text):
        zone = "Z" if moment[2] == "Z" else "with offset"
        return f"time {zone}, {'with' if moment[1] else 'without'} a fraction"
    if words_of(member):
        return _word(text, member)
    if member in VIDEO_ID_MEMBERS and VIDEO_ID.fullmatch(text):
        return "video id"
    for name, pattern in FORMS.items():
        if pattern.fullmatch(text):
            return name
    return "text"


def _word(text: str, member: str) -> str:
    """Whether the contract knows it; which of the known words it is depends on the moment."""
    if text in words_of(member):
        return "known word"
    return "known word in another case" if is_word(text, member) else "unknown word"


def _leaves(place: str, value: Any) -> Iterator[tuple[str, str]]:
    if place:
        yield place, form_of(value, place.rsplit(".", 1)[-1].removesuffix("[]"))
    if isinstance(value, dict):
        for name, each in value.items():
            # The names of speakers are data, no members.
            step = "*" if name.isdigit() else name
            yield from _leaves(f"{place}.{step}" if place else step, each)
    if isinstance(value, list):
        for each in value:
            yield from _leaves(f"{place}[]", each)
