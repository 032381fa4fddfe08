"""Jobs by their id, their URL or a token; as objects, and after a restart."""

from __future__ import annotations

import base64
import inspect
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from tests.sdk.conftest import ACCOUNT, HASTY
from tests.sdk.test_job_forms import DOWNLOAD_URL, listed
from tests.sdk.ways import API, EITHER, TARGET, Script, Way, blocking
from video_indexer_redaction import AsyncRedactionClient, RedactionClient, Target, development_target
from video_indexer_redaction.errors import DeadlineExceeded, IndexingFailed, JobFailed, NotFound, UsageError
from video_indexer_redaction.handles import TOKEN

JOB_URL = f"{API}/trial/Accounts/{ACCOUNT}/Jobs/j-1"
STARTED = httpx.Response(202, headers={"Location": JOB_URL})
RUNNING = httpx.Response(200, json={"state": "Processing", "progress": 5})
FAILED = httpx.Response(200, json={"state": "Failed", "progress": 5, "failureMessage": "No faces."})
DONE = httpx.Response(303, headers={"Location": DOWNLOAD_URL})
NAMELESS = httpx.Response(200, json={"state": "Processed", "progress": 100})

Use = Callable[[Any], Any]


def used(way: Way, service: Any, use: Callable[[Any, Use], Any], target: Target = TARGET) -> Any:
    """Run a function with a client and a way to get the value of what its methods return."""
    transport = httpx.MockTransport(service) if service else None
    if way is blocking:
        with RedactionClient(target, retry=HASTY, transport=transport) as client:
            return use(client, lambda value: value)

    async def call() -> Any:
        async with AsyncRedactionClient(target, retry=HASTY, transport=transport) as client:

            def value(given: Any) -> Any:
                return anyio.from_thread.run(wait, given) if inspect.isawaitable(given) else given

            async def wait(given: Any) -> Any:
                return await given

            return await anyio.to_thread.run_sync(use, client, value)

    return anyio.run(call)


@EITHER
@pytest.mark.parametrize(
    "name", ["j-1", JOB_URL, f"{JOB_URL}?x=1", f"/trial/Accounts/{ACCOUNT.upper()}/Jobs/j-1"]
)
@pytest.mark.parametrize("method", ["get_job", "wait_for_job"])
def test_a_job_is_named_by_its_id_or_its_url(way: Way, method: str, name: str) -> None:
    """As the service gave it, whole or without the host."""
    service = Script(DONE)

    assert way(method, name, handler=service)
    assert service.sent[0].url.path == f"/trial/Accounts/{ACCOUNT}/Jobs/j-1"
    assert service.sent[0].url.host == "api.test"


@EITHER
def test_the_token_goes_to_the_clients_own_service_whatever_host_the_url_has(way: Way) -> None:
    """Only the job's id is read from it."""
    service = Script(DONE)

    way("get_job", f"https://elsewhere.test/trial/Accounts/{ACCOUNT}/Jobs/j-1", handler=service)

    assert {request.url.host for request in service.sent} == {"api.test"}


@EITHER
@pytest.mark.parametrize(
    ("name", "words"),
    [
        (f"{API}/trial/Accounts/{ACCOUNT}/Videos/v", "names no job"),
        (f"{API}/trial/Accounts/d0000000-0000-4000-8000-000000000002/Jobs/j", "another account"),
        (f"{API}/Jobs/..", "more than dots"),
        ("", "more than dots"),
        (None, "a text"),
        (TOKEN, "no continuation token"),
        (f"{TOKEN}e30", "no continuation token"),
        (f"{TOKEN}???", "no continuation token"),
    ],
)
def test_what_names_no_job_of_this_account_is_refused_unsent(way: Way, name: Any, words: str) -> None:
    """With what is wrong."""
    service = Script(DONE)

    with pytest.raises(UsageError, match=words):
        way("get_job", name, handler=service)

    assert not service.sent


