"""The search, and the way from an external id to a video."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.emulator.api import Api, assert_problem

SMALL = {"file": ("x.mp4", b"no video")}


@pytest.fixture(scope="module")
def shelf(emulator: Api) -> Iterator[dict[str, str]]:
    """Ids of four videos by their names; the last one isn't searchable."""
    said: dict[str, dict[str, str]] = {
        "north": {"description": "about america", "partition": "red", "externalId": "e-1"},
        "north north": {"language": "German", "partition": "green", "externalId": "e-2"},
        "south": {"privacy": "Public", "externalId": "e-3"},
        "hidden north": {"isSearchable": "false", "externalId": "e-4"},
    }
    ids = {}
    for name, params in said.items():
        answer = emulator.post("Videos", params={"name": name} | params, files=SMALL)
        assert answer.status_code == 200, answer.text
        ids[name] = str(answer.json()["id"])
        emulator.wait_indexed(ids[name])
    yield ids
    for video_id in ids.values():
        emulator.call("DELETE", f"Videos/{video_id}")


def _page(emulator: Api, query: str | dict[str, Any]) -> dict[str, Any]:
    answer = (
        emulator.get("Videos/Search", params=query)
        if isinstance(query, dict)
        else emulator.get(f"Videos/Search?{query}")
    )
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def _names(emulator: Api, query: str | dict[str, Any]) -> list[str]:
    return [video["name"] for video in _page(emulator, query)["results"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("query=north", ["north north", "north"]),
        ("query=america", ["north"]),
        ("query=north%2Bamerica", ["north"]),
        ("query=hidden", []),
        ("externalId=e-1&externalId=e-3", ["south", "north"]),
        ("externalId=e-4", []),
        ("partition=red&partition=green", ["north north", "north"]),
        ("partition=Red", []),
        ("query=north&privacy=public", []),
        ("privacy=Public", ["south"]),
        ("query=north&state=Failed", ["north north", "north"]),
        ("query=north&state=Processed", []),
        ("query=north&state=Quarantined", []),
        ("query=north&sourceLanguage=de-DE", ["north north"]),
        ("query=north&sourceLanguage=german", ["north north"]),
        ("query=north&language=en-US&language=fr-FR", ["north"]),
        ("query=north&language=en-US&sourceLanguage=de-DE", []),
        ("query=north&isBase=true", ["north north", "north"]),
        ("query=north&isBase=false", []),
        ("query=north&owner=emulator", ["north north", "north"]),
        ("query=north&owner=somebody", []),
        ("query=north&animatedcharacter=a", []),
        ("query=north&hasSourceVideoFile=true", ["north north", "north"]),
        ("query=north&hasSourceVideoFile=false", []),
        ("query=north&textScope=Transcript", []),
        ("query=north&face=nobody", []),
        ("query=north&createdAfter=2077-01-01T00:00:00Z", []),
        ("query=north&createdBefore=2001-01-01T00:00:00Z", []),
    ],
)
def test_every_condition_of_a_search_counts(
    emulator: Api, shelf: dict[str, str], query: str, names: list[str]
) -> None:
    """More hits come first, then the newest; what isn't searchable is never found."""
    assert _names(emulator, query) == names


def test_ids_are_searched_for(emulator: Api, shelf: dict[str, str]) -> None:
    """By `id`, one or several, as the vendor's samples do, and by `sourceVideoId`."""
    north, south = shelf["north"], shelf["south"]

    assert _names(emulator, {"id": north}) == ["north"]
    assert _names(emulator, {"id": [north, south]}) == ["south", "north"]
    assert _names(emulator, {"sourceVideoId": south}) == ["south"]
    assert _names(emulator, {"sourceVideoId": south, "id": north}) == []


