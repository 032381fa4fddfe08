"""What is wrong with a large body is told in short, and to its sender alone."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.emulator.api import Api, assert_problem
from video_indexer_emulator.app import contract_path
from video_indexer_emulator.errors import InvalidInput
from video_indexer_emulator.http.bodies import BODY_LIMIT
from video_indexer_emulator.http.schemas import ERRORS_TOLD, Body, describe
from video_indexer_emulator.http.spec import Contract

MANY = 300_000
"""Members, as a body of a mebibyte could have them; the service takes a quarter of that."""


@pytest.fixture(scope="module")
def body() -> Body:
    """That of a redaction."""
    found = Contract.load(contract_path()).operations["redactVideo"].body
    assert found
    return found


def filtered(ids: object) -> Any:
    """A redaction's body."""
    return {"faces": {"filter": {"ids": ids, "scope": "Include"}}}


@pytest.mark.parametrize(
    "value",
    [
        filtered([[]] * MANY),
        filtered(["x"] * MANY),
        filtered([-1] * MANY),
        filtered([{"a": number} for number in range(MANY // 5)]),
        filtered(["x", *range(MANY)]),
        {"faces": {"filter": {f"p{number}": 1 for number in range(MANY // 5)}}},
        {f"p{number}": 1 for number in range(MANY // 5)},
        {"faces": {"blurringKind": "x" * MANY}},
    ],
    ids=["lists", "texts", "negative", "objects", "one", "members", "top", "long"],
)
def test_the_breaches_of_a_large_body_are_told_in_short(body: Body, value: Any) -> None:
    """However many there are; each would cost some 50 millionths of a second to make."""
    with pytest.raises(InvalidInput) as told:
        body.check(value, "application/json")

    assert len(str(told.value)) < 2_000


class Lavish:
    """A validator that makes errors when it is asked for all."""

    def __init__(self, body: Body) -> None:
        self._real = body.validators["application/json"]
        self.made = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def iter_errors(self, instance: Any) -> Any:
        """Count what is made."""
        found = list(self._real.iter_errors(instance))
        self.made += len(found)
        return iter(found)


def test_of_a_large_body_only_one_breach_is_made(body: Body) -> None:
    """The validator makes all of them or one."""
    lavish = Lavish(body)

    told = describe(lavish, filtered(["x"] * 101), "body")

    assert lavish.made == 0
    assert told == 'body.faces.filter.ids[0]: "x" is not of type "integer"'


def test_of_a_small_body_the_first_five_are_told(body: Body) -> None:
    """A caller mends them in one go."""
    told = describe(body.validators["application/json"], filtered(["x"] * 20), "body")

    assert told.count("is not of type") == ERRORS_TOLD


def test_a_body_beyond_the_limit_is_refused(emulator: Api, indexed: str) -> None:
    """Before it is read as JSON."""
    content = json.dumps(filtered([1] * BODY_LIMIT)).encode()

    answer = emulator.post(
        f"Videos/{indexed}/redact", content=content, headers={"Content-Type": "application/json"}
    )

    assert_problem(answer, 400, "INVALID_INPUT")
    assert str(BODY_LIMIT) in answer.json()["Message"]


def test_thousands_of_ids_are_taken(emulator: Api, indexed: str) -> None:
    """A large body that is right is no attack: of this one, only its unknown ids are refused."""
    answer = emulator.post(f"Videos/{indexed}/redact", json=filtered(list(range(2000, 22_000))))

    assert answer.status_code == 400
    assert "is not of type" not in answer.text


def test_a_large_body_keeps_no_other_request_waiting(
    emulator: Api, indexed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is checked in a thread, however long that takes."""
    checking, released, check = threading.Event(), threading.Event(), Body.check

    def check_slowly(*given: Any) -> Any:
        checking.set()
        assert released.wait(60)
        return check(*given)

    monkeypatch.setattr(Body, "check", check_slowly)
    content = json.dumps(filtered([[]] * 60_000)).encode()
    how: dict[str, Any] = {"content": content, "headers": {"Content-Type": "application/json"}}
    with ThreadPoolExecutor(1) as callers:
        large = callers.submit(emulator.post, f"Videos/{indexed}/redact", **how)
        assert checking.wait(60)
        try:
            assert emulator.get("Videos").status_code == 200
        finally:
            released.set()

    assert large.result().status_code == 400
