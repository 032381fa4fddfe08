"""Callbacks: told once, of the right video and how it ended, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest

from .conftest import Clip, Indexed
from .contract import contract
from .ledger import Entry, Ledger
from .observer import Observer
from .receiver import SMALL, Call, Receiver, held, receiver, uploaded
from .service import Service
from .target import Aim
from .tolerances import judged, text_is_tolerated

OWN_QUERIES = [
    "",
    "?customer=7",
    "?b=2&a=1&a=3&b=1&empty=&text=a%20b%26c%3Dd&%C3%BC=%F0%9F%8E%AC",
    "?id=mine&state=ours",
]
SECRET_WORDS = ("accesstoken", "authorization", "bearer", "sig")

See = Callable[[str, str], None]


@pytest.fixture
def outside(aim: Aim) -> Iterator[Receiver]:
    """A server that the service can call."""
    if not aim.private_urls:
        pytest.skip("needs a service that may call addresses on this machine")
    with receiver() as running:
        yield running


@pytest.fixture
def see(ledger: Ledger, observer: Observer) -> See:
    """Enter a callback that was received in the ledger."""
    return lambda operation, name: ledger.see(Entry(operation, "callback", name), observer.test)


def _wait(service: Service, outside: Receiver, path: str) -> Call:
    """The callback to a path; fails if none comes."""
    service.wait_for(lambda: outside.at(path), bool)
    return outside.at(path)[0]


def _judge(service: Service, call: Call, query: str, video_id: str, state: str) -> None:
    """A POST with what the address has, then the video's id and its state, and no secrets."""
    own = parse_qsl(query.lstrip("?"), keep_blank_values=True)
    assert call.method == "POST", f"the callback is a {call.method}"
    assert call.query[: len(own)] == own, f"the query {own} became {call.query}"
    added = sorted(call.query[len(own) :])
    assert added == [("id", video_id), ("state", state)], f"added were {added}"
    assert call.body == b"", f"no body is documented, and {len(call.body)} bytes came"
    told = repr((call.path, call.query, call.headers, call.body)).lower()
    assert service.token.lower() not in told, "the callback gives the token away"
    names = {name.lower() for name in call.headers} | {name.lower() for name, _ in call.query}
    assert not names & set(SECRET_WORDS), f"the callback carries {names & set(SECRET_WORDS)}"
    told_state = service.index(video_id)["state"]
    assert told_state == state, f"the callback says {state}, and the video is {told_state}"


def _assert_once(service: Service, outside: Receiver, path: str) -> None:
    """When later callbacks have come, a second one of an earlier job would have come too."""
    for number in range(2):
        later = f"/later/{number}"
        with uploaded(service, name="later", callbackUrl=f"{outside.url}{later}") as video:
            service.wait_indexed(video["id"])
            _wait(service, outside, later)
    calls = outside.at(path)
    assert len(calls) == 1, f"the callback came {len(calls)} times: {calls}"


@pytest.mark.parametrize("query", OWN_QUERIES)
def test_the_end_of_an_analysis_is_told_once(
    service: Service, outside: Receiver, clip: Clip, see: See, query: str
) -> None:
    """With the id that the upload gave, and Processed."""
    hook = f"{outside.url}/Hooks/Upload{query}"
    with uploaded(service, clip.path.read_bytes(), name="told", callbackUrl=hook) as video:
        call = _wait(service, outside, "/Hooks/Upload")

        _judge(service, call, query, video["id"], "Processed")
        _assert_once(service, outside, "/Hooks/Upload")
    see("uploadVideo", "videoStateChanged")


def test_a_failed_analysis_is_told_once(service: Service, outside: Receiver) -> None:
    """With the state Failed."""
    with uploaded(service, name="told", callbackUrl=f"{outside.url}/failed?a=1") as video:
        call = _wait(service, outside, "/failed")

        _judge(service, call, "?a=1", video["id"], "Failed")
        _assert_once(service, outside, "/failed")


