"""The table of differences: empty between two emulators, and exact about what is altered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from contract_tests.differences import Difference, beside_emulator, compare, page
from contract_tests.embedded import embedded_emulator
from contract_tests.pacing import Budget, Guard
from contract_tests.scenario import Heard, References, Walk, flat
from contract_tests.target import Aim, development_target
from scripts.sample_clip import make_sample
from tests.contract_suite.stub_service import ACCOUNT, LOCATION, VIDEO, stub


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small clip with two people."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    make_sample(path, seconds=1, width=320, height=180, rate=12)
    return path


@pytest.fixture(scope="module")
def aim() -> Iterator[Aim]:
    """An emulator of the tests' own."""
    with embedded_emulator() as url:
        yield Aim(development_target(url), None, controls=True, private_urls=False, live=False, video_id=None)


@pytest.fixture(scope="module")
def heard(aim: Aim, clip: Path) -> list[Heard]:
    """The whole scenario."""
    return Walk(aim, Guard(aim, Budget.of(aim)), clip).play()


def test_two_emulators_answer_alike(aim: Aim, clip: Path, heard: list[Heard]) -> None:
    """No ids, times, addresses or signatures are left in what is compared."""
    text = page(aim.url, heard, Walk(aim, Guard(aim, Budget.of(aim)), clip).play())

    assert "0 differences" in text
    assert "| step |" not in text


def test_the_scenario_meets_every_operation_and_deletes_what_it_made(heard: list[Heard]) -> None:
    """Successes and refusals."""
    statuses = {(each.operation, each.facts["status"]) for each in heard}
    assert statuses >= {
        ("generateAccessToken", "200"), ("uploadVideo", "200"), ("listVideos", "200"), ("listVideos", "400"),
        ("getVideoIndex", "200"), ("getVideoIndex", "401"), ("getVideoIndex", "404"),
        ("getVideoArtifactUrl", "200"), ("getVideoThumbnail", "200"), ("redactVideo", "202"),
        ("redactVideo", "400"), ("getJob", "303"), ("getJob", "404"),
        ("getVideoSourceFileDownloadUrl", "200"), ("deleteVideo", "204"),
    }  # fmt: skip
    after = [each.facts["status"] for each in heard if each.step.startswith("after deletion")]
    assert after == ["404", "404"]


def test_an_alteration_is_named(heard: list[Heard]) -> None:
    """A status, a header and a member, each by its place."""
    step = next(each for each in heard if each.operation == "getJob" and each.facts["status"] == "303")
    facts = {name: fact for name, fact in step.facts.items() if name != "header x-ms-request-id"}
    altered = replace(step, facts=facts | {"status": "302", "body/extra": "1"})

    found, alone = compare([altered if each is step else each for each in heard], heard)

    assert not alone
    assert set(found) == {
        Difference(step.step, "getJob", "status", "302", "303"),
        Difference(step.step, "getJob", "body/extra", "1", "(absent)"),
        Difference(step.step, "getJob", "header x-ms-request-id", "(absent)", "<id>"),
    }


def test_a_stub_is_compared_as_far_as_it_goes(clip: Path) -> None:
    """Both play the same steps: with a video that is there already, and with a token that was given."""
    token = "canary-7f3a9c-token-that-nobody-may-see"  # noqa: S105 - made up
    with stub(clip.read_bytes(), token) as server:
        values = development_target(server.url)
        target = replace(values, location=LOCATION, account_id=ACCOUNT, access_token=token, arm=None)
        aim = Aim(target, None, controls=False, private_urls=False, live=False, video_id=VIDEO)
        text = beside_emulator(aim, Guard(aim, Budget.of(aim)), clip)

    assert "| the index at its end | getVideoIndex | status | 404 | 200 |" in text
    assert "| the job at its end | getJob" not in text
    for step in ("a clip is uploaded", "a token is issued", "deletion number 2"):
        assert step not in text, f"{step!r} is counted, and only the emulator has it"
    assert token not in text


def test_ids_are_named_by_the_order_in_which_they_are_seen() -> None:
    """The same id has the same name everywhere; times and hosts are dropped."""
    names = References()
    names.know("5s4rvyf3pb", "video")
    value = {
        "id": "5s4rvyf3pb",
        "at": "2026-01-01T10:00:00.0000000Z",
        "url": "https://a.example/x.mp4?sig=abc",
        "place": "http://h.example/Videos/5s4rvyf3pb",
        "progress": 20,
        "none": [],
    }

    assert dict(flat("", value, names)) == {
        "/id": "<video-1>",
        "/at": "<time>",
        "/url": "<signed url>",
        "/place": "<host>/Videos/<video-1>",
        "/progress": "<int>",
        "/none": "[]",
    }
