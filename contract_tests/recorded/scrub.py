"""Replaces what is particular in answers, so that their form stays and nothing of the account does.

Only what is known to be harmless is kept: the names of members, words of the contract, numbers' and texts'
forms. Every other text is replaced, the same text by the same replacement throughout one scrubber.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from contract_tests.contract import FILE
from contract_tests.recorded import forms

WORDS = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,60}")
KEPT_MEMBERS = {
    *("state", "privacyMode", "moderationState", "reviewState", "indexingPreset", "streamingPreset"),
    *("failureCode", "jobType", "languageAutoDetectMode", "referenceType", "ErrorType", "errorType"),
    *("provisioningState", "accountType", "code", "excludedAIs"),
}
"""Members whose value is a word of the service's own."""

LANGUAGE_MEMBERS = {"sourceLanguage", "sourceLanguages", "language", "languages"}
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{2,4})?")
VERSION = re.compile(r"\d+(\.\d+){1,3}")
LONGEST_MEMBER = 40
"""Characters; the longest name of a member that was recorded has 24."""

FIXED_SEGMENTS = {
    *("accounts", "videos", "jobs", "index", "redact", "sourcefile", "downloadurl", "artifacturl"),
    *("thumbnails", "auth", "accesstoken", "search", "subscriptions", "resourcegroups", "providers"),
    "microsoft.videoindexer",
}
LEAST_SECRET = 6
"""Characters: a shorter text would be found in others by chance."""


@dataclass
class Scrubber:
    """Replaces consistently: what was the same before is the same after."""

    _seen: dict[tuple[str, str], str] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)  # what may nowhere be found afterwards

    def value(self, value: Any, member: str = "") -> Any:
        """A JSON value of the same form."""
        match value:
            case dict():
                return {self._member(name): self.value(each, name) for name, each in value.items()}
            case list():
                return [self.value(each, member) for each in value]
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
        """An address with the same fixed parts and the same names of parameters; all values are replaced."""
        parts = urlsplit(url)
        query = [(name, self._named("value", value)) for name, value in parse_qsl(parts.query)]
        self._remember(parts.netloc)
        host = f"{self._named('host', parts.netloc)}.example"
        return urlunsplit((parts.scheme, host, self._path(parts.path), urlencode(query), ""))

    def _path(self, path: str) -> str:
        """A path with its fixed parts."""
        return "/".join(
            each if not each or each.lower() in FIXED_SEGMENTS else self._named("part", each)
            for each in path.split("/")
        )

    def _member(self, name: str) -> str:
        """Names of members are the service's own; one that is an id, as of a speaker, is data."""
        if name.isdigit() or name.lower() in public_words():
            return name
        return name if WORDS.fullmatch(name) and not _is_particular(name) else self._named("member", name)

    def _whole(self, value: int, member: str) -> int:
        if member == "id":
            return value if value < 1000 else int(self._number("face", str(value), 1000))
        return 1 if value else 0

    def _is_kept(self, text: str, member: str) -> bool:
        if member in KEPT_MEMBERS:
            return WORDS.fullmatch(text) is not None
        if member in LANGUAGE_MEMBERS:
            return LANGUAGE.fullmatch(text) is not None
        return member == "version" and VERSION.fullmatch(text) is not None

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
        if len(text) >= LEAST_SECRET and text.lower() not in public_words():
            self.secrets.add(text)


def _is_particular(name: str) -> bool:
    """Whether a member's name looks like an id or a secret: with digits among its letters, or very long."""
    return bool(re.search(r"\d", name)) or len(name) > LONGEST_MEMBER


@cache
def public_words() -> frozenset[str]:
    """Words that stand in the contract itself, and are nobody's secret."""
    return frozenset(word.lower() for word in re.findall(r"\w+", FILE.read_text("utf-8")))


def _moment(text: str, form: str) -> str:
    """The same number of digits, at no particular time."""
    if form == "percent":
        return text if text in {"0%", "100%"} else "40%"
    digits = re.search(r"\.(\d+)", text)
    fraction = f".{'5' * len(digits[1])}" if digits else ""
    if form == "span":
        return "0:00:00" if not re.search(r"[1-9]", text) else f"0:00:01{fraction}"
    return f"2020-01-01T00:00:00{fraction}{'Z' if text.endswith('Z') else '+00:00'}"
