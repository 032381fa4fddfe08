"""What is easily wrong in an index: how times are written, and what is told in two places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from .conftest import Indexed
from .receiver import listed
from .service import Service

SPAN = re.compile(r"\d+:\d{2}:\d{2}(\.\d+)?")
PLAIN_SPAN = re.compile(r"(0|[1-9]\d*):[0-5]\d:[0-5]\d(\.\d{0,6}[1-9])?")
"""Hours are not padded, trailing zeros of the fraction are cut off."""


def _texts(place: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every text of a JSON value, with its place."""
    match value:
        case dict():
            for name, each in value.items():
                yield from _texts(f"{place}/{name}", each)
        case list():
            for number, each in enumerate(value):
                yield from _texts(f"{place}/{number}", each)
        case str():
            yield place, value


@pytest.fixture
def instances(indexed: Indexed) -> list[dict[str, str]]:
    """Every stretch of time in which a person, or a picture of one, is seen."""
    faces = indexed.index["videos"][0]["insights"]["faces"]
    found = [seen for face in faces for seen in face["instances"]]
    return found + [seen for face in faces for each in face["thumbnails"] for seen in each["instances"]]


def test_time_spans_are_written_in_one_way(indexed: Indexed) -> None:
    """0:00:02.1, and neither 00:00:02.1 nor 0:00:02.100, wherever the index tells a time."""
    spans = [(place, text) for place, text in _texts("", indexed.index) if SPAN.fullmatch(text)]
    assert len(spans) > 10, "the index tells hardly any time"
    odd = [f"{place}: {text}" for place, text in spans if not PLAIN_SPAN.fullmatch(text)]
    assert not odd, odd[:5]


def test_adjusted_times_of_a_video_are_its_own_times(instances: list[dict[str, str]]) -> None:
    """Only a project, which is made of several videos, has others."""
    for seen in instances:
        own, adjusted = (seen["start"], seen["end"]), (seen["adjustedStart"], seen["adjustedEnd"])
        assert adjusted == own, f"seen from {own[0]} to {own[1]}, adjusted to {adjusted[0]} to {adjusted[1]}"


def test_pictures_are_taken_while_their_person_is_seen(indexed: Indexed) -> None:
    """The time of each thumbnail lies in an instance that names it."""
    for face in indexed.index["videos"][0]["insights"]["faces"]:
        for picture in face["thumbnails"]:
            naming = [seen for seen in face["instances"] if picture["id"] in seen["thumbnailsIds"]]
            assert naming, f"no instance of face {face['id']} names its picture {picture['id']}"
            for moment in picture["instances"]:
                inside = [each for each in naming if _seconds(each["start"]) <= _seconds(moment["start"])]
                told = f"the picture {picture['id']} is of {moment['start']}"
                assert any(_seconds(moment["end"]) <= _seconds(each["end"]) + 0.1 for each in inside), told


def _seconds(span: str) -> float:
    hours, minutes, seconds = span.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def test_the_language_is_the_same_everywhere(service: Service, indexed: Indexed) -> None:
    """In the list, for the video and for its insights, alone and among the languages."""
    part, entry = indexed.index["videos"][0], listed(service, indexed.id)
    for where, told in (("videos[0]", part), ("its insights", part["insights"]), ("the list", entry)):
        for one, several in (("sourceLanguage", "sourceLanguages"), ("language", "languages")):
            if one in told and part.get(one) is not None:
                assert told[one] == part[one], (
                    f"{one} of {where} is {told[one]!r}, of the video {part[one]!r}"
                )
            if several in told and part.get(one) is not None:
                assert part[one] in told[several], (
                    f"{several} of {where} is {told[several]}, not {part[one]!r}"
                )


def test_the_summary_shows_pictures_of_its_people(service: Service, indexed: Indexed) -> None:
    """The thumbnail of each person in short is one that can be fetched."""
    for face in indexed.index["summarizedInsights"]["faces"]:
        places = {"videoId": face["videoId"], "thumbnailId": face["thumbnailId"]}
        answer = service.call("getVideoThumbnail", places=places)
        assert answer.status_code == 200, f"the picture of face {face['id']} got {answer.status_code}"
