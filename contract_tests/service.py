"""A raw client by operationId: paths from the contract, a token added, every answer judged."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypeVar

import httpx
import pytest

from .contract import Operation
from .observer import Observer
from .pacing import Budget, Guard
from .target import API_VERSION, Aim, ArmAccount, Target
from .transport import Answered

DEADLINE = 60.0
"""Seconds after which a wait fails; a live service takes longer and gets LIVE_DEADLINE."""

LIVE_DEADLINE = 1800.0
POLL, LIVE_POLL = 0.05, 5.0
"""Seconds between two looks."""

TIMEOUT = 60.0
"""Seconds for one answer."""

KEY = "Ocp-Apim-Subscription-Key"
T = TypeVar("T")
AuthForm = Literal["bearer", "query"]


class Service:
    """One account of the service under test."""

    def __init__(
        self, aim: Aim, observer: Observer, target: Target | None = None, guard: Guard | None = None
    ) -> None:
        self.aim = aim
        self.target = target or aim.target
        self.observer = observer
        self.guard = guard or Guard(aim, Budget.of(aim))
        hooks: dict[str, list[Callable[..., Any]]] = {
            "request": [self.guard.before],
            "response": [self.guard.after, observer.of_httpx],
        }
        self.http = httpx.Client(base_url=aim.url, timeout=TIMEOUT, event_hooks=hooks, transport=Answered())
        self.plain = httpx.Client(timeout=TIMEOUT)  # for signed URLs; sends no access token
        self._token = self.target.access_token

    def close(self) -> None:
        """Close all connections."""
        self.http.close()
        self.plain.close()

    # tokens

    @property
    def token(self) -> str:
        """An access token that permits everything in the account.

        The answer isn't judged here, only where it is asked for: else a fault in it would hide all others.
        """
        if self._token is None:
            self.guard.limiter.wait()
            answer = self.generate_token({"permissionType": "Contributor", "scope": "Account"}, self.plain)
            self._token = _token_in(answer)
        return self._token

    def issue_token(self, permission: str = "Contributor", scope: str = "Account", **fields: str) -> str:
        """Ask for an access token, or skip the test where there is no way to get one."""
        body = {"permissionType": permission, "scope": scope} | fields
        return _token_in(self.generate_token(body))

    def generate_token(
        self, body: Any, http: httpx.Client | None = None, *, bearer: str | None = "", **how: Any
    ) -> httpx.Response:
        """Call generateAccessToken; `bearer` None sends none, the empty text the account's own."""
        arm = self.target.arm
        if arm is None:
            pytest.skip("needs generateAccessToken, and only an access token was given")
        credential = arm.bearer if bearer == "" else bearer
        headers = {} if credential is None else {"Authorization": f"Bearer {credential}"}
        path = self.operation("generateAccessToken").path(**self.arm_places())
        params = {"api-version": API_VERSION} | how.pop("params", {})
        url = arm.url.rstrip("/") + path
        return (http or self.http).post(url, params=params, headers=headers, json=body, **how)

    def arm_places(self) -> dict[str, str]:
        """The path values of generateAccessToken for this account."""
        arm = self.arm()
        return {
            "subscriptionId": arm.subscription_id,
            "resourceGroupName": arm.resource_group,
            "accountName": arm.account_name,
        }

    # calls

    def operation(self, operation_id: str) -> Operation:
        """An operation of the contract."""
        return self.observer.judge.contract.operations[operation_id]

    def call(
        self,
        operation_id: str,
        *,
        token: str | None = "",
        auth: AuthForm = "bearer",
        places: dict[str, str] | None = None,
        **how: Any,
    ) -> httpx.Response:
        """Send a request of an operation.

        `places` are path values beside this account's own; `token` None sends none, the empty text the
        account's own, or what else the operation asks for; everything else goes to httpx.
        """
        operation = self.operation(operation_id)
        if operation.of_resource_manager or operation.takes_a_key:
            return self._call_for_tokens(operation, token, places or {}, how)
        account = {"location": self.target.location, "accountId": self.target.account_id}
        headers, params = dict(how.pop("headers", {})), how.pop("params", {})
        params = list(params.items()) if isinstance(params, dict) else list(params)
        credential = self.token if token == "" else token
        if credential is not None and auth == "bearer":
            headers["Authorization"] = f"Bearer {credential}"
        elif credential is not None:
            params.append(("accessToken", credential))
        path = operation.path(**account | (places or {}))
        return self.http.request(operation.method, path, headers=headers, params=params, **how)

    def _call_for_tokens(
        self, operation: Operation, token: str | None, places: dict[str, str], how: dict[str, Any]
    ) -> httpx.Response:
        """Send a request of an operation that takes no access token; `token` stands for its credential."""
        headers, params = dict(how.pop("headers", {})), how.pop("params", {})
        url = ""
        if operation.of_resource_manager:
            places, params = self.arm_places() | places, {"api-version": API_VERSION} | dict(params)
            arm = self.arm()
            url, credential = arm.url.rstrip("/"), {"Authorization": f"Bearer {token or arm.bearer}"}
        else:
            account = {"location": self.target.location, "accountId": self.target.account_id}
            places, credential = account | places, {KEY: token or self.key()}
        headers = (credential if token is not None else {}) | headers
        path = url + operation.path(**places)
        return self.http.request(operation.method, path, headers=headers, params=params, **how)

    def key(self) -> str:
        """A subscription key, or skip the test where there is none."""
        if self.target.key is None:
            pytest.skip("needs a subscription key, in VIDEO_INDEXER_SUBSCRIPTION_KEY")
        return self.target.key

    def arm(self) -> ArmAccount:
        """The account at Azure Resource Manager, or skip the test where it isn't known."""
        if self.target.arm is None:
            pytest.skip("needs Azure Resource Manager, and only an access token was given")
        return self.target.arm

    def control(self, method: str, tail: str, **how: Any) -> httpx.Response:
        """Use one of the emulator's controls; the test is skipped where there are none."""
        if not self.aim.controls:
            pytest.skip("needs the emulator's controls under /_emulator, which this service doesn't have")
        headers = self.aim.target.operator
        response = self.plain.request(method, f"{self.aim.url}/_emulator/{tail}", headers=headers, **how)
        assert response.is_success, f"the control {tail} answered {response.status_code}: {response.text}"
        return response

    # what tests do all the time; each fails clearly when the service doesn't play along

    def upload(self, clip: Path, **params: Any) -> str:
        """Upload a file; returns the video's id."""
        with clip.open("rb") as file:
            answer = self.call(
                "uploadVideo", params={"name": clip.name} | params, files={"file": (clip.name, file)}
            )
        assert self._is(answer, 200), f"uploadVideo answered {answer.status_code}: {answer.text}"
        return str(answer.json()["id"])

    def index(self, video_id: str, **params: Any) -> dict[str, Any]:
        """A video's index."""
        answer = self.call("getVideoIndex", places={"videoId": video_id}, params=params)
        assert self._is(answer, 200), f"getVideoIndex answered {answer.status_code}: {answer.text}"
        index: dict[str, Any] = answer.json()
        return index

    def wait_indexed(self, video_id: str) -> dict[str, Any]:
        """Wait until a video is indexed; returns its index, whatever the state."""
        return self.wait_for(lambda: self.index(video_id), lambda it: it["state"] in {"Processed", "Failed"})

    def videos(self, **params: Any) -> list[dict[str, Any]]:
        """The videos of the account, newest first; up to a thousand."""
        answer = self.call("listVideos", params={"pageSize": 1000} | params)
        assert self._is(answer, 200), f"listVideos answered {answer.status_code}: {answer.text}"
        return list(answer.json()["results"])

    def redact(self, video_id: str, faces: dict[str, Any], **params: Any) -> str:
        """Start a redaction; returns the job's id."""
        answer = self.call("redactVideo", places={"videoId": video_id}, params=params, json={"faces": faces})
        assert self._is(answer, 202), f"redactVideo answered {answer.status_code}: {answer.text}"
        return str(answer.headers["location"]).rsplit("/", 1)[1]

    def job(self, job_id: str) -> httpx.Response:
        """Ask once how a job stands."""
        return self.call("getJob", places={"jobId": job_id})

    def wait_job(self, job_id: str) -> httpx.Response:
        """Wait until a job has ended; returns the answer that says so."""
        return self.wait_for(
            lambda: self.job(job_id), lambda it: it.status_code != 200 or it.json()["state"] == "Failed"
        )

    def redacted(self, video_id: str, faces: dict[str, Any], **params: Any) -> str:
        """Redact to the end; returns the new video's id."""
        answer = self.wait_job(self.redact(video_id, faces, **params))
        assert answer.status_code == 303, f"the job ended with {answer.status_code}: {answer.text}"
        return str(answer.headers["location"]).split("/Videos/")[1].split("/")[0]

    def signed_url(self, operation_id: str, video_id: str, **params: Any) -> str:
        """The signed URL of a video's file or artifact."""
        answer = self.call(operation_id, places={"videoId": video_id}, params=params)
        assert self._is(answer, 200), f"{operation_id} answered {answer.status_code}: {answer.text}"
        return str(answer.json())

    def download(self, video_id: str) -> bytes:
        """A video's file."""
        return self.fetch(self.signed_url("getVideoSourceFileDownloadUrl", video_id)).content

    def artifact(self, video_id: str, artifact: str) -> bytes:
        """A video's artifact."""
        return self.fetch(self.signed_url("getVideoArtifactUrl", video_id, type=artifact)).content

    def fetch(self, url: str, **headers: str) -> httpx.Response:
        """GET a signed URL, without a token."""
        answer = self.plain.get(url, headers=headers)
        assert answer.is_success, f"the signed URL answered {answer.status_code}"
        return answer

    def delete(self, video_id: str) -> None:
        """Delete a video; of a service that can't delete, test_operations tells it."""
        if self.guard.lacks("deleteVideo"):
            return
        answer = self.call("deleteVideo", places={"videoId": video_id})
        assert self._is(answer, 200, 204), f"deleteVideo answered {answer.status_code}: {answer.text}"

    def _is(self, answer: httpx.Response, *statuses: int) -> bool:
        """Whether an answer is what a test goes on with: another success, which is a breach told, will do."""
        return answer.status_code in statuses or (self.observer.spoilt and answer.is_success)

    def wait_for(self, look: Callable[[], T], good: Callable[[T], bool]) -> T:
        """Look again and again until what is seen is good; fails after the deadline."""
        seconds, pause = (LIVE_DEADLINE, LIVE_POLL) if self.aim.live else (DEADLINE, POLL)
        end = time.monotonic() + seconds
        while True:
            seen = look()
            if good(seen):
                return seen
            assert time.monotonic() < end, f"still {seen!r} after {seconds:g} s"
            time.sleep(pause)


def _token_in(answer: httpx.Response) -> str:
    """The token of an answer that must have one."""
    told = f"generateAccessToken answered {answer.status_code}: {answer.text[:300]}"
    assert answer.status_code == 200, told
    try:
        return str(answer.json()["accessToken"])
    except (ValueError, LookupError, TypeError):
        pytest.fail(told)
