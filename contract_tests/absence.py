"""Which operations a service has at all: a stub may have three, which isn't worth hundreds of failures.

Only an answer that looks like that of a server which never heard of the operation counts: 404, 405 or 501,
without a request id and without the contract's error body. Whatever answers otherwise is there, and judged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from .contract import Operation, contract
from .exchange import without_secrets
from .target import API_VERSION, Aim

NOBODY_HOME = {404, 405, 501}
UNKNOWN_VIDEO, UNKNOWN_JOB = "neverwas00", "neverwas00"
UNKNOWN_THUMBNAIL = "00000000-0000-4000-8000-000000000000"
PROBE_SECONDS = 30

PARAMETERS = {"getVideoArtifactUrl": {"type": "Faces"}, "getIdByExternalId": {"externalId": "neverwas"}}
BODIES = {
    "redactVideo": {"faces": {"blurringKind": "Black"}},
    "generateAccessToken": {"permissionType": "Reader", "scope": "Account"},
}
"""What a lawful request has; the upload is asked without a file, so that nothing is made."""

REAL = {"getVideoIndex", "getVideoArtifactUrl", "getVideoSourceFileDownloadUrl", "redactVideo", "getJob"}
"""Operations that are asked once more about the given video: a stub may know no other."""


@dataclass
class Presence:
    """Asks each operation once whether it is there, and remembers."""

    aim: Aim
    token: Callable[[], str]
    found: dict[str, str | None] = field(default_factory=dict)  # why it counts as absent; None if it's there
    answers: dict[str, httpx.Response] = field(default_factory=dict)  # of the operations that are there
    job_id: str | None = None  # of a redaction that was started to find out
    _asking: bool = False

    def require(self, operation_id: str) -> None:
        """Skip the test if it needs an operation that isn't there.

        A service with the emulator's controls claims all of them, so there a missing one fails what needs it.
        """
        if self.aim.controls or self._asking:
            return
        if self.absent(operation_id) is not None:
            pytest.skip(f"needs {operation_id}, which this service doesn't answer")

    def absent(self, operation_id: str) -> str | None:
        """How an operation that isn't there was found missing; None if it's there."""
        if operation_id not in self.found:
            self._asking = True
            try:
                self.found[operation_id] = self._look(contract().operations[operation_id])
            finally:
                self._asking = False
        return self.found[operation_id]

    def _look(self, operation: Operation) -> str | None:
        try:
            answer = self._ask(operation, UNKNOWN_VIDEO, UNKNOWN_JOB)
        except httpx.TransportError:
            return None  # not absent but silent, which its tests tell
        if is_absent(answer) and self.aim.video_id and operation.id in REAL:
            answer = self._ask(operation, self.aim.video_id, self._job(operation))
        if operation.id == "redactVideo" and answer.status_code == 202:
            self.job_id = str(answer.headers.get("location", "")).rsplit("/", 1)[-1]
        if not is_absent(answer):
            self.answers[operation.id] = answer
            return None
        asked = without_secrets(f"{answer.request.method} {answer.request.url}")
        return f"{asked} answered {answer.status_code} without the contract's error body"

    def _job(self, operation: Operation) -> str:
        """A job that there must be, where asking for it needs one."""
        if operation.id == "getJob" and self.job_id is None:
            self.absent("redactVideo")
        return self.job_id or UNKNOWN_JOB

    def _ask(self, operation: Operation, video_id: str, job_id: str) -> httpx.Response:
        url, headers, places = self._account(operation)
        places |= {"videoId": video_id, "jobId": job_id, "thumbnailId": UNKNOWN_THUMBNAIL}
        version = {"api-version": API_VERSION} if operation.of_resource_manager else {}
        how: dict[str, Any] = {"json": BODIES[operation.id]} if operation.id in BODIES else {}
        return httpx.request(
            operation.method,
            url + operation.path(**places),
            params=PARAMETERS.get(operation.id, {}) | version,
            headers=headers,
            timeout=PROBE_SECONDS,
            **how,
        )

    def _account(self, operation: Operation) -> tuple[str, dict[str, str], dict[str, str]]:
        target = self.aim.target
        places = {"location": target.location, "accountId": target.account_id}
        if operation.takes_a_key:
            if target.key is None:
                pytest.skip("needs a subscription key, in VIDEO_INDEXER_SUBSCRIPTION_KEY")
            return self.aim.url, {"Ocp-Apim-Subscription-Key": target.key}, places
        if not operation.of_resource_manager:
            return self.aim.url, {"Authorization": f"Bearer {self.token()}"}, places
        if target.arm is None:
            pytest.skip("needs Azure Resource Manager, and only an access token was given")
        names = {
            "subscriptionId": target.arm.subscription_id,
            "resourceGroupName": target.arm.resource_group,
            "accountName": target.arm.account_name,
        }
        return target.arm.url.rstrip("/"), {"Authorization": f"Bearer {target.arm.bearer}"}, names


def is_absent(answer: httpx.Response) -> bool:
    """Whether an answer comes from a server that never heard of the operation."""
    if answer.status_code not in NOBODY_HOME or "x-ms-request-id" in answer.headers:
        return False
    try:
        body = answer.json()
    except ValueError:
        return True
    told = isinstance(body, dict) and (
        isinstance(body.get("ErrorType"), str) or isinstance(body.get("error"), dict)
    )  # a Message alone is what many a web server says of a path that it doesn't know
    return not told