@EITHER
def test_a_job_object_is_asked_and_waited_for(way: Way) -> None:
    """As azure-core's LROPoller is."""

    def use(client: Any, value: Use) -> tuple[Any, ...]:
        job = value(client.begin_redact("v", "Black"))
        status, done = value(job.status()), value(job.done())
        return job.id, job.url, status.state, done, value(job.result()), value(job.done())

    outcome = used(way, Script(STARTED, RUNNING, RUNNING, RUNNING, DONE), use)

    assert outcome == ("j-1", JOB_URL, "Processing", False, "new", True)


@EITHER
def test_a_result_that_is_not_there_in_time_can_be_waited_for_again(way: Way) -> None:
    """The job goes on."""

    def use(client: Any, value: Use) -> Any:
        job = client.job("j-1")
        with pytest.raises(DeadlineExceeded):
            value(job.result(deadline=0))
        return value(job.result())

    assert used(way, Script(RUNNING, DONE), use) == "new"


@EITHER
def test_a_token_finds_the_video_that_the_job_does_not_name(way: Way) -> None:
    """In another process, by the mark that only the first one knew."""
    sent = Script(STARTED)
    token = used(way, sent, lambda client, value: value(client.begin_redact("v")).continuation_token())
    mark = sent.sent[0].url.params["externalId"]
    page = {
        "results": [listed(mark) | {"id": "found"}],
        "nextPage": {"pageSize": 25, "skip": 0, "done": True},
    }
    service = Script(NAMELESS, httpx.Response(200, json=page))

    assert used(way, service, lambda client, value: value(client.job(token).result())) == "found"
    with pytest.raises(NotFound):
        used(way, Script(NAMELESS), lambda client, value: value(client.job("j-1").result()))


def test_a_token_is_a_short_text_without_secrets() -> None:
    """It may lie in a database or a queue."""
    with RedactionClient(TARGET, transport=httpx.MockTransport(Script(STARTED))) as client:
        job = client.begin_redact("v")
        token = job.continuation_token()
        again = client.job(token)

    told = json.loads(base64.urlsafe_b64decode(token.removeprefix(TOKEN) + "=="))
    assert told.keys() == {"account", "id", "url", "mark"}
    assert token.isascii()
    assert len(token) < 500
    assert (again.id, again.url, again.continuation_token()) == (job.id, job.url, token)
    assert repr(again) == "RedactionJob('j-1')"


def test_a_token_of_another_account_is_refused() -> None:
    """Its job isn't to be found here."""
    other = Target(API, "trial", "d0000000-0000-4000-8000-000000000002", "t")
    with RedactionClient(TARGET) as client:
        token = client.job("j-1").continuation_token()

    with RedactionClient(other) as stranger, pytest.raises(UsageError, match="another account"):
        stranger.job(token)


@EITHER
def test_a_failed_job_tells_its_id_and_the_services_reason(way: Way) -> None:
    """As attributes."""
    with pytest.raises(JobFailed, match="No faces") as caught:
        way("wait_for_job", JOB_URL, handler=Script(FAILED))

    assert (caught.value.job_id, caught.value.failure_message) == ("j-1", "No faces.")


@EITHER
def test_a_failed_indexing_tells_the_video_and_the_services_reason(way: Way) -> None:
    """Likewise."""
    index = {"id": "v", "state": "Failed", "videos": [{"id": "v", "failureMessage": "No video."}]}

    with pytest.raises(IndexingFailed) as caught:
        way("wait_until_indexed", "v", handler=Script(httpx.Response(200, json=index)))

    assert (caught.value.video_id, caught.value.failure_message) == ("v", "No video.")


@EITHER
def test_a_job_is_taken_up_again_at_the_emulator(
    way: Way, emulator_url: str, indexed: str, tmp_path: Path
) -> None:
    """From its token, and from its URL."""
    target = development_target(emulator_url)

    def begin(client: Any, value: Use) -> tuple[str, str]:
        job = value(client.begin_redact(indexed, "Black"))
        return job.continuation_token(), job.url

    token, url = used(way, None, begin, target)

    assert url.startswith(emulator_url)
    by_token = used(way, None, lambda client, value: value(client.job(token).result()), target)
    by_url = used(way, None, lambda client, value: value(client.job(url).result()), target)
    assert by_token == by_url
    way("delete", by_token, target=target)
