"""The list: every video once, newest first, page after page, and only those that were asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from typing import Any

import httpx
import pytest

from .conftest import Indexed
from .permissions import no_live
from .receiver import uploaded
from .service import Service
from .target import Aim

PAGE = 25
"""The contract's size of a page, where none is asked for."""

PARTITIONS = ("shelf a", "shelf, b", "Shelf a", None)
SHELF = 2 * len(PARTITIONS) * 4 - 4  # more than a page, and no multiple of one

Shelf = list[dict[str, Any]]


@pytest.fixture(scope="module")
def shelf(aim: Aim, service: Service) -> Iterator[Shelf]:
    """Videos of four partitions in turn, newest first, as their uploads were answered."""
    no_live(aim, "a list needs more videos than a live run may upload")
    with ExitStack() as stack:
        videos: Shelf = []
        for number in range(SHELF):
            partition = PARTITIONS[number % len(PARTITIONS)]
            params: dict[str, Any] = {"partition": partition} if partition else {}
            videos.insert(0, stack.enter_context(uploaded(service, name=f"shelf {number}", **params)))
        yield videos


def _page(service: Service, **params: Any) -> dict[str, Any]:
    answer = service.call("listVideos", params=params)
    assert answer.status_code == 200, f"the list with {params} answered {answer.status_code}: {answer.text}"
    page: dict[str, Any] = answer.json()
    return page


def _leads_on(page: dict[str, Any]) -> dict[str, Any]:
    """What a page says of the next one; how many there are in all, services say since 2025."""
    return {name: value for name, value in page["nextPage"].items() if name != "totalCount"}


def _ids(videos: list[dict[str, Any]]) -> list[str]:
    return [video["id"] for video in videos]


def _whole(service: Service, **params: Any) -> list[str]:
    """The ids of all videos that a choice leaves, on one page."""
    return _ids(_page(service, pageSize=1000, **params)["results"])


def test_the_list_has_every_video_newest_first(service: Service, indexed: Indexed, shelf: Shelf) -> None:
    """The latest upload stands at the top, and the order is that of `created`."""
    videos = service.videos()

    assert _ids(videos)[:SHELF] == _ids(shelf), "the newest videos aren't listed in their order"
    assert indexed.id in _ids(videos), "an older video isn't listed"
    created = [datetime.fromisoformat(video["created"]) for video in videos]
    assert created == sorted(created, reverse=True), "the list isn't ordered by `created`"
    uploads = [datetime.fromisoformat(video["created"]) for video in shelf]
    assert uploads == created[:SHELF], "`created` in the list isn't that of the upload"


@pytest.mark.parametrize("size", [1, 2, 7, PAGE, SHELF + 1, 1000])
def test_following_the_pages_gives_every_video_once(service: Service, shelf: Shelf, size: int) -> None:
    """Each page is full but the last, and says rightly where the next one starts, and that it is the last."""
    whole = _whole(service)
    seen: list[str] = []
    skip, done = 0, False
    while not done:
        page = _page(service, pageSize=size, skip=skip)
        wanted, following = whole[skip : skip + size], page["nextPage"]
        assert _ids(page["results"]) == wanted, f"the page after {skip} videos isn't what the whole list has"
        assert following["pageSize"] == size, (
            f"nextPage.pageSize is {following['pageSize']}, asked was {size}"
        )
        total = following.get("totalCount", len(whole))
        assert total == len(whole), f"nextPage.totalCount is {total}, and there are {len(whole)} videos"
        seen += _ids(page["results"])
        skip, done = skip + size, following["done"]
        assert done == (skip >= len(whole)), f"done is {done} after {skip} of {len(whole)} videos"
        assert done or following["skip"] == skip, f"nextPage.skip is {following['skip']} instead of {skip}"
    assert seen == whole


def test_without_a_size_a_page_has_twenty_five_videos(service: Service, shelf: Shelf) -> None:
    """And the first page comes, where nothing is to be passed over."""
    page = _page(service)

    assert _leads_on(page) == {"pageSize": PAGE, "skip": PAGE, "done": False}
    assert _ids(page["results"]) == _ids(shelf)[:PAGE]


def test_a_page_ends_with_the_last_video(service: Service, shelf: Shelf) -> None:
    """A page that the last video just fills is the last one; one that leaves a video out isn't."""
    count = len(_whole(service))

    for size, skip, done in (
        (count, 0, True),
        (count - 1, 0, False),
        (1, count - 1, True),
        (2, count - 3, False),
    ):
        page = _page(service, pageSize=size, skip=skip)
        assert page["nextPage"]["done"] is done, (
            f"{count} videos, pageSize {size}, skip {skip}: {page['nextPage']}"
        )


@pytest.mark.parametrize("beyond", [0, 1, 2_000_000_000])
def test_beyond_the_end_there_is_an_empty_last_page(service: Service, indexed: Indexed, beyond: int) -> None:
    """It is no error."""
    page = _page(service, skip=len(_whole(service)) + beyond)

    assert page["results"] == [], f"{len(page['results'])} videos beyond the end"
    assert page["nextPage"]["done"] is True


@pytest.mark.parametrize("at", [0, 1, 13, SHELF - 1])
def test_the_list_can_be_limited_in_time(service: Service, shelf: Shelf, at: int) -> None:
    """After a moment and before it; the video of that very moment is in neither part."""
    whole, moment = _whole(service), shelf[at]["created"]

    assert _whole(service, createdAfter=moment) == whole[:at], f"createdAfter={moment}"
    assert _whole(service, createdBefore=moment) == whole[at + 1 :], f"createdBefore={moment}"
    assert _whole(service, createdAfter=moment, createdBefore=moment) == []


