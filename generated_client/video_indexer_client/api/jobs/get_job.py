from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_response import ErrorResponse
from ...models.job import Job
from ...types import UNSET, Response, Unset


def _get_kwargs(
    location: str,
    account_id: UUID,
    job_id: str,
    *,
    x_ms_client_request_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_ms_client_request_id, Unset):
        headers["x-ms-client-request-id"] = x_ms_client_request_id

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/{location}/Accounts/{account_id}/Jobs/{job_id}".format(
            location=quote(str(location), safe=""),
            account_id=quote(str(account_id), safe=""),
            job_id=quote(str(job_id), safe=""),
        ),
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | ErrorResponse | Job | None:
    if response.status_code == 200:
        response_200 = Job.from_dict(response.json())

        return response_200

    if response.status_code == 303:
        response_303 = cast(Any, None)
        return response_303

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
) -> Response[Any | ErrorResponse | Job]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    location: str,
    account_id: UUID,
    job_id: str,
    *,
    client: AuthenticatedClient,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Response[Any | ErrorResponse | Job]:
    """Tell how a job stands

     200 with the job while it waits, runs, or after it has failed; 303 once it is done. The Location of
    the 303 carries no token: a client that follows it must send its own again, and must not send it on
    to the storage host.

    The vendor doesn't say how a failed job looks. Here it stays 200 with the state Failed, and
    `failureMessage` says why.

    Args:
        location (str):
        account_id (UUID):
        job_id (str):
        x_ms_client_request_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorResponse | Job]
    """

    kwargs = _get_kwargs(
        location=location,
        account_id=account_id,
        job_id=job_id,
        x_ms_client_request_id=x_ms_client_request_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    location: str,
    account_id: UUID,
    job_id: str,
    *,
    client: AuthenticatedClient,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Any | ErrorResponse | Job | None:
    """Tell how a job stands

     200 with the job while it waits, runs, or after it has failed; 303 once it is done. The Location of
    the 303 carries no token: a client that follows it must send its own again, and must not send it on
    to the storage host.

    The vendor doesn't say how a failed job looks. Here it stays 200 with the state Failed, and
    `failureMessage` says why.

    Args:
        location (str):
        account_id (UUID):
        job_id (str):
        x_ms_client_request_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorResponse | Job
    """

    return sync_detailed(
        location=location,
        account_id=account_id,
        job_id=job_id,
        client=client,
        x_ms_client_request_id=x_ms_client_request_id,
    ).parsed


async def asyncio_detailed(
    location: str,
    account_id: UUID,
    job_id: str,
    *,
    client: AuthenticatedClient,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Response[Any | ErrorResponse | Job]:
    """Tell how a job stands

     200 with the job while it waits, runs, or after it has failed; 303 once it is done. The Location of
    the 303 carries no token: a client that follows it must send its own again, and must not send it on
    to the storage host.

    The vendor doesn't say how a failed job looks. Here it stays 200 with the state Failed, and
    `failureMessage` says why.

    Args:
        location (str):
        account_id (UUID):
        job_id (str):
        x_ms_client_request_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorResponse | Job]
    """

    kwargs = _get_kwargs(
        location=location,
        account_id=account_id,
        job_id=job_id,
        x_ms_client_request_id=x_ms_client_request_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    location: str,
    account_id: UUID,
    job_id: str,
    *,
    client: AuthenticatedClient,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Any | ErrorResponse | Job | None:
    """Tell how a job stands

     200 with the job while it waits, runs, or after it has failed; 303 once it is done. The Location of
    the 303 carries no token: a client that follows it must send its own again, and must not send it on
    to the storage host.

    The vendor doesn't say how a failed job looks. Here it stays 200 with the state Failed, and
    `failureMessage` says why.

    Args:
        location (str):
        account_id (UUID):
        job_id (str):
        x_ms_client_request_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorResponse | Job
    """

    return (
        await asyncio_detailed(
            location=location,
            account_id=account_id,
            job_id=job_id,
            client=client,
            x_ms_client_request_id=x_ms_client_request_id,
        )
    ).parsed
