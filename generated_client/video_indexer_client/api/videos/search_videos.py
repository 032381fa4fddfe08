import datetime
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_response import ErrorResponse
from ...models.privacy import Privacy
from ...models.searched_state import SearchedState
from ...models.text_scope import TextScope
from ...models.video_list import VideoList
from ...types import UNSET, Response, Unset


def _get_kwargs(
    location: str,
    account_id: UUID,
    *,
    source_language: str | Unset = UNSET,
    is_base: bool | Unset = UNSET,
    has_source_video_file: bool | Unset = UNSET,
    source_video_id: str | Unset = UNSET,
    state: list[SearchedState] | Unset = UNSET,
    privacy: list[Privacy] | Unset = UNSET,
    id: list[str] | Unset = UNSET,
    partition: list[str] | Unset = UNSET,
    external_id: list[str] | Unset = UNSET,
    owner: list[str] | Unset = UNSET,
    face: list[str] | Unset = UNSET,
    animatedcharacter: list[str] | Unset = UNSET,
    query: list[str] | Unset = UNSET,
    text_scope: list[TextScope] | Unset = UNSET,
    language: list[str] | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    page_size: int | Unset = 25,
    skip: int | Unset = 0,
    x_ms_client_request_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_ms_client_request_id, Unset):
        headers["x-ms-client-request-id"] = x_ms_client_request_id

    params: dict[str, Any] = {}

    params["sourceLanguage"] = source_language

    params["isBase"] = is_base

    params["hasSourceVideoFile"] = has_source_video_file

    params["sourceVideoId"] = source_video_id

    json_state: list[str] | Unset = UNSET
    if not isinstance(state, Unset):
        json_state = []
        for state_item_data in state:
            state_item: str = state_item_data
            json_state.append(state_item)

    params["state"] = json_state

    json_privacy: list[str] | Unset = UNSET
    if not isinstance(privacy, Unset):
        json_privacy = []
        for privacy_item_data in privacy:
            privacy_item: str = privacy_item_data
            json_privacy.append(privacy_item)

    params["privacy"] = json_privacy

    json_id: list[str] | Unset = UNSET
    if not isinstance(id, Unset):
        json_id = id

    params["id"] = json_id

    json_partition: list[str] | Unset = UNSET
    if not isinstance(partition, Unset):
        json_partition = partition

    params["partition"] = json_partition

    json_external_id: list[str] | Unset = UNSET
    if not isinstance(external_id, Unset):
        json_external_id = external_id

    params["externalId"] = json_external_id

    json_owner: list[str] | Unset = UNSET
    if not isinstance(owner, Unset):
        json_owner = owner

    params["owner"] = json_owner

    json_face: list[str] | Unset = UNSET
    if not isinstance(face, Unset):
        json_face = face

    params["face"] = json_face

    json_animatedcharacter: list[str] | Unset = UNSET
    if not isinstance(animatedcharacter, Unset):
        json_animatedcharacter = animatedcharacter

    params["animatedcharacter"] = json_animatedcharacter

    json_query: list[str] | Unset = UNSET
    if not isinstance(query, Unset):
        json_query = query

    params["query"] = json_query

    json_text_scope: list[str] | Unset = UNSET
    if not isinstance(text_scope, Unset):
        json_text_scope = []
        for text_scope_item_data in text_scope:
            text_scope_item: str = text_scope_item_data
            json_text_scope.append(text_scope_item)

    params["textScope"] = json_text_scope

    json_language: list[str] | Unset = UNSET
    if not isinstance(language, Unset):
        json_language = language

    params["language"] = json_language

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

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/{location}/Accounts/{account_id}/Videos/Search".format(
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
    source_language: str | Unset = UNSET,
    is_base: bool | Unset = UNSET,
    has_source_video_file: bool | Unset = UNSET,
    source_video_id: str | Unset = UNSET,
    state: list[SearchedState] | Unset = UNSET,
    privacy: list[Privacy] | Unset = UNSET,
    id: list[str] | Unset = UNSET,
    partition: list[str] | Unset = UNSET,
    external_id: list[str] | Unset = UNSET,
    owner: list[str] | Unset = UNSET,
    face: list[str] | Unset = UNSET,
    animatedcharacter: list[str] | Unset = UNSET,
    query: list[str] | Unset = UNSET,
    text_scope: list[TextScope] | Unset = UNSET,
    language: list[str] | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    page_size: int | Unset = 25,
    skip: int | Unset = 0,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Response[Any | ErrorResponse | VideoList]:
    """Search videos

     One page of the account's videos that meet every condition that is given, the best hit first, where
    words are searched for, or else the newest. Of several values of one parameter, one is enough.
    Videos
    that were uploaded with `isSearchable=false` are never found.

    A text in `query` is words: `north america` finds either and ranks both higher, `north+america`
    both,
    `north|america` either, `-north` what lacks the word, and `"north america"` the phrase. Words are
    compared whole and without case. Our service looks into names, descriptions and the names of faces;
    it makes no transcript and reads no text, so that a `textScope` leaves nothing to find a word in.

    Args:
        location (str):
        account_id (UUID):
        source_language (str | Unset):
        is_base (bool | Unset):
        has_source_video_file (bool | Unset):
        source_video_id (str | Unset):
        state (list[SearchedState] | Unset):
        privacy (list[Privacy] | Unset):
        id (list[str] | Unset):
        partition (list[str] | Unset):
        external_id (list[str] | Unset):
        owner (list[str] | Unset):
        face (list[str] | Unset):
        animatedcharacter (list[str] | Unset):
        query (list[str] | Unset):
        text_scope (list[TextScope] | Unset):
        language (list[str] | Unset):
        created_after (datetime.datetime | Unset):
        created_before (datetime.datetime | Unset):
        page_size (int | Unset):  Default: 25.
        skip (int | Unset):  Default: 0.
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
        source_language=source_language,
        is_base=is_base,
        has_source_video_file=has_source_video_file,
        source_video_id=source_video_id,
        state=state,
        privacy=privacy,
        id=id,
        partition=partition,
        external_id=external_id,
        owner=owner,
        face=face,
        animatedcharacter=animatedcharacter,
        query=query,
        text_scope=text_scope,
        language=language,
        created_after=created_after,
        created_before=created_before,
        page_size=page_size,
        skip=skip,
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
    source_language: str | Unset = UNSET,
    is_base: bool | Unset = UNSET,
    has_source_video_file: bool | Unset = UNSET,
    source_video_id: str | Unset = UNSET,
    state: list[SearchedState] | Unset = UNSET,
    privacy: list[Privacy] | Unset = UNSET,
    id: list[str] | Unset = UNSET,
    partition: list[str] | Unset = UNSET,
    external_id: list[str] | Unset = UNSET,
    owner: list[str] | Unset = UNSET,
    face: list[str] | Unset = UNSET,
    animatedcharacter: list[str] | Unset = UNSET,
    query: list[str] | Unset = UNSET,
    text_scope: list[TextScope] | Unset = UNSET,
    language: list[str] | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    page_size: int | Unset = 25,
    skip: int | Unset = 0,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Any | ErrorResponse | VideoList | None:
    """Search videos

     One page of the account's videos that meet every condition that is given, the best hit first, where
    words are searched for, or else the newest. Of several values of one parameter, one is enough.
    Videos
    that were uploaded with `isSearchable=false` are never found.

    A text in `query` is words: `north america` finds either and ranks both higher, `north+america`
    both,
    `north|america` either, `-north` what lacks the word, and `"north america"` the phrase. Words are
    compared whole and without case. Our service looks into names, descriptions and the names of faces;
    it makes no transcript and reads no text, so that a `textScope` leaves nothing to find a word in.

    Args:
        location (str):
        account_id (UUID):
        source_language (str | Unset):
        is_base (bool | Unset):
        has_source_video_file (bool | Unset):
        source_video_id (str | Unset):
        state (list[SearchedState] | Unset):
        privacy (list[Privacy] | Unset):
        id (list[str] | Unset):
        partition (list[str] | Unset):
        external_id (list[str] | Unset):
        owner (list[str] | Unset):
        face (list[str] | Unset):
        animatedcharacter (list[str] | Unset):
        query (list[str] | Unset):
        text_scope (list[TextScope] | Unset):
        language (list[str] | Unset):
        created_after (datetime.datetime | Unset):
        created_before (datetime.datetime | Unset):
        page_size (int | Unset):  Default: 25.
        skip (int | Unset):  Default: 0.
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
        source_language=source_language,
        is_base=is_base,
        has_source_video_file=has_source_video_file,
        source_video_id=source_video_id,
        state=state,
        privacy=privacy,
        id=id,
        partition=partition,
        external_id=external_id,
        owner=owner,
        face=face,
        animatedcharacter=animatedcharacter,
        query=query,
        text_scope=text_scope,
        language=language,
        created_after=created_after,
        created_before=created_before,
        page_size=page_size,
        skip=skip,
        x_ms_client_request_id=x_ms_client_request_id,
    ).parsed


