"""What is repeated, after how long, and what never is."""

from __future__ import annotations

import io
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import anyio
import httpx
import pytest
from attrs import evolve

from tests.sdk.conftest import HASTY
from tests.sdk.test_job_forms import DOWNLOAD_URL, listed
from tests.sdk.ways import EITHER, TARGET, Script, Way
from video_indexer_redaction import AsyncRedactionClient, RedactionClient, RetryPolicy
from video_indexer_redaction.errors import (
    ConnectionFailed,
    DeadlineExceeded,
    ServerFailure,
    TooManyRequests,
)
from video_indexer_redaction.waiting import Pauses

BUSY = httpx.Response(429, headers={"Retry-After": "0"})
DOWN = httpx.Response(503)
NOT_THERE = httpx.ConnectError("refused")
CUT = httpx.ReadError("reset")
UPLOADED = httpx.Response(200, json=listed(None))
STARTED = httpx.Response(202, headers={"Location": "/trial/Accounts/a/Jobs/j"})
RUNNING = httpx.Response(200, json={"state": "Processing", "progress": 5})
DONE = httpx.Response(303, headers={"Location": DOWNLOAD_URL})
EMPTY = httpx.Response(200, json={"results": [], "nextPage": {"pageSize": 25, "skip": 0, "done": True}})


def clip() -> io.BytesIO:
    """Something to upload."""
    return io.BytesIO(b"a clip")


@EITHER
@pytest.mark.parametrize("failure", [BUSY, DOWN, NOT_THERE, CUT], ids=["429", "503", "refused", "cut"])
def test_a_call_that_only_reads_is_repeated(way: Way, failure: Any) -> None:
    """Whatever keeps it from being answered in passing."""
    service = Script(failure, failure, EMPTY)

    assert way("find", "x", handler=service) is None
    assert len(service.sent) == 3


@EITHER
def test_a_call_is_given_up_after_so_many_tries(way: Way) -> None:
    """With the last failure."""
    service = Script(DOWN)

    with pytest.raises(ServerFailure):
        way("find", "x", handler=service)

    assert HASTY.attempts == len(service.sent)


@EITHER
@pytest.mark.parametrize("failure", [BUSY, NOT_THERE], ids=["429", "refused"])
@pytest.mark.parametrize(
    ("method", "argument", "answer"), [("upload", clip, UPLOADED), ("redact", lambda: "v", STARTED)]
)
def test_what_was_refused_or_never_arrived_is_sent_again_whole(
    way: Way, failure: Any, method: str, argument: Any, answer: httpx.Response
) -> None:
    """An upload too, its file from where it stood."""
    service = Script(failure, failure, answer)

    assert way(method, argument(), handler=service)
    assert len(service.sent) == 3
    assert len({len(request.content) for request in service.sent}) == 1
    assert all(b"a clip" in request.content for request in service.sent if method == "upload")


@EITHER
@pytest.mark.parametrize("failure", [DOWN, httpx.Response(500), CUT, httpx.ReadTimeout("late")], ids=repr)
@pytest.mark.parametrize(("method", "argument"), [("upload", clip), ("redact", lambda: "v")])
def test_what_may_have_arrived_is_never_sent_again(
    way: Way, failure: Any, method: str, argument: Any
) -> None:
    """It would be there twice."""
    service = Script(failure)

    with pytest.raises((ServerFailure, ConnectionFailed)) as caught:
        way(method, argument(), handler=service)

    assert len(service.sent) == 1
    assert getattr(caught.value, "may_have_arrived", True)


