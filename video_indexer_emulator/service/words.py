"""Free texts of a search: what they ask for, and whether a field has it.

By the vendor's examples: `north america` finds either word, `north+america` both, `north|america` either,
`-north` what lacks it, and `"north america"` the phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+")
PART = re.compile(r'"[^"]*"?|[|+]|[^\s|+"]+')
"""A phrase in quotes, one of the two signs between terms, or a term."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand one after the other, or must not."""

    words: tuple[str, ...]
    wanted: bool

    def places(self, text: str) -> Iterator[str]:
        """Every place in a text that has these words, as it stands there."""
        found = list(WORD.finditer(text))
        spelled = [match[0].casefold() for match in found]
        count = len(self.words)
        for first in range(len(found) - count + 1):
            if tuple(spelled[first : first + count]) == self.words:
                yield text[found[first].start() : found[first + count - 1].end()]


@dataclass(frozen=True, slots=True)
class Words:
    """A text to search for: one of the groups must hold, and every term of that group."""

    groups: tuple[tuple[Term, ...], ...]

    @classmethod
    def read(cls, texts: Sequence[str]) -> Words:
        """Read the texts of a search, of which one is enough."""
        return cls(tuple(group for text in texts for group in _groups(text)))

    def holds(self, fields: Sequence[str]) -> bool:
        """Tell whether the fields of a video have what is asked for; nothing asked for is always there."""
        return not self.groups or any(all(_holds(term, fields) for term in group) for group in self.groups)

    def places(self, text: str) -> Iterator[str]:
        """Every place in a text that has something of what is asked for."""
        terms = {term for group in self.groups for term in group if term.wanted}
        for term in sorted(terms, key=lambda each: each.words):
            yield from term.places(text)


def _holds(term: Term, fields: Sequence[str]) -> bool:
    return any(any(term.places(field)) for field in fields) is term.wanted


def _groups(text: str) -> Iterator[tuple[Term, ...]]:
    """The groups of one text: `+` joins a term to the one before it, anything else begins a new group."""
    group: list[Term] = []
    joins = False
    for part in PART.findall(text):
        if part in {"+", "|"}:
            joins = part == "+"
            continue
        words = tuple(match.casefold() for match in WORD.findall(part))
        if not words:
            continue
        if group and not joins:
            yield tuple(group)
            group = []
        group.append(Term(words, wanted=not part.startswith("-")))
        joins = False
    if group:
        yield tuple(group)
