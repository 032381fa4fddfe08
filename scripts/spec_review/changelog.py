"""Reads the changelog: which versions have a heading of their own, and which of them a date.

A version that is being made has its heading, `## 1.2.3`, from the first change that needs it. The date,
`## 1.2.3 - 2026-11-23`, says that it is released, and so that its contract is kept.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

from scripts.spec_review.contract import Refused
from scripts.spec_review.versions import PATTERN, Version

HEADING = re.compile(rf"(?:{PATTERN}|\[{PATTERN}\])( - \d{{4}}-\d\d-\d\d)?")
"""A version's heading. `Unreleased` names none, nor does a heading that says more about it."""


def announced(changelog: Path) -> Version:
    """The highest version that has a heading in the changelog."""
    return max(headings(changelog), default=(0, 0, 0))


def headings(changelog: Path) -> dict[Version, bool]:
    """The versions that have a heading in the changelog, and whether it is dated; raises Refused."""
    try:
        tokens = MarkdownIt().parse(changelog.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{changelog} can't be read: {error}") from error
    titles = [
        words.content
        for mark, words in pairwise(tokens)
        if (mark.type, mark.markup, mark.level)
        == ("heading_open", "##", 0)  # not in a quote, list or example
    ]
    found: dict[Version, bool] = {}
    for version, dated in (_version(match) for match in map(HEADING.fullmatch, titles) if match):
        found[version] = dated or found.get(version, False)  # a date counts, wherever it stands
    return found


def _version(match: re.Match[str]) -> tuple[Version, bool]:
    *numbers, date = match.groups()
    major, minor, patch = (int(number) for number in numbers if number is not None)
    return (major, minor, patch), date is not None
