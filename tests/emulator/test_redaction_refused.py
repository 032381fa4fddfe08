"""Redaction requests that are refused: what isn't in the contract, and what can't be done."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.emulator.api import Api, assert_problem

JSON = {"Content-Type": "application/json"}


@pytest.fixture(autouse=True)
def nothing_accepted(emulator: Api, indexed: str) -> Any:
    """A refused request leaves no video behind."""
    before = [video["id"] for video in emulator.videos()]
    yield
    assert before == [video["id"] for video in emulator.videos()]


@pytest.mark.parametrize(
    "kind",
    [-1, 5, 1.5, 1e300, "1", "", "Blur", "High Blur", True, False, [], ["Black"], {}],
)
def test_what_is_no_kind_is_refused(emulator: Api, indexed: str, kind: object) -> None:
    """True is no number, and a number in quotes is none either."""
    response = emulator.post(f"Videos/{indexed}/redact", json={"faces": {"blurringKind": kind}})

    assert_problem(response, 400, "INVALID_INPUT")


@pytest.mark.parametrize(
    "choice",
    [
        {},
        [],
        {"ids": [1000]},
        {"scope": "Include"},
        {"ids": [], "scope": "Include"},
        {"ids": 1000, "scope": "Include"},
        {"ids": "1000", "scope": "Include"},
        {"ids": ["1000"], "scope": "Include"},
        {"ids": [1000.5], "scope": "Include"},
        {"ids": [True], "scope": "Include"},
        {"ids": [None], "scope": "Include"},
        {"ids": [-1], "scope": "Include"},
        {"ids": [2**31], "scope": "Include"},
        {"ids": [10**400], "scope": "Include"},
        {"ids": [1000], "scope": "Only"},
        {"ids": [1000], "scope": "Include", "extra": 1},
        {"ids": [1000, 4711], "scope": "Include"},
        {"ids": [4711], "scope": "Exclude"},
    ],
)
def test_what_is_no_choice_of_this_videos_faces_is_refused(
    emulator: Api, indexed: str, choice: object
) -> None:
    """An Include with a typing error would hide nobody and say nothing."""
    response = emulator.post(f"Videos/{indexed}/redact", json={"faces": {"filter": choice}})

    assert_problem(response, 400, "INVALID_INPUT")


def test_an_unknown_face_is_named(emulator: Api, indexed: str) -> None:
    """The message says which ids are wrong, and which there are."""
    choice = {"ids": [1000, 4711, 4712], "scope": "Include"}

    response = emulator.post(f"Videos/{indexed}/redact", json={"faces": {"filter": choice}})

    wrong, known = response.json()["Message"].split("it has")
    assert "4711, 4712" in wrong
    assert "1000" not in wrong.replace(indexed, "")
    assert "1000, 1001" in known


@pytest.mark.parametrize(
    "body",
    [
        "",
        " ",
        "{}",
        "[]",
        "null",
        '"faces"',
        '{"faces": null}',
        '{"faces": []}',
        '{"faces": {},}',
        '{"faces": {"blurringKind": "HighBlur",}}',
        "{'faces': {}}",
        '{"faces": {"blurringKind": NaN}}',
        '{"faces": {"blurringKind": Infinity}}',
        '{"faces": {}} trailing',
        '{"faces": {}, "licensePlates": {}}',
        '{"faces": {"blurringkind": "Black"}}',
        '{"Faces": {}}',
        '{"faces": {"filter": ' + "[" * 100_000 + "]" * 100_000 + "}}",
        '{"faces": ' + '{"a":' * 50_000 + "1" + "}" * 50_000 + "}",
        '{"faces": {"blurringKind": 1' + "0" * 5000 + "}}",
        '{"faces": {"filter": {"scope": "Include", "ids": [' + "1000," * 300_000 + "1000]}}}",
    ],
)
def test_a_body_outside_the_contract_is_refused(emulator: Api, indexed: str, body: str) -> None:
    """Commas, constants, keys, nesting, length."""
    response = emulator.post(f"Videos/{indexed}/redact", content=body, headers=JSON)

    assert_problem(response, 400, "INVALID_INPUT")


@pytest.mark.parametrize("content", [b"\xff\xfe", b'{"faces": "\xe9"}', b"\x00", b'\xef\xbb\xbf{"faces": 1}'])
def test_a_body_that_is_no_utf8_json_is_refused(emulator: Api, indexed: str, content: bytes) -> None:
    """Never a crash of the decoder."""
    response = emulator.post(f"Videos/{indexed}/redact", content=content, headers=JSON)

    assert_problem(response, 400, "INVALID_INPUT")


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", "image/svg+json"]
)
def test_another_media_type_is_refused(emulator: Api, indexed: str, media_type: str) -> None:
    """The message says which one is wanted."""
    headers = {"Content-Type": media_type}

    response = emulator.post(f"Videos/{indexed}/redact", content='{"faces": {}}', headers=headers)

    assert_problem(response, 400, "INVALID_INPUT")
    assert "application/json" in response.json()["Message"]


def test_a_message_doesnt_repeat_the_input_at_length(emulator: Api, indexed: str) -> None:
    """However long the wrong value is."""
    body = {"faces": {"blurringKind": "x" * 500_000}}

    response = emulator.post(f"Videos/{indexed}/redact", json=body)

    assert_problem(response, 400, "INVALID_INPUT")
    assert len(response.json()["Message"]) < 2000


def test_a_name_of_eighty_one_characters_is_refused(emulator: Api, indexed: str) -> None:
    """As for an upload."""
    response = emulator.post(f"Videos/{indexed}/redact", json={"faces": {}}, params={"name": "x" * 81})

    assert_problem(response, 400, "VIDEO_NAME_TOO_LONG")


def test_a_charset_beside_the_media_type_is_fine(emulator: Api, indexed: str) -> None:
    """An unknown face id shows that the body was read."""
    body = json.dumps({"faces": {"filter": {"ids": [4711], "scope": "Include"}}})
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}

    response = emulator.post(f"Videos/{indexed}/redact", content=body, headers=headers)

    assert "4711" in response.json()["Message"]