def test_a_stretch_of_time_can_be_asked_for(service: Service, shelf: Shelf) -> None:
    """Both limits together, and with a page size."""
    times = {"createdAfter": shelf[12]["created"], "createdBefore": shelf[3]["created"]}

    assert _whole(service, **times) == _ids(shelf)[4:12], times
    page = _page(service, pageSize=3, skip=6, **times)
    assert (_ids(page["results"]), page["nextPage"]["done"]) == (_ids(shelf)[10:12], True)
    page = _page(service, pageSize=3, skip=3, **times)
    assert page["nextPage"].get("totalCount", 8) == 8, page["nextPage"]
    assert (_ids(page["results"]), _leads_on(page)) == (
        _ids(shelf)[7:10],
        {"pageSize": 3, "skip": 6, "done": False},
    )


def test_a_moment_is_the_same_in_every_time_zone(service: Service, shelf: Shelf) -> None:
    """With Z, or with the offset of elsewhere."""
    moment = datetime.fromisoformat(shelf[5]["created"])
    for offset in (timedelta(), timedelta(hours=5, minutes=30), timedelta(hours=-8)):
        text = moment.astimezone(timezone(offset)).isoformat()
        for spelt in {text, text.replace("+00:00", "Z")}:
            assert _whole(service, createdAfter=spelt) == _ids(shelf)[:5], f"createdAfter={spelt}"
            assert _whole(service, createdBefore=spelt) == _whole(service)[6:], f"createdBefore={spelt}"


@pytest.mark.parametrize("days", [1, 400])
def test_moments_before_and_after_everything(service: Service, indexed: Indexed, days: int) -> None:
    """All videos, or none."""
    now = datetime.fromisoformat(indexed.index["created"])
    late, early = ((now + timedelta(days=sign * days)).isoformat() for sign in (1, -1))

    assert _whole(service, createdAfter=late) == [], f"videos are created after {late}"
    assert indexed.id in _whole(service, createdBefore=late)
    assert indexed.id in _whole(service, createdAfter=early), f"a video isn't created after {early}"
    assert indexed.id not in _whole(service, createdBefore=early), f"a video is created before {early}"


@pytest.mark.parametrize(
    "wanted",
    [["shelf a"], ["shelf, b"], ["shelf a", "shelf, b"], ["shelf, b", "nobody's"], ["nobody's"], ["shelf"]],
    ids="+".join,
)
def test_the_list_can_be_limited_to_partitions(service: Service, shelf: Shelf, wanted: list[str]) -> None:
    """One, several, or one that nobody has; the parameter is repeated for several."""
    expected = [video["id"] for video in shelf if video["partition"] in wanted]

    answer = service.call(
        "listVideos", params=[("pageSize", 1000), *(("partitions", each) for each in wanted)]
    )

    got = {video["id"]: video["partition"] for video in answer.json()["results"]}
    assert set(got.values()) <= {each for each in PARTITIONS if each and each.lower() in wanted}, got
    assert [video_id for video_id, partition in got.items() if partition in wanted] == expected


def test_partitions_are_paged_too(service: Service, shelf: Shelf) -> None:
    """`done` and `skip` count what was asked for, and nothing else."""
    expected = [video["id"] for video in shelf if video["partition"] == "shelf, b"]

    page = _page(service, partitions="shelf, b", pageSize=len(expected) - 2)
    rest = _page(service, partitions="shelf, b", **{n: page["nextPage"][n] for n in ("pageSize", "skip")})

    assert (_ids(page["results"]), page["nextPage"]["done"]) == (expected[:-2], False)
    assert (_ids(rest["results"]), rest["nextPage"]["done"]) == (expected[-2:], True)
    late = _page(
        service, partitions="shelf, b", createdBefore=shelf[SHELF // 2]["created"], pageSize=2, skip=2
    )
    before = [each["id"] for each in shelf[SHELF // 2 + 1 :] if each["partition"] == "shelf, b"]
    assert _ids(late["results"]) == before[2:4], "a later page with a limit in time forgets the partition"


@pytest.mark.parametrize(
    "params",
    [{"pageSize": "0"}, {"pageSize": "-1"}, {"pageSize": "1001"}, {"pageSize": "many"}, {"skip": "-1"}],
    ids=str,
)
def test_a_page_that_cant_be_is_refused(service: Service, params: dict[str, str]) -> None:
    """Between 1 and 1000 videos, from 0 on."""
    answer: httpx.Response = service.call("listVideos", params=params)
    assert answer.status_code == 400, f"{params} got {answer.status_code}"
    assert answer.json()["ErrorType"] == "INVALID_INPUT"


def test_another_account_has_a_list_of_its_own(service: Service, neighbour: Service, shelf: Shelf) -> None:
    """What is uploaded there isn't listed here, nor the other way round."""
    with uploaded(neighbour, name="theirs") as theirs:
        assert theirs["id"] in _whole(neighbour), "the upload isn't in the list of its account"
        assert theirs["id"] not in _whole(service), "a video of another account is listed"
        assert not set(_whole(neighbour)) & set(_ids(shelf)), "another account lists our videos"