@pytest.mark.parametrize("query", OWN_QUERIES)
def test_the_end_of_a_redaction_is_told_once(
    service: Service, outside: Receiver, indexed: Indexed, see: See, query: str
) -> None:
    """With the id of the new video, not that of the original."""
    hook = f"{outside.url}/Hooks/Redact{query}"
    new_id = service.redacted(indexed.id, {"blurringKind": "Black"}, name="told", callbackUrl=hook)
    try:
        call = _wait(service, outside, "/Hooks/Redact")

        _judge(service, call, query, new_id, "Processed")
        _assert_once(service, outside, "/Hooks/Redact")
    finally:
        service.delete(new_id)
    see("redactVideo", "redactionEnded")


def test_a_failed_redaction_is_told_once(service: Service, outside: Receiver, indexed_alone: str) -> None:
    """With the id of the new video, which is Failed."""
    service.control("POST", f"videos/{service.target.account_id}/{indexed_alone}/expire-source")
    job = service.redact(indexed_alone, {}, externalId="told", callbackUrl=f"{outside.url}/failed")
    service.wait_job(job)
    (failed,) = [video for video in service.videos() if video["externalId"] == "told"]
    try:
        _judge(service, _wait(service, outside, "/failed"), "", failed["id"], "Failed")
        _assert_once(service, outside, "/failed")
    finally:
        service.delete(failed["id"])


def test_nothing_is_told_before_the_end(service: Service, outside: Receiver, clip: Clip) -> None:
    """Neither when the video is taken in, nor while it is worked on."""
    hook = {"callbackUrl": f"{outside.url}/early"}
    with held(service), uploaded(service, clip.path.read_bytes(), name="told", **hook) as video:
        service.wait_for(lambda: service.index(video["id"]), lambda index: index["state"] == "Processing")
        assert outside.calls == [], "a callback came before the end"
        service.control("PUT", "pacing", json={"held": False})
        _judge(service, _wait(service, outside, "/early"), "", video["id"], "Processed")


@pytest.mark.parametrize("operation_id", ["uploadVideo", "redactVideo"])
def test_what_is_refused_is_not_told(
    service: Service, outside: Receiver, indexed: Indexed, operation_id: str
) -> None:
    """There is no video to tell of."""
    params = {"callbackUrl": f"{outside.url}/refused", "name": "x" * 81}
    how: dict[str, Any] = {"files": {"file": ("x.mp4", SMALL)}}
    if operation_id == "redactVideo":
        how = {"json": {"faces": {}}, "places": {"videoId": indexed.id}}

    answer = service.call(operation_id, params=params, **how)

    assert answer.status_code == 400, f"a name of 81 characters got {answer.status_code}"
    with uploaded(service, name="later", callbackUrl=f"{outside.url}/later"):
        _wait(service, outside, "/later")
    assert outside.at("/refused") == [], "a callback came of a refused request"


@pytest.mark.parametrize(
    "url", ["ftp://example.com/hook", "example.com/hook", "/hook", "", "javascript:alert(1)", "file:///hook"]
)
@pytest.mark.parametrize("operation_id", ["uploadVideo", "redactVideo"])
def test_only_addresses_of_the_web_are_called(
    aim: Aim, service: Service, indexed: Indexed, operation_id: str, url: str
) -> None:
    """The contract takes http and https."""
    if aim.live:
        pytest.skip("a live service may take others, and the upload or redaction would cost money")
    parameter = contract().operations[operation_id].query_parameters()["callbackUrl"]
    judged(aim, tolerated=text_is_tolerated(parameter, url))
    how: dict[str, Any] = {"files": {"file": ("x.mp4", SMALL)}}
    if operation_id == "redactVideo":
        how = {"json": {"faces": {}}, "places": {"videoId": indexed.id}}

    answer = service.call(operation_id, params={"name": "told", "callbackUrl": url}, **how)

    assert answer.status_code == 400, f"callbackUrl={url!r} got {answer.status_code}"
