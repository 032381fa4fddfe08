"""Requests of a walk: through the proxy, by one account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from tests.emulator.api import Api
from tests.faults.ground import Ground


class Client:
    """Sends what a walk asks for."""

    def __init__(self, url: str, there: Ground) -> None:
        self.url, self.there = url, there
        self.http = httpx.Client(base_url=url, timeout=20)
        self.account = "/trial/Accounts/d0000000-0000-4000-8000-000000000001/"
        self.token = Api(there.url).token

    def call(self, method: str, tail: str, *, token: str | None = "", **how: Any) -> httpx.Response:
        """One request; `token` None sends none."""
        bearer = self.token if token == "" else token
        headers = {} if bearer is None else {"Authorization": f"Bearer {bearer}"}
        return self.http.request(method, self.account + tail, headers=headers | how.pop("headers", {}), **how)

    def issue(
        self, body: Any = None, secret: str | None = "", path: Callable[[str], str] = str, **how: Any
    ) -> httpx.Response:
        """Ask for a token."""
        known = "video-indexer-emulator-development-secret"
        headers = {} if secret is None else {"Authorization": f"Bearer {secret or known}"}
        place = (
            "/subscriptions/d0000000-0000-4000-8000-0000000000aa/resourceGroups/development/providers/"
            "Microsoft.VideoIndexer/accounts/development/generateAccessToken"
        )
        body = {"permissionType": "Contributor", "scope": "Account"} | (body or {})
        body = {name: value for name, value in body.items() if value is not ...}
        how.setdefault("params", {"api-version": "2024-01-01"})
        return self.http.post(path(place), headers=headers, json=body, **how)

    def redact(self, body: Any = None, **query: Any) -> str:
        """Start a redaction; returns the job's id."""
        redact = f"Videos/{self.there.shown}/redact"
        answer = self.call("POST", redact, json={"faces": body or {}}, params=query)
        return str(answer.headers.get("location", "")).rsplit("/", 1)[-1]

    def upload(self, query: dict[str, Any], **how: Any) -> str:
        """Upload the clip; returns the video's id."""
        with self.there.clip.open("rb") as file:
            answer = self.call("POST", "Videos", params=query, files={"file": ("tiny.mp4", file)}, **how)
        video = answer.json() if answer.status_code == 200 else None
        return str(video.get("id", "none")) if isinstance(video, dict) else "none"
