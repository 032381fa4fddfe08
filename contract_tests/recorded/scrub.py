"""Replaces what is particular in answers, so that their form stays and nothing of the account does.

Only what is known to be harmless is kept: the names of members, words of the contract, numbers' and texts'
forms. Every other text is replaced, the same text by the same replacement throughout one scrubber.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from . import forms
from .words import (
    LANGUAGES,
    OPEN_MEMBERS,
    fixed_segments,
    is_word,
    member_names,
    parameter_names,
    public_resource,
    public_words,
)

WORDS = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,60}")
LANGUAGE_MEMBERS = {"sourceLanguage", "sourceLanguages", "language", "languages"}
VERSION = re.compile(r"\d{1,3}(\.\d{1,3}){1,3}")
LONGEST_MEMBER = 40
"""Characters; the longest name of a member that was recorded has 24."""

LONGEST_SPEAKER = 3
"""Digits of a speaker's number."""

LEAST_SECRET = 6
"""Characters: a shorter text would be found in others by chance."""


@dataclass
class Scrubber:
    """Replaces consistently: what was the same before is the same after."""

    _seen: dict[tuple[str, str], str] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)  # what may nowhere be found afterwards

    def value(self, value: Any, member: str = "", *, is_open: bool = False) -> Any:
        """A JSON value of the same form; below an open member the names of members are data."""
        is_open = is_open or member in OPEN_MEMBERS
        match value:
            case dict():
                return {
                    self._member(name, is_open): self.value(each, name, is_open=is_open)
                    for name, each in value.items()
                }
            case list():
                return [self.value(each, member, is_open=is_open) for each in value]
            case bool() | None:
                return value
            case int():
                return self._whole(value, member)
            case float():
                return 0.5 if value else 0.0
            case str():
                return self.text(value, member)
            case _:
                raise TypeError(f"{type(value).__name__} is no JSON")

    def text(self, text: str, member: str = "") -> str:
        """A text of the same form; a word of the contract stays."""
        if not text.strip() or text == forms.ZERO_GUID or self._is_kept(text, member):
            return text
        form = forms.form_of(text, member)
        if form in {"percent", "span"} or form.startswith("time"):
            return _moment(text, form)
        self._remember(text)
        return self._replaced(text, form)

    def address(self, url: str) -> str:
        """An address with its public parts and names of parameters; the rest is replaced."""
        parts = urlsplit(url)
        if parts.scheme not in {"", "http", "https"}:
            self._remember(url)
            return self._named("text", url)
        query = [
            (self._parameter(name), self._named("value", value)) for name, value in parse_qsl(parts.query)
        ]
        self._remember(parts.netloc)
        host = f"{self._named('host', parts.netloc)}.example" if parts.netloc else ""
        return urlunsplit((parts.scheme, host, self._path(parts.path), urlencode(query), ""))

    def _path(self, path: str) -> str:
        """A path with its fixed parts."""
        return "/".join(
            each if not each or each.lower() in fixed_segments() else self._named("part", each)
            for each in path.split("/")
        )

    def _parameter(self, name: str) -> str:
        if name.lower() in parameter_names():
            return name
        self._remember(name)
        return self._named("parameter", name)

    def _member(self, name: str, is_open: bool) -> str:
        """Names of members are the service's own; in an open object, or as an id, they are data."""
        if name in member_names() or (name.isdigit() and len(name) <= LONGEST_SPEAKER):
            return name
        if not is_open and WORDS.fullmatch(name) and not _is_particular(name):
            return name
        self._remember(name)
        return self._named("member", name)

    def _whole(self, value: int, member: str) -> int:
        if member == "id":
            return value if value < 1000 else int(self._number("face", str(value), 1000))
        return 1 if value else 0

    def _is_kept(self, text: str, member: str) -> bool:
        if member in LANGUAGE_MEMBERS:
            return text.lower() in LANGUAGES
        if member == "type":
            return public_resource(text)
        return is_word(text, member) or (member == "version" and VERSION.fullmatch(text) is not None)

    def _replaced(self, text: str, form: str) -> str:
        match form:
            case "guid":
                return f"00000000-0000-4000-8000-{int(self._number('guid', text.lower(), 1)):012d}"
            case "video id":
                kind = "hex" if re.fullmatch(r"[0-9a-f]{10}", text) else "base36"
                number = self._number(kind, text, 1)
                return f"{'f' if kind == 'hex' else 'v'}{int(number):09d}"
            case "file name of a picture":
                return f"FaceInstanceThumbnail_{self._replaced(text[22:58], 'guid')}.jpg"
            case "token":
                return f"header0000.payload000.{self._named('signature', text).replace('-', '')}"
            case "address" | "path of a resource":
                return self.address(text) if form == "address" else self._path(text)
            case _:
                return self._named("text", text)

    def _named(self, kind: str, text: str) -> str:
        if text and kind in {"part", "value"}:
            if forms.GUID.fullmatch(text):
                return self._replaced(text, "guid")
            if forms.VIDEO_ID.fullmatch(text):
                return self._replaced(text, "video id")
            self._remember(text)
        return f"{kind}-{self._number(kind, text, 1)}"

    def _number(self, kind: str, text: str, first: int) -> str:
        key = (kind, text)
        if key not in self._seen:
            self._seen[key] = str(first + sum(known == kind for known, _ in self._seen))
        return self._seen[key]

    def _remember(self, text: str) -> None:
        if is_secret(text):
            self.secrets.add(text)


def is_secret(text: str) -> bool:
    """Whether a text may nowhere be found in goldens: neither short, nor public as a word or a path."""
    return len(text) >= LEAST_SECRET and text.lower() not in public_words() and not public_resource(text)


def _is_particular(name: str) -> bool:
    """Whether a member's name looks like an id or a secret: with digits among its letters, or very long."""
    return bool(re.search(r"\d", name)) or len(name) > LONGEST_MEMBER


def _moment(text: str, form: str) -> str:
    """The same number of digits, at no particular time."""
    if form == "percent":
        return text if text in {"0%", "100%"} else "40%"
    digits = re.search(r"\.(\d+)", text)
    fraction = f".{'5' * len(digits[1])}" if digits else ""
    if form == "span":
        return "0:00:00" if not re.search(r"[1-9]", text) else f"0:00:01{fraction}"
    return f"2020-01-01T00:00:00{fraction}{'Z' if text.endswith('Z') else '+00:00'}"
