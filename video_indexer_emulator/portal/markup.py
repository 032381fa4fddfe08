"""Builds HTML from Python: text is escaped where it goes in, so no text can become markup."""

from __future__ import annotations

import html
import re
from typing import TypeAlias

VOID = frozenset({"input", "link", "meta", "wbr"})
CODE = re.compile(r"`([^`]+)`")
WORD_LIMIT = re.compile(r"(?<=[/}])(?=\w|\{)")


class Markup(str):
    """Finished HTML; everything else is text."""

    __slots__ = ()


Child: TypeAlias = "str | Markup | None"


def element(tag: str, *children: Child, **attributes: str) -> Markup:
    """Make an element. An attribute's trailing underscore is dropped (`class_`), others become hyphens."""
    pairs = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{html.escape(value)}"' for name, value in attributes.items()
    )
    if tag in VOID:
        return Markup(f"<{tag}{pairs}>")
    return Markup(f"<{tag}{pairs}>{joined(*children)}</{tag}>")


def joined(*children: Child) -> Markup:
    """Put children behind each other."""
    return Markup("".join(_escaped(child) for child in children if child is not None))


def _escaped(child: str | Markup) -> str:
    return child if isinstance(child, Markup) else html.escape(child)


def phrase(text: str) -> Markup:
    """One stretch of the contract's prose: what stands in backticks is code."""
    parts = CODE.split(text)
    return joined(*(element("code", part) if odd % 2 else part for odd, part in enumerate(parts)))


def prose(text: str | None) -> Markup:
    """Paragraphs, which an empty line separates."""
    paragraphs = [part for part in (text or "").split("\n\n") if part.strip()]
    return joined(*(element("p", phrase(" ".join(part.split()))) for part in paragraphs))


def breakable(path: str) -> Markup:
    """A long path that may be broken before each of its parts."""
    return joined(*(joined(part, element("wbr")) for part in WORD_LIMIT.split(path)))


def table(caption: str, heads: list[str], rows: list[list[Child]]) -> Markup:
    """A table whose first column names its row; it scrolls by itself where it is too wide."""
    head = element("tr", *(element("th", text, scope="col") for text in heads))
    body = [
        element("tr", element("th", row[0], scope="row"), *(element("td", cell) for cell in row[1:]))
        for row in rows
    ]
    inner = element("table", element("caption", caption), element("thead", head), element("tbody", *body))
    return element("div", inner, class_="scroll", tabindex="0", role="region", aria_label=caption)
