"""A small raw client for the tests: it knows the paths, adds the token, and judges nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self, TypeVar

import httpx

from video_indexer_emulator.model import Account
from video_indexer_emulator.settings import DEVELOPMENT_ACCOUNT, DEVELOPMENT_SECRET

DEADLINE = 60.0
"""Seconds after which a wait fails; far more than any step takes, even on a busy machine."""

POLL = 0.05
"""Seconds between two looks."""


T = TypeVar("T")


class Api:
    """One account of a running service."""

    def __init__(self, url: str, account: Account = DEVELOPMENT_ACCOUNT, secret: str | None = None) -> None:
        self.url = url
        self.secret = str(secret or getattr(url, "secret", DEVELOPMENT_SECRET))
        self.account = account
        self.http = httpx.Client(base_url=url, timeout=60, follow_redirects=False)
        self.token = self.issue_token()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def issue_token(self, permission: str = "Contributor", **fields: str) -> str:
        """Ask for an access token."""
        account = self.account
        response = self.http.post(
            f"/subscriptions/{account.subscription_id}/resourceGroups/{account.resource_group}/providers/"
            f"Microsoft.VideoIndexer/accounts/{account.name}/generateAccessToken",
            params={"api-version": "2024-01-01"},
            headers={"Authorization": f"Bearer {self.secret}"},
            json={"permissionType": permission, "scope": "Account"} | fields,
        )
        assert response.status_code == 200, response.text
        return str(response.json()["accessToken"])

    def path(self, tail: str) -> str:
        """A path of this account."""
        return f"/{self.account.location}/Accounts/{self.account.id}/{tail}"

    def bearer(self, token: str | None = None) -> dict[str, str]:
        """The header that carries a token, the account's own if none is given."""
        return {"Authorization": f"Bearer {token or self.token}"}

    def call(self, method: str, tail: str, *, token: str | None = "", **how: Any) -> httpx.Response:
        """Send a request; `token` None sends none, the empty text the account's own."""
        headers = {} if token is None else self.bearer(token)
        return self.http.request(method, self.path(tail), headers=headers | how.pop("headers", {}), **how)

    def get(self, tail: str, **how: Any) -> httpx.Response:
        """GET a path of the account."""
        return self.call("GET", tail, **how)

    def post(self, tail: str, **how: Any) -> httpx.Response:
        """POST to a path of the account."""
        return self.call("POST", tail, **how)

    def upload(self, clip: Path, **params: Any) -> str:
        """Upload a file; returns the video's id."""
        with clip.open("rb") as file:
            files = {"video": (clip.name, file)}
            response = self.post("Videos", params={"name": clip.name} | params, files=files)
        assert response.status_code == 200, response.text
        return str(response.json()["id"])

    def videos(self, **params: Any) -> list[dict[str, Any]]:
        """Every video of the account, newest first."""
        response = self.get("Videos", params={"pageSize": 1000} | params)
        assert response.status_code == 200, response.text
        return list(response.json()["results"])

    def state(self, video_id: str) -> str:
        """A video's state."""
        return str(self.get(f"Videos/{video_id}/Index").json()["state"])

    def wait_indexed(self, video_id: str) -> str:
        """Wait until a video is indexed; returns its final state."""
        return wait_for(lambda: self.state(video_id), lambda state: state in {"Processed", "Failed"})

    def redact(self, video_id: str, faces: dict[str, Any], **params: Any) -> str:
        """Start a redaction; returns the job's id."""
        response = self.post(f"Videos/{video_id}/redact", json={"faces": faces}, params=params)
        assert response.status_code == 202, response.text
        return response.headers["location"].rsplit("/", 1)[1]

    def wait_job(self, job_id: str) -> httpx.Response:
        """Wait until a job has ended; returns the answer that says so."""
        return wait_for(
            lambda: self.get(f"Jobs/{job_id}"),
            lambda answer: answer.status_code == 303 or answer.json()["state"] == "Failed",
        )

    def download(self, tail: str) -> bytes:
        """Fetch what an operation's signed URL leads to."""
        answer = self.get(tail)
        assert answer.status_code == 200, answer.text
        response = httpx.get(answer.json(), timeout=60)
        assert response.status_code == 200, response.text
        return response.content

    def faces(self, video_id: str) -> dict[str, Any]:
        """The Faces artifact."""
        artifact: dict[str, Any] = json.loads(self.download(f"Videos/{video_id}/ArtifactUrl?type=Faces"))
        return artifact

    def redacted(self, video_id: str, faces: dict[str, Any]) -> tuple[str, bytes]:
        """Redact to the end; returns the new video's id and file."""
        answer = self.wait_job(self.redact(video_id, faces))
        assert answer.status_code == 303, answer.text
        new_id = answer.headers["location"].split("/Videos/")[1].split("/")[0]
        return new_id, self.download(f"Videos/{new_id}/SourceFile/DownloadUrl")

    def settled(self, data: Path) -> None:
        """Wait until no half-made file lies in the scratch folder of this data folder."""
        wait_for(lambda: [path.name for path in (data / "scratch").iterdir()], lambda names: not names)

    def hold(self, *, held: bool) -> None:
        """Hold all work back, or let it go on."""
        response = self.control("PUT", "pacing", json={"held": held})
        assert response.status_code == 200, response.text

    def control(
        self, method: str, tail: str, *, headers: dict[str, str] | None = None, **how: Any
    ) -> httpx.Response:
        """Use one of the emulator's own controls."""
        return self.http.request(
            method, f"/_emulator/{tail}", headers=self.bearer(self.secret) | (headers or {}), **how
        )


def wait_for(look: Callable[[], T], good: Callable[[T], bool], deadline: float = DEADLINE) -> T:
    """Look again and again until what is seen is good; fails after the deadline, in seconds."""
    end = time.monotonic() + deadline
    while True:
        seen = look()
        if good(seen):
            return seen
        assert time.monotonic() < end, f"still {seen!r} after {deadline} s"
        time.sleep(POLL)


def assert_problem(response: httpx.Response, status: int, error_type: str) -> None:
    """Judge the one shape that errors have on the wire."""
    assert (status, error_type) == (response.status_code, response.json()["ErrorType"]), response.text
    assert set(response.json()) == {"ErrorType", "Message"}
    assert response.json()["Message"]
    assert response.headers["x-ms-request-id"]
