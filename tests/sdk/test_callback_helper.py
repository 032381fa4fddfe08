"""The service's callbacks: asked for, sent, and read."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.emulator.api import wait_for
from tests.sdk.stub import Reply, Stub
from tests.sdk.test_retrying import STARTED, UPLOADED, clip
from tests.sdk.ways import EITHER, Script, Way
from video_indexer_redaction import development_target, parse_callback
from video_indexer_redaction.errors import UsageError

HOOK = "https://me.example/hook?order=4711&note="


@pytest.mark.parametrize("text", [f"{HOOK}&id=v1&state=Processed", "order=4711&note=&id=v1&state=Processed"])
def test_a_callback_is_read_from_its_url_or_its_query(text: str) -> None:
    """With the caller's own parameters."""
    callback = parse_callback(text)

    assert (callback.video_id, callback.state) == ("v1", "Processed")
    assert (callback.done, callback.failed) == (True, False)
    assert callback.query == {"order": "4711", "note": ""}


def test_a_callback_about_a_person_has_no_state() -> None:
    """It is sent where somebody known was found."""
    callback = parse_callback("id=v1&faceId=12&knownPersonId=k&personName=A%20B")

    assert (callback.state, callback.done, callback.failed) == (None, False, False)
    assert callback.query == {"faceId": "12", "knownPersonId": "k", "personName": "A B"}


@pytest.mark.parametrize(
    "text", ["", "https://me.example/hook", "state=Processed", "id=", "&".join(["a=1"] * 200)]
)
def test_what_names_no_video_is_no_callback(text: str) -> None:
    """Anybody who knows the address can send anything."""
    with pytest.raises(UsageError, match="no callback"):
        parse_callback(text)


@EITHER
@pytest.mark.parametrize(
    ("method", "argument", "answer"), [("upload", clip, UPLOADED), ("redact", lambda: "v", STARTED)]
)
def test_a_callback_is_asked_for(way: Way, method: str, argument: object, answer: httpx.Response) -> None:
    """By its whole address."""
    service = Script(answer)

    way(method, argument(), callback_url=HOOK, handler=service)  # type: ignore[operator] # a function

    assert service.sent[0].url.params["callbackUrl"] == HOOK


@EITHER
@pytest.mark.parametrize(
    "url", ["me.example/hook", "ftp://me.example", "https://", "https://me/?ID=5", "http://[::1"]
)
@pytest.mark.parametrize(("method", "argument"), [("upload", clip), ("redact", lambda: "v")])
def test_an_address_that_cannot_work_is_refused_unsent(
    way: Way, url: str, method: str, argument: object
) -> None:
    """Or one whose own query would be mistaken for the service's."""
    service = Script(httpx.Response(500))

    with pytest.raises(UsageError, match="callback_url"):
        way(method, argument(), callback_url=url, handler=service)  # type: ignore[operator] # a function

    assert not service.sent


@EITHER
def test_the_service_calls_back_for_the_new_video_with_the_callers_query(
    way: Way, emulator_url: str, sample_clip: Path, stub: Stub
) -> None:
    """By which the caller knows the job again."""
    stub.always(Reply(200))
    target = development_target(emulator_url)

    video = way("upload", sample_clip, callback_url=f"{stub.url}/indexed?order=1", target=target)
    wait_for(lambda: len(stub.sent), lambda calls: calls == 1)
    job = way("redact", video, "Black", callback_url=f"{stub.url}/redacted?order=1", target=target)
    wait_for(lambda: len(stub.sent), lambda calls: calls == 2)

    first, second = (parse_callback(sent.path) for sent in stub.sent)
    redacted = way("wait_for_job", job, target=target)
    assert (first.video_id, second.video_id) == (video, redacted)
    assert first.done
    assert second.done
    assert first.query == second.query == {"order": "1"}
    for done in (redacted, video):
        way("delete", done, target=target)
