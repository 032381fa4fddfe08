from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_response import ErrorResponse
from ...models.priority import Priority
from ...models.privacy import Privacy
from ...models.redaction_request import RedactionRequest
from ...models.streaming_preset import StreamingPreset
from ...types import UNSET, Response, Unset


def _get_kwargs(
    location: str,
    account_id: UUID,
    video_id: str,
    *,
    body: RedactionRequest,
    name: str | Unset = UNSET,
    priority: Priority | Unset = UNSET,
    privacy: Privacy | Unset = UNSET,
    external_id: str | Unset = UNSET,
    streaming_preset: StreamingPreset | Unset = UNSET,
    callback_url: str | Unset = UNSET,
    description: str | Unset = UNSET,
    x_ms_client_request_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_ms_client_request_id, Unset):
        headers["x-ms-client-request-id"] = x_ms_client_request_id

    params: dict[str, Any] = {}

    params["name"] = name

    json_priority: str | Unset = UNSET
    if not isinstance(priority, Unset):
        json_priority = priority

    params["priority"] = json_priority

    json_privacy: str | Unset = UNSET
    if not isinstance(privacy, Unset):
        json_privacy = privacy

    params["privacy"] = json_privacy

    params["externalId"] = external_id

    json_streaming_preset: str | Unset = UNSET
    if not isinstance(streaming_preset, Unset):
        json_streaming_preset = streaming_preset

    params["streamingPreset"] = json_streaming_preset

    params["callbackUrl"] = callback_url

    params["description"] = description

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/{location}/Accounts/{account_id}/Videos/{video_id}/redact".format(
            location=quote(str(location), safe=""),
            account_id=quote(str(account_id), safe=""),
            video_id=quote(str(video_id), safe=""),
        ),
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | ErrorResponse | None:
    if response.status_code == 202:
        response_202 = cast(Any, None)
        return response_202

    if response.status_code == 400:
        response_400 = ErrorResponse.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ErrorResponse.from_dict(response.json())

        return response_401

    if response.status_code == 404:
        response_404 = ErrorResponse.from_dict(response.json())

        return response_404

    if response.status_code == 409:
        response_409 = ErrorResponse.from_dict(response.json())

        return response_409

    if response.status_code == 429:
        response_429 = cast(Any, None)
        return response_429

    if response.status_code == 500:
        response_500 = ErrorResponse.from_dict(response.json())

        return response_500

    if response.status_code == 504:
        response_504 = ErrorResponse.from_dict(response.json())

        return response_504

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Any | ErrorResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    location: str,
    account_id: UUID,
    video_id: str,
    *,
    client: AuthenticatedClient,
    body: RedactionRequest,
    name: str | Unset = UNSET,
    priority: Priority | Unset = UNSET,
    privacy: Privacy | Unset = UNSET,
    external_id: str | Unset = UNSET,
    streaming_preset: StreamingPreset | Unset = UNSET,
    callback_url: str | Unset = UNSET,
    description: str | Unset = UNSET,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Response[Any | ErrorResponse]:
    """Start a redaction

     Makes a new video in which the chosen faces are hidden. The original must be Processed, by a preset
    that finds faces; it is never changed. The query describes the new video, the body what to hide.

    The new video is listed at once, but the answer doesn't name it: its id stands in the Location of
    the
    finished job.

    Args:
        location (str):
        account_id (UUID):
        video_id (str):
        name (str | Unset):
        priority (Priority | Unset): How soon work is taken.
        privacy (Privacy | Unset): Whether a video can be read without a token.
        external_id (str | Unset):
        streaming_preset (StreamingPreset | Unset): How a video is encoded for streaming.
        callback_url (str | Unset):
        description (str | Unset):
        x_ms_client_request_id (str | Unset):
        body (RedactionRequest): What to hide. Only faces can be hidden.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorResponse]
    """

    kwargs = _get_kwargs(
        location=location,
        account_id=account_id,
        video_id=video_id,
        body=body,
        name=name,
        priority=priority,
        privacy=privacy,
        external_id=external_id,
        streaming_preset=streaming_preset,
        callback_url=callback_url,
        description=description,
        x_ms_client_request_id=x_ms_client_request_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    location: str,
    account_id: UUID,
    video_id: str,
    *,
    client: AuthenticatedClient,
    body: RedactionRequest,
    name: str | Unset = UNSET,
    priority: Priority | Unset = UNSET,
    privacy: Privacy | Unset = UNSET,
    external_id: str | Unset = UNSET,
    streaming_preset: StreamingPreset | Unset = UNSET,
    callback_url: str | Unset = UNSET,
    description: str | Unset = UNSET,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Any | ErrorResponse | None:
    """Start a redaction

     Makes a new video in which the chosen faces are hidden. The original must be Processed, by a preset
    that finds faces; it is never changed. The query describes the new video, the body what to hide.

    The new video is listed at once, but the answer doesn't name it: its id stands in the Location of
    the
    finished job.

    Args:
        location (str):
        account_id (UUID):
        video_id (str):
        name (str | Unset):
        priority (Priority | Unset): How soon work is taken.
        privacy (Privacy | Unset): Whether a video can be read without a token.
        external_id (str | Unset):
        streaming_preset (StreamingPreset | Unset): How a video is encoded for streaming.
        callback_url (str | Unset):
        description (str | Unset):
        x_ms_client_request_id (str | Unset):
        body (RedactionRequest): What to hide. Only faces can be hidden.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorResponse
    """

    return sync_detailed(
        location=location,
        account_id=account_id,
        video_id=video_id,
        client=client,
        body=body,
        name=name,
        priority=priority,
        privacy=privacy,
        external_id=external_id,
        streaming_preset=streaming_preset,
        callback_url=callback_url,
        description=description,
        x_ms_client_request_id=x_ms_client_request_id,
    ).parsed


async def asyncio_detailed(
    location: str,
    account_id: UUID,
    video_id: str,
    *,
    client: AuthenticatedClient,
    body: RedactionRequest,
    name: str | Unset = UNSET,
    priority: Priority | Unset = UNSET,
    privacy: Privacy | Unset = UNSET,
    external_id: str | Unset = UNSET,
    streaming_preset: StreamingPreset | Unset = UNSET,
    callback_url: str | Unset = UNSET,
    description: str | Unset = UNSET,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Response[Any | ErrorResponse]:
    """Start a redaction

     Makes a new video in which the chosen faces are hidden. The original must be Processed, by a preset
    that finds faces; it is never changed. The query describes the new video, the body what to hide.

    The new video is listed at once, but the answer doesn't name it: its id stands in the Location of
    the
    finished job.

    Args:
        location (str):
        account_id (UUID):
        video_id (str):
        name (str | Unset):
        priority (Priority | Unset): How soon work is taken.
        privacy (Privacy | Unset): Whether a video can be read without a token.
        external_id (str | Unset):
        streaming_preset (StreamingPreset | Unset): How a video is encoded for streaming.
        callback_url (str | Unset):
        description (str | Unset):
        x_ms_client_request_id (str | Unset):
        body (RedactionRequest): What to hide. Only faces can be hidden.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorResponse]
    """

    kwargs = _get_kwargs(
        location=location,
        account_id=account_id,
        video_id=video_id,
        body=body,
        name=name,
        priority=priority,
        privacy=privacy,
        external_id=external_id,
        streaming_preset=streaming_preset,
        callback_url=callback_url,
        description=description,
        x_ms_client_request_id=x_ms_client_request_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    location: str,
    account_id: UUID,
    video_id: str,
    *,
    client: AuthenticatedClient,
    body: RedactionRequest,
    name: str | Unset = UNSET,
    priority: Priority | Unset = UNSET,
    privacy: Privacy | Unset = UNSET,
    external_id: str | Unset = UNSET,
    streaming_preset: StreamingPreset | Unset = UNSET,
    callback_url: str | Unset = UNSET,
    description: str | Unset = UNSET,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Any | ErrorResponse | None:
    """Start a redaction

     Makes a new video in which the chosen faces are hidden. The original must be Processed, by a preset
    that finds faces; it is never changed. The query describes the new video, the body what to hide.

    The new video is listed at once, but the answer doesn't name it: its id stands in the Location of
    the
    finished job.

    Args:
        location (str):
        account_id (UUID):
        video_id (str):
        name (str | Unset):
        priority (Priority | Unset): How soon work is taken.
        privacy (Privacy | Unset): Whether a video can be read without a token.
        external_id (str | Unset):
        streaming_preset (StreamingPreset | Unset): How a video is encoded for streaming.
        callback_url (str | Unset):
        description (str | Unset):
        x_ms_client_request_id (str | Unset):
        body (RedactionRequest): What to hide. Only faces can be hidden.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorResponse
    """

    return (
        await asyncio_detailed(
            location=location,
            account_id=account_id,
            video_id=video_id,
            client=client,
            body=body,
            name=name,
            priority=priority,
            privacy=privacy,
            external_id=external_id,
            streaming_preset=streaming_preset,
            callback_url=callback_url,
            description=description,
            x_ms_client_request_id=x_ms_client_request_id,
        )
    ).parsed
