"""What a run may do to a service that costs money: how fast, how often, and that nothing is left behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx
import pytest
from pyrate_limiter import Duration, Rate
from pyrate_limiter import Limiter as Rates
from requests.adapters import HTTPAdapter

from .absence import Presence
from .contract import Operation, contract
from .exchange import path_of
from .target import Aim

VENDOR_RATES = (Rate(10, Duration.SECOND), Rate(120, Duration.MINUTE))
"""What the vendor takes of one account."""

MAX_UPLOADS, MAX_REDACTIONS = 1, 4
"""Of a live run, unless the command line says otherwise."""

PAID = {"uploadVideo": ("upload", "--max-uploads"), "redactVideo": ("redaction", "--max-redactions")}


class Limiter:
    """Holds requests back, so that no rate is exceeded; without rates it holds nothing back."""

    def __init__(self, *rates: Rate) -> None:
        self.rates = rates
        self._held = Rates(list(rates)) if rates else None

    def wait(self) -> None:
        """Return when one more request may be sent."""
        if self._held is not None:
            self._held.try_acquire("request")

    def adapter(self) -> HTTPAdapter:
        """For `session.mount`: holds back the requests of a `requests` session."""
        limiter = self

        class Held(HTTPAdapter):
            def send(self, *request: Any, **how: Any) -> Any:
                """Wait, then send."""
                limiter.wait()
                return super().send(*request, **how)

        return Held()


@cache
def limited(aim: Aim) -> Limiter:
    """The one limiter of a service: the vendor's rates on live, none elsewhere."""
    return Limiter(*VENDOR_RATES) if aim.live else Limiter()


@dataclass
class Budget:
    """How many videos a run may still make; None for as many as it likes."""

    left: dict[str, int | None]

    @classmethod
    def of(cls, aim: Aim, uploads: int = MAX_UPLOADS, redactions: int = MAX_REDACTIONS) -> Budget:
        """Limited on live, unlimited elsewhere."""
        limits = {"uploadVideo": uploads, "redactVideo": redactions}
        return cls({name: limit if aim.live else None for name, limit in limits.items()})

    def require(self, operation_id: str) -> None:
        """Skip the test if one more would be too many."""
        if self.left.get(operation_id) == 0:
            what, switch = PAID[operation_id]
            pytest.skip(f"needs one more {what} than a live run may make; {switch} N allows more")

    def spend(self, operation_id: str) -> None:
        """One more is sent; it counts, whatever becomes of it."""
        left = self.left.get(operation_id)
        if left:
            self.left[operation_id] = left - 1

    def give_back(self, operation_id: str) -> None:
        """What was sent was refused, so nothing came of it."""
        left = self.left.get(operation_id)
        if left is not None:
            self.left[operation_id] = left + 1


@dataclass
class Made:
    """What the run has made and not yet deleted."""

    videos: dict[str, None] = field(default_factory=dict)  # in the order of their making
    jobs: dict[str, None] = field(default_factory=dict)  # whose new video isn't known yet

    def note(self, operation: Operation, places: dict[str, str], response: httpx.Response) -> None:
        """See what an answer says was made or deleted."""
        match operation.id, response.status_code:
            case "uploadVideo", 200:
                self.videos |= _uploaded(response)
            case "redactVideo", 202:
                self.jobs[_last_part(response)] = None
            case "getJob", 303 if places["jobId"] in self.jobs:
                del self.jobs[places["jobId"]]
                self.videos[_new_video(response)] = None
            case "deleteVideo", 200 | 204:
                self.videos.pop(places["videoId"], None)
            case _:
                pass


@dataclass
class Guard:
    """Stands before every client of the suite; `before` and `after` are hooks of httpx."""

    aim: Aim
    budget: Budget
    limiter: Limiter = field(default_factory=Limiter)
    presence: Presence | None = None
    made: Made = field(default_factory=Made)

    def before(self, request: httpx.Request) -> None:
        """Skip the test if the request can't or mustn't be made; else wait until it may."""
        found = self._match(request)
        if found is not None:
            operation_id = found[0].id
            if self.presence is not None:
                self.presence.require(operation_id)
            self.budget.require(operation_id)
            self.budget.spend(operation_id)
        self.limiter.wait()

    def after(self, response: httpx.Response) -> None:
        """Remember what was made."""
        found = self._match(response.request)
        if found is not None and found[0].id in {"uploadVideo", "redactVideo", "getJob", "deleteVideo"}:
            response.read()
            self.noted(*found, response)

    def noted(self, operation: Operation, places: dict[str, str], response: httpx.Response) -> None:
        """Enter an answer that was read."""
        self.made.note(operation, places, response)
        if response.is_client_error and operation.id in PAID:
            self.budget.give_back(operation.id)

    def lacks(self, operation_id: str) -> bool:
        """Whether the service has no such operation, as a stub may."""
        return (
            self.presence is not None
            and not self.aim.controls
            and self.presence.absent(operation_id) is not None
        )

    async def before_async(self, request: httpx.Request) -> None:
        """As `before`; nothing else runs meanwhile, so that waiting here is no harm."""
        self.before(request)

    async def after_async(self, response: httpx.Response) -> None:
        """As `after`."""
        found = self._match(response.request)
        if found is not None:
            await response.aread()
            self.noted(*found, response)

    def _match(self, request: httpx.Request) -> tuple[Operation, dict[str, str]] | None:
        path = path_of(str(request.url), self.aim.url)
        return contract().match(request.method, path) if path is not None else None


def _uploaded(response: httpx.Response) -> dict[str, None]:
    try:
        return {str(response.json()["id"]): None}
    except (ValueError, LookupError, TypeError):
        return {}  # the judge tells what is wrong with it


def _last_part(response: httpx.Response) -> str:
    return str(response.headers.get("location", "")).rsplit("/", 1)[-1]


def _new_video(response: httpx.Response) -> str:
    return str(response.headers.get("location", "")).partition("/Videos/")[2].split("/")[0]
