"""Videos on their way through the analysis, the list, and the index."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.emulator.api import Api, assert_problem, wait_for
from tests.emulator.test_upload import END, SMALL, part, send


@pytest.fixture
def shelf(neighbour: Api) -> Iterator[list[str]]:
    """Five videos of an account that has no others, newest first."""
    ids: list[str] = []
    for number in range(5):
        response = send(neighbour, part(SMALL) + END, name=f"v{number}", partition=f"p{number % 2}")
        ids.insert(0, response.json()["id"])
    yield ids
    for video_id in ids:
        neighbour.call("DELETE", f"Videos/{video_id}")


def test_an_upload_goes_from_uploaded_over_processing_to_processed(held: Api, sample_clip: Path) -> None:
    """One analysis runs at a time, so the second one waits untouched."""
    first, second = held.upload(sample_clip), held.upload(sample_clip)

    wait_for(lambda: held.state(first), lambda state: state == "Processing")
    assert held.state(second) == "Uploaded"
    waiting = held.get(f"Videos/{second}/Index").json()
    assert waiting["videos"][0]["processingProgress"] == ""
    assert waiting["videos"][0]["insights"] is None
    assert waiting["summarizedInsights"] is None

    held.hold(held=False)
    for video_id in (first, second):
        assert held.wait_indexed(video_id) == "Processed"
        entry = held.get(f"Videos/{video_id}/Index").json()["videos"][0]
        assert (entry["processingProgress"], entry["failureCode"]) == ("100%", "None")
        held.call("DELETE", f"Videos/{video_id}")


def test_uploads_at_the_same_moment_are_analyzed_one_at_a_time(held: Api, sample_clip: Path) -> None:
    """However closely they follow on each other."""
    with ThreadPoolExecutor(4) as pool:
        videos = list(pool.map(lambda _: held.upload(sample_clip), range(4)))

    wait_for(lambda: [held.state(video) for video in videos], lambda states: "Processing" in states)
    assert sorted(held.state(video) for video in videos) == ["Processing", *["Uploaded"] * 3]
    for video in videos:
        held.call("DELETE", f"Videos/{video}")


def test_a_high_priority_overtakes(held: Api, sample_clip: Path) -> None:
    """Of those that wait, the most urgent is taken first."""
    first = held.upload(sample_clip)
    wait_for(lambda: held.state(first), lambda state: state == "Processing")
    low = held.upload(sample_clip, priority="Low")
    high = held.upload(sample_clip, priority="High")

    held.hold(held=False)

    ended = {video_id: _ended(held, video_id) for video_id in (low, high)}
    assert ended[high] < ended[low]
    for video_id in (first, low, high):
        held.call("DELETE", f"Videos/{video_id}")


def _ended(emulator: Api, video_id: str) -> str:
    emulator.wait_indexed(video_id)
    return str(next(video for video in emulator.videos() if video["id"] == video_id)["lastIndexed"])


def test_the_upload_is_answered_before_the_analysis(held: Api, sample_clip: Path) -> None:
    """Nothing is known of the content yet."""
    with sample_clip.open("rb") as file:
        video = held.post("Videos", params={"name": "n"}, files={"file": file}).json()

    assert (video["state"], video["processingProgress"]) == ("Uploaded", "")
    assert video["durationInSeconds"] == 0
    assert video["hasSourceVideoFile"] is True
    held.call("DELETE", f"Videos/{video['id']}")


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_following_the_pages_gives_every_video_once(neighbour: Api, shelf: list[str], size: int) -> None:
    """Newest first; the last page says that it is."""
    seen: list[str] = []
    page: dict[str, Any] = {"skip": 0, "done": False}
    while not page["done"]:
        body = neighbour.get("Videos", params={"pageSize": size, "skip": page["skip"]}).json()
        page = body["nextPage"]
        assert len(body["results"]) <= size
        assert page["pageSize"] == size
        seen += [video["id"] for video in body["results"]]

    assert shelf == seen


def test_a_page_beyond_the_end_is_empty_and_the_last(neighbour: Api, shelf: list[str]) -> None:
    """It isn't an error."""
    body = neighbour.get("Videos", params={"skip": len(shelf) + 7}).json()

    assert body["results"] == []
    assert body["nextPage"]["done"] is True


def test_a_page_has_twenty_five_videos_unless_told_otherwise(emulator: Api) -> None:
    """The contract's default."""
    assert emulator.get("Videos").json()["nextPage"]["pageSize"] == 25


