"""Changes of an answer's status and headers."""

from __future__ import annotations

import re

from ...relay.messages import BODILESS, Answer, Request
from .words import Context, Kind, change


@change(Kind.HEAD)
def remove_header(answer: Answer, _request: Request, _context: Context, *, name: str) -> bool:
    """The header is missing."""
    return answer.remove_header(name)


@change(Kind.HEAD)
def set_header(answer: Answer, _request: Request, _context: Context, *, name: str, value: str) -> bool:
    """The header has this value."""
    altered = answer.header(name) != value
    answer.set_header(name, value)
    return altered


@change(Kind.HEAD)
def rewrite_header(
    answer: Answer, _request: Request, _context: Context, *, name: str, pattern: str, by: str
) -> bool:
    """The first match in the header's value is replaced."""
    value = answer.header(name)
    if value is None:
        return False
    rewritten = re.sub(pattern, by, value, count=1)
    answer.set_header(name, rewritten)
    return rewritten != value


@change(Kind.HEAD)
def freeze_header(answer: Answer, _request: Request, context: Context, *, name: str) -> bool:
    """The header has always the value that it had first."""
    value = answer.header(name)
    if value is None:
        return False
    first = context.memory.setdefault(("header", name), value)
    answer.set_header(name, first)
    return bool(first != value)


@change(Kind.HEAD)
def set_status(answer: Answer, _request: Request, _context: Context, *, to: int) -> bool:
    """The same answer under another status."""
    altered = answer.status != to
    if answer.status in BODILESS and to not in BODILESS:
        answer.set_header("content-length", "0")
    answer.status = to
    return altered
