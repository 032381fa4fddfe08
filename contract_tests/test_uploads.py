"""What goes in: all that is said at an upload is kept, files come in two ways, and wrong ones don't."""

from __future__ import annotations

import socket
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from .conftest import Clip, Indexed
from .contract import contract
from .neighbours import assert_error, words_of
from .permissions import no_live
from .receiver import SMALL, Receiver, held, listed, receiver, uploaded
from .service import Service
from .target import Aim

UPLOAD = contract().operations["uploadVideo"]
WORDS = {
    f"{name}={word}": {name: word}
    for name, node in UPLOAD.query_parameters().items()
    for word in words_of(contract(), node["schema"])
}
SHOWN_AS = {
    "privacy": "privacyMode",
    "indexingPreset": "indexingPreset",
    "streamingPreset": "streamingPreset",
}

TEXTS = {
    "plain": "street",
    "spaces": "  two  people \t",
    "quotes": "a \"b\" 'c' `d` \\e",
    "unicode": "Straße Ωμέγα 日本語 u\u0308",
    "emoji": "🎬👩\u200d🔬",
    "markup": "<b>&amp;</b>",
    "of a URL": "a+b%20c&d=e?f#g/h;i",
    "JSON": '{"a": [1, null]}',
    "lines": "one\ntwo\r\nthree",
}
SAID = ("name", "description", "partition", "externalId", "metadata")

MINUTE = timedelta(minutes=1)
NO_PICTURE = "00000000-0000-0000-0000-000000000000"
MANY = 1_000_000  # numbers of four bytes, more than a buffer holds


@pytest.fixture(autouse=True)
def emulated(aim: Aim) -> None:
    """Almost every test here uploads."""
    no_live(aim, "it would upload, redact or delete more than a live run may")


@pytest.fixture
def outside(aim: Aim) -> Iterator[Receiver]:
    """A server that the service can fetch from."""
    if not aim.private_urls:
        pytest.skip("needs a service that may fetch from addresses on this machine")
    with receiver() as running:
        yield running


def _upload(service: Service, **how: Any) -> Any:
    return service.call("uploadVideo", **how)


def _refused(service: Service, error_type: str, status: int = 400, **how: Any) -> None:
    """An upload is refused and makes no video."""
    before = [video["id"] for video in service.videos()]
    assert_error(_upload(service, **how), status, error_type, f"an upload with {how}")
    assert [video["id"] for video in service.videos()] == before, f"{how} was refused and made a video"


# what is said at the upload


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_said_of_a_video_is_kept_to_the_letter(service: Service, text: str) -> None:
    """In the upload's answer, in the list and in the index."""
    said: dict[str, Any] = {name: f"{TEXTS[text]}{name}" for name in SAID}
    with uploaded(service, externalUrl="https://example.com/a?b=c%20d&e=%C3%BC", **said) as video:
        index = service.index(video["id"])
        entry, part = listed(service, video["id"]), index["videos"][0]
    for place, where in (("the answer", video), ("the list", entry)):
        assert {name: where[name] for name in SAID} == said, f"{place} has something else"
    shown = {name: index[name] for name in ("name", "description", "partition")}
    shown |= {name: part[name] for name in ("externalId", "metadata")}
    assert shown == said, "the index has something else"
    assert part["externalUrl"] == "https://example.com/a?b=c%20d&e=%C3%BC"


def test_long_texts_are_kept_to_the_end(service: Service) -> None:
    """Only a name has a limit."""
    said: dict[str, Any] = {name: "0123456789" * 150 + name for name in SAID if name != "name"}
    with uploaded(service, name="long", **said) as video:
        entry = listed(service, video["id"])
    for where in (video, entry):
        cut = [name for name in said if where[name] != said[name]]
        assert not cut, f"{cut} isn't what was said, {[len(where[name] or '') for name in cut]} characters"


@pytest.mark.parametrize("word", WORDS)
def test_every_word_of_an_upload_is_taken(service: Service, word: str) -> None:
    """As the contract writes it, and shown as it was said."""
    ((name, value),) = WORDS[word].items()
    for spelt in (value, value.swapcase()):
        with uploaded(service, name="word", **{name: spelt}) as video:
            entry, part = listed(service, video["id"]), service.index(video["id"])["videos"][0]
        for where in (video, entry, part):
            shown = SHOWN_AS.get(name)
            assert shown is None or where[shown] == value, f"{name}={spelt} is shown as {where[shown or '']}"


