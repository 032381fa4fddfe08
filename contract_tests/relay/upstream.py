"""The service behind the proxy: forwards requests to it, and asks it a few things of the proxy's own."""

from __future__ import annotations

import json
from collections.abc import AsyncIterable, AsyncIterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpcore

from ..target import API_VERSION, development_target
from .messages import BODILESS, Answer, Request

HOP_BY_HOP = frozenset({b"connection", b"keep-alive", b"proxy-connection", b"upgrade", b"te", b"trailer"})
"""Headers that hold for one connection only."""

IDLE_SECONDS = 3.0
"""A connection isn't used again after that; servers commonly close theirs after five."""

ANSWER_SECONDS = 300.0


class Upstream:
    """A pool of connections to the service."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        parts = urlsplit(self.url)
        self._scheme, self._host = parts.scheme.encode(), (parts.hostname or "").encode()
        self._port, self._netloc = parts.port, parts.netloc.encode()
        self._pool = httpcore.AsyncConnectionPool(
            max_connections=None, max_keepalive_connections=100, keepalive_expiry=IDLE_SECONDS, retries=1
        )
        self._accounts: dict[str, str] = {}  # name by id
        self.ahead_seconds = 0  # of the service's clock, as a control has set it

    async def close(self) -> None:
        """Close all connections."""
        await self._pool.aclose()

    async def forward(self, request: Request) -> Answer:
        """Send a request on; the answer's body is left unread in its stream."""
        content: AsyncIterable[bytes] | bytes | None
        content = request.body if request.body is not None else request.stream
        response = await self._pool.handle_async_request(
            httpcore.Request(
                request.method.encode(),
                httpcore.URL(
                    scheme=self._scheme, host=self._host, port=self._port, target=request.target.encode()
                ),
                headers=_passed_on(request.headers) or [(b"host", self._netloc)],
                content=content,
                extensions={"timeout": {"connect": 10.0, "read": ANSWER_SECONDS, "write": ANSWER_SECONDS}},
            )
        )
        headers = [pair for pair in _passed_on(response.headers) if pair[0].lower() != b"transfer-encoding"]
        return Answer(status=response.status, headers=headers, stream=_parts(response))

    async def ask(  # noqa: PLR0913 - each is one part of the request
        self, method: str, path: str, *, token: str | None = None, host: str | None = None,
        params: dict[str, str] | None = None, body: Any = None,
    ) -> Answer:  # fmt: skip
        """Send a request of the proxy's own; the answer's body is read."""
        request = Request(method=method, path=path, query=urlencode(params or {}), headers=[])
        request.set_header("host", host or self._netloc.decode())
        if token is not None:
            request.set_header("authorization", f"Bearer {token}")
        if body is not None:
            request.set_body(json.dumps(body).encode(), "application/json")
        return await self.forward_whole(request)

    async def forward_whole(self, request: Request) -> Answer:
        """Send a request on and read the answer to its end."""
        answer = await self.forward(request)
        await read_whole(answer)
        return answer

    async def token(self, account_id: str, permission: str = "Contributor") -> str | None:
        """A new access token for one of the development accounts; None for any other account."""
        name = (await self.accounts()).get(account_id.casefold())
        if name is None:
            return None
        arm = development_target(self.url).arm
        assert arm is not None
        answer = await self.ask(
            "POST",
            f"/subscriptions/{arm.subscription_id}/resourceGroups/{arm.resource_group}/providers/"
            f"Microsoft.VideoIndexer/accounts/{name}/generateAccessToken",
            token=arm.bearer,
            params={"api-version": API_VERSION},
            body={"permissionType": permission, "scope": "Account"},
        )
        return str(answer.json["accessToken"]) if answer.status == 200 else None

    async def accounts(self) -> dict[str, str]:
        """The names of the service's accounts by their ids."""
        if not self._accounts:
            health = (await self.ask("GET", "/_emulator/health")).json
            self._accounts = {account["id"]: account["name"] for account in health["accounts"]}
        return self._accounts

    async def set_clock(self, ahead_seconds: int) -> None:
        """Set the service's clock without telling those who set it before."""
        await self.ask("PUT", "/_emulator/clock", body={"aheadSeconds": ahead_seconds})


async def read_whole(answer: Answer) -> bytes:
    """Read a streamed answer to its end."""
    if answer.stream is not None:
        answer.body = b"".join([part async for part in answer.stream])
        answer.stream = None
        if answer.status not in BODILESS and answer.header("content-length") is None:
            answer.set_header("content-length", str(len(answer.body)))
    return answer.body or b""


def _passed_on(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [pair for pair in headers if pair[0].lower() not in HOP_BY_HOP]


async def _parts(response: httpcore.Response) -> AsyncIterator[bytes]:
    try:
        async for part in response.aiter_stream():
            yield part
    finally:
        await response.aclose()
