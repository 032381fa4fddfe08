"""The search, and the way from an external id to its video."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from .conftest import Indexed
from .permissions import no_live
from .receiver import uploaded
from .service import Service
from .target import Aim

FAR, LONG_AGO = "2077-01-01T00:00:00Z", "2001-01-01T00:00:00Z"
SAID: dict[str, dict[str, str]] = {
    "north": {"description": "about america", "partition": "red", "externalId": "first"},
    "north north": {"language": "de-DE", "partition": "green", "externalId": "second", "privacy": "Public"},
    "south": {"partition": "blue"},
    "hidden": {"isSearchable": "false", "externalId": "third"},
}
"""Names and parameters of four uploads; each name and external id gets a word of its own run."""


@dataclass(frozen=True)
class Shelf:
    """Four videos, and the word that they alone have."""

    word: str
    ids: dict[str, str]


@pytest.fixture(scope="module")
def shelf(aim: Aim, service: Service) -> Iterator[Shelf]:
    """Uploaded once, and deleted in the end."""
    no_live(aim, "a search needs more videos than a live run may upload")
    word = f"w{uuid.uuid4().hex}"
    with ExitStack() as stack:
        ids = {}
        for name, said in SAID.items():
            params: dict[str, Any] = dict(said)
            if "externalId" in params:
                params["externalId"] += word
            ids[name] = stack.enter_context(uploaded(service, name=f"{name} {word}", **params))["id"]
            service.wait_indexed(ids[name])
        yield Shelf(word, ids)


def _page(service: Service, params: Any) -> dict[str, Any]:
    answer = service.call("searchVideos", params=params)
    assert answer.status_code == 200, f"a search with {params} got {answer.status_code}: {answer.text[:300]}"
    page: dict[str, Any] = answer.json()
    return page


def _found(service: Service, shelf: Shelf, params: Any) -> list[str]:
    """What a search finds on the shelf, by the names there."""
    names = {video_id: name for name, video_id in shelf.ids.items()}
    return [names[video["id"]] for video in _page(service, params)["results"] if video["id"] in names]


QUERIES = {
    "{w}": ["south", "north north", "north"],
    "north {w}": ["north north", "north", "south"],
    "north+{w}": ["north north", "north"],
    "america+{w}": ["north"],
    "south+{w}|america+{w}": ["south", "north"],
    "{w}+-north": ["south"],
    '"north north"+{w}': ["north north"],
    '"north america"+{w}': [],
    "nort+{w}": [],
    "NORTH+{W}": ["north north", "north"],
    "hidden+{w}": [],
}


@pytest.mark.parametrize("query", QUERIES)
def test_words_are_found_as_the_contract_says(service: Service, shelf: Shelf, query: str) -> None:
    """Either word, both, none, the phrase; more hits first, and what isn't searchable never."""
    text = query.replace("{w}", shelf.word).replace("{W}", shelf.word.upper())
    assert _found(service, shelf, {"query": text}) == QUERIES[query], f"query={text}"


def test_of_several_texts_one_is_enough(service: Service, shelf: Shelf) -> None:
    """A repeated parameter widens the search."""
    texts = [("query", f"america+{shelf.word}"), ("query", f"south+{shelf.word}")]
    assert sorted(_found(service, shelf, texts)) == ["north", "south"]


ALL = ["south", "north north", "north"]
CONDITIONS: list[tuple[list[tuple[str, str]], list[str]]] = [
    ([], ALL),
    ([("partition", "red"), ("partition", "blue")], ["south", "north"]),
    ([("partition", "Red")], []),
    ([("privacy", "Public")], ["north north"]),
    ([("privacy", "Public"), ("privacy", "Private")], ALL),
    ([("state", "Failed")], ALL),
    ([("state", "Processed"), ("state", "Processing")], []),
    ([("sourceLanguage", "de-DE")], ["north north"]),
    ([("sourceLanguage", "German")], ["north north"]),
    ([("language", "de-DE"), ("language", "en-US")], ALL),
    ([("language", "fr-FR")], []),
    ([("isBase", "true")], ALL),
    ([("isBase", "false")], []),
    ([("hasSourceVideoFile", "true")], ALL),
    ([("hasSourceVideoFile", "false")], []),
    ([("owner", "nobody at all")], []),
    ([("face", "Nobody At All")], []),
    ([("animatedcharacter", "nobody")], []),
    ([("textScope", "Transcript")], []),
    ([("createdAfter", FAR)], []),
    ([("createdAfter", LONG_AGO)], ALL),
    ([("createdBefore", LONG_AGO)], []),
    ([("createdBefore", FAR)], ALL),
]


@pytest.mark.parametrize(("params", "names"), CONDITIONS, ids=str)
def test_every_condition_counts(
    service: Service, shelf: Shelf, params: list[tuple[str, str]], names: list[str]
) -> None:
    """Beside the words; of several values of one parameter, one is enough."""
    assert _found(service, shelf, [("query", shelf.word), *params]) == names


