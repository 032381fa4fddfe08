"""Results with the response beside them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.sdk.conftest import ACCOUNT, CANARY
from tests.sdk.test_job_objects import STARTED, used
from tests.sdk.test_retrying import DOWN, EMPTY
from tests.sdk.ways import API, EITHER, FILES, Script, Way
from video_indexer_redaction import Target
from video_indexer_redaction.async_raw import AsyncRawRedactionClient
from video_indexer_redaction.errors import ServerFailure
from video_indexer_redaction.raw import RawRedactionClient, RawResponse
from video_indexer_redaction.target import ArmAccount

SERVER_ID = "6d2c3a60-9b7f-4b12-8f4c-0f6f3d1f6a11"
Use = Callable[[Any], Any]


@EITHER
def test_a_result_comes_with_status_headers_and_ids(way: Way) -> None:
    """Of the response that it was read from, after retries too."""
    answer = httpx.Response(202, headers={**STARTED.headers, "x-ms-request-id": SERVER_ID, "X-Other": "1"})
    busy = httpx.Response(429, headers={"Retry-After": "0"})
    service = Script(busy, answer)

    made: RawResponse[str] = used(
        way, service, lambda client, value: value(client.with_raw_response.redact("v"))
    )

    assert (made.value, made.status_code, made.headers["x-other"]) == ("j-1", 202, "1")
    assert made.request_id == SERVER_ID
    assert made.client_request_id == service.sent[-1].headers["x-ms-client-request-id"]


@EITHER
def test_the_response_is_the_apis_and_not_the_files_hosts(way: Way, tmp_path: Any) -> None:
    """Nor that of Azure Resource Manager, which comes before."""

    def serve(request: httpx.Request) -> httpx.Response:
        if str(request.url).startswith(FILES):
            return httpx.Response(200, content=b"mp4", headers={"x-ms-request-id": "of the file"})
        if "generateAccessToken" in request.url.path:
            return httpx.Response(200, json={"accessToken": CANARY})
        return httpx.Response(200, json=f"{FILES}/f?sig=s", headers={"x-ms-request-id": SERVER_ID})

    target = Target(API, "trial", ACCOUNT, arm=ArmAccount(API, "s", "g", "n", "b"))

    def use(client: Any, value: Use) -> Any:
        return value(client.with_raw_response.download("v", tmp_path / "out.mp4"))

    made = used(way, serve, use, target)

    assert made.value == tmp_path / "out.mp4"
    assert made.request_id == SERVER_ID


@EITHER
def test_options_hold_for_raw_responses_too(way: Way) -> None:
    """And errors are raised as ever."""
    service = Script(DOWN)

    def use(client: Any, value: Use) -> None:
        with pytest.raises(ServerFailure):
            value(client.with_options(max_retries=0).with_raw_response.find("x"))

    used(way, service, use)

    assert len(service.sent) == 1


@EITHER
def test_each_call_has_its_own_response(way: Way) -> None:
    """A client's calls don't mix."""

    def use(client: Any, value: Use) -> list[str]:
        raw = client.with_raw_response
        return [value(raw.find("x")).client_request_id for _ in range(2)]

    first, second = used(way, Script(EMPTY), use)

    assert first != second


def test_both_have_the_same_methods() -> None:
    """With the signatures of the plain ones."""

    def methods(client: type) -> dict[str, str]:
        public = {name: value for name, value in vars(client).items() if not name.startswith("_")}
        return {name: str(inspect.signature(value)) for name, value in public.items()}

    assert methods(RawRedactionClient) == methods(AsyncRawRedactionClient)
    assert len(methods(RawRedactionClient)) == 14


def test_no_repr_shows_headers() -> None:
    """A header may hold a signed URL."""
    response = RawResponse("j", 202, httpx.Headers({"Location": CANARY}), None, None)

    assert CANARY not in repr(response)
