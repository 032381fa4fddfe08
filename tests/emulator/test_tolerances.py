"""What the contract tolerates is taken, strict it is refused, and both are read from the contract."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.emulator.api import Api, assert_problem
from tests.emulator.conftest import Ask
from tests.emulator.test_other_settings import VIDEOS
from tests.emulator.test_upload import END, MULTIPART, SMALL, part
from video_indexer_emulator.app import contract_path
from video_indexer_emulator.errors import InvalidInput, UnknownContract
from video_indexer_emulator.http.spec import Contract, Operation

Document = dict[str, Any]
TOKEN = {"permissionType": "Contributor", "scope": "Account"}


@pytest.fixture(scope="module")
def strict() -> Contract:
    """The contract without its tolerances."""
    return Contract.load(contract_path(), strict=True)


def parameter(contract: Contract, operation: str, name: str) -> Any:
    """A compiled parameter."""
    return next(each for each in contract.operations[operation].parameters if each.name == name)


def body(operation: Operation, value: Any) -> Any:
    """A JSON body as the operation reads it."""
    assert operation.body
    return operation.body.check(value, "application/json")


READ_AS: list[tuple[str, Any, Any]] = [
    ("generateAccessToken", TOKEN | {"projectId": None, "videoId": None}, TOKEN),
    ("generateAccessToken", {"permissionType": "contributor", "scope": " ACCOUNT "}, TOKEN),
    (
        "redactVideo",
        {"faces": {"blurringKind": "highblur", "filter": None}},
        {"faces": {"blurringKind": "HighBlur"}},
    ),
    ("redactVideo", {"faces": {"blurringKind": None}}, {"faces": {}}),
    (
        "redactVideo",
        {"faces": {"filter": {"ids": [1], "scope": "exclude"}}},
        {"faces": {"filter": {"ids": [1], "scope": "Exclude"}}},
    ),
]


@pytest.mark.parametrize(("operation", "sent", "meant"), READ_AS)
def test_nulls_and_other_spellings_of_a_body_are_read_as_they_are_meant(
    contract: Contract, strict: Contract, operation: str, sent: Any, meant: Any
) -> None:
    """A null is absent, a word is the contract's; strict, each is refused."""
    assert body(contract.operations[operation], sent) == meant
    with pytest.raises(InvalidInput):
        body(strict.operations[operation], sent)


@pytest.mark.parametrize(
    ("operation", "sent"),
    [
        ("generateAccessToken", TOKEN | {"scope": None}),
        ("generateAccessToken", {"permissionType": "Reader", "scope": "video", "videoId": None}),
        ("redactVideo", {"faces": None}),
        ("redactVideo", {"faces": {}, "plates": None}),
        ("redactVideo", {"faces": {"filter": {"ids": [None], "scope": "Include"}}}),
        ("redactVideo", {"faces": {"filter": {"ids": None, "scope": "Include"}}}),
        ("redactVideo", {"faces": {"blurringKind": "High Blur"}}),
    ],
)
def test_what_is_needed_or_unknown_is_refused_all_the_same(
    contract: Contract, operation: str, sent: Any
) -> None:
    """A null where a value is needed, in a list, or of a member that there isn't."""
    with pytest.raises(InvalidInput):
        body(contract.operations[operation], sent)


@pytest.mark.parametrize("media_type", ["text/json", "application/vnd.api+json; charset=utf-8", ""])
def test_json_goes_by_other_names(contract: Contract, strict: Contract, media_type: str) -> None:
    """And by none."""
    body, exact = contract.operations["redactVideo"].body, strict.operations["redactVideo"].body
    assert body
    assert exact

    assert body.media_type(media_type) == "application/json"
    with pytest.raises(InvalidInput, match="application/json"):
        exact.media_type(media_type)


