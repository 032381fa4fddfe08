"""The forms of answers' headers: where a Location leads by its public words, and how a wait is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, urlsplit

from .forms import Forms, form_of
from .words import fixed_segments, parameter_names


def header_forms(answers: Iterable[Mapping[str, str]]) -> Forms:
    """Every header of some answers, by its lower-case name, with all forms in which it was seen."""
    found: Forms = {}
    for headers in answers:
        for name, value in headers.items():
            found.setdefault(f"header {name}", set()).add(header_form(name, value))
    return found


def header_form(name: str, value: str) -> str:
    """The form of one header's value."""
    match name:
        case "location":
            return _location(value)
        case "retry-after":
            return "seconds" if value.isdecimal() else "date" if is_date(value) else "text"
        case "content-type":
            return value.partition(";")[0].strip().lower()
        case _:
            return form_of(value)


def is_date(value: str) -> bool:
    """Whether a text is a date as HTTP writes it."""
    try:
        parsedate_to_datetime(value)
    except ValueError:
        return False
    return True


def _location(value: str) -> str:
    """Absolute or not, the path's public words, and the public parameters."""
    parts = urlsplit(value)
    segments = [each if each.lower() in fixed_segments() else "*" for each in parts.path.split("/") if each]
    first = next((place for place, each in enumerate(segments) if each != "*"), len(segments))
    names = sorted({name if name.lower() in parameter_names() else "*" for name, _ in parse_qsl(parts.query)})
    kind = "absolute" if parts.netloc else "relative"
    path = "/".join(segments[first:])
    return f"{kind} URL .../{path}" + (f"?{'&'.join(names)}" if names else "")
