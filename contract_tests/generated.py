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
from video_indexer_client.api.access_tokens import (
    generate_access_token,
    get_account_access_token,
    get_account_access_token_with_permission,
    get_accounts_authorization,
    get_user_access_token,
    get_video_access_token,
)
from video_indexer_client.api.accounts import get_account, list_accounts, list_resource_group_accounts
from video_indexer_client.api.jobs import get_job
from video_indexer_client.api.videos import (
    delete_video,
    get_id_by_external_id,
    get_video_artifact_url,
    get_video_index,
    get_video_insights_widget,
    get_video_player_widget,
    get_video_source_file_download_url,
    get_video_thumbnail,
    list_videos,
    redact_video,
    search_videos,
    upload_video,
)
from video_indexer_client.models import AccessTokenRequest, FaceRedaction, RedactionRequest, UploadBody
from video_indexer_client.types import File, Response

from .exchange import from_httpx
from .service import KEY, TIMEOUT, Service
from .target import API_VERSION

OPERATIONS: dict[str, Any] = {
    "generateAccessToken": generate_access_token,
    "getAccount": get_account,
    "listAccounts": list_accounts,
    "listResourceGroupAccounts": list_resource_group_accounts,
    "getAccountsAuthorization": get_accounts_authorization,
    "getAccountAccessToken": get_account_access_token,
    "getAccountAccessTokenWithPermission": get_account_access_token_with_permission,
    "getVideoAccessToken": get_video_access_token,
    "getUserAccessToken": get_user_access_token,
    "searchVideos": search_videos,
    "getIdByExternalId": get_id_by_external_id,
    "uploadVideo": upload_video,
    "listVideos": list_videos,
    "deleteVideo": delete_video,
    "getVideoIndex": get_video_index,
    "getVideoArtifactUrl": get_video_artifact_url,
    "getVideoThumbnail": get_video_thumbnail,
    "getVideoInsightsWidget": get_video_insights_widget,
    "getVideoPlayerWidget": get_video_player_widget,
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
        "external_id": "neverwas",
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
    operation = service.operation(operation_id)
    how: dict[str, Any] = {"base_url": service.aim.url}
    if operation.of_resource_manager:
        arm = service.arm()
        how = {"base_url": arm.url, "token": arm.bearer}
    elif operation.takes_a_key:
        how |= {"token": service.key(), "prefix": "", "auth_header_name": KEY}
    else:
        how |= {"token": service.token}
    return AuthenticatedClient(
        timeout=httpx.Timeout(TIMEOUT),
        raise_on_unexpected_status=True,
        httpx_args={"event_hooks": hooks},
        **how,
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
    if not service.operation(operation_id).of_resource_manager:
        return {"location": service.target.location, "account_id": UUID(service.target.account_id)}
    places = service.arm_places()
    return {
        "subscription_id": UUID(places["subscriptionId"]),
        "resource_group_name": places["resourceGroupName"],
        "account_name": places["accountName"],
    }


def _parameters(module: Any) -> set[str]:
    return set(inspect.signature(module.sync_detailed).parameters)
