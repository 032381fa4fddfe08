"""Column types that carry domain values, so that a row and a domain object have the same fields."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, String, Text, TypeDecorator

from video_indexer_emulator.model import (
    Appearance,
    BlurringKind,
    ClipInfo,
    ClipWarning,
    FaceFilter,
    FaceThumbnail,
    FilterScope,
    Person,
    RedactionPlan,
    SourceStream,
    StreamUse,
)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, as ISO text: sorts rightly, and keeps its zone on SQLite too."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Turn the domain value into what the database keeps."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Turn what the database keeps into the domain value."""
        return None if value is None else datetime.fromisoformat(value)


class Words(TypeDecorator[tuple[str, ...]]):
    """A list of words, as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        """Turn the domain value into what the database keeps."""
        return json.dumps(value or ())

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...]:
        """Turn what the database keeps into the domain value."""
        return tuple(json.loads(value or "[]"))


class Clip(TypeDecorator[ClipInfo]):
    """What is known of a clip's picture, as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: ClipInfo | None, dialect: Dialect) -> str | None:
        """Turn the domain value into what the database keeps."""
        if value is None:
            return None
        return json.dumps(asdict(value) | {"duration": str(value.duration)})

    def process_result_value(self, value: Any, dialect: Dialect) -> ClipInfo | None:
        """Turn what the database keeps into the domain value."""
        if value is None:
            return None
        fields = json.loads(value)
        # Rows of earlier releases know nothing of streams and warnings.
        streams = [each | {"use": StreamUse(each["use"])} for each in fields.pop("streams", ())]
        warnings, damaged = fields.pop("warnings", ()), fields.pop("damaged", ())
        return ClipInfo(
            **fields | {"duration": Fraction(fields["duration"])},
            streams=tuple(SourceStream(**each) for each in streams),
            warnings=tuple(ClipWarning(**each) for each in warnings),
            damaged=tuple(damaged),
        )


class Plan(TypeDecorator[RedactionPlan]):
    """A redaction plan, as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: RedactionPlan | None, dialect: Dialect) -> str:
        """Turn the domain value into what the database keeps."""
        if value is None:
            raise TypeError("A job has a plan.")
        chosen = value.filter and {"ids": sorted(value.filter.ids), "scope": value.filter.scope}
        return json.dumps({"kind": value.kind, "filter": chosen})

    def process_result_value(self, value: Any, dialect: Dialect) -> RedactionPlan:
        """Turn what the database keeps into the domain value."""
        return _plan(value)


@lru_cache(maxsize=256)
def _plan(text: str) -> RedactionPlan:
    """Read a plan; each poll of a job reads the same one."""
    fields = json.loads(text)
    chosen = fields["filter"]
    return RedactionPlan(
        BlurringKind(fields["kind"]),
        chosen and FaceFilter(frozenset(chosen["ids"]), FilterScope(chosen["scope"])),
    )


class People(TypeDecorator[tuple[Person, ...]]):
    """The people of a video, as JSON; their pictures are blobs and stay outside."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Person, ...] | None, dialect: Dialect) -> str:
        """Turn the domain value into what the database keeps."""
        return json.dumps([_person_fields(person) for person in value or ()])

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Person, ...]:
        """Turn what the database keeps into the domain value."""
        return tuple(_person(fields) for fields in json.loads(value or "[]"))  # None: no row to join


def _person_fields(person: Person) -> dict[str, Any]:
    return {
        "id": person.face_id,
        "confidence": person.confidence,
        "prominent": person.prominent,
        "appearances": [[str(seen.start), str(seen.end)] for seen in person.appearances],
        "thumbnails": [[picture.id, str(picture.time)] for picture in person.thumbnails],
    }


def _person(fields: dict[str, Any]) -> Person:
    return Person(
        face_id=fields["id"],
        confidence=fields["confidence"],
        prominent=fields["prominent"],
        appearances=tuple(Appearance(Fraction(start), Fraction(end)) for start, end in fields["appearances"]),
        thumbnails=tuple(FaceThumbnail(name, Fraction(time), b"") for name, time in fields["thumbnails"]),
    )
