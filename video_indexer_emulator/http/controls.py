"""Controls for tests under /_emulator, outside the contract: health, faults, pacing, clock, reset.

GET    /_emulator/health                          {"status": "ok", …}
POST   /_emulator/faults                          plan answers: {"operationId", "status", "count", …}
GET    /_emulator/faults                          every plan, with how much of it was consumed
DELETE /_emulator/faults                          forget the plans
GET    /_emulator/pacing                          {"held": false}
PUT    /_emulator/pacing                          {"held": true}: work waits at its next progress report
PUT    /_emulator/clock                           {"aheadSeconds": 7200}: what was issued before expires
POST   /_emulator/videos/{accountId}/{videoId}/expire-source   remove the file, keep the insights
POST   /_emulator/reset                           delete every video, undo all of the above
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

import anyio.to_thread
import jsonschema_rs
from starlette.requests import Request

from video_indexer_emulator.errors import InvalidInput, MethodNotAllowed, NotFound, PlannedFault
from video_indexer_emulator.http.authorization import authorize_operator
from video_indexer_emulator.http.bodies import limited_body, parse_json
from video_indexer_emulator.http.browsers import refuse_foreign_page, refuse_strange_host
from video_indexer_emulator.http.call import Answer, Services
from video_indexer_emulator.http.schemas import describe
from video_indexer_emulator.http.spec import Contract, Operation

FAULT_TYPES = {
    "400": "INVALID_INPUT",
    "401": "USER_NOT_ALLOWED",
    "403": "FORBIDDEN",
    "404": "NOT_FOUND",
    "409": "VIDEO_INDEXING_IN_PROGRESS",
    "410": "SOURCE_VIDEO_DELETED",
    "429": "GENERAL",
    "500": "GENERAL",
    "504": "SERVER_TIMEOUT",
}
"""The ErrorType of a planned answer that names none."""

CLOCK_LIMIT = 10 * 365 * 24 * 3600
"""Seconds; nothing here lives so long."""

PLANS_LIMIT = 1000

PLAN = jsonschema_rs.Draft202012Validator(
    {
        "type": "object",
        "required": ["operationId", "status"],
        "properties": {
            "operationId": {"type": "string"},
            "status": {"type": "integer"},
            "count": {"type": "integer", "minimum": 1, "maximum": 1_000_000},
            "errorType": {"type": "string", "maxLength": 100},
            "message": {"type": "string", "maxLength": 10_000},
            "retryAfter": {"type": "integer", "minimum": 0, "maximum": 86_400},
        },
        "additionalProperties": False,
    }
)
"""What may be said of a fault plan."""


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """The next `count` calls of an operation get this answer."""

    operationId: str  # noqa: N815 - the wire's name
    status: int
    count: int = 1
    errorType: str = ""  # noqa: N815
    message: str = "This fault was planned."
    retryAfter: int = 1  # noqa: N815 - seconds, for 429
    consumed: int = 0


class FaultPlans:
    """Planned answers, and how many of them were given."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._plans: list[FaultPlan] = []

    def before(self, operation: Operation) -> None:
        """Raise the planned answer for this operation, if there is one left."""
        for position, plan in enumerate(self._plans):
            if plan.operationId == operation.id and plan.consumed < plan.count:
                self._plans[position] = replace(plan, consumed=plan.consumed + 1)
                raise PlannedFault(plan.status, plan.errorType, plan.message, plan.retryAfter)

    def add(self, fields: dict[str, Any]) -> FaultPlan:
        """Plan an answer that the contract documents for the operation."""
        if not PLAN.is_valid(fields):
            raise InvalidInput(describe(PLAN, fields, "plan"))
        plan = FaultPlan(**{"errorType": FAULT_TYPES.get(str(fields["status"]), "GENERAL")} | fields)
        operation = self._contract.operations.get(plan.operationId)
        if operation is None:
            raise InvalidInput(f"There is no operation '{plan.operationId}'.")
        documented = sorted(status for status in operation.statuses if status >= "400")
        if str(plan.status) not in documented:
            raise InvalidInput(f"{plan.operationId} documents {', '.join(documented)} as errors.")
        if len(self._plans) >= PLANS_LIMIT:
            raise InvalidInput(f"There are {PLANS_LIMIT} plans; forget them by DELETE first.")
        self._plans.append(plan)
        return plan

    def clear(self) -> None:
        """Forget every plan."""
        self._plans.clear()

    def listing(self) -> list[dict[str, Any]]:
        """Every plan as JSON."""
        return [asdict(plan) for plan in self._plans]