@pytest.mark.parametrize(
    ("place", "text", "value"),
    [
        ("uploadVideo callbackUrl", "", None),
        ("uploadVideo priority", "", "Normal"),
        ("uploadVideo privacy", "  ", "Private"),
        ("uploadVideo streamingPreset", "", "Default"),
        ("uploadVideo indexingPreset", "", "Default"),
        ("uploadVideo retentionPeriod", "", None),
        ("uploadVideo sendSuccessEmail", "", False),
        ("listVideos pageSize", "", 25),
        ("listVideos createdAfter", "", None),
        ("getVideoIndex includedInsights", "", None),
        ("getVideoThumbnail format", "jpeg ", "Jpeg"),
        ("getVideoArtifactUrl type", " faces", "Faces"),
        ("uploadVideo indexingPreset", "defaultWithNoiseReduction", "Default"),
        ("uploadVideo indexingPreset", "AdvancedVideoAndAudio ", "Advanced"),
        ("uploadVideo location", "Trial", "trial"),
        ("listVideos pageSize", " 25", 25),
        ("uploadVideo isSearchable", "False ", False),
        ("getVideoIndex includedInsights", "Labels, Topics , Keywords", "Labels,Topics,Keywords"),
        ("getVideoIndex excludedInsights", "faces,,labels,", "faces,labels"),
        ("searchVideos state", "Processed,failed", ["Processed", "Failed"]),
        ("searchVideos privacy", "private, Public", ["Private", "Public"]),
        ("searchVideos textScope", "Ocr,Transcript", ["Ocr", "Transcript"]),
        ("searchVideos id", "a,b", ["a", "b"]),
        ("searchVideos language", "English, German", ["English", "German"]),
        ("getVideoInsightsWidget widgetType", "People,Search", ["People", "Search"]),
        ("uploadVideo excludedAI", "Faces,OCR", ["Faces", "OCR"]),
    ],
)
def test_loose_values_of_a_query_are_read_as_they_are_meant(
    contract: Contract, strict: Contract, place: str, text: str, value: Any
) -> None:
    """Empty ones count as absent, words are trimmed, older words are known; strict, each is refused."""
    assert parameter(contract, *place.split()).read([text]) == value
    with pytest.raises(InvalidInput):
        parameter(strict, *place.split()).read([text])


@pytest.mark.parametrize(
    "place", ["uploadVideo description", "listVideos partitions", "uploadVideo excludedAI"]
)
def test_an_empty_text_is_absent_too(contract: Contract, place: str) -> None:
    """Though the schema would let it pass; beside another one of a list it counts for nothing."""
    read = parameter(contract, *place.split())

    assert read.read([""]) is None
    assert read.read(["", "x"]) in ("x", ["x"])


@pytest.mark.parametrize(
    ("operation", "name", "text"),
    [
        ("getVideoArtifactUrl", "type", ""),
        ("listVideos", "pageSize", "x"),
        ("getVideoThumbnail", "format", "Jp eg"),
        ("uploadVideo", "location", "West Europe"),
        ("uploadVideo", "indexingPreset", "Advanced Video"),
    ],
)
def test_a_value_that_cant_be_meant_is_refused_as_it_was_sent(
    contract: Contract, operation: str, name: str, text: str
) -> None:
    """Empty where one is needed, and wrong words."""
    with pytest.raises(InvalidInput, match=name):
        parameter(contract, operation, name).read([text])


@pytest.mark.parametrize(
    ("texts", "value"),
    [
        (["Faces,Labels"], ["Faces", "Labels"]),
        (["faces, ocr", " Labels"], ["Faces", "OCR", "Labels"]),
        (["Faces", "Labels"], ["Faces", "Labels"]),
        ([","], []),
    ],
)
def test_joined_words_are_several(
    contract: Contract, strict: Contract, texts: list[str], value: list[str]
) -> None:
    """Joined, repeated or both; known words as the contract writes them. Strict, a joined one is refused."""
    assert parameter(contract, "uploadVideo", "excludedAI").read(texts) == value

    exact = parameter(strict, "uploadVideo", "excludedAI")
    if "," not in "".join(texts):
        assert exact.read(texts) == texts
    else:
        with pytest.raises(InvalidInput, match="excludedAI"):
            exact.read(texts)


