"""Every error that the contract documents, had on demand from the emulator's control of planned faults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .contract import contract
from .service import Service

ERRORS = [
    (operation.id, status)
    for operation in contract().operations.values()
    for status in operation.answers
    if status >= 400
]
"""Operation and status of every documented error."""


@dataclass(frozen=True)
class Plan:
    """The next `count` requests of an operation are answered so."""

    operation: str
    status: int
    word: str
    message: str = 'Planned: "Zürich", it\'s said'
    wait: int = 7  # seconds
    count: int = 1

    def as_json(self) -> dict[str, Any]:
        """In the control's words."""
        return {
            "operationId": self.operation,
            "status": self.status,
            "errorType": self.word,
            "message": self.message,
            "retryAfter": self.wait,
            "count": self.count,
        }


def error_id(error: tuple[str, int]) -> str:
    """For the name of a test."""
    return f"{error[0]} {error[1]}"


def given(operation: str, status: int) -> frozenset[str]:
    """The words that the contract names; none where there is no body, or Resource Manager's open codes."""
    return contract().operations[operation].answers[status].error_types


def plan(service: Service, wanted: Plan) -> None:
    """Plan an error; the test is skipped where the service has no such control."""
    service.control("POST", "faults", json=wanted.as_json())


def forget(service: Service) -> None:
    """Drop all plans, where there can be any."""
    if service.aim.controls:
        service.control("DELETE", "faults")


def accounts(service: Service) -> list[tuple[str, int, int, int]]:
    """Operation, status, count and how much was consumed, of each plan."""
    listed = service.control("GET", "faults").json()["faults"]
    return [(each["operationId"], each["status"], each["count"], each["consumed"]) for each in listed]