def test_a_search_is_the_list_for_what_it_finds(emulator: Api, shelf: dict[str, str]) -> None:
    """The same members with the same values; without texts there are no matches."""
    listed = {video["id"]: video for video in emulator.videos()}
    (found,) = _page(emulator, {"id": shelf["south"]})["results"]

    assert found == listed[shelf["south"]]


def test_matches_say_where_the_words_stand(emulator: Api, shelf: dict[str, str]) -> None:
    """In which field, its whole text, and the word as it is written there."""
    (found,) = _page(emulator, {"query": "NORTH+America"})["results"]

    assert found["searchMatches"] == [
        {"startTime": "0:00:00", "type": "Title", "text": "north", "exactText": "north"},
        {"startTime": "0:00:00", "type": "Description", "text": "about america", "exactText": "america"},
    ]


@pytest.mark.parametrize("query", [{"face": "unknown #1"}, {"query": '"Unknown 1"'}])
def test_a_face_is_found_by_its_name_where_it_is_first_seen(
    emulator: Api, indexed: str, query: dict[str, str]
) -> None:
    """With the time of its first appearance in the index."""
    found = {video["id"]: video for video in _page(emulator, query)["results"]}
    index = emulator.get(f"Videos/{indexed}/Index").json()
    face = index["videos"][0]["insights"]["faces"][0]

    (match,) = found[indexed]["searchMatches"]
    assert (match["type"], match["text"]) == ("Face", face["name"])
    assert match["startTime"] == face["instances"][0]["start"]


@pytest.mark.parametrize("query", ["query=north", "partition=red&partition=green"])
def test_pages_of_a_search_follow_one_another(emulator: Api, shelf: dict[str, str], query: str) -> None:
    """With and without texts."""
    first = _page(emulator, f"{query}&pageSize=1")
    assert first["nextPage"] == {"pageSize": 1, "skip": 1, "done": False, "totalCount": 2}
    second = _page(emulator, f"{query}&pageSize=1&skip=1")
    assert second["nextPage"]["done"]
    names = [video["name"] for page in (first, second) for video in page["results"]]
    assert names == ["north north", "north"]


def test_a_search_sees_one_account_alone(emulator: Api, neighbour: Api, shelf: dict[str, str]) -> None:
    """Neither by words nor by ids is another one's video found."""
    assert _names(neighbour, "query=north") == []
    assert _names(neighbour, {"id": list(shelf.values())}) == []
    assert_problem(neighbour.get("Videos/GetIdByExternalId?externalId=e-1"), 404, "BREAKDOWN_NOT_FOUND")


def test_an_external_id_leads_to_the_newest_video_that_has_it(emulator: Api, shelf: dict[str, str]) -> None:
    """Compared exactly; one that isn't searchable too."""
    twin = emulator.post("Videos", params={"name": "twin", "externalId": "e-1"}, files=SMALL).json()["id"]
    try:
        assert emulator.get("Videos/GetIdByExternalId?externalId=e-1").json() == twin
    finally:
        emulator.call("DELETE", f"Videos/{twin}")

    assert emulator.get("Videos/GetIdByExternalId?externalId=e-1").json() == shelf["north"]
    assert emulator.get("videos/getidbyexternalid?externalId=e-4").json() == shelf["hidden north"]
    assert_problem(emulator.get("Videos/GetIdByExternalId?externalId=E-1"), 404, "BREAKDOWN_NOT_FOUND")
    assert_problem(emulator.get("Videos/GetIdByExternalId"), 400, "INVALID_INPUT")


def test_a_redacted_video_is_found_by_its_external_id_at_once(emulator: Api, indexed: str) -> None:
    """Before its job is done, as callers who poll the index need it."""
    job = emulator.redact(indexed, {"blurringKind": "Black"}, externalId="r-1")
    found = emulator.get("Videos/GetIdByExternalId?externalId=r-1").json()

    location = emulator.wait_job(job).headers["location"]
    assert f"/Videos/{found}/" in location
    emulator.call("DELETE", f"Videos/{found}")
