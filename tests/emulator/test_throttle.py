"""The vendor's request limits, where they are wanted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.emulator.api import Api, assert_problem
from tests.emulator.process import Process
from video_indexer_emulator.command import _parser, _settings
from video_indexer_emulator.errors import TooManyRequests
from video_indexer_emulator.service.throttle import Throttle
from video_indexer_emulator.settings import SECOND_DEVELOPMENT_ACCOUNT
from video_indexer_redaction import RedactionClient, development_target

SECOND, MINUTE = 10, 120  # requests


@dataclass
class Clock:
    """A time that passes when a test says so."""

    now: float = 5.0  # seconds

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def _told_to_wait(throttle: Throttle, account: str = "a") -> int:
    """Send a request; returns the seconds to wait, 0 if it was admitted."""
    try:
        throttle.admit(account)
    except TooManyRequests as error:
        return error.retry_after
    return 0


def _admitted(throttle: Throttle, account: str = "a") -> bool:
    return _told_to_wait(throttle, account) == 0


def test_ten_requests_fit_into_any_second() -> None:
    """Not eleven, wherever the second begins; what was refused doesn't count."""
    clock = Clock()
    throttle = Throttle(clock=clock)

    assert [_admitted(throttle) for _ in range(SECOND + 5)] == [True] * SECOND + [False] * 5
    clock.now += 0.9
    assert not _admitted(throttle)
    clock.now += 0.11
    assert [_admitted(throttle) for _ in range(SECOND + 1)] == [True] * SECOND + [False]


def test_a_hundred_and_twenty_requests_fit_into_any_minute() -> None:
    """However they are spread; the wait then is for the oldest to leave the minute."""
    clock = Clock()
    throttle = Throttle(clock=clock)
    for _ in range(MINUTE):
        throttle.admit("a")
        clock.now += 0.25

    with pytest.raises(TooManyRequests) as refused:
        throttle.admit("a")

    assert refused.value.retry_after == 31  # 30 s have passed; a whole second more than not quite enough


def test_accounts_dont_use_up_each_others_requests() -> None:
    """And an account is one, however its GUID is written."""
    throttle = Throttle(clock=Clock())
    for _ in range(SECOND):
        throttle.admit("aB")

    assert not _admitted(throttle, "Ab")
    assert _admitted(throttle, "c")


@given(st.lists(st.floats(0, 3), min_size=1, max_size=400))
def test_who_waits_as_long_as_told_is_served(pauses: list[float]) -> None:
    """In whole seconds, at most a minute, and whichever limit refused it: the other one doesn't next."""
    clock = Clock()
    throttle = Throttle(clock=clock)
    for pause in pauses:
        clock.now += pause / 10
        wait = _told_to_wait(throttle)
        if wait:
            clock.now += wait
            assert 1 <= wait <= 60
            assert _told_to_wait(throttle) == 0


def test_the_shorter_limit_tells_the_longer_ones_wait() -> None:
    """A burst that ends a full minute is told to wait for the minute, not for the second."""
    clock = Clock()
    throttle = Throttle(clock=clock)
    for _ in range(MINUTE // SECOND):
        clock.now += 1.1
        for _ in range(SECOND):
            throttle.admit("a")

    with pytest.raises(TooManyRequests) as refused:
        throttle.admit("a")

    assert refused.value.retry_after == 48  # 12.1 s have passed since the first


@pytest.fixture(scope="module")
def throttled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """A service that is run as its users run it."""
    with Process(tmp_path_factory.mktemp("throttled"), "--throttle", "documented") as process:
        yield process


def test_a_throttled_request_is_answered_as_documented(throttled: Process) -> None:
    """429 with Retry-After, told in the body too; after that time it is served, and others are at once."""
    answers = [throttled.api.get("Videos") for _ in range(SECOND * 3)]

    refused = next(answer for answer in answers if answer.status_code == 429)
    assert {answer.status_code for answer in answers} == {200, 429}
    assert refused.json()["message"].endswith("Try again in 1 seconds.")
    assert refused.headers["retry-after"] == "1"
    told = [line for line in throttled.errors.splitlines() if refused.headers["x-ms-request-id"] in line]
    assert [f"account={throttled.api.account.id}" in line for line in told] == [True]
    with Api(throttled.url, SECOND_DEVELOPMENT_ACCOUNT) as neighbour:
        assert neighbour.get("Videos").status_code == 200


def test_strangers_cant_use_up_an_accounts_requests(throttled: Process) -> None:
    """Without a good token nothing is counted."""
    with Api(throttled.url, SECOND_DEVELOPMENT_ACCOUNT) as account:
        for _ in range(MINUTE + 1):
            assert_problem(account.get("Videos", token=None), 401, "USER_NOT_AUTHENTICATED")

        assert account.get("Videos").status_code == 200


def test_readers_of_a_public_video_cant_either(throttled: Process, sample_clip: Path) -> None:
    """They have no token, and aren't counted."""
    with Api(throttled.url, SECOND_DEVELOPMENT_ACCOUNT) as account:
        video = account.upload(sample_clip, privacy="Public", indexingPreset="BasicAudio")
        answers = [account.get(f"Videos/{video}/Index", token=None) for _ in range(MINUTE + 1)]

        assert {answer.status_code for answer in answers} == {200}
        assert account.get("Videos").status_code == 200


def test_the_sdk_gets_through(throttled: Process) -> None:
    """It waits as long as it is told and needs no setting for it."""
    with RedactionClient(development_target(throttled.url)) as client:
        for _ in range(SECOND + 5):
            assert client.find("nothing") is None


def test_without_the_flag_nothing_is_throttled(emulator: Api) -> None:
    """The default."""
    assert {emulator.get("Videos").status_code for _ in range(MINUTE + 1)} == {200}


@pytest.mark.parametrize(("word", "throttle"), [("documented", True), ("off", False)])
def test_the_variable_says_the_same_as_the_flag(
    monkeypatch: pytest.MonkeyPatch, word: str, throttle: bool
) -> None:
    """As with the other flags."""
    monkeypatch.setenv("VIDEO_INDEXER_EMULATOR_THROTTLE", word)

    assert _settings(_parser().parse_args([])).throttle is throttle


def test_another_word_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """From a variable too: a typing error must not mean that nothing is limited."""
    monkeypatch.setenv("VIDEO_INDEXER_EMULATOR_THROTTLE", "documentd")

    with pytest.raises(SystemExit):
        _parser().parse_args([])
