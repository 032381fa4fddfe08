import datetime
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_response import ErrorResponse
from ...models.video_list import VideoList
from ...types import UNSET, Response, Unset


def _get_kwargs(
    location: str,
    account_id: UUID,
    *,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    page_size: int | Unset = 25,
    skip: int | Unset = 0,
    partitions: list[str] | Unset = UNSET,
    x_ms_client_request_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_ms_client_request_id, Unset):
        headers["x-ms-client-request-id"] = x_ms_client_request_id

    params: dict[str, Any] = {}

    json_created_after: str | Unset = UNSET
    if not isinstance(created_after, Unset):
        json_created_after = created_after.isoformat()
    params["createdAfter"] = json_created_after

    json_created_before: str | Unset = UNSET
    if not isinstance(created_before, Unset):
        json_created_before = created_before.isoformat()
    params["createdBefore"] = json_created_before

    params["pageSize"] = page_size

    params["skip"] = skip

    json_partitions: list[str] | Unset = UNSET
    if not isinstance(partitions, Unset):
        json_partitions = partitions

    params["partitions"] = json_partitions

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/{location}/Accounts/{account_id}/Videos".format(
            location=quote(str(location), safe=""),
            account_id=quote(str(account_id), safe=""),
        ),
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | ErrorResponse | VideoList | None:
    if response.status_code == 200:
        response_200 = VideoList.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = ErrorResponse.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ErrorResponse.from_dict(response.json())

        return response_401

    if response.status_code == 404:
        response_404 = ErrorResponse.from_dict(response.json())

        return response_404

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
) -> Response[Any | ErrorResponse | VideoList]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    location: str,
    account_id: UUID,
    *,
    client: AuthenticatedClient,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    page_size: int | Unset = 25,
    skip: int | Unset = 0,
    partitions: list[str] | Unset = UNSET,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Response[Any | ErrorResponse | VideoList]:
    """List videos

     One page of the account's videos in whatever state, redacted ones among them even before they are
    ready. While `nextPage.done` is false, ask again with `nextPage.skip` and `nextPage.pageSize`.

    Args:
        location (str):
        account_id (UUID):
        created_after (datetime.datetime | Unset):
        created_before (datetime.datetime | Unset):
        page_size (int | Unset):  Default: 25.
        skip (int | Unset):  Default: 0.
        partitions (list[str] | Unset):
        x_ms_client_request_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorResponse | VideoList]
    """

    kwargs = _get_kwargs(
        location=location,
        account_id=account_id,
        created_after=created_after,
        created_before=created_before,
        page_size=page_size,
        skip=skip,
        partitions=partitions,
        x_ms_client_request_id=x_ms_client_request_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    location: str,
    account_id: UUID,
    *,
    client: AuthenticatedClient,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    page_size: int | Unset = 25,
    skip: int | Unset = 0,
    partitions: list[str] | Unset = UNSET,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Any | ErrorResponse | VideoList | None:
    """List videos

     One page of the account's videos in whatever state, redacted ones among them even before they are
    ready. While `nextPage.done` is false, ask again with `nextPage.skip` and `nextPage.pageSize`.

    Args:
        location (str):
        account_id (UUID):
        created_after (datetime.datetime | Unset):
        created_before (datetime.datetime | Unset):
        page_size (int | Unset):  Default: 25.
        skip (int | Unset):  Default: 0.
        partitions (list[str] | Unset):
        x_ms_client_request_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorResponse | VideoList
    """

    return sync_detailed(
        location=location,
        account_id=account_id,
        client=client,
        created_after=created_after,
        created_before=created_before,
        page_size=page_size,
        skip=skip,
        partitions=partitions,
        x_ms_client_request_id=x_ms_client_request_id,
    ).parsed


async def asyncio_detailed(
    location: str,
    account_id: UUID,
    *,
    client: AuthenticatedClient,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    page_size: int | Unset = 25,
    skip: int | Unset = 0,
    partitions: list[str] | Unset = UNSET,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Response[Any | ErrorResponse | VideoList]:
    """List videos

     One page of the account's videos in whatever state, redacted ones among them even before they are
    ready. While `nextPage.done` is false, ask again with `nextPage.skip` and `nextPage.pageSize`.

    Args:
        location (str):
        account_id (UUID):
        created_after (datetime.datetime | Unset):
        created_before (datetime.datetime | Unset):
        page_size (int | Unset):  Default: 25.
        skip (int | Unset):  Default: 0.
        partitions (list[str] | Unset):
        x_ms_client_request_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorResponse | VideoList]
    """

    kwargs = _get_kwargs(
        location=location,
        account_id=account_id,
        created_after=created_after,
        created_before=created_before,
        page_size=page_size,
        skip=skip,
        partitions=partitions,
        x_ms_client_request_id=x_ms_client_request_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    location: str,
    account_id: UUID,
    *,
    client: AuthenticatedClient,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    page_size: int | Unset = 25,
    skip: int | Unset = 0,
    partitions: list[str] | Unset = UNSET,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Any | ErrorResponse | VideoList | None:
    """List videos

     One page of the account's videos in whatever state, redacted ones among them even before they are
    ready. While `nextPage.done` is false, ask again with `nextPage.skip` and `nextPage.pageSize`.

    Args:
        location (str):
        account_id (UUID):
        created_after (datetime.datetime | Unset):
        created_before (datetime.datetime | Unset):
        page_size (int | Unset):  Default: 25.
        skip (int | Unset):  Default: 0.
        partitions (list[str] | Unset):
        x_ms_client_request_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorResponse | VideoList
    """

    return (
        await asyncio_detailed(
            location=location,
            account_id=account_id,
            client=client,
            created_after=created_after,
            created_before=created_before,
            page_size=page_size,
            skip=skip,
            partitions=partitions,
            x_ms_client_request_id=x_ms_client_request_id,
        )
    ).parsed
