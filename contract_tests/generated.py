"""The generated client under the suite's eyes: its own connections, every answer judged like any other."""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any, Literal
from uuid import UUID

import httpx
from video_indexer_client import AuthenticatedClient
from video_indexer_client.api.access_tokens import generate_access_token
from video_indexer_client.api.jobs import get_job
from video_indexer_client.api.videos import (
    delete_video,
    get_video_artifact_url,
    get_video_index,
    get_video_source_file_download_url,
    get_video_thumbnail,
    list_videos,
    redact_video,
    upload_video,
)
from video_indexer_client.models import AccessTokenRequest, FaceRedaction, RedactionRequest, UploadBody
from video_indexer_client.types import File, Response

from contract_tests.exchange import from_httpx
from contract_tests.service import API_VERSION, TIMEOUT, Service

OPERATIONS: dict[str, Any] = {
    "generateAccessToken": generate_access_token,
    "uploadVideo": upload_video,
    "listVideos": list_videos,
    "deleteVideo": delete_video,
    "getVideoIndex": get_video_index,
    "getVideoArtifactUrl": get_video_artifact_url,
    "getVideoThumbnail": get_video_thumbnail,
    "redactVideo": redact_video,
    "getVideoSourceFileDownloadUrl": get_video_source_file_download_url,
    "getJob": get_job,
}
"""The client's modules, by operationId."""

Mode = Literal["sync", "asyncio"]
MODES: tuple[Mode, ...] = ("sync", "asyncio")

FRACTION = re.compile(r"(\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?(?:Z|\+00:00)$")


def ask(service: Service, operation_id: str, mode: Mode, **values: Any) -> Response[Any]:
    """Call an operation by the generated client."""
    module = OPERATIONS[operation_id]
    values = _account(service, operation_id) | values
    values = {name: value for name, value in values.items() if name in _parameters(module)}
    if mode == "sync":
        with _client(service, operation_id, _hooks(service)) as client:
            answer: Response[Any] = module.sync_detailed(client=client, **values)
        return answer
    return asyncio.run(_ask(service, operation_id, values))


def lawful(operation_id: str, video_id: str, thumbnail_id: str, job_id: str = "neverwas00") -> dict[str, Any]:
    """Arguments with which an operation may be called."""
    values: dict[str, Any] = {
        "video_id": video_id,
        "thumbnail_id": UUID(thumbnail_id),
        "job_id": job_id,
        "type_": "Faces",
        "api_version": API_VERSION,
    }
    match operation_id:
        case "generateAccessToken":
            values["body"] = AccessTokenRequest("Contributor", "Account")
        case "uploadVideo":
            values["body"] = upload(b"\x00 no video")
        case "redactVideo":
            values["body"] = RedactionRequest(FaceRedaction(blurring_kind="Black"))
    return values


def upload(content: bytes) -> UploadBody:
    """A file as the generated client takes it."""
    return UploadBody(file=File(BytesIO(content), "clip.mp4", "video/mp4"))


def same(sent: Any, read: Any) -> bool:
    """Whether a model wrote down what was sent; moments may lose what is below a microsecond."""
    match sent, read:
        case dict(), dict():
            return sent.keys() == read.keys() and all(same(sent[name], read[name]) for name in sent)
        case list(), list():
            return len(sent) == len(read) and all(map(same, sent, read))
        case str(), str():
            return _moment(sent) == _moment(read)
        case _:
            return bool(sent == read) and type(sent) is type(read)


def _moment(text: str) -> str:
    return FRACTION.sub(lambda found: f"{found[1]}.{(found[2] or '').ljust(6, '0')}Z", text)


async def _ask(service: Service, operation_id: str, values: dict[str, Any]) -> Response[Any]:
    client = _client(service, operation_id, _async_hooks(service))
    async with client:
        answer: Response[Any] = await OPERATIONS[operation_id].asyncio_detailed(client=client, **values)
    return answer


def _client(
    service: Service, operation_id: str, hooks: dict[str, list[Callable[..., Any]]]
) -> AuthenticatedClient:
    """A client of its own for each call: nothing of one call may be left over for the next."""
    arm = service.target.arm if operation_id == "generateAccessToken" else None
    return AuthenticatedClient(
        base_url=arm.url if arm else service.aim.url,
        token=arm.bearer if arm else service.token,
        timeout=httpx.Timeout(TIMEOUT),
        raise_on_unexpected_status=True,
        httpx_args={"event_hooks": hooks},
    )


def _hooks(service: Service) -> dict[str, list[Callable[..., Any]]]:
    guard = service.guard
    return {"request": [guard.before], "response": [guard.after, service.observer.of_httpx]}


def _async_hooks(service: Service) -> dict[str, list[Callable[..., Any]]]:
    async def observe(response: httpx.Response) -> None:
        await response.aread()
        service.observer.observe(from_httpx(response))

    guard = service.guard
    return {"request": [guard.before_async], "response": [guard.after_async, observe]}


def _account(service: Service, operation_id: str) -> dict[str, Any]:
    if operation_id != "generateAccessToken":
        return {"location": service.target.location, "account_id": UUID(service.target.account_id)}
    places = service.arm_places()
    return {
        "subscription_id": UUID(places["subscriptionId"]),
        "resource_group_name": places["resourceGroupName"],
        "account_name": places["accountName"],
    }


def _parameters(module: Any) -> set[str]:
    return set(inspect.signature(module.sync_detailed).parameters)