def test_names_of_insights_may_be_repeated(contract: Contract, strict: Contract) -> None:
    """They are one text with commas by the contract; strict, a second one is refused."""
    assert (
        parameter(contract, "getVideoIndex", "includedInsights").read(["faces", "labels"]) == "faces,labels"
    )
    with pytest.raises(InvalidInput, match="only once"):
        parameter(strict, "getVideoIndex", "includedInsights").read(["faces", "labels"])


@pytest.mark.parametrize(
    "place",
    [
        "listVideos partitions",
        *(f"searchVideos {name}" for name in ("partition", "externalId", "owner", "face", "query")),
    ],
)
def test_a_list_of_free_texts_keeps_its_commas(contract: Contract, strict: Contract, place: str) -> None:
    """A comma may be part of the name of a partition, a person or a file."""
    for read in (contract, strict):
        assert parameter(read, *place.split()).read(["a, b"]) == ["a, b"]


def test_faces_that_are_excluded_in_a_joined_value_arent_looked_for(emulator: Api, sample_clip: Any) -> None:
    """The index has none, and the video can't be redacted, as after the repeated form."""
    video_id = emulator.upload(sample_clip, name="joined", excludedAI="OCR, faces")
    assert emulator.wait_indexed(video_id) == "Processed"

    insights = emulator.get(f"Videos/{video_id}/Index").json()["videos"][0]["insights"]

    assert "faces" not in insights
    assert_problem(emulator.post(f"Videos/{video_id}/redact", json={"faces": {}}), 400, "INVALID_INPUT")
    emulator.call("DELETE", f"Videos/{video_id}")


# a body beside videoUrl

BYTES = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00"  # as an MP4 begins
NAMELESS = 'form-data; name="file"'

