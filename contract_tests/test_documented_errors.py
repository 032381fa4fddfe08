"""Every error that the contract documents can be had on demand, word for word, and as often as was planned.

That is how a client's handling of errors is tried out; the plans' accounts tell whether it met them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from .absence import UNKNOWN_JOB, UNKNOWN_THUMBNAIL, UNKNOWN_VIDEO
from .conftest import Indexed
from .contract import contract
from .permissions import new_video
from .planning import ERRORS, Plan, accounts, error_id, forget, given, plan
from .receiver import SMALL
from .service import Service

TWICE = 2
NOWHERE = {"videoId": UNKNOWN_VIDEO, "jobId": UNKNOWN_JOB, "thumbnailId": UNKNOWN_THUMBNAIL}


@pytest.fixture(autouse=True)
def plans(service: Service) -> Iterator[None]:
    """No plan is left over, before and after."""
    forget(service)
    yield
    forget(service)


def ask(
    service: Service, operation: str, places: dict[str, str] = NOWHERE, external_id: str = "neverwas"
) -> httpx.Response:
    """Send a lawful request."""
    how: dict[str, dict[str, Any]] = {
        "generateAccessToken": {"json": {"permissionType": "Reader", "scope": "Account"}},
        "uploadVideo": {"params": {"name": "planned"}, "files": {"file": ("planned.mp4", SMALL)}},
        "redactVideo": {"json": {"faces": {"blurringKind": "Black"}}},
        "getVideoArtifactUrl": {"params": {"type": "Faces"}},
        "getIdByExternalId": {"params": {"externalId": external_id}},
    }
    return service.call(operation, places=places, **how.get(operation, {}))


def assert_as_planned(answer: httpx.Response, planned: Plan) -> None:
    """The status, the words, and for a 429 the seconds to wait."""
    told = f"{planned.operation} answered {answer.status_code} {answer.text} to the plan {planned}"
    assert answer.status_code == planned.status, told
    if planned.status == 429:
        assert answer.headers.get_list("retry-after") == [str(planned.wait)], told
    else:
        assert "retry-after" not in answer.headers, told
    if not contract().operations[planned.operation].answers[planned.status].media:
        assert planned.status == 429 or answer.content == b"", told
    elif contract().operations[planned.operation].of_resource_manager:
        error = answer.json()["error"]
        assert (bool(error["code"]), error["message"]) == (True, planned.message), told
    else:
        assert answer.json() == {"ErrorType": planned.word, "Message": planned.message}, told


@pytest.mark.parametrize("error", ERRORS, ids=error_id)
def test_every_documented_error_can_be_had(service: Service, error: tuple[str, int]) -> None:
    """With each of its ErrorTypes, exactly as planned; afterwards every plan is accounted as consumed."""
    operation, status = error
    wanted = [
        Plan(operation, status, word, message=f'Planned number {number}: it\'s "Zürich"', wait=number)
        for number, word in enumerate(sorted(given(operation, status)) or ["GENERAL"])
    ]
    for planned in wanted:
        plan(service, planned)

    for planned in wanted:  # the plans of one operation are met in their order
        assert_as_planned(ask(service, operation), planned)

    assert accounts(service) == [(operation, status, 1, 1)] * len(wanted)


@pytest.mark.parametrize("operation", contract().operations)
def test_a_fault_comes_as_often_as_planned(service: Service, indexed: Indexed, operation: str) -> None:
    """Then the operation works again; a refused upload or redaction has made nothing."""
    planned = Plan(operation, 500, "GENERAL", count=TWICE)
    before = {video["id"] for video in service.videos()}
    plan(service, planned)
    for consumed in range(1, TWICE + 1):
        assert_as_planned(ask(service, operation), planned)
        assert accounts(service) == [(operation, 500, TWICE, consumed)]
    after = {video["id"] for video in service.videos()}
    assert after == before, f"{operation} failed and had an effect"

    _works_again(service, indexed, operation)

    assert accounts(service) == [(operation, 500, TWICE, TWICE)]


def _works_again(service: Service, indexed: Indexed, operation: str) -> None:
    """The operation does its work; whatever it makes is deleted."""
    places = NOWHERE | {"videoId": indexed.id, "thumbnailId": indexed.thumbnail_id}
    if operation == "deleteVideo":
        places["videoId"] = str(ask(service, "uploadVideo").json()["id"])
    if operation == "getJob":
        places["jobId"] = service.redact(indexed.id, {"blurringKind": "Black"})
    answer = ask(service, operation, places, indexed.external_id)
    assert answer.status_code < 400, f"{operation} still answers {answer.status_code}: {answer.text}"
    if operation == "uploadVideo":
        service.delete(str(answer.json()["id"]))
    job = places["jobId"]
    if operation == "redactVideo":
        job = answer.headers["location"].rsplit("/", 1)[1]
    if job != UNKNOWN_JOB:
        service.delete(new_video(service.wait_job(job)))


def test_a_fault_of_one_operation_leaves_the_others_alone(service: Service, indexed: Indexed) -> None:
    """And it waits for its own."""
    plan(service, Plan("getVideoIndex", 504, "SERVER_TIMEOUT"))

    assert ask(service, "listVideos").status_code == 200
    assert accounts(service) == [("getVideoIndex", 504, 1, 0)]
    assert ask(service, "getVideoIndex", {"videoId": indexed.id}).status_code == 504
    assert ask(service, "getVideoIndex", {"videoId": indexed.id}).status_code == 200


def test_forgotten_plans_are_not_met(service: Service) -> None:
    """After the clean-up, nothing planned comes any more."""
    plan(service, Plan("listVideos", 500, "GENERAL"))
    forget(service)

    assert ask(service, "listVideos").status_code == 200
    if service.aim.controls:
        assert accounts(service) == []