async def asyncio_detailed(
    location: str,
    account_id: UUID,
    *,
    client: AuthenticatedClient,
    source_language: str | Unset = UNSET,
    is_base: bool | Unset = UNSET,
    has_source_video_file: bool | Unset = UNSET,
    source_video_id: str | Unset = UNSET,
    state: list[SearchedState] | Unset = UNSET,
    privacy: list[Privacy] | Unset = UNSET,
    id: list[str] | Unset = UNSET,
    partition: list[str] | Unset = UNSET,
    external_id: list[str] | Unset = UNSET,
    owner: list[str] | Unset = UNSET,
    face: list[str] | Unset = UNSET,
    animatedcharacter: list[str] | Unset = UNSET,
    query: list[str] | Unset = UNSET,
    text_scope: list[TextScope] | Unset = UNSET,
    language: list[str] | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    page_size: int | Unset = 25,
    skip: int | Unset = 0,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Response[Any | ErrorResponse | VideoList]:
    """Search videos

     One page of the account's videos that meet every condition that is given, the best hit first, where
    words are searched for, or else the newest. Of several values of one parameter, one is enough.
    Videos
    that were uploaded with `isSearchable=false` are never found.

    A text in `query` is words: `north america` finds either and ranks both higher, `north+america`
    both,
    `north|america` either, `-north` what lacks the word, and `"north america"` the phrase. Words are
    compared whole and without case. Our service looks into names, descriptions and the names of faces;
    it makes no transcript and reads no text, so that a `textScope` leaves nothing to find a word in.

    Args:
        location (str):
        account_id (UUID):
        source_language (str | Unset):
        is_base (bool | Unset):
        has_source_video_file (bool | Unset):
        source_video_id (str | Unset):
        state (list[SearchedState] | Unset):
        privacy (list[Privacy] | Unset):
        id (list[str] | Unset):
        partition (list[str] | Unset):
        external_id (list[str] | Unset):
        owner (list[str] | Unset):
        face (list[str] | Unset):
        animatedcharacter (list[str] | Unset):
        query (list[str] | Unset):
        text_scope (list[TextScope] | Unset):
        language (list[str] | Unset):
        created_after (datetime.datetime | Unset):
        created_before (datetime.datetime | Unset):
        page_size (int | Unset):  Default: 25.
        skip (int | Unset):  Default: 0.
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
        source_language=source_language,
        is_base=is_base,
        has_source_video_file=has_source_video_file,
        source_video_id=source_video_id,
        state=state,
        privacy=privacy,
        id=id,
        partition=partition,
        external_id=external_id,
        owner=owner,
        face=face,
        animatedcharacter=animatedcharacter,
        query=query,
        text_scope=text_scope,
        language=language,
        created_after=created_after,
        created_before=created_before,
        page_size=page_size,
        skip=skip,
        x_ms_client_request_id=x_ms_client_request_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    location: str,
    account_id: UUID,
    *,
    client: AuthenticatedClient,
    source_language: str | Unset = UNSET,
    is_base: bool | Unset = UNSET,
    has_source_video_file: bool | Unset = UNSET,
    source_video_id: str | Unset = UNSET,
    state: list[SearchedState] | Unset = UNSET,
    privacy: list[Privacy] | Unset = UNSET,
    id: list[str] | Unset = UNSET,
    partition: list[str] | Unset = UNSET,
    external_id: list[str] | Unset = UNSET,
    owner: list[str] | Unset = UNSET,
    face: list[str] | Unset = UNSET,
    animatedcharacter: list[str] | Unset = UNSET,
    query: list[str] | Unset = UNSET,
    text_scope: list[TextScope] | Unset = UNSET,
    language: list[str] | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    page_size: int | Unset = 25,
    skip: int | Unset = 0,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Any | ErrorResponse | VideoList | None:
    """Search videos

     One page of the account's videos that meet every condition that is given, the best hit first, where
    words are searched for, or else the newest. Of several values of one parameter, one is enough.
    Videos
    that were uploaded with `isSearchable=false` are never found.

    A text in `query` is words: `north america` finds either and ranks both higher, `north+america`
    both,
    `north|america` either, `-north` what lacks the word, and `"north america"` the phrase. Words are
    compared whole and without case. Our service looks into names, descriptions and the names of faces;
    it makes no transcript and reads no text, so that a `textScope` leaves nothing to find a word in.

    Args:
        location (str):
        account_id (UUID):
        source_language (str | Unset):
        is_base (bool | Unset):
        has_source_video_file (bool | Unset):
        source_video_id (str | Unset):
        state (list[SearchedState] | Unset):
        privacy (list[Privacy] | Unset):
        id (list[str] | Unset):
        partition (list[str] | Unset):
        external_id (list[str] | Unset):
        owner (list[str] | Unset):
        face (list[str] | Unset):
        animatedcharacter (list[str] | Unset):
        query (list[str] | Unset):
        text_scope (list[TextScope] | Unset):
        language (list[str] | Unset):
        created_after (datetime.datetime | Unset):
        created_before (datetime.datetime | Unset):
        page_size (int | Unset):  Default: 25.
        skip (int | Unset):  Default: 0.
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
            source_language=source_language,
            is_base=is_base,
            has_source_video_file=has_source_video_file,
            source_video_id=source_video_id,
            state=state,
            privacy=privacy,
            id=id,
            partition=partition,
            external_id=external_id,
            owner=owner,
            face=face,
            animatedcharacter=animatedcharacter,
            query=query,
            text_scope=text_scope,
            language=language,
            created_after=created_after,
            created_before=created_before,
            page_size=page_size,
            skip=skip,
            x_ms_client_request_id=x_ms_client_request_id,
        )
    ).parsed
