"""Controls for tests: planned faults, their accounting, pacing, reset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.emulator.api import Api, assert_problem
from video_indexer_emulator.app import contract_path
from video_indexer_emulator.http.spec import Contract, Credential

OPERATIONS = Contract.load(contract_path()).operations
ERRORS = [
    (name, int(status))
    for name, operation in OPERATIONS.items()
    for status in sorted(operation.statuses)
    if status >= "400"
]
GUID = "d0000000-0000-4000-8000-000000000001"


@pytest.fixture(autouse=True)
def no_plans(emulator: Api) -> Iterator[None]:
    """No plan before a test, and none after it."""
    emulator.control("DELETE", "faults")
    yield
    emulator.control("DELETE", "faults")


def _call(emulator: Api, name: str) -> httpx.Response:
    """Call an operation with any values, none of them good for anything."""
    operation = OPERATIONS[name]
    account = emulator.account
    values = {"{location}": account.location, "{accountId}": account.id, "{thumbnailId}": GUID}
    values |= {"{subscriptionId}": GUID}
    path = "/".join(values.get(part, "nothing" if part[0] == "{" else part) for part in operation.segments)
    return emulator.http.request(operation.method, f"/{path}", headers=emulator.bearer())


def _plan(emulator: Api, **fields: Any) -> dict[str, Any]:
    response = emulator.control("POST", "faults", json=fields)
    assert response.status_code == 201, response.text
    return dict(response.json())


@pytest.mark.parametrize(("name", "status"), ERRORS)
def test_every_documented_error_of_every_operation_can_be_had(emulator: Api, name: str, status: int) -> None:
    """Once, in the operation's own shape; the next call is answered as ever."""
    _plan(emulator, operationId=name, status=status)

    planned, next_one = _call(emulator, name), _call(emulator, name)

    assert planned.status_code == status
    assert planned.headers["x-ms-request-id"]
    if OPERATIONS[name].credential is Credential.RESOURCE_MANAGER:
        assert planned.json()["error"]["code"]
    elif status == 429:
        assert planned.json() == {
            "statusCode": 429, "message": "Rate limit is exceeded. Try again in 1 seconds."
        }  # fmt: skip
    else:
        assert_problem(planned, status, planned.json()["ErrorType"])
    assert ("retry-after" in planned.headers) == (status == 429)
    assert next_one.status_code < 500
    assert "This fault was planned." not in next_one.text


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("status", [429, 500, 504])
def test_the_errors_that_arise_from_no_request_are_documented_everywhere(name: str, status: int) -> None:
    """So that each can be planned for each operation."""
    assert (name, status) in ERRORS


def test_a_plan_may_say_type_message_and_time(emulator: Api) -> None:
    """What it doesn't say has a fitting default."""
    _plan(emulator, operationId="listVideos", status=500, errorType="AMS_TIMEOUT", message="Tired.")
    _plan(emulator, operationId="listVideos", status=429, retryAfter=7)

    first, second = _call(emulator, "listVideos"), _call(emulator, "listVideos")

    assert first.json() == {"ErrorType": "AMS_TIMEOUT", "Message": "Tired."}
    assert second.headers["retry-after"] == "7"


def test_plans_are_consumed_in_their_order_and_counted(emulator: Api) -> None:
    """Each as often as it says; calls of other operations consume nothing."""
    _plan(emulator, operationId="listVideos", status=500, count=2)
    _plan(emulator, operationId="listVideos", status=504)
    _plan(emulator, operationId="getJob", status=500)

    seen = [_call(emulator, "listVideos").status_code for _ in range(4)]

    plans = emulator.control("GET", "faults").json()["faults"]
    assert seen == [500, 500, 504, 200]
    assert [(plan["consumed"], plan["count"]) for plan in plans] == [(2, 2), (1, 1), (0, 1)]


def test_a_fault_comes_before_the_token_is_looked_at(emulator: Api) -> None:
    """A gateway that throttles doesn't know tokens."""
    _plan(emulator, operationId="listVideos", status=429)

    assert emulator.get("Videos", token=None).status_code == 429
    assert emulator.get("Videos", token=None).status_code == 401


def test_forgotten_plans_do_nothing(emulator: Api) -> None:
    """DELETE takes them all back."""
    _plan(emulator, operationId="listVideos", status=500, count=9)

    assert emulator.control("DELETE", "faults").status_code == 204

    assert emulator.control("GET", "faults").json() == {"faults": []}
    assert emulator.get("Videos").status_code == 200


@pytest.mark.parametrize(
    "plan",
    [
        {},
        {"operationId": "listVideos"},
        {"status": 500},
        {"operationId": "nothing", "status": 500},
        {"operationId": ["listVideos"], "status": 500},
        {"operationId": "listVideos", "status": 418},
        {"operationId": "listVideos", "status": 410},
        {"operationId": "listVideos", "status": 200},
        {"operationId": "getJob", "status": 303},
        {"operationId": "listVideos", "status": "500"},
        {"operationId": "listVideos", "status": 500.5},
        {"operationId": "listVideos", "status": None},
        {"operationId": "listVideos", "status": 500, "count": 0},
        {"operationId": "listVideos", "status": 500, "count": "2"},
        {"operationId": "listVideos", "status": 500, "count": True},
        {"operationId": "listVideos", "status": 500, "errorType": 5},
        {"operationId": "listVideos", "status": 500, "message": {}},
        {"operationId": "listVideos", "status": 429, "retryAfter": -1},
        {"operationId": "listVideos", "status": 429, "retryAfter": "1\r\nx: y"},
        {"operationId": "listVideos", "status": 500, "surprise": 1},
        {"operationId": "listVideos", "status": 500, "consumed": 1},
    ],
)
def test_what_is_no_plan_of_a_documented_answer_is_refused(emulator: Api, plan: dict[str, Any]) -> None:
    """A test that plans what can't happen would prove nothing."""
    assert_problem(emulator.control("POST", "faults", json=plan), 400, "INVALID_INPUT")
    assert emulator.control("GET", "faults").json() == {"faults": []}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff"])
@pytest.mark.parametrize(("method", "tail"), [("POST", "faults"), ("PUT", "pacing")])
def test_a_control_wants_a_json_object(emulator: Api, method: str, tail: str, content: bytes) -> None:
    """Anything else is refused."""
    assert_problem(emulator.control(method, tail, content=content), 400, "INVALID_INPUT")


@pytest.mark.parametrize("held", [None, "true", 1, []])
def test_pacing_is_on_or_off(emulator: Api, held: object) -> None:
    """Nothing in between."""
    assert_problem(emulator.control("PUT", "pacing", json={"held": held}), 400, "INVALID_INPUT")
    assert emulator.control("GET", "pacing").json() == {"held": False}


def test_a_control_takes_its_own_methods(emulator: Api) -> None:
    """405 with Allow."""
    response = emulator.control("PATCH", "faults")

    assert_problem(response, 405, "UNSUPPORTED")
    assert response.headers["allow"] == "DELETE, GET, HEAD, POST"


def test_health_tells_the_accounts(emulator: Api, neighbour: Api) -> None:
    """So that a client can find its way from the address alone."""
    health = emulator.control("GET", "health").json()

    assert health["status"] == "ok"
    assert [emulator.account.id, neighbour.account.id] == [account["id"] for account in health["accounts"]]
