from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.authorized_account import AuthorizedAccount
from ...models.error_response import ErrorResponse
from ...types import UNSET, Response, Unset


def _get_kwargs(
    location: str,
    *,
    generate_access_tokens: bool | Unset = False,
    allow_edit: bool | Unset = False,
    x_ms_client_request_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_ms_client_request_id, Unset):
        headers["x-ms-client-request-id"] = x_ms_client_request_id

    params: dict[str, Any] = {}

    params["generateAccessTokens"] = generate_access_tokens

    params["allowEdit"] = allow_edit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/Auth/{location}/Accounts".format(
            location=quote(str(location), safe=""),
        ),
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | ErrorResponse | list[AuthorizedAccount] | None:
    if response.status_code == 200:
        response_200 = []
        _response_200 = response.json()
        for response_200_item_data in _response_200:
            response_200_item = AuthorizedAccount.from_dict(response_200_item_data)

            response_200.append(response_200_item)

        return response_200

    if response.status_code == 400:
        response_400 = ErrorResponse.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ErrorResponse.from_dict(response.json())

        return response_401

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
) -> Response[Any | ErrorResponse | list[AuthorizedAccount]]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    location: str,
    *,
    client: AuthenticatedClient,
    generate_access_tokens: bool | Unset = False,
    allow_edit: bool | Unset = False,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Response[Any | ErrorResponse | list[AuthorizedAccount]]:
    """List the accounts of a subscription key

     The accounts that the owner of the key may use, in whatever location, each with a token on demand.

    Args:
        location (str):
        generate_access_tokens (bool | Unset):  Default: False.
        allow_edit (bool | Unset):  Default: False.
        x_ms_client_request_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorResponse | list[AuthorizedAccount]]
    """

    kwargs = _get_kwargs(
        location=location,
        generate_access_tokens=generate_access_tokens,
        allow_edit=allow_edit,
        x_ms_client_request_id=x_ms_client_request_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    location: str,
    *,
    client: AuthenticatedClient,
    generate_access_tokens: bool | Unset = False,
    allow_edit: bool | Unset = False,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Any | ErrorResponse | list[AuthorizedAccount] | None:
    """List the accounts of a subscription key

     The accounts that the owner of the key may use, in whatever location, each with a token on demand.

    Args:
        location (str):
        generate_access_tokens (bool | Unset):  Default: False.
        allow_edit (bool | Unset):  Default: False.
        x_ms_client_request_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorResponse | list[AuthorizedAccount]
    """

    return sync_detailed(
        location=location,
        client=client,
        generate_access_tokens=generate_access_tokens,
        allow_edit=allow_edit,
        x_ms_client_request_id=x_ms_client_request_id,
    ).parsed


async def asyncio_detailed(
    location: str,
    *,
    client: AuthenticatedClient,
    generate_access_tokens: bool | Unset = False,
    allow_edit: bool | Unset = False,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Response[Any | ErrorResponse | list[AuthorizedAccount]]:
    """List the accounts of a subscription key

     The accounts that the owner of the key may use, in whatever location, each with a token on demand.

    Args:
        location (str):
        generate_access_tokens (bool | Unset):  Default: False.
        allow_edit (bool | Unset):  Default: False.
        x_ms_client_request_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorResponse | list[AuthorizedAccount]]
    """

    kwargs = _get_kwargs(
        location=location,
        generate_access_tokens=generate_access_tokens,
        allow_edit=allow_edit,
        x_ms_client_request_id=x_ms_client_request_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    location: str,
    *,
    client: AuthenticatedClient,
    generate_access_tokens: bool | Unset = False,
    allow_edit: bool | Unset = False,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Any | ErrorResponse | list[AuthorizedAccount] | None:
    """List the accounts of a subscription key

     The accounts that the owner of the key may use, in whatever location, each with a token on demand.

    Args:
        location (str):
        generate_access_tokens (bool | Unset):  Default: False.
        allow_edit (bool | Unset):  Default: False.
        x_ms_client_request_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorResponse | list[AuthorizedAccount]
    """

    return (
        await asyncio_detailed(
            location=location,
            client=client,
            generate_access_tokens=generate_access_tokens,
            allow_edit=allow_edit,
            x_ms_client_request_id=x_ms_client_request_id,
        )
    ).parsed
