"""The proxy between clients and a service: each wrong caller's mistake is named, and a right one's isn't."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from contract_tests.breaches import Breach
from contract_tests.relay.habits import Habits
from contract_tests.relay.messages import Answer, Request
from contract_tests.relay.watch import OF_CLIENT, OF_SERVICE, Watch, Watched
from tests.emulator.api import Api, wait_for
from tests.faults.served import listening
from video_indexer_redaction import RedactionClient, development_target

BLACK = {"blurringKind": "Black"}


@dataclass
class Between:
    """A client's account, through the proxy; and what the proxy found."""

    api: Api
    proxy: Watch
    watched: Watched
    told: list[str]

    def rules(self, side: str = OF_CLIENT) -> set[str]:
        """The rules that one side broke, once the client has gone."""
        self.proxy.end()
        return {rule for _, rule in self.watched.sides[side].breaches}


@contextmanager
def watching(url: str, **how: Any) -> Iterator[Between]:
    """Serve a proxy before the emulator."""
    told: list[str] = []

    def tell(side: str, breach: Breach) -> None:
        told.extend(f"{side}: {each.what}" for each in breach.findings)

    watched = Watched(tell)
    proxy = Watch(url, watched, **how)
    with listening(proxy) as address, Api(address) as api:
        yield Between(api, proxy, watched, told)


@pytest.fixture
def between(emulator_url: str) -> Iterator[Between]:
    """A proxy of the test's own."""
    with watching(emulator_url) as found:
        yield found


def redacted(api: Api, video: str) -> httpx.Response:
    """Start a redaction and wait, as a right client does; gives the answer of the finished job."""
    job = api.redact(video, BLACK)
    return wait_for(lambda: api.get(f"Jobs/{job}"), lambda answer: answer.status_code == 303)


def test_our_own_client_breaks_nothing(emulator_url: str, sample_clip: Path, tmp_path: Path) -> None:
    """From token to download and deletion; nor does our own service."""
    with watching(emulator_url) as between:
        with RedactionClient(development_target(between.api.url)) as client:
            client.redact_video(sample_clip, tmp_path / "out.mp4", kind="Black")

        assert between.rules(OF_CLIENT) == set()
        assert between.rules(OF_SERVICE) == set()
        assert between.watched.exchanges > 10


def loops_after_done(api: Api, video: str) -> None:
    """Waits for a 200 with a last state, which never comes."""
    done = redacted(api, video)
    for _ in range(3):
        api.get("Jobs/" + str(done.request.url).rsplit("/", 1)[1])


def follows_without_token(api: Api, video: str) -> None:
    """Drops the Authorization header on the redirect."""
    httpx.get(redacted(api, video).headers["location"])


def finds_it_by_its_name(api: Api, video: str) -> None:
    """Throws the job's URL away, and looks for the new video in the list."""
    api.redact(video, BLACK, name="by name")
    wait_for(api.videos, lambda videos: any(each["name"] == "by name" for each in videos))


def fetches_the_original(api: Api, video: str) -> None:
    """Takes the id that it uploaded."""
    redacted(api, video)
    api.get(f"Videos/{video}/SourceFile/DownloadUrl")


def stops_at_the_redirect(api: Api, video: str) -> None:
    """Takes the 303 for the end."""
    redacted(api, video)


def tells_the_storage_host(api: Api, video: str) -> None:
    """Sends its token to the signed URL."""
    url = api.get(f"Videos/{video}/SourceFile/DownloadUrl").json()
    httpx.get(url, headers=api.bearer())


def shows_the_token_twice(api: Api, video: str) -> None:
    """In the header and in the query."""
    api.get(f"Videos/{video}/Index", params={"accessToken": api.token})


def shows_the_pages_form(api: Api, video: str) -> None:
    """As the vendor's page has it, which the service doesn't know."""
    api.get(f"Videos/{video}/Index", token=None, params={"token": api.token})


def sends_a_wrong_body(api: Api, video: str) -> None:
    """A kind that isn't one."""
    api.post(f"Videos/{video}/redact", json={"faces": {"blurringKind": "Blur"}})


def sends_a_parameter_of_its_own(api: Api, _: str) -> None:
    """Which does nothing."""
    api.get("Videos", params={"top": 3})


def asks_for_a_page_of_nothing(api: Api, _: str) -> None:
    """A number outside the limits."""
    api.get("Videos", params={"pageSize": 0})


def asks_elsewhere(api: Api, _: str) -> None:
    """A path that the API hasn't."""
    api.http.post(api.path("Videos/x/Redactions"), headers=api.bearer())


