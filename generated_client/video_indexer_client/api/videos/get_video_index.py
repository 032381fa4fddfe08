from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_response import ErrorResponse
from ...models.video_index import VideoIndex
from ...types import UNSET, Response, Unset


def _get_kwargs(
    location: str,
    account_id: UUID,
    video_id: str,
    *,
    language: str | Unset = UNSET,
    re_translate: bool | Unset = False,
    include_streaming_urls: bool | Unset = True,
    included_insights: str | Unset = UNSET,
    excluded_insights: str | Unset = UNSET,
    include_summarized_insights: bool | Unset = True,
    x_ms_client_request_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_ms_client_request_id, Unset):
        headers["x-ms-client-request-id"] = x_ms_client_request_id

    params: dict[str, Any] = {}

    params["language"] = language

    params["reTranslate"] = re_translate

    params["includeStreamingUrls"] = include_streaming_urls

    params["includedInsights"] = included_insights

    params["excludedInsights"] = excluded_insights

    params["includeSummarizedInsights"] = include_summarized_insights

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/{location}/Accounts/{account_id}/Videos/{video_id}/Index".format(
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
) -> Any | ErrorResponse | VideoIndex | None:
    if response.status_code == 200:
        response_200 = VideoIndex.from_dict(response.json())

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
) -> Response[Any | ErrorResponse | VideoIndex]:
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
    language: str | Unset = UNSET,
    re_translate: bool | Unset = False,
    include_streaming_urls: bool | Unset = True,
    included_insights: str | Unset = UNSET,
    excluded_insights: str | Unset = UNSET,
    include_summarized_insights: bool | Unset = True,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Response[Any | ErrorResponse | VideoIndex]:
    """Show what was found in a video

     The state of a video and, once it is Processed, its insights. Faces are under
    `videos[0].insights.faces`; the key is absent when there are none. Only people who are seen surely
    and long enough are listed; the Faces artifact has everybody, and any id in it may be redacted.
    A redacted video has no insights. A public video is shown without a token.

    Args:
        location (str):
        account_id (UUID):
        video_id (str):
        language (str | Unset):
        re_translate (bool | Unset):  Default: False.
        include_streaming_urls (bool | Unset):  Default: True.
        included_insights (str | Unset): Names of arrays under `insights`, separated by commas.
        excluded_insights (str | Unset): Names of arrays under `insights`, separated by commas.
        include_summarized_insights (bool | Unset):  Default: True.
        x_ms_client_request_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorResponse | VideoIndex]
    """

    kwargs = _get_kwargs(
        location=location,
        account_id=account_id,
        video_id=video_id,
        language=language,
        re_translate=re_translate,
        include_streaming_urls=include_streaming_urls,
        included_insights=included_insights,
        excluded_insights=excluded_insights,
        include_summarized_insights=include_summarized_insights,
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
    language: str | Unset = UNSET,
    re_translate: bool | Unset = False,
    include_streaming_urls: bool | Unset = True,
    included_insights: str | Unset = UNSET,
    excluded_insights: str | Unset = UNSET,
    include_summarized_insights: bool | Unset = True,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Any | ErrorResponse | VideoIndex | None:
    """Show what was found in a video

     The state of a video and, once it is Processed, its insights. Faces are under
    `videos[0].insights.faces`; the key is absent when there are none. Only people who are seen surely
    and long enough are listed; the Faces artifact has everybody, and any id in it may be redacted.
    A redacted video has no insights. A public video is shown without a token.

    Args:
        location (str):
        account_id (UUID):
        video_id (str):
        language (str | Unset):
        re_translate (bool | Unset):  Default: False.
        include_streaming_urls (bool | Unset):  Default: True.
        included_insights (str | Unset): Names of arrays under `insights`, separated by commas.
        excluded_insights (str | Unset): Names of arrays under `insights`, separated by commas.
        include_summarized_insights (bool | Unset):  Default: True.
        x_ms_client_request_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorResponse | VideoIndex
    """

    return sync_detailed(
        location=location,
        account_id=account_id,
        video_id=video_id,
        client=client,
        language=language,
        re_translate=re_translate,
        include_streaming_urls=include_streaming_urls,
        included_insights=included_insights,
        excluded_insights=excluded_insights,
        include_summarized_insights=include_summarized_insights,
        x_ms_client_request_id=x_ms_client_request_id,
    ).parsed


async def asyncio_detailed(
    location: str,
    account_id: UUID,
    video_id: str,
    *,
    client: AuthenticatedClient,
    language: str | Unset = UNSET,
    re_translate: bool | Unset = False,
    include_streaming_urls: bool | Unset = True,
    included_insights: str | Unset = UNSET,
    excluded_insights: str | Unset = UNSET,
    include_summarized_insights: bool | Unset = True,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Response[Any | ErrorResponse | VideoIndex]:
    """Show what was found in a video

     The state of a video and, once it is Processed, its insights. Faces are under
    `videos[0].insights.faces`; the key is absent when there are none. Only people who are seen surely
    and long enough are listed; the Faces artifact has everybody, and any id in it may be redacted.
    A redacted video has no insights. A public video is shown without a token.

    Args:
        location (str):
        account_id (UUID):
        video_id (str):
        language (str | Unset):
        re_translate (bool | Unset):  Default: False.
        include_streaming_urls (bool | Unset):  Default: True.
        included_insights (str | Unset): Names of arrays under `insights`, separated by commas.
        excluded_insights (str | Unset): Names of arrays under `insights`, separated by commas.
        include_summarized_insights (bool | Unset):  Default: True.
        x_ms_client_request_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorResponse | VideoIndex]
    """

    kwargs = _get_kwargs(
        location=location,
        account_id=account_id,
        video_id=video_id,
        language=language,
        re_translate=re_translate,
        include_streaming_urls=include_streaming_urls,
        included_insights=included_insights,
        excluded_insights=excluded_insights,
        include_summarized_insights=include_summarized_insights,
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
    language: str | Unset = UNSET,
    re_translate: bool | Unset = False,
    include_streaming_urls: bool | Unset = True,
    included_insights: str | Unset = UNSET,
    excluded_insights: str | Unset = UNSET,
    include_summarized_insights: bool | Unset = True,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Any | ErrorResponse | VideoIndex | None:
    """Show what was found in a video

     The state of a video and, once it is Processed, its insights. Faces are under
    `videos[0].insights.faces`; the key is absent when there are none. Only people who are seen surely
    and long enough are listed; the Faces artifact has everybody, and any id in it may be redacted.
    A redacted video has no insights. A public video is shown without a token.

    Args:
        location (str):
        account_id (UUID):
        video_id (str):
        language (str | Unset):
        re_translate (bool | Unset):  Default: False.
        include_streaming_urls (bool | Unset):  Default: True.
        included_insights (str | Unset): Names of arrays under `insights`, separated by commas.
        excluded_insights (str | Unset): Names of arrays under `insights`, separated by commas.
        include_summarized_insights (bool | Unset):  Default: True.
        x_ms_client_request_id (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorResponse | VideoIndex
    """

    return (
        await asyncio_detailed(
            location=location,
            account_id=account_id,
            video_id=video_id,
            client=client,
            language=language,
            re_translate=re_translate,
            include_streaming_urls=include_streaming_urls,
            included_insights=included_insights,
            excluded_insights=excluded_insights,
            include_summarized_insights=include_summarized_insights,
            x_ms_client_request_id=x_ms_client_request_id,
        )
    ).parsed