def test_the_list_can_be_limited_in_time(neighbour: Api, shelf: list[str]) -> None:
    """After and before a moment, which isn't itself in."""
    middle = next(v for v in neighbour.videos() if v["id"] == shelf[2])["created"]

    assert shelf[:2] == [video["id"] for video in neighbour.videos(createdAfter=middle)]
    assert shelf[3:] == [video["id"] for video in neighbour.videos(createdBefore=middle)]
    assert neighbour.videos(createdAfter=middle, createdBefore=middle) == []


def test_a_moment_may_be_written_in_any_time_zone(neighbour: Api, shelf: list[str]) -> None:
    """The same moment means the same, in UTC, with Z, or elsewhere."""
    created = next(v for v in neighbour.videos() if v["id"] == shelf[2])["created"]
    moment = datetime.fromisoformat(created)
    shifted = (moment + timedelta(hours=5, minutes=30)).replace(tzinfo=None).isoformat() + "+05:30"
    plain = moment.replace(tzinfo=None).isoformat() + "Z"

    for text in (created, shifted, plain):
        assert shelf[:2] == [video["id"] for video in neighbour.videos(createdAfter=text)], text


def test_the_list_can_be_limited_to_partitions(neighbour: Api, shelf: list[str]) -> None:
    """One, several, or one that nobody has."""
    assert shelf[1::2] == [video["id"] for video in neighbour.videos(partitions="p1")]
    assert shelf == [video["id"] for video in neighbour.videos(partitions=["p0", "p1"])]
    assert neighbour.videos(partitions="p2") == []


def test_the_index_shows_the_people_with_their_times_and_pictures(emulator: Api, indexed: str) -> None:
    """Two people, numbered from 1000 in the order in which they come."""
    index = emulator.get(f"Videos/{indexed}/Index").json()

    faces = index["videos"][0]["insights"]["faces"]
    assert [face["id"] for face in faces] == [1000, 1001]
    assert [face["name"] for face in faces] == ["Unknown #1", "Unknown #2"]
    assert faces[0]["instances"][0]["start"] == "0:00:00"
    for face in faces:
        pictures = [picture["id"] for picture in face["thumbnails"]]
        assert pictures[0] == face["thumbnailId"]
        assert {p for seen in face["instances"] for p in seen["thumbnailsIds"]} == set(pictures)
    assert (index["videos"][0]["width"], index["videos"][0]["height"]) == (320, 180)
    assert (index["duration"], index["durationInSeconds"]) == ("0:00:02", 2)
    summary = index["summarizedInsights"]["faces"]
    assert [face["id"] for face in summary] == [1000, 1001]
    assert all(0 < face["seenDurationRatio"] <= 1 for face in summary)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("includedInsights=faces", True),
        ("includedInsights=labels,FACES", True),
        ("includedInsights=labels", False),
        ("excludedInsights=faces", False),
        ("excludedInsights=transcript,Faces", False),
        ("excludedInsights=labels", True),
    ],
)
def test_the_index_shows_the_insights_that_are_asked_for(
    emulator: Api,
    indexed: str,
    query: str,
    shown: bool,
) -> None:
    """By name, without case; the others are left out."""
    insights = emulator.get(f"Videos/{indexed}/Index?{query}").json()["videos"][0]["insights"]

    assert shown == ("faces" in insights)


def test_insights_are_included_or_excluded_and_not_both(emulator: Api, indexed: str) -> None:
    """The vendor refuses both together."""
    tail = f"Videos/{indexed}/Index?includedInsights=faces&excludedInsights=labels"

    assert_problem(emulator.get(tail), 400, "INVALID_INPUT")


def test_the_summary_can_be_left_out(emulator: Api, indexed: str) -> None:
    """It is deprecated, and there unless told otherwise."""
    index = emulator.get(f"Videos/{indexed}/Index?includeSummarizedInsights=False").json()

    assert index["summarizedInsights"] is None
    assert index["videos"][0]["insights"]["faces"]


@pytest.mark.parametrize(
    "tail",
    [
        "Index",
        "ArtifactUrl?type=Faces",
        "SourceFile/DownloadUrl",
        f"Thumbnails/{'0' * 8}-0000-0000-0000-{'0' * 12}",
    ],
)
def test_an_unknown_video_is_not_found(emulator: Api, tail: str) -> None:
    """With the vendor's word for it."""
    assert_problem(emulator.get(f"Videos/nobody/{tail}"), 404, "BREAKDOWN_NOT_FOUND")