def asks_again_at_once(api: Api, video: str) -> None:
    """Though it was told to wait."""
    plan = {"operationId": "getVideoIndex", "status": 429, "retryAfter": 30}
    api.http.post("/_emulator/faults", json=plan, headers=api.bearer(api.secret)).raise_for_status()
    api.get(f"Videos/{video}/Index")
    api.get(f"Videos/{video}/Index")


@pytest.mark.parametrize(
    ("caller", "rule"),
    [
        (loops_after_done, "The job is asked for again and again after it was done"),
        (follows_without_token, "The Location of a finished job was followed without the token"),
        (finds_it_by_its_name, "the URL of its job thrown away"),
        (fetches_the_original, "the file of the original was fetched"),
        (stops_at_the_redirect, "nobody followed its Location"),
        (tells_the_storage_host, "The token is sent to the storage host"),
        (shows_the_token_twice, "The request shows a token twice"),
        (shows_the_pages_form, "where the service doesn't look for it"),
        (sends_a_wrong_body, "request, /faces/blurringKind"),
        (sends_a_parameter_of_its_own, "isn't documented: it does nothing"),
        (asks_for_a_page_of_nothing, "request, the parameter pageSize"),
        (asks_elsewhere, "belongs to no operation"),
        (asks_again_at_once, "Retry-After is ignored"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_wrong_callers_mistake_is_named(
    between: Between, indexed: str, caller: Callable[[Api, str], None], rule: str
) -> None:
    """And none is found with the service."""
    caller(between.api, indexed)

    assert any(rule in each for each in between.rules()), between.rules()
    assert between.rules(OF_SERVICE) == set()


def test_a_kind_of_mistake_is_told_once_as_it_comes(between: Between, indexed: str) -> None:
    """However often it comes."""
    for _ in range(3):
        sends_a_wrong_body(between.api, indexed)

    assert len(between.told) == 1
    assert between.told[0].startswith("client: The request's body breaks its schema")


def test_what_the_contract_tolerates_is_told_only_on_demand(
    emulator_url: str, between: Between, indexed: str
) -> None:
    """A word in another case is taken."""
    asked = {"faces": {"blurringKind": "bLACK"}}
    between.api.post(f"Videos/{indexed}/redact", json=asked)
    with watching(emulator_url, strict=True) as strict:
        strict.api.post(f"Videos/{indexed}/redact", json=asked)
        strict.proxy._habits.jobs.clear()
        found = strict.rules()
    between.proxy._habits.jobs.clear()

    assert between.rules() == set()
    assert any(rule.startswith("request, /faces/blurringKind") for rule in found), found


def test_a_breach_of_the_service_is_told_of_the_service(emulator_url: str, indexed: str) -> None:
    """By the checks of the suite."""
    with watching(emulator_url) as between:
        forward = between.proxy._upstream.forward

        async def spoilt(request: Request) -> Answer:
            answer = await forward(request)
            answer.remove_header("x-ms-request-id")
            return answer

        between.proxy._upstream.forward = spoilt  # type: ignore[method-assign]
        between.api.get(f"Videos/{indexed}/Index")

        assert between.rules(OF_SERVICE) == {"The header x-ms-request-id is missing."}
        assert between.rules(OF_CLIENT) == set()


def asked(operation: str = "getJob") -> Request:
    """A request for a job."""
    return Request(method="GET", path="/", headers=[], operation=operation, places={"jobId": "j"})


def test_more_than_the_vendor_takes_is_told() -> None:
    """Ten requests in a second, and 120 in a minute, are allowed."""
    now = 0.0
    habits = Habits(clock=lambda: now)
    for each in range(10):
        now = 0.01 * each
        assert not list(habits.asked(asked()))
    assert [each.what for each in habits.asked(asked())] == [
        "More than 10 requests in a second: the vendor's limit."
    ]

    habits = Habits(clock=lambda: now)
    for each in range(120):
        now = 100 + 0.4 * each
        assert not list(habits.asked(asked()))
    assert any("120 requests in a minute" in each.what for each in habits.asked(asked()))


def test_a_caller_that_waits_as_long_as_it_was_told_is_right() -> None:
    """And so is one that asks for another thing meanwhile."""
    now = 0.0
    habits = Habits(clock=lambda: now)
    habits.answered(asked(), Answer(status=429, headers=[(b"retry-after", b"5")]))
    assert not list(habits.asked(asked("listVideos")))
    now = 5.0
    assert not list(habits.asked(asked()))
