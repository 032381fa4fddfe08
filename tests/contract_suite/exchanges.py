"""Answers made by hand, as a service might send them."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from contract_tests.contract import Operation, contract
from contract_tests.exchange import Exchange

BASE = "http://service.example"
ACCOUNT = "d0000000-0000-4000-8000-000000000001"
PLACES = {"location": "trial", "accountId": ACCOUNT, "videoId": "5s4rvyf3pb", "jobId": "3f6b2c1d4e"}
ZERO = "00000000-0000-0000-0000-000000000000"


def operation(operation_id: str) -> Operation:
    """An operation of the contract."""
    return contract().operations[operation_id]


def exchange(
    operation_id: str,
    status: int,
    body: Any = None,
    *,
    sent: Any = None,
    query: str = "",
    credential: str | None = "Bearer x",
    **headers: str | None,
) -> Exchange:
    """One exchange; headers by name with _ for -, None takes one away."""
    asked = operation(operation_id)
    path = asked.path(**PLACES | {"thumbnailId": ZERO}) if "/Accounts/" in asked.template else "/x"
    usual = {"x-ms-request-id": str(uuid.uuid4())}
    if body is not None:
        usual["content-type"] = "application/json"
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    received = {name: value for name, value in (usual | changed).items() if value is not None}
    return Exchange(
        asked.method,
        f"{BASE}{path}" + (f"?{query}" if query else ""),
        {"Authorization": credential} if credential else {},
        json.dumps(sent).encode() if sent is not None else b"",
        status,
        httpx.Headers(received),
        b"" if body is None else json.dumps(body).encode(),
    )


NOW = datetime.now(UTC)


def at(seconds: float) -> str:
    """A moment so many seconds from now, as jobs tell it."""
    return (NOW + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.%f0Z")


def job(**changes: Any) -> dict[str, Any]:
    """A job under way, changed; None takes a member away."""
    usual = {
        "creationTime": at(0),
        "lastUpdateTime": at(1),
        "progress": 20,
        "jobType": "Redaction",
        "state": "Processing",
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def problem(word: str = "GENERAL") -> dict[str, str]:
    """An error's body."""
    return {"ErrorType": word, "Message": "Something."}
