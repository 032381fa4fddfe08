"""What is told of one video: the same everywhere, true to the clip, and only what was asked for."""

from __future__ import annotations

import base64
import io
import json
import math
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import cv2
import numpy as np
import pytest

from .clips import truth
from .conftest import Indexed
from .neighbours import assert_error
from .permissions import no_live
from .receiver import listed
from .service import Service
from .target import Aim

SLACK = timedelta(minutes=5)
"""By which the service's clock may differ from ours."""

ROUNDING = 0.11  # seconds; a summary counts in tenths
NOBODYS = "0b4f4e0c-7f0c-4f43-9f5c-1f2a3b4c5d6e"
BOTH = ("accountId", "created", "description", "durationInSeconds", "id", "isBase", "isOwned", "name")
BOTH_TOO = ("partition", "privacyMode", "state", "userName")
"""Members that the list and the index both have."""

BOTH_DEEPER = ("externalId", "metadata", "moderationState", "processingProgress", "reviewState")
BOTH_DEEPER_TOO = ("thumbnailId", "indexingPreset", "streamingPreset", "sourceLanguage", "sourceLanguages")


def _seconds(span: str) -> float:
    hours, minutes, seconds = span.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def _same(one: dict[str, Any], other: dict[str, Any], names: tuple[str, ...], what: str) -> None:
    for name in names:
        if name in one and name in other:
            assert one[name] == other[name], f"{what}: {name} is {one[name]!r} here and {other[name]!r} there"


def _picture(service: Service, video_id: str, thumbnail_id: str, **params: str) -> Any:
    places = {"videoId": video_id, "thumbnailId": thumbnail_id}
    answer = service.call("getVideoThumbnail", places=places, params=params)
    assert answer.status_code == 200, f"the thumbnail {thumbnail_id} {params} got {answer.status_code}"
    return answer


def _size(jpeg: bytes) -> tuple[int, int]:
    assert jpeg[:2] == b"\xff\xd8", f"a JPEG doesn't start with {jpeg[:2]!r}"
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None, "the picture can't be decoded"
    assert float(picture.std()) > 2, "the picture shows nothing"
    return picture.shape[1], picture.shape[0]


@pytest.fixture
def part(service: Service, indexed: Indexed) -> dict[str, Any]:
    """`videos[0]` of a fresh index."""
    (found,) = service.index(indexed.id)["videos"]
    assert isinstance(found, dict)
    return found


@pytest.fixture
def faces(part: dict[str, Any]) -> list[dict[str, Any]]:
    """The people of the index."""
    return list(part["insights"]["faces"])


def test_the_list_and_the_index_tell_the_same(service: Service, indexed: Indexed) -> None:
    """All that both of them have, from the id to the languages."""
    entry, index = listed(service, indexed.id), service.index(indexed.id)
    _same(entry, index, BOTH + BOTH_TOO, "list and index")
    _same(entry, index["videos"][0], BOTH_DEEPER + BOTH_DEEPER_TOO, "list and videos[0]")
    _same(index, index["videos"][0], ("accountId", "id", "state", "privacyMode"), "index and videos[0]")
    _same(entry, {"thumbnailVideoId": indexed.id, "searchMatches": []}, tuple(entry), "the list entry")
    assert entry["accountId"].lower() == service.target.account_id.lower()


def test_reading_twice_gives_the_same(service: Service, indexed: Indexed) -> None:
    """Nothing about a finished video changes by itself."""
    no_live(service.aim, "its addresses and tokens for viewing may be made anew for each answer")
    assert service.index(indexed.id) == service.index(indexed.id) == indexed.index
    assert listed(service, indexed.id) == listed(service, indexed.id)


def test_a_finished_video_says_so(service: Service, indexed: Indexed, part: dict[str, Any]) -> None:
    """Processed, all of it, without a failure, of good standing."""
    entry = listed(service, indexed.id)
    said = {
        "state": "Processed",
        "processingProgress": "100%",
        "moderationState": "OK",
        "reviewState": "None",
    }
    assert {name: entry[name] for name in said} == said
    assert (entry["isBase"], entry["isOwned"], entry["hasSourceVideoFile"]) == (True, True, True)
    assert service.index(indexed.id)["isEditable"] is True
    assert (part.get("failureCode", "None"), part.get("failureMessage") or "") == ("None", "")


def test_what_wasnt_said_has_its_default(aim: Aim, service: Service, indexed: Indexed) -> None:
    """Private, the preset Default, English, and nothing else."""
    if aim.video_id:
        pytest.skip("the video was given, so nobody here knows what was said at its upload")
    entry, part = listed(service, indexed.id), indexed.index["videos"][0]
    defaults = {"privacyMode": "Private", "indexingPreset": "Default", "streamingPreset": "Default"}
    if not aim.live:  # the live account may have another language
        defaults |= {"sourceLanguage": "en-US"}
    assert {name: entry[name] for name in defaults} == defaults
    assert [entry.get(name) for name in ("partition", "metadata", "description")] == [None] * 3
    assert [part.get(name) for name in ("externalUrl", "metadata")] == [None] * 2
    assert entry["name"] == "two people"


