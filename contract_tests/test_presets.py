"""What an upload's query decides for the analysis and the video, beyond the usual."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .conftest import Clip, Indexed
from .receiver import SMALL, Receiver, listed, receiver, uploaded
from .service import Service

FACES = ("Default", "VideoOnly", "Advanced", "AdvancedVideo")
NO_FACES = ("AudioOnly", "BasicAudio", "AdvancedAudio", "Basic", "BasicVideo")
LONG = "x" * 300 + " ü"

pytestmark = pytest.mark.usefixtures("plenty")


@pytest.fixture
def plenty(service: Service) -> None:
    """Uploads cost nothing here."""
    if service.aim.live:
        pytest.skip("needs more uploads than a live run may make")


@pytest.mark.parametrize("preset", FACES)
def test_a_preset_that_looks_at_the_picture_finds_faces(service: Service, clip: Clip, preset: str) -> None:
    """So that the video can be redacted."""
    with uploaded(service, clip.path.read_bytes(), name="p", indexingPreset=preset) as video:
        insights = service.wait_indexed(video["id"])["videos"][0]["insights"]
        assert insights.get("faces"), f"{preset} has found nobody"


@pytest.mark.parametrize("preset", NO_FACES)
def test_a_preset_for_sound_or_a_basic_one_finds_none(service: Service, clip: Clip, preset: str) -> None:
    """And the video can't be redacted."""
    with uploaded(service, clip.path.read_bytes(), name="p", indexingPreset=preset) as video:
        insights = service.wait_indexed(video["id"])["videos"][0]["insights"]
        refused = service.call("redactVideo", places={"videoId": video["id"]}, json={"faces": {}})
        assert not insights.get("faces"), f"{preset} has found faces"
        assert refused.status_code == 400, f"a redaction after {preset} got {refused.status_code}"


@pytest.mark.parametrize("left_out", ["OCR", "ObservedPeople"])
def test_leaving_out_something_else_leaves_the_faces(service: Service, clip: Clip, left_out: str) -> None:
    """Only without Faces a video can't be redacted."""
    with uploaded(service, clip.path.read_bytes(), name="p", excludedAI=left_out) as video:
        insights = service.wait_indexed(video["id"])["videos"][0]["insights"]
        assert insights.get("faces"), f"without {left_out}, nobody is found"


def test_a_file_of_the_same_length_is_no_duplicate(service: Service) -> None:
    """`preventDuplicates` compares contents."""
    with (
        uploaded(service, SMALL, name="one"),
        uploaded(service, SMALL[:-1] + b"?", name="other", preventDuplicates="true") as other,
    ):
        assert other["id"]


def test_long_texts_are_kept_whole(service: Service) -> None:
    """Description, metadata and externalId of 300 characters and more."""
    told = {"description": LONG, "metadata": LONG[::-1], "externalId": LONG.upper()}
    with uploaded(service, SMALL, name="long", **told) as video:
        entry = listed(service, video["id"])
        assert {name: entry[name] for name in told} == told


@pytest.fixture
def outside(service: Service) -> Iterator[Receiver]:
    """A server that the service can fetch from and call."""
    if not service.aim.private_urls:
        pytest.skip("needs a service that may call addresses on this machine")
    with receiver() as running:
        yield running


def test_an_upload_by_address_is_told_of_like_any_other(
    service: Service, outside: Receiver, clip: Clip
) -> None:
    """Its texts are kept, it is private unless told otherwise, and the callback comes."""
    outside.files["/clip.mp4"] = clip.path.read_bytes()
    told = {"description": "d", "metadata": '{"a": 1}', "partition": "p", "externalId": "e"}
    hook, link = f"{outside.url}/hook", "https://example.com/7"
    params = told | {"videoUrl": f"{outside.url}/clip.mp4", "callbackUrl": hook, "externalUrl": link}
    answer = service.call("uploadVideo", params={"name": "by address"} | params)
    assert answer.status_code == 200, answer.text
    video_id = answer.json()["id"]
    try:
        index = service.wait_indexed(video_id)
        entry = listed(service, video_id)
        (call,) = service.wait_for(lambda: outside.at("/hook"), bool)
        assert {name: entry[name] for name in told} == told
        assert (entry["privacyMode"], index["privacyMode"]) == ("Private", "Private")
        assert index["videos"][0].get("externalUrl") == link
        assert (call.values("id"), call.values("state")) == ([video_id], ["Processed"])
    finally:
        service.delete(video_id)


@pytest.fixture
def three(service: Service) -> Iterator[list[dict[str, Any]]]:
    """Three videos in as many partitions, each told of at length."""
    with (
        uploaded(service, name="1", partition="red", externalId="e1", description="one") as first,
        uploaded(service, name="2", partition="green", externalId="e2", description="two") as second,
        uploaded(service, name="3", partition="blue", externalId="e3", description="three") as third,
    ):
        for video in (first, second, third):
            service.wait_indexed(video["id"])
        yield [first, second, third]


def test_each_page_tells_as_much_as_the_first(service: Service, three: list[dict[str, Any]]) -> None:
    """An entry is the same whichever page it is on."""
    whole = {video["id"]: video for video in service.videos()}
    for skip in range(len(whole)):
        (entry,) = service.videos(pageSize=1, skip=skip)
        assert entry == whole[entry["id"]], f"on page {skip}"
    assert {video["id"] for video in three} <= set(whole)


def test_three_partitions_are_three(service: Service, three: list[dict[str, Any]]) -> None:
    """Each value of the repeated parameter counts, with a limit in time beside it too."""
    limits: list[dict[str, str]] = [{}, {"createdAfter": "2020-01-01T00:00:00Z"}]
    for limit in limits:
        params: list[tuple[str, str]] = [("partitions", name) for name in ("red", "green", "blue")]
        answer = service.call("listVideos", params=[*params, *limit.items()])
        assert {video["id"] for video in answer.json()["results"]} == {video["id"] for video in three}
        alone = service.call("listVideos", params=[("partitions", "blue"), *limit.items()])
        assert [video["id"] for video in alone.json()["results"]] == [three[2]["id"]], limit


def test_each_name_of_a_list_of_insights_counts(service: Service, indexed: Indexed) -> None:
    """Not only the first."""
    without = service.index(indexed.id, excludedInsights="labels,faces")
    only = service.index(indexed.id, includedInsights="labels,faces")
    assert "faces" not in without["videos"][0]["insights"]
    assert only["videos"][0]["insights"]["faces"] == indexed.index["videos"][0]["insights"]["faces"]
