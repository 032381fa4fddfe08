"""The control that lets time pass: tokens and signed URLs expire without anybody waiting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.emulator.api import Api, assert_problem

TWO_HOURS = 7200  # seconds; tokens and URLs live one


@pytest.fixture
def ahead(emulator: Api) -> Iterator[Api]:
    """A service that thinks it is two hours later."""
    answer = emulator.control("PUT", "clock", json={"aheadSeconds": TWO_HOURS})
    assert (answer.status_code, answer.json()) == (200, {"aheadSeconds": TWO_HOURS})
    yield emulator
    emulator.control("PUT", "clock", json={"aheadSeconds": 0})


def test_a_token_expires(ahead: Api) -> None:
    """Its hour is over."""
    assert_problem(ahead.get("Videos"), 401, "ACCESS_TOKEN_EXPIRED")


def test_a_token_is_good_again_when_the_clock_is_set_back(emulator: Api) -> None:
    """The control spoils nothing."""
    emulator.control("PUT", "clock", json={"aheadSeconds": TWO_HOURS})
    emulator.control("PUT", "clock", json={"aheadSeconds": 0})

    assert emulator.get("Videos").status_code == 200


def test_a_signed_url_expires(emulator: Api, indexed: str) -> None:
    """It worked before."""
    url = emulator.get(f"Videos/{indexed}/SourceFile/DownloadUrl").json()
    assert httpx.get(url).status_code == 200

    emulator.control("PUT", "clock", json={"aheadSeconds": TWO_HOURS})
    late = httpx.get(url).status_code
    emulator.control("PUT", "clock", json={"aheadSeconds": 0})

    assert late == 403


def test_what_is_given_out_then_holds(ahead: Api, indexed: str) -> None:
    """So that a client's renewal can be tested: the old ones alone have expired."""
    fresh = ahead.issue_token()

    answer = ahead.get(f"Videos/{indexed}/SourceFile/DownloadUrl", token=fresh)

    assert answer.status_code == 200
    assert httpx.get(answer.json()).status_code == 200
    assert_problem(ahead.get("Videos"), 401, "ACCESS_TOKEN_EXPIRED")


@pytest.mark.parametrize("body", [{}, {"aheadSeconds": -1}, {"aheadSeconds": "1"}, {"aheadSeconds": True}])
def test_the_clock_never_goes_back(emulator: Api, body: dict[str, Any]) -> None:
    """Else what has expired would be good again."""
    assert_problem(emulator.control("PUT", "clock", json=body), 400, "INVALID_INPUT")