def test_times_are_in_order_and_about_now(aim: Aim, service: Service, indexed: Indexed) -> None:
    """Created, then indexed and changed, all with an offset, and none in the future."""
    entry = listed(service, indexed.id)
    created, indexed_at, modified = (
        datetime.fromisoformat(entry[name] or entry["created"])
        for name in ("created", "lastIndexed", "lastModified")
    )
    assert created <= indexed_at, f"indexed {indexed_at} before it was created {created}"
    assert created <= modified, f"modified {modified} before it was created {created}"
    assert max(indexed_at, modified) <= datetime.now(UTC) + SLACK
    if not aim.video_id:
        assert abs(datetime.now(UTC) - created) < 12 * SLACK, f"created {created} isn't about now"


def test_length_and_size_are_those_of_the_clip(aim: Aim, service: Service, indexed: Indexed) -> None:
    """In seconds, as a span of time, and in pixels."""
    index = service.index(indexed.id)
    part, length = index["videos"][0], _seconds(index["duration"])
    assert index["durationInSeconds"] in {math.floor(length), round(length)}, (index["duration"], index)
    assert part["insights"]["duration"] == index["duration"]
    (whole,) = index["videosRanges"]
    assert whole == {"videoId": indexed.id, "range": {"start": "0:00:00", "end": index["duration"]}}
    if aim.video_id is None:
        shown = truth()
        seconds = shown.frame_count / shown.rate
        assert abs(length - seconds) < ROUNDING, f"{length} s instead of {seconds} s"
        assert (part["width"], part["height"]) == (shown.width, shown.height)


# people


def test_people_have_ids_names_and_times(indexed: Indexed, faces: list[dict[str, Any]]) -> None:
    """Ids from 1000 upwards and names that differ, and each seen within the video."""
    ids = [face["id"] for face in faces]
    assert min(ids) >= 1000, f"face ids {ids} don't start from 1000"
    assert len(set(ids)) == len(ids), f"face ids {ids} aren't unique"
    assert len({face["name"] for face in faces}) == len(faces), "people have the same name"
    end = _seconds(indexed.index["duration"])
    for face in faces:
        assert 0 < face["confidence"] <= 1, face["confidence"]
        assert face["instances"], f"the face {face['id']} is seen nowhere"
        for seen in (
            *face["instances"],
            *(i for picture in face["thumbnails"] for i in picture["instances"]),
        ):
            start, stop = _seconds(seen["start"]), _seconds(seen["end"])
            assert 0 <= start < stop <= end + ROUNDING, f"seen from {start} to {stop} of {end} s"


def test_the_clips_people_are_found(aim: Aim, faces: list[dict[str, Any]]) -> None:
    """Two, whom nobody knows by name, numbered as they come."""
    if aim.live or aim.video_id:
        pytest.skip("how many people a live service finds isn't known")
    assert [face["id"] for face in faces] == [1000, 1001]
    assert [face["name"] for face in faces] == ["Unknown #1", "Unknown #2"]
    starts = [_seconds(face["instances"][0]["start"]) for face in faces]
    assert starts == sorted(starts), f"people aren't numbered in the order in which they come: {starts}"


def test_the_summary_agrees_with_the_insights(indexed: Indexed, faces: list[dict[str, Any]]) -> None:
    """The same people with the same pictures, seen as long as their instances say."""
    summary = indexed.index["summarizedInsights"]["faces"]
    assert [face["id"] for face in summary] == [face["id"] for face in faces]
    length = _seconds(indexed.index["duration"])
    for short, face in zip(summary, faces, strict=True):
        _same(
            short, face, ("name", "confidence", "thumbnailId", "title", "description"), f"face {face['id']}"
        )
        assert short["videoId"] == indexed.id
        spans = [(_seconds(seen["start"]), _seconds(seen["end"])) for seen in face["instances"]]
        seen = sum(stop - start for start, stop in spans)
        assert abs(short["seenDuration"] - seen) < ROUNDING * len(spans), (
            f"{short['seenDuration']} for {seen} s"
        )
        assert abs(short["seenDurationRatio"] - seen / length) < 0.05, f"ratio {short['seenDurationRatio']}"
        assert len(short["appearances"]) == len(spans)
        for shown, (start, stop) in zip(short["appearances"], spans, strict=True):
            assert abs(shown["startSeconds"] - start) < ROUNDING, (shown, start)
            assert abs(shown["endSeconds"] - stop) < ROUNDING, (shown, stop)
            assert abs(_seconds(shown["startTime"]) - start) < ROUNDING, (shown, start)
            assert abs(_seconds(shown["endTime"]) - stop) < ROUNDING, (shown, stop)


# what is asked for