class Controls:
    """The room /_emulator."""

    def __init__(self, services: Services, faults: FaultPlans) -> None:
        self._services = services
        self._faults = faults

    async def __call__(self, request: Request, segments: list[str]) -> Answer:
        """Answer a request below /_emulator.

        On loopback to any program while the secret is the well-known one, else only with the secret.
        """
        refuse_foreign_page(request, self._services.settings)
        if self._services.settings.trusts_machine:
            refuse_strange_host(request, self._services.settings)  # a page that reads sends no Origin
        else:
            await authorize_operator(self._services, request)
        doors = self._doors(request, segments[1:])
        if not doors:
            raise NotFound(f"There is no control '{'/'.join(segments[1:])}'.")
        if "GET" in doors:
            doors["HEAD"] = doors["GET"]
        if request.method not in doors:
            raise MethodNotAllowed(sorted(doors))
        return await doors[request.method]()

    def _doors(self, request: Request, path: list[str]) -> dict[str, Callable[[], Awaitable[Answer]]]:
        if len(path) == 4 and (path[0], path[3]) == ("videos", "expire-source"):
            return {"POST": lambda: self._expire_source(path[1], path[2])}
        rooms: dict[str, dict[str, Callable[[], Awaitable[Answer]]]] = {
            "health": {"GET": self._health},
            "faults": {
                "GET": self._list_faults,
                "POST": lambda: self._plan_fault(request),
                "DELETE": self._clear_faults,
            },
            "pacing": {"GET": self._pacing, "PUT": lambda: self._set_pacing(request)},
            "clock": {"PUT": lambda: self._set_clock(request)},
            "reset": {"POST": self._reset},
        }
        return rooms.get("/".join(path), {})

    async def _health(self) -> Answer:
        accounts = [
            {"id": account.id, "name": account.name, "location": account.location}
            for account in self._services.settings.accounts
        ]
        settings = self._services.settings
        modes = {"allowPrivateUrls": settings.allow_private_urls, "strict": settings.strict}
        return Answer(value={"status": "ok", "accounts": accounts} | modes)

    async def _list_faults(self) -> Answer:
        return Answer(value={"faults": self._faults.listing()})

    async def _plan_fault(self, request: Request) -> Answer:
        plan = self._faults.add(await _json_object(request))
        return Answer(201, asdict(plan))

    async def _clear_faults(self) -> Answer:
        self._faults.clear()
        return Answer(204)

    async def _pacing(self) -> Answer:
        held = await anyio.to_thread.run_sync(self._services.library.catalog.is_held)
        return Answer(value={"held": held})

    async def _set_pacing(self, request: Request) -> Answer:
        held = (await _json_object(request)).get("held")
        if not isinstance(held, bool):
            raise InvalidInput('Send {"held": true} or {"held": false}.')
        await anyio.to_thread.run_sync(self._services.library.catalog.hold, held)
        return Answer(value={"held": held})

    async def _set_clock(self, request: Request) -> Answer:
        ahead = (await _json_object(request)).get("aheadSeconds")
        if isinstance(ahead, bool) or not isinstance(ahead, int) or not 0 <= ahead <= CLOCK_LIMIT:
            raise InvalidInput(f'Send {{"aheadSeconds": N}} with a whole number from 0 to {CLOCK_LIMIT}.')
        self._services.access.shift_clock(ahead)
        return Answer(value={"aheadSeconds": ahead})

    async def _expire_source(self, account_id: str, video_id: str) -> Answer:
        await anyio.to_thread.run_sync(self._services.library.expire_source, account_id.casefold(), video_id)
        return Answer(204)

    async def _reset(self) -> Answer:
        self._faults.clear()
        self._services.access.shift_clock(0)
        await anyio.to_thread.run_sync(self._services.library.clear)
        return Answer(204)


async def _json_object(request: Request) -> dict[str, Any]:
    value = parse_json(await limited_body(request))
    if not isinstance(value, dict):
        raise InvalidInput("Send a JSON object.")
    return value