def test_language_and_searchability_are_kept(service: Service) -> None:
    """They are told back, too."""
    params: dict[str, Any] = {"language": "de-DE", "isSearchable": "false", "retentionPeriod": "1"}
    with uploaded(service, name="de", **params) as video:
        assert (video["sourceLanguage"], video["isSearchable"]) == ("de-DE", False)
        assert listed(service, video["id"])["sourceLanguage"] == "de-DE"
        assert service.index(video["id"])["videos"][0]["sourceLanguage"] == "de-DE"


def test_a_name_has_eighty_characters_at_most(service: Service, indexed: Indexed) -> None:
    """Eighty are kept as they are, at an upload and at a redaction; one more is refused by both."""
    for letter in ("x", "é", "🎬"):
        with uploaded(service, name=letter * 80) as video:
            assert video["name"] == listed(service, video["id"])["name"] == letter * 80
        _refused(service, "VIDEO_NAME_TOO_LONG", params={"name": letter * 81}, files={"file": ("x", SMALL)})
        how: dict[str, Any] = {"params": {"name": letter * 81}, "json": {"faces": {}}}
        answer = service.call("redactVideo", places={"videoId": indexed.id}, **how)
        assert_error(answer, 400, "VIDEO_NAME_TOO_LONG", f"a redaction named {letter * 81}")
    new_id = service.redacted(indexed.id, {"blurringKind": "Black"}, name="🎬" * 80)
    name = service.index(new_id)["name"]
    service.delete(new_id)
    assert name == "🎬" * 80


def test_without_a_name_one_is_made_up(service: Service, indexed: Indexed) -> None:
    """For an upload and for a redaction."""
    with uploaded(service) as video:
        assert video["name"].strip(), "an upload without a name has none"
    new_id = service.redacted(indexed.id, {"blurringKind": "Black"})
    assert service.index(new_id)["name"].strip(), "a redaction without a name has none"
    service.delete(new_id)


def test_what_is_said_of_a_redaction_is_kept(service: Service, indexed: Indexed) -> None:
    """Of the new video, while the original stays as it was."""
    said = {"name": 'black "é" 🎬', "externalId": "a b&c", "description": "d\ne"}
    words = {"privacy": "Public", "streamingPreset": "NoStreaming", "priority": "High"}
    before = (service.index(indexed.id), listed(service, indexed.id))

    new_id = service.redacted(indexed.id, {"blurringKind": "Black"}, **said, **words)

    entry, index = listed(service, new_id), service.index(new_id)
    service.delete(new_id)
    assert {name: entry[name] for name in said} == said
    assert (index["name"], index["description"]) == (said["name"], said["description"])
    assert index["videos"][0]["externalId"] == said["externalId"]
    for where in (entry, index):
        assert where["privacyMode"] == "Public", "privacy=Public was passed over"
    assert entry["streamingPreset"] == index["videos"][0]["streamingPreset"] == "NoStreaming"
    assert (entry["durationInSeconds"], entry["state"]) == (before[1]["durationInSeconds"], "Processed")
    assert index["videos"][0]["insights"] is None, "a redacted video has insights"
    assert before == (service.index(indexed.id), listed(service, indexed.id)), "the original has changed"


def test_the_answer_of_an_upload_is_the_entry_of_the_list(service: Service, clip: Clip) -> None:
    """Before anything is known of the content; and `created` is the moment of the upload for good."""
    begun = datetime.now(UTC)
    with held(service), uploaded(service, clip.path.read_bytes(), name="new") as video:
        entry, index = listed(service, video["id"]), service.index(video["id"])
        assert (video["state"], video["processingProgress"]) == ("Uploaded", "")
        assert (video["durationInSeconds"], video["hasSourceVideoFile"]) == (0, True)
        assert index["videos"][0]["insights"] is None
        changing = {"state", "processingProgress", "lastModified", "lastIndexed"}
        assert {n: v for n, v in entry.items() if n not in changing} == {
            n: v for n, v in video.items() if n not in changing
        }
        created = datetime.fromisoformat(video["created"])
        assert begun - MINUTE < created < datetime.now(UTC) + MINUTE, f"created {created}, sent {begun}"
        assert (index["id"], index["created"], index["name"]) == (video["id"], video["created"], "new")
        service.control("PUT", "pacing", json={"held": False})
        done = service.wait_indexed(video["id"])
        after = listed(service, video["id"])
    assert (done["created"], after["created"]) == (video["created"], video["created"])
    assert after["lastModified"] >= video["lastModified"]


