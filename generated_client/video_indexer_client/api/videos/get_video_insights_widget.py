from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_response import ErrorResponse
from ...models.widget_type import WidgetType
from ...types import UNSET, Response, Unset


def _get_kwargs(
    location: str,
    account_id: UUID,
    video_id: str,
    *,
    widget_type: list[WidgetType] | Unset = UNSET,
    allow_edit: bool | Unset = False,
    x_ms_client_request_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_ms_client_request_id, Unset):
        headers["x-ms-client-request-id"] = x_ms_client_request_id

    params: dict[str, Any] = {}

    json_widget_type: list[str] | Unset = UNSET
    if not isinstance(widget_type, Unset):
        json_widget_type = []
        for widget_type_item_data in widget_type:
            widget_type_item: str = widget_type_item_data
            json_widget_type.append(widget_type_item)

    params["widgetType"] = json_widget_type

    params["allowEdit"] = allow_edit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/{location}/Accounts/{account_id}/Videos/{video_id}/InsightsWidget".format(
            location=quote(str(location), safe=""),
            account_id=quote(str(account_id), safe=""),
            video_id=quote(str(video_id), safe=""),
        ),
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | ErrorResponse | None:
    if response.status_code == 301:
        response_301 = cast(Any, None)
        return response_301

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
    widget_type: list[WidgetType] | Unset = UNSET,
    allow_edit: bool | Unset = False,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Response[Any | ErrorResponse]:
    """Lead to a page that shows what was found in a video

     Redirects a browser to a page of the service. The vendor's page is made to be framed in one's own
    pages and shows the insights that `widgetType` names; ours is the video's page, with its player and
    its people, which no other site may frame.

    Args:
        location (str):
        account_id (UUID):
        video_id (str):
        widget_type (list[WidgetType] | Unset):
        allow_edit (bool | Unset):  Default: False.
        x_ms_client_request_id (str | Unset):

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
        widget_type=widget_type,
        allow_edit=allow_edit,
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
    widget_type: list[WidgetType] | Unset = UNSET,
    allow_edit: bool | Unset = False,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Any | ErrorResponse | None:
    """Lead to a page that shows what was found in a video

     Redirects a browser to a page of the service. The vendor's page is made to be framed in one's own
    pages and shows the insights that `widgetType` names; ours is the video's page, with its player and
    its people, which no other site may frame.

    Args:
        location (str):
        account_id (UUID):
        video_id (str):
        widget_type (list[WidgetType] | Unset):
        allow_edit (bool | Unset):  Default: False.
        x_ms_client_request_id (str | Unset):

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
        widget_type=widget_type,
        allow_edit=allow_edit,
        x_ms_client_request_id=x_ms_client_request_id,
    ).parsed


async def asyncio_detailed(
    location: str,
    account_id: UUID,
    video_id: str,
    *,
    client: AuthenticatedClient,
    widget_type: list[WidgetType] | Unset = UNSET,
    allow_edit: bool | Unset = False,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Response[Any | ErrorResponse]:
    """Lead to a page that shows what was found in a video

     Redirects a browser to a page of the service. The vendor's page is made to be framed in one's own
    pages and shows the insights that `widgetType` names; ours is the video's page, with its player and
    its people, which no other site may frame.

    Args:
        location (str):
        account_id (UUID):
        video_id (str):
        widget_type (list[WidgetType] | Unset):
        allow_edit (bool | Unset):  Default: False.
        x_ms_client_request_id (str | Unset):

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
        widget_type=widget_type,
        allow_edit=allow_edit,
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
    widget_type: list[WidgetType] | Unset = UNSET,
    allow_edit: bool | Unset = False,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Any | ErrorResponse | None:
    """Lead to a page that shows what was found in a video

     Redirects a browser to a page of the service. The vendor's page is made to be framed in one's own
    pages and shows the insights that `widgetType` names; ours is the video's page, with its player and
    its people, which no other site may frame.

    Args:
        location (str):
        account_id (UUID):
        video_id (str):
        widget_type (list[WidgetType] | Unset):
        allow_edit (bool | Unset):  Default: False.
        x_ms_client_request_id (str | Unset):

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
            widget_type=widget_type,
            allow_edit=allow_edit,
            x_ms_client_request_id=x_ms_client_request_id,
        )
    ).parsed