@pytest.mark.parametrize(
    ("params", "shown"),
    [
        ({"includedInsights": "faces"}, True),
        ({"includedInsights": "labels,faces"}, True),
        ({"includedInsights": "labels"}, False),
        ({"excludedInsights": "faces"}, False),
        ({"excludedInsights": "labels"}, True),
    ],
    ids=str,
)
def test_the_index_shows_the_insights_that_are_asked_for(
    service: Service, indexed: Indexed, params: dict[str, str], shown: bool
) -> None:
    """The arrays are chosen; the rest of the index stays as it is."""
    chosen = service.index(indexed.id, **params)["videos"][0]
    whole = indexed.index["videos"][0]

    insights = chosen["insights"]
    assert insights is not None, f"{params} took the insights away altogether"
    assert ("faces" in insights) == shown, f"{params} {'lost' if shown else 'showed'} the faces"
    rest = {name: value for name, value in whole["insights"].items() if not isinstance(value, list)}
    assert {name: insights.get(name) for name in rest} == rest, f"{params} changed what is no array"
    assert chosen | {"insights": None} == whole | {"insights": None}
    if shown:
        assert insights["faces"] == whole["insights"]["faces"], f"{params} changed the faces"


def test_insights_are_included_or_excluded(service: Service, indexed: Indexed) -> None:
    """Not both, even where they don't contradict each other."""
    for included, excluded in (("faces", "labels"), ("faces", "faces"), ("labels", "ocr")):
        params = {"includedInsights": included, "excludedInsights": excluded}
        answer = service.call("getVideoIndex", places={"videoId": indexed.id}, params=params)
        assert_error(answer, 400, "INVALID_INPUT", params)


@pytest.mark.parametrize("text", ["false", "true"])
def test_the_summary_can_be_left_out(service: Service, indexed: Indexed, text: str) -> None:
    """It is there unless told otherwise, and the insights don't depend on it."""
    index = service.index(indexed.id, includeSummarizedInsights=text)

    assert bool(index["summarizedInsights"]) == (text == "true"), index["summarizedInsights"]
    assert index["videos"] == indexed.index["videos"]


# pictures


def test_every_picture_that_is_named_can_be_seen(
    service: Service, indexed: Indexed, faces: list[dict[str, Any]]
) -> None:
    """The video's own has its shape; those of its people are theirs, and are in the artifact too."""
    width, height = _size(_picture(service, indexed.id, indexed.thumbnail_id).content)
    part = indexed.index["videos"][0]
    assert abs(width / height - part["width"] / part["height"]) < 0.05, f"a poster of {width}x{height}"
    archive = zipfile.ZipFile(io.BytesIO(service.artifact(indexed.id, "FacesThumbnails")))
    artifact = json.loads(service.artifact(indexed.id, "Faces")) if not service.aim.live else {"faces": []}
    named = {face["id"]: face["thumbnails"] for face in artifact["faces"]}
    contents = set()
    for face in faces:
        ids = [picture["id"] for picture in face["thumbnails"]]
        assert face["thumbnailId"] in ids, f"the picture of face {face['id']} isn't one of its own"
        assert {each for seen in face["instances"] for each in seen["thumbnailsIds"]} == set(ids)
        for picture in face["thumbnails"]:
            jpeg = _picture(service, indexed.id, picture["id"]).content
            assert min(_size(jpeg)) > 16
            assert archive.read(picture["fileName"]) == jpeg, f"{picture['fileName']} is another picture"
            assert picture["fileName"] in named.get(face["id"], [picture["fileName"]])
            contents.add(jpeg)
    assert len(contents) == sum(len(face["thumbnails"]) for face in faces), "two people have the same picture"


def test_a_picture_comes_as_bytes_or_as_text(service: Service, indexed: Indexed) -> None:
    """The media type follows the format, and both are the same picture; bytes are what comes unasked."""
    for picture in (indexed.thumbnail_id, indexed.index["videos"][0]["insights"]["faces"][0]["thumbnailId"]):
        unasked, jpeg, text = (
            _picture(service, indexed.id, picture, **params)
            for params in ({}, {"format": "Jpeg"}, {"format": "Base64"})
        )
        assert jpeg.headers["content-type"] == unasked.headers["content-type"] == "image/jpeg"
        assert jpeg.content == unasked.content
        if service.aim.live:
            continue  # how it sends Base64 is unknown
        assert text.headers["content-type"].startswith("text/plain"), text.headers["content-type"]
        assert base64.b64decode(text.text, validate=True) == jpeg.content, "the text is another picture"


@pytest.mark.parametrize("picture", [NOBODYS, "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_picture_is_not_found(service: Service, indexed: Indexed, picture: str) -> None:
    """404, and it is told that it isn't the video that is missing."""
    places = {"videoId": indexed.id, "thumbnailId": picture}
    assert_error(service.call("getVideoThumbnail", places=places), 404, "NOT_FOUND", f"thumbnail {picture}")