def test_an_analysis_goes_from_uploaded_over_processing_to_processed(service: Service, clip: Clip) -> None:
    """With a progress that is empty, under way, and whole; list and index agree at each step."""
    content = clip.path.read_bytes()
    with held(service), uploaded(service, content, name="one") as one, uploaded(service, content) as two:
        index = service.wait_for(lambda: service.index(one["id"]), lambda it: it["state"] != "Uploaded")
        assert (index["state"], index["durationInSeconds"]) == ("Processing", 0), index
        assert index["videos"][0]["processingProgress"] not in {"", "100%"}
        assert index["videos"][0]["state"] == listed(service, one["id"])["state"] == "Processing"
        assert (service.index(two["id"])["state"], listed(service, two["id"])["state"]) == ("Uploaded",) * 2
        service.control("PUT", "pacing", json={"held": False})
        for video in (one, two):
            done = service.wait_indexed(video["id"])
            assert (done["state"], done["videos"][0]["processingProgress"]) == ("Processed", "100%")
            assert listed(service, video["id"])["state"] == "Processed"


@pytest.mark.parametrize("field", ["file", "video", "fileName", "a b", "ünï"])
def test_the_file_may_come_in_any_field(service: Service, field: str) -> None:
    """And is kept to the byte."""
    answer = _upload(service, params={"name": "field"}, files={field: ("x.mp4", SMALL)})
    assert answer.status_code == 200, f"the field {field!r} got {answer.status_code}: {answer.text}"
    assert service.download(answer.json()["id"]) == SMALL
    service.delete(answer.json()["id"])


def test_a_file_that_is_no_video_fails_and_says_why(service: Service) -> None:
    """In the index; the list knows the state, and the file is there still."""
    with uploaded(service, name="no video") as video:
        index = service.wait_indexed(video["id"])
        assert index["state"] == "Failed", f"what is no video ended as {index['state']}"
        part = index["videos"][0]
        assert part["failureCode"] in {"UnsupportedFileType", "InvalidFileFormat"}, part["failureCode"]
        assert part["failureMessage"], "nothing says why"
        assert (part["insights"], index.get("summarizedInsights")) == (None, None)
        entry = listed(service, video["id"])
        assert (entry["state"], index["durationInSeconds"], entry["durationInSeconds"]) == ("Failed", 0, 0)
        assert part["thumbnailId"] == entry["thumbnailId"] == NO_PICTURE, "there can't be a picture of it"
        assert (entry["thumbnailVideoId"], entry["hasSourceVideoFile"]) == (video["id"], True)


def test_a_file_of_some_megabytes_is_kept_to_the_byte(service: Service) -> None:
    """Not a part of it, and not more."""
    content = b"".join(number.to_bytes(4, "big") for number in range(MANY))
    with uploaded(service, content, name="large") as video:
        got = service.download(video["id"])
        assert len(got) == len(content), f"{len(got)} bytes of {len(content)} came back"
        assert got == content, "other bytes came back"


# what isn't taken


def test_an_empty_file_is_refused(service: Service) -> None:
    """With a word of its own."""
    _refused(service, "INPUT_FILE_EMPTY", params={"name": "x"}, files={"file": ("x.mp4", b"")})


@pytest.mark.parametrize(
    "how",
    [{}, {"content": SMALL}, {"json": {"file": "x"}}, {"data": {"file": "x"}}],
    ids=["nothing", "bytes", "JSON", "a form"],
)
def test_an_upload_needs_a_file(service: Service, how: dict[str, Any]) -> None:
    """Neither a file nor an address, or a body that is no multipart."""
    _refused(service, "INVALID_INPUT", params={"name": "x"}, **how)


