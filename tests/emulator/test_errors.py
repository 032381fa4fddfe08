"""Every error becomes an answer in one place, in one shape."""

from __future__ import annotations

import json
import logging
import threading

import pytest

from tests.emulator.api import Api, assert_problem
from video_indexer_emulator import errors
from video_indexer_emulator.errors import (
    EmulatorError,
    MethodNotAllowed,
    PlannedFault,
    RequestError,
    TooManyRequests,
)
from video_indexer_emulator.http import problems
from video_indexer_emulator.http.controls import FAULT_TYPES
from video_indexer_emulator.service.library import Library, Page


def _tree(kind: type[EmulatorError]) -> list[type[EmulatorError]]:
    return [kind, *(deeper for child in kind.__subclasses__() for deeper in _tree(child))]


ERRORS = _tree(EmulatorError)
OF_THEIR_OWN = {MethodNotAllowed, PlannedFault, TooManyRequests}
"""They are made of something else than a message."""

PLAIN = [
    kind for kind in ERRORS if issubclass(kind, RequestError) and kind not in {*OF_THEIR_OWN, RequestError}
]


@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_says_by_default_what_its_class_says(kind: type[EmulatorError]) -> None:
    """The docstring is one line, and the message."""
    assert kind.__doc__
    assert "\n" not in kind.__doc__.strip()
    if kind not in OF_THEIR_OWN:
        assert kind.__doc__ == str(kind())


def test_the_tree_in_the_modules_docstring_is_the_real_one() -> None:
    """The drawing is what a reader trusts."""
    drawn = {line.split("── ")[1].split()[0] for line in (errors.__doc__ or "").splitlines() if "── " in line}

    assert {kind.__name__ for kind in ERRORS} - {"EmulatorError"} == drawn


@pytest.mark.parametrize("kind", PLAIN)
def test_an_error_of_the_data_plane_is_a_type_and_a_message(kind: type[RequestError]) -> None:
    """PascalCase, two members, no more."""
    response = problems.answer(kind("Because."))

    assert kind.status == response.status_code
    assert {"ErrorType": kind.error_type, "Message": "Because."} == json.loads(bytes(response.body))
    assert response.headers["content-type"] == "application/json"


@pytest.mark.parametrize("kind", PLAIN)
def test_an_error_of_azure_resource_manager_has_its_envelope(kind: type[RequestError]) -> None:
    """The same errors, in that service's own words."""
    response = problems.answer(kind("Because."), resource_manager=True)

    error = json.loads(bytes(response.body))["error"]
    assert kind.status == response.status_code
    assert error["message"] == "Because."
    assert error["code"]


def test_an_unexpected_error_tells_the_caller_nothing_and_the_log_everything(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A stack trace is for the operator."""
    with caplog.at_level(logging.ERROR):
        response = problems.answer(ValueError("a secret path"))

    assert response.status_code == 500
    assert json.loads(bytes(response.body)) == {"ErrorType": "GENERAL", "Message": "There was an error."}
    assert "a secret path" in caplog.text


def test_an_error_that_no_caller_caused_is_a_500() -> None:
    """Errors of the inside have no status of their own."""
    assert problems.answer(errors.DamagedMedia()).status_code == 500


def test_throttling_says_in_header_and_body_when_to_come_back() -> None:
    """In the words of the vendor's gateway on the data plane; Azure Resource Manager sends its envelope."""
    fault = PlannedFault(429, "GENERAL", retry_after=7)

    plain, managed = problems.answer(fault), problems.answer(fault, resource_manager=True)

    assert json.loads(bytes(plain.body))["message"].endswith("Try again in 7 seconds.")
    assert "7" == plain.headers["retry-after"] == managed.headers["retry-after"]
    assert json.loads(bytes(managed.body))["error"]["code"] == "TooManyRequests"


def test_a_401_names_the_scheme() -> None:
    """As RFC 9110 wants it."""
    assert problems.answer(errors.TokenExpired()).headers["www-authenticate"] == "Bearer"


def test_every_status_of_a_fault_has_a_type_and_a_code() -> None:
    """A planned fault that names no type gets one that suits its status."""
    assert set(map(int, FAULT_TYPES)) - set(problems.ARM_CODES) == {409, 410}


def test_a_mistake_of_our_own_is_a_500_in_the_same_shape(
    emulator: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over HTTP, with a request id; the next request is answered as ever."""

    def broken(*_: object) -> None:
        raise RuntimeError("a secret path")

    with monkeypatch.context() as patch:
        patch.setattr(Library, "page", broken)
        response = emulator.get("Videos")

    assert_problem(response, 500, "GENERAL")
    assert "secret" not in response.text
    assert emulator.get("Videos").status_code == 200


def test_an_answer_that_takes_too_long_is_a_504(emulator: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others are answered meanwhile, and it itself afterwards."""
    enough = threading.Event()

    def slow(*_: object) -> Page:
        enough.wait(30)
        return Page([], 25, 0, True, 0)

    with monkeypatch.context() as patch:
        patch.setattr("video_indexer_emulator.http.pipeline.ANSWER_SECONDS", 0.2)
        patch.setattr(Library, "page", slow)
        response = emulator.get("Videos")
        meanwhile = emulator.control("GET", "health")
    enough.set()

    assert_problem(response, 504, "SERVER_TIMEOUT")
    assert meanwhile.status_code == 200
    assert emulator.get("Videos").status_code == 200