@EITHER
def test_a_file_that_cannot_be_read_again_is_sent_once(way: Way) -> None:
    """What a pipe gave is gone."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    service = Script(BUSY)

    with pytest.raises(TooManyRequests):
        way("upload", Pipe(b"a clip"), handler=service)

    assert len(service.sent) == 1
    assert b"a clip" in service.sent[0].content


@EITHER
def test_a_deletion_that_was_done_by_an_earlier_try_is_done(way: Way) -> None:
    """The second try finds nothing any more."""
    way("delete", "v", handler=Script(CUT, httpx.Response(404)))


@EITHER
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_obeyed(way: Way, form: str) -> None:
    """As a number of seconds, and as a date."""
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    service = Script(httpx.Response(429, headers={"Retry-After": "1" if form == "seconds" else until}), EMPTY)
    began = time.monotonic()

    way("find", "x", handler=service)

    assert time.monotonic() - began >= 1


@EITHER
def test_a_wait_that_would_outlast_the_deadline_is_not_begun(way: Way) -> None:
    """The refusal comes out at once, with the seconds."""
    service = Script(httpx.Response(429, headers={"Retry-After": "9999"}))

    with pytest.raises(TooManyRequests) as caught:
        way("find", "x", handler=service)

    assert caught.value.retry_after == 9999


@EITHER
@pytest.mark.parametrize("failure", [NOT_THERE, DOWN, CUT], ids=["refused", "503", "cut"])
def test_a_poll_bears_a_restart(way: Way, failure: Any) -> None:
    """More failures than a single call would bear."""
    service = Script(RUNNING, *[failure] * 10, RUNNING, DONE)

    assert way("wait_for_job", "j", handler=service) == "new"


@EITHER
def test_a_poll_gives_up_a_service_that_stays_away(way: Way) -> None:
    """After the time that the policy grants an outage."""
    with pytest.raises(ConnectionFailed):
        way("wait_for_job", "j", handler=Script(NOT_THERE), retry=evolve(HASTY, outage=0.05))


@EITHER
@pytest.mark.parametrize("deadline", [0, 0.3])
def test_a_wait_ends_at_its_deadline(way: Way, deadline: float) -> None:
    """At the latest."""
    began = time.monotonic()

    with pytest.raises(DeadlineExceeded):
        way("wait_for_job", "j", deadline=deadline, handler=Script(RUNNING))

    assert time.monotonic() - began < 2


@EITHER
def test_no_request_is_without_a_timeout(way: Way) -> None:
    """Nor has one more time than its call."""
    service = Script(EMPTY)

    way("find", "x", handler=service, retry=RetryPolicy(deadline=5))

    timeout = service.sent[0].extensions["timeout"]
    assert timeout.keys() == {"connect", "read", "write", "pool"}
    assert all(0 < seconds <= 5 for seconds in timeout.values())


def test_pauses_grow_up_to_a_limit_and_are_drawn() -> None:
    """So that clients which failed together don't come back together."""
    policy = RetryPolicy(first_pause=1, longest_pause=8)
    drawn = [[policy.backoff(failures) for _ in range(50)] for failures in (1, 2, 3, 9, 2000)]
    pauses = Pauses()

    assert all(max(pauses_of) <= limit for pauses_of, limit in zip(drawn, (1, 2, 4, 8, 8), strict=True))
    assert all(len(set(pauses_of)) > 40 for pauses_of in drawn)
    assert max(pauses.next() for _ in range(100)) <= 10
    assert pauses.next(25) == 25


def test_ctrl_c_ends_a_wait_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It isn't mistaken for a failure."""
    sleep, test = time.sleep, threading.get_ident()

    def interrupt(seconds: float) -> None:
        if threading.get_ident() == test:
            raise KeyboardInterrupt
        sleep(seconds)  # an emulator of other tests, in this process

    monkeypatch.setattr("time.sleep", interrupt)
    service = Script(RUNNING)
    client = RedactionClient(TARGET, transport=httpx.MockTransport(service))
    with client, pytest.raises(KeyboardInterrupt):
        client.wait_for_job("j")

    assert len(service.sent) == 1


def test_a_cancelled_wait_ends_at_once() -> None:
    """In the middle of a pause."""

    async def wait() -> float:
        began = time.monotonic()
        transport = httpx.MockTransport(Script(RUNNING))
        async with AsyncRedactionClient(TARGET, transport=transport) as client:
            with anyio.move_on_after(0.3):
                await client.wait_for_job("j")
        return time.monotonic() - began

    assert anyio.run(wait) < 1
