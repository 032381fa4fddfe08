from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.account_resource_list import AccountResourceList
from ...models.arm_error_response import ArmErrorResponse
from ...types import UNSET, Response


def _get_kwargs(
    subscription_id: UUID,
    resource_group_name: str,
    *,
    api_version: str,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["api-version"] = api_version

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/subscriptions/{subscription_id}/resourceGroups/{resource_group_name}/providers/Microsoft.VideoIndexer/accounts".format(
            subscription_id=quote(str(subscription_id), safe=""),
            resource_group_name=quote(str(resource_group_name), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> AccountResourceList | ArmErrorResponse | None:
    if response.status_code == 200:
        response_200 = AccountResourceList.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = ArmErrorResponse.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ArmErrorResponse.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ArmErrorResponse.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = ArmErrorResponse.from_dict(response.json())

        return response_404

    if response.status_code == 429:
        response_429 = ArmErrorResponse.from_dict(response.json())

        return response_429

    if response.status_code == 500:
        response_500 = ArmErrorResponse.from_dict(response.json())

        return response_500

    if response.status_code == 504:
        response_504 = ArmErrorResponse.from_dict(response.json())

        return response_504

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[AccountResourceList | ArmErrorResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    subscription_id: UUID,
    resource_group_name: str,
    *,
    client: AuthenticatedClient,
    api_version: str,
) -> Response[AccountResourceList | ArmErrorResponse]:
    """List the accounts of a resource group

     Every account of a resource group.

    Args:
        subscription_id (UUID):
        resource_group_name (str):
        api_version (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AccountResourceList | ArmErrorResponse]
    """

    kwargs = _get_kwargs(
        subscription_id=subscription_id,
        resource_group_name=resource_group_name,
        api_version=api_version,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    subscription_id: UUID,
    resource_group_name: str,
    *,
    client: AuthenticatedClient,
    api_version: str,
) -> AccountResourceList | ArmErrorResponse | None:
    """List the accounts of a resource group

     Every account of a resource group.

    Args:
        subscription_id (UUID):
        resource_group_name (str):
        api_version (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AccountResourceList | ArmErrorResponse
    """

    return sync_detailed(
        subscription_id=subscription_id,
        resource_group_name=resource_group_name,
        client=client,
        api_version=api_version,
    ).parsed


async def asyncio_detailed(
    subscription_id: UUID,
    resource_group_name: str,
    *,
    client: AuthenticatedClient,
    api_version: str,
) -> Response[AccountResourceList | ArmErrorResponse]:
    """List the accounts of a resource group

     Every account of a resource group.

    Args:
        subscription_id (UUID):
        resource_group_name (str):
        api_version (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AccountResourceList | ArmErrorResponse]
    """

    kwargs = _get_kwargs(
        subscription_id=subscription_id,
        resource_group_name=resource_group_name,
        api_version=api_version,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    subscription_id: UUID,
    resource_group_name: str,
    *,
    client: AuthenticatedClient,
    api_version: str,
) -> AccountResourceList | ArmErrorResponse | None:
    """List the accounts of a resource group

     Every account of a resource group.

    Args:
        subscription_id (UUID):
        resource_group_name (str):
        api_version (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AccountResourceList | ArmErrorResponse
    """

    return (
        await asyncio_detailed(
            subscription_id=subscription_id,
            resource_group_name=resource_group_name,
            client=client,
            api_version=api_version,
        )
    ).parsed