def test_ids_are_conditions_too(service: Service, shelf: Shelf) -> None:
    """Of videos, of their sources, and of the caller's own; without words the newest is first."""
    north, south = shelf.ids["north"], shelf.ids["south"]

    assert _found(service, shelf, {"id": north}) == ["north"]
    assert _found(service, shelf, [("id", north), ("id", south)]) == ["south", "north"]
    assert _found(service, shelf, {"sourceVideoId": south}) == ["south"]
    assert _found(service, shelf, [("sourceVideoId", south), ("id", north)]) == []
    mine = [("externalId", f"{each}{shelf.word}") for each in ("first", "second", "third")]
    assert _found(service, shelf, mine) == ["north north", "north"]


def test_an_owner_is_whom_the_list_names(service: Service, indexed: Indexed) -> None:
    """By the very name."""
    (video,) = _page(service, {"id": indexed.id})["results"]
    assert _page(service, {"id": indexed.id, "owner": video["userName"]})["results"]


def test_a_video_is_found_as_the_list_shows_it(service: Service, indexed: Indexed) -> None:
    """The same members with the same values; where no words are searched for, there are no matches."""
    (found,) = _page(service, {"id": indexed.id})["results"]
    assert service.index(found["id"])["name"] == found["name"]
    (listed,) = [video for video in service.videos() if video["id"] == indexed.id]

    assert found == listed
    assert found["searchMatches"] == []


def test_matches_say_where_the_words_stand(service: Service, shelf: Shelf) -> None:
    """The field, its text, and the words as they are written there."""
    (found,) = _page(service, {"query": f"{shelf.word.upper()}+AMERICA"})["results"]

    shown = {(match["type"], match["text"], match["exactText"]) for match in found["searchMatches"]}
    assert shown == {
        ("Title", f"north {shelf.word}", shelf.word),
        ("Description", "about america", "america"),
    }


def test_a_face_is_found_by_its_name(service: Service, indexed: Indexed) -> None:
    """At the time when it is first seen."""
    face = indexed.index["videos"][0]["insights"]["faces"][0]
    (found,) = _page(service, {"id": indexed.id, "face": face["name"]})["results"]

    matches = {(match["type"], match["text"], match["startTime"]) for match in found["searchMatches"]}
    assert matches == {("Face", face["name"], face["instances"][0]["start"])}


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_of_a_search_follow_one_another(service: Service, shelf: Shelf, size: int) -> None:
    """Each full but the last, which says that it is that."""
    names, skip, done = [], 0, False
    while not done:
        params = {"query": shelf.word, "pageSize": size, "skip": skip}
        page = _page(service, params)
        names += _found(service, shelf, params)
        done = page["nextPage"]["done"]
        assert len(page["results"]) == size or done, f"a page of {len(page['results'])} isn't the last"
        assert done or page["nextPage"]["skip"] == skip + size
        assert page["nextPage"].get("totalCount", len(ALL)) == len(ALL), page["nextPage"]
        skip += size
    assert names == ALL


def test_another_account_is_not_searched(service: Service, neighbour: Service, shelf: Shelf) -> None:
    """Neither by words nor by ids."""
    assert _page(neighbour, {"query": shelf.word})["results"] == []
    assert _page(neighbour, {"id": shelf.ids["north"]})["results"] == []
    params = {"externalId": f"first{shelf.word}"}
    assert neighbour.call("getIdByExternalId", params=params).status_code == 404


# external ids


def _by_external_id(service: Service, external_id: str) -> str:
    answer = service.call("getIdByExternalId", params={"externalId": external_id})
    assert answer.status_code == 200, f"{external_id!r} got {answer.status_code}: {answer.text[:300]}"
    return str(answer.json())


def test_an_external_id_leads_to_its_video(service: Service, shelf: Shelf) -> None:
    """The newest that has it; one that no search finds too; and no other after it is gone."""
    first = f"first{shelf.word}"
    assert _by_external_id(service, f"third{shelf.word}") == shelf.ids["hidden"]
    with uploaded(service, name="twin", externalId=first) as twin:
        assert _by_external_id(service, first) == twin["id"]
    assert _by_external_id(service, first) == shelf.ids["north"]


def test_an_external_id_is_compared_exactly(service: Service, shelf: Shelf) -> None:
    """Another case, a part, and more are other ids."""
    first = f"first{shelf.word}"
    for text in (first.upper(), first[:-1], f"{first} ", f"%{first}", "%", "neverwas"):
        answer = service.call("getIdByExternalId", params={"externalId": text})
        assert answer.status_code == 404, f"{text!r} got {answer.status_code}: {answer.text}"


def test_a_redacted_video_is_found_by_its_external_id(service: Service, indexed: Indexed) -> None:
    """At once: the answer to a redaction doesn't name it."""
    external_id = f"é & {uuid.uuid4()}"
    job = service.redact(indexed.id, {"blurringKind": "Black"}, name="found", externalId=external_id)
    found = _by_external_id(service, external_id)

    ended = service.wait_job(job)
    assert f"/Videos/{found}/" in ended.headers.get("location", ""), "it leads to another video"
    service.delete(found)


def test_a_video_without_an_external_id_has_none(service: Service, shelf: Shelf) -> None:
    """It is told as null or not at all."""
    entries = {video["id"]: video for video in service.videos()}
    part = service.index(shelf.ids["south"])["videos"][0]

    assert (entries[shelf.ids["south"]].get("externalId"), part.get("externalId")) == (None, None)
