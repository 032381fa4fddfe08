"""Every error that the contract documents can be had on demand, and looks as documented."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.contract.contract import contract
from tests.contract.ledger import Ledger
from tests.contract.test_schemathesis import schema
from tests.contract.world import World

EXAMPLES = {
    "location": "trial",
    "subscriptionId": "d0000000-0000-4000-8000-0000000000aa",
    "resourceGroupName": "group",
    "accountName": "name",
    "accountId": "d0000000-0000-4000-8000-000000000001",
    "videoId": "5s4rvyf3pb",
    "thumbnailId": "00000000-0000-0000-0000-000000000000",
    "jobId": "3f6b2c1d4e",
}


def documented_errors() -> Iterator[tuple[str, str, str, int]]:
    """Each operation's path, method and id with each of its error statuses."""
    for path, item in contract()["paths"].items():
        for method, node in item.items():
            if method in {"get", "post", "delete"}:
                for status in node["responses"]:
                    if status >= "400":
                        yield path, method, node["operationId"], int(status)


@pytest.mark.parametrize("error", [pytest.param(row, id=f"{row[2]}-{row[3]}") for row in documented_errors()])
def test_a_planned_error_is_answered_as_the_contract_says(
    world: World, ledger: Ledger, error: tuple[str, str, str, int]
) -> None:
    """429, 500 and 504 never come by themselves; each is planned, met once, and judged."""
    path, method, operation, status = error
    planned = world.api.control(
        "POST", "faults", json={"operationId": operation, "status": status, "retryAfter": 7}
    )
    assert planned.status_code == 201, planned.text

    response = httpx.request(method, world.url + path.format_map(EXAMPLES))

    wait = "7" if status == 429 else None
    assert (status, wait) == (response.status_code, response.headers.get("retry-after"))
    ledger.see(operation, response.status_code, response.headers["x-ms-request-id"])
    schema[path][method].validate_response(response)


def test_every_planned_error_was_consumed(world: World) -> None:
    """The service's own account of the plans agrees with what was seen."""
    plans = world.api.control("GET", "faults").json()["faults"]

    assert plans
    assert {plan["operationId"] for plan in plans if plan["consumed"] != plan["count"]} == set()