BESIDE: dict[str, dict[str, Any]] = {
    "an empty object": {"json": {}},
    "the query again": {"json": {"name": "n", "videoUrl": "http://example.com/x.mp4"}},
    "a form": {"data": {"name": "n"}},
    "a closing boundary alone": {"content": END, "headers": MULTIPART},
    "boundaries with nothing between": {"content": END[:-4] + b"\r\n\r\n" + END, "headers": MULTIPART},
    "a field": {"content": part(b"n", 'form-data; name="name"') + END, "headers": MULTIPART},
    "an empty file": {"content": part(b"") + END, "headers": MULTIPART},
    "a broken form": {"content": b"no boundary at all", "headers": MULTIPART},
    "multipart without a boundary": {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
    "an empty object of no type in particular": {
        "content": b"{}",
        "headers": {"Content-Type": "application/octet-stream"},
    },
    "half a MiB": {"content": b"x" * 2**19},
}


@pytest.mark.parametrize("what", BESIDE)
def test_a_body_beside_a_url_is_passed_over(emulator: Api, url: str, what: str) -> None:
    """The file is the one at the address."""
    response = emulator.post("Videos", params={"name": "n", "videoUrl": url}, **BESIDE[what])

    assert response.status_code == 200, response.text
    video_id = response.json()["id"]
    emulator.wait_indexed(video_id)
    assert emulator.download(f"Videos/{video_id}/SourceFile/DownloadUrl") == SMALL
    emulator.call("DELETE", f"Videos/{video_id}")


def test_strict_a_body_beside_a_url_is_refused(service: Callable[..., Ask], url: str) -> None:
    """Whatever it is."""
    ask = service(strict=True, allow_private_urls=True)

    bodies: list[dict[str, Any]] = [
        {"json": {}},
        {"data": {"name": "n"}},
        {"content": END, "headers": MULTIPART},
        {"content": part(SMALL) + END, "headers": MULTIPART},
    ]
    for how in bodies:
        assert_problem(ask("POST", VIDEOS, params={"videoUrl": url}, **how), 400, "INVALID_INPUT")


@pytest.mark.parametrize(
    "how",
    [
        {"content": b"x" * (2**20 + 1)},
        {"content": part(SMALL) + END, "headers": MULTIPART},
        {"content": part(BYTES, NAMELESS) + END, "headers": MULTIPART},
        {"content": part(b"n", NAMELESS) + part(BYTES, NAMELESS) + END, "headers": MULTIPART},
        {
            "content": part(SMALL, f"{NAMELESS}\r\nContent-Type: Video/mp4") + END,
            "headers": MULTIPART,
        },
        {"content": BYTES},
        {"content": SMALL, "headers": {"Content-Type": "video/mp4"}},
        {"content": BYTES, "headers": {"Content-Type": "application/octet-stream"}},
    ],
    ids=[
        "more than a MiB",
        "a file",
        "bytes in a part without a file name",
        "bytes in the second of such parts",
        "a part of a video's type",
        "bytes alone",
        "a body of a video's type",
        "a body of no type in particular",
    ],
)
def test_a_file_beside_a_url_is_refused(emulator: Api, url: str, how: dict[str, Any]) -> None:
    """To pass it over in silence would be a surprise."""
    response = emulator.post("Videos", params={"name": "n", "videoUrl": url}, **how)

    assert_problem(response, 400, "INVALID_INPUT")
    assert "not both" in response.json()["Message"]


# the contract says it


def _places(node: Any) -> Iterator[list[dict[str, Any]]]:
    for key, child in node.items() if isinstance(node, dict) else enumerate(node):
        if key == "x-tolerates":
            yield child
        elif isinstance(child, dict | list):
            yield from _places(child)


def test_a_tolerance_that_is_taken_out_of_the_contract_is_gone(document: Document) -> None:
    """One after the other: what it let through is refused then."""
    changed = copy.deepcopy(document)
    for listed in _places(changed):
        listed.clear()
    bare = Contract.read(changed)

    for operation, sent, _ in READ_AS:
        with pytest.raises(InvalidInput):
            body(bare.operations[operation], sent)
    for name, text in (
        ("callbackUrl", ""),
        ("location", "Trial"),
        ("indexingPreset", "AdvancedVideoAndAudio"),
    ):
        with pytest.raises(InvalidInput):
            parameter(bare, "uploadVideo", name).read([text])
    for operation, name, text in (
        ("uploadVideo", "excludedAI", "Faces,OCR"),
        ("getVideoIndex", "includedInsights", "faces, labels"),
        ("uploadVideo", "x-ms-client-request-id", "123"),
    ):
        with pytest.raises(InvalidInput):
            parameter(bare, operation, name).read([text])
    assert not bare.operations["uploadVideo"].tolerates("body-beside-video-url")


def test_a_tolerance_that_the_service_doesnt_know_stops_the_start(document: Document) -> None:
    """Strict or not, wherever it stands."""
    for index in range(len(list(_places(document)))):
        changed = copy.deepcopy(document)
        list(_places(changed))[index].append({"id": "mind-reading"})
        for strict in (True, False):
            with pytest.raises(UnknownContract, match="mind-reading"):
                Contract.read(changed, strict=strict)


def test_a_tolerance_where_nobody_heeds_it_stops_the_start(document: Document) -> None:
    """A schema of answers, for instance."""
    changed = copy.deepcopy(document)
    changed["components"]["schemas"]["Video"]["x-tolerates"] = [{"id": "former-words", "words": {}}]

    with pytest.raises(UnknownContract, match="schemas/Video"):
        Contract.read(changed)


def test_health_tells_whether_the_service_is_strict(service: Callable[..., Ask]) -> None:
    """The suite judges by it."""
    answer = service(strict=True)("GET", "/_emulator/health", headers={"Host": "localhost"})

    assert answer.json()["strict"] is True