def test_two_files_are_refused(service: Service) -> None:
    """One upload makes one video, and nothing says of which file."""
    two = [("file", ("one.mp4", SMALL)), ("more", ("two.mp4", SMALL[::-1]))]
    _refused(service, "INVALID_INPUT", params={"name": "x"}, files=two)


def test_a_file_comes_by_one_way_alone(service: Service) -> None:
    """A body and an address contradict each other."""
    params = {"name": "x", "videoUrl": "http://127.0.0.1:9/x.mp4"}
    _refused(service, "INVALID_INPUT", params=params, files={"file": ("x.mp4", SMALL)})


# by address


def test_a_file_that_is_fetched_is_the_one_at_its_address(
    service: Service, outside: Receiver, clip: Clip
) -> None:
    """Byte by byte, from the address as it was given, without the caller's token."""
    outside.files["/a clip.mp4"] = outside.files["/a%20clip.mp4"] = clip.path.read_bytes()
    url = f"{outside.url}/a%20clip.mp4?sig=a%2Fb&empty="
    answer = _upload(service, params={"name": "fetched", "videoUrl": url, "externalId": "e"})
    assert answer.status_code == 200, f"videoUrl={url} got {answer.status_code}: {answer.text}"
    video_id = answer.json()["id"]
    index = service.wait_indexed(video_id)
    content, entry = service.download(video_id), listed(service, video_id)
    service.delete(video_id)

    assert index["state"] == "Processed", index["videos"][0]["failureMessage"]
    assert content == clip.path.read_bytes(), "the file isn't the one at the address"
    assert (entry["name"], entry["externalId"], entry["hasSourceVideoFile"]) == ("fetched", "e", True)
    assert ("sig", "a/b") in outside.calls[-1].query, f"fetched was {outside.calls[-1]}"
    assert service.token not in repr(outside.calls), "the token was sent to the file's host"


def test_what_is_said_of_a_fetched_file_counts_too(service: Service, outside: Receiver) -> None:
    """Privacy, preset, partition and the refusal of duplicates don't depend on how the file comes."""
    outside.files["/said.mp4"] = SMALL + uuid.uuid4().bytes
    said = {"privacy": "Public", "indexingPreset": "BasicVideo", "partition": "p", "metadata": "m"}
    how = {"name": "said", "videoUrl": f"{outside.url}/said.mp4", "preventDuplicates": "true"} | said
    answer = _upload(service, params=how)
    assert answer.status_code == 200, f"{how} got {answer.status_code}: {answer.text}"
    try:
        entry = listed(service, answer.json()["id"])
        shown = {name: entry[SHOWN_AS.get(name, name)] for name in said}
        assert shown == said, f"{shown} is shown of a fetched file"
        service.wait_indexed(answer.json()["id"])
        outside.files["/said.mp4"] = SMALL + uuid.uuid4().bytes  # another file is no duplicate
        second = _upload(service, params=how)
        assert second.status_code == 200, f"another file at the address got {second.status_code}"
        service.delete(second.json()["id"])
    finally:
        service.delete(answer.json()["id"])


def test_a_signed_address_of_the_service_itself_can_be_fetched(
    service: Service, outside: Receiver, indexed: Indexed
) -> None:
    """What one video's file leads to can be another upload."""
    url = service.signed_url("getVideoSourceFileDownloadUrl", indexed.id)
    answer = _upload(service, params={"name": "again", "videoUrl": url})
    assert answer.status_code == 200, f"its own signed URL got {answer.status_code}: {answer.text}"
    video_id = answer.json()["id"]
    assert service.wait_indexed(video_id)["state"] == "Processed"
    same = service.download(video_id) == service.download(indexed.id)
    service.delete(video_id)
    assert same, "the copy is another file"


def test_an_address_without_a_file_is_refused(service: Service, outside: Receiver) -> None:
    """Nothing there, or nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    for url in (
        f"{outside.url}/missing.mp4",
        f"http://127.0.0.1:{port}/x.mp4",
        "http://nobody.invalid/x.mp4",
    ):
        _refused(service, "URL_UNREACHABLE", params={"name": "x", "videoUrl": url})
