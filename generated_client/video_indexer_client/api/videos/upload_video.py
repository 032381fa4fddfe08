from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_response import ErrorResponse
from ...models.indexing_preset import IndexingPreset
from ...models.priority import Priority
from ...models.privacy import Privacy
from ...models.streaming_preset import StreamingPreset
from ...models.upload_body import UploadBody
from ...models.video import Video
from ...types import UNSET, Response, Unset


def _get_kwargs(
    location: str,
    account_id: UUID,
    *,
    body: UploadBody | Unset = UNSET,
    name: str | Unset = UNSET,
    privacy: Privacy | Unset = UNSET,
    priority: Priority | Unset = UNSET,
    description: str | Unset = UNSET,
    partition: str | Unset = UNSET,
    external_id: str | Unset = UNSET,
    external_url: str | Unset = UNSET,
    metadata: str | Unset = UNSET,
    callback_url: str | Unset = UNSET,
    video_url: str | Unset = UNSET,
    file_name: str | Unset = UNSET,
    language: str | Unset = UNSET,
    indexing_preset: IndexingPreset | Unset = UNSET,
    streaming_preset: StreamingPreset | Unset = UNSET,
    linguistic_model_id: str | Unset = UNSET,
    person_model_id: str | Unset = UNSET,
    send_success_email: bool | Unset = False,
    brands_categories: str | Unset = UNSET,
    excluded_ai: list[str] | Unset = UNSET,
    is_searchable: bool | Unset = UNSET,
    custom_languages: str | Unset = UNSET,
    logo_group_id: str | Unset = UNSET,
    use_managed_identity_to_download_video: bool | Unset = UNSET,
    prevent_duplicates: bool | Unset = False,
    retention_period: int | Unset = UNSET,
    punctuation_mode: str | Unset = UNSET,
    profanity_filter_mode: str | Unset = UNSET,
    x_ms_client_request_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_ms_client_request_id, Unset):
        headers["x-ms-client-request-id"] = x_ms_client_request_id

    params: dict[str, Any] = {}

    params["name"] = name

    json_privacy: str | Unset = UNSET
    if not isinstance(privacy, Unset):
        json_privacy = privacy

    params["privacy"] = json_privacy

    json_priority: str | Unset = UNSET
    if not isinstance(priority, Unset):
        json_priority = priority

    params["priority"] = json_priority

    params["description"] = description

    params["partition"] = partition

    params["externalId"] = external_id

    params["externalUrl"] = external_url

    params["metadata"] = metadata

    params["callbackUrl"] = callback_url

    params["videoUrl"] = video_url

    params["fileName"] = file_name

    params["language"] = language

    json_indexing_preset: str | Unset = UNSET
    if not isinstance(indexing_preset, Unset):
        json_indexing_preset = indexing_preset

    params["indexingPreset"] = json_indexing_preset

    json_streaming_preset: str | Unset = UNSET
    if not isinstance(streaming_preset, Unset):
        json_streaming_preset = streaming_preset

    params["streamingPreset"] = json_streaming_preset

    params["linguisticModelId"] = linguistic_model_id

    params["personModelId"] = person_model_id

    params["sendSuccessEmail"] = send_success_email

    params["brandsCategories"] = brands_categories

    json_excluded_ai: list[str] | Unset = UNSET
    if not isinstance(excluded_ai, Unset):
        json_excluded_ai = excluded_ai

    params["excludedAI"] = json_excluded_ai

    params["isSearchable"] = is_searchable

    params["customLanguages"] = custom_languages

    params["logoGroupId"] = logo_group_id

    params["useManagedIdentityToDownloadVideo"] = use_managed_identity_to_download_video

    params["preventDuplicates"] = prevent_duplicates

    params["retentionPeriod"] = retention_period

    params["punctuationMode"] = punctuation_mode

    params["profanityFilterMode"] = profanity_filter_mode

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/{location}/Accounts/{account_id}/Videos".format(
            location=quote(str(location), safe=""),
            account_id=quote(str(account_id), safe=""),
        ),
        "params": params,
    }

    if not isinstance(body, Unset):
        _kwargs["files"] = body.to_multipart()

    headers["Content-Type"] = "multipart/form-data; boundary=+++"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | ErrorResponse | Video | None:
    if response.status_code == 200:
        response_200 = Video.from_dict(response.json())

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
) -> Response[Any | ErrorResponse | Video]:
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
    body: UploadBody | Unset = UNSET,
    name: str | Unset = UNSET,
    privacy: Privacy | Unset = UNSET,
    priority: Priority | Unset = UNSET,
    description: str | Unset = UNSET,
    partition: str | Unset = UNSET,
    external_id: str | Unset = UNSET,
    external_url: str | Unset = UNSET,
    metadata: str | Unset = UNSET,
    callback_url: str | Unset = UNSET,
    video_url: str | Unset = UNSET,
    file_name: str | Unset = UNSET,
    language: str | Unset = UNSET,
    indexing_preset: IndexingPreset | Unset = UNSET,
    streaming_preset: StreamingPreset | Unset = UNSET,
    linguistic_model_id: str | Unset = UNSET,
    person_model_id: str | Unset = UNSET,
    send_success_email: bool | Unset = False,
    brands_categories: str | Unset = UNSET,
    excluded_ai: list[str] | Unset = UNSET,
    is_searchable: bool | Unset = UNSET,
    custom_languages: str | Unset = UNSET,
    logo_group_id: str | Unset = UNSET,
    use_managed_identity_to_download_video: bool | Unset = UNSET,
    prevent_duplicates: bool | Unset = False,
    retention_period: int | Unset = UNSET,
    punctuation_mode: str | Unset = UNSET,
    profanity_filter_mode: str | Unset = UNSET,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Response[Any | ErrorResponse | Video]:
    """Upload a video

     Takes a video in and starts its analysis. Send the file as multipart/form-data, or name it by
    `videoUrl` and send no body. The answer comes before the analysis has begun: poll getVideoIndex
    until the state is Processed or Failed, or give a `callbackUrl`.

    Limits of the vendor: 2 GB in a multipart body, which must arrive within 30 minutes; 30 GB by URL;
    6 hours of play, 12 for the basic audio preset; less than 2 seconds may fail. The whole URL may have
    6144 characters, its query 4096. Taken are the usual containers: mp4, mov, mkv, avi, wmv, flv, ts,
    mxf, 3gp, wav, mp3 and more.

    Retired with Azure Media Services and left out: `assetId`, `animationModelId`, and `AdaptiveBitrate`
    among the streaming presets.

    Args:
        location (str):
        account_id (UUID):
        name (str | Unset):
        privacy (Privacy | Unset): Whether a video can be read without a token.
        priority (Priority | Unset): How soon work is taken.
        description (str | Unset):
        partition (str | Unset):
        external_id (str | Unset):
        external_url (str | Unset):
        metadata (str | Unset):
        callback_url (str | Unset):
        video_url (str | Unset):
        file_name (str | Unset):
        language (str | Unset):
        indexing_preset (IndexingPreset | Unset): What is analysed.
        streaming_preset (StreamingPreset | Unset): How a video is encoded for streaming.
        linguistic_model_id (str | Unset):
        person_model_id (str | Unset):
        send_success_email (bool | Unset):  Default: False.
        brands_categories (str | Unset):
        excluded_ai (list[str] | Unset):
        is_searchable (bool | Unset):
        custom_languages (str | Unset):
        logo_group_id (str | Unset):
        use_managed_identity_to_download_video (bool | Unset):
        prevent_duplicates (bool | Unset):  Default: False.
        retention_period (int | Unset):
        punctuation_mode (str | Unset):
        profanity_filter_mode (str | Unset):
        x_ms_client_request_id (str | Unset):
        body (UploadBody | Unset): The file; the field is called `file` here, yet any name will
            do.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorResponse | Video]
    """

    kwargs = _get_kwargs(
        location=location,
        account_id=account_id,
        body=body,
        name=name,
        privacy=privacy,
        priority=priority,
        description=description,
        partition=partition,
        external_id=external_id,
        external_url=external_url,
        metadata=metadata,
        callback_url=callback_url,
        video_url=video_url,
        file_name=file_name,
        language=language,
        indexing_preset=indexing_preset,
        streaming_preset=streaming_preset,
        linguistic_model_id=linguistic_model_id,
        person_model_id=person_model_id,
        send_success_email=send_success_email,
        brands_categories=brands_categories,
        excluded_ai=excluded_ai,
        is_searchable=is_searchable,
        custom_languages=custom_languages,
        logo_group_id=logo_group_id,
        use_managed_identity_to_download_video=use_managed_identity_to_download_video,
        prevent_duplicates=prevent_duplicates,
        retention_period=retention_period,
        punctuation_mode=punctuation_mode,
        profanity_filter_mode=profanity_filter_mode,
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
    body: UploadBody | Unset = UNSET,
    name: str | Unset = UNSET,
    privacy: Privacy | Unset = UNSET,
    priority: Priority | Unset = UNSET,
    description: str | Unset = UNSET,
    partition: str | Unset = UNSET,
    external_id: str | Unset = UNSET,
    external_url: str | Unset = UNSET,
    metadata: str | Unset = UNSET,
    callback_url: str | Unset = UNSET,
    video_url: str | Unset = UNSET,
    file_name: str | Unset = UNSET,
    language: str | Unset = UNSET,
    indexing_preset: IndexingPreset | Unset = UNSET,
    streaming_preset: StreamingPreset | Unset = UNSET,
    linguistic_model_id: str | Unset = UNSET,
    person_model_id: str | Unset = UNSET,
    send_success_email: bool | Unset = False,
    brands_categories: str | Unset = UNSET,
    excluded_ai: list[str] | Unset = UNSET,
    is_searchable: bool | Unset = UNSET,
    custom_languages: str | Unset = UNSET,
    logo_group_id: str | Unset = UNSET,
    use_managed_identity_to_download_video: bool | Unset = UNSET,
    prevent_duplicates: bool | Unset = False,
    retention_period: int | Unset = UNSET,
    punctuation_mode: str | Unset = UNSET,
    profanity_filter_mode: str | Unset = UNSET,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Any | ErrorResponse | Video | None:
    """Upload a video

     Takes a video in and starts its analysis. Send the file as multipart/form-data, or name it by
    `videoUrl` and send no body. The answer comes before the analysis has begun: poll getVideoIndex
    until the state is Processed or Failed, or give a `callbackUrl`.

    Limits of the vendor: 2 GB in a multipart body, which must arrive within 30 minutes; 30 GB by URL;
    6 hours of play, 12 for the basic audio preset; less than 2 seconds may fail. The whole URL may have
    6144 characters, its query 4096. Taken are the usual containers: mp4, mov, mkv, avi, wmv, flv, ts,
    mxf, 3gp, wav, mp3 and more.

    Retired with Azure Media Services and left out: `assetId`, `animationModelId`, and `AdaptiveBitrate`
    among the streaming presets.

    Args:
        location (str):
        account_id (UUID):
        name (str | Unset):
        privacy (Privacy | Unset): Whether a video can be read without a token.
        priority (Priority | Unset): How soon work is taken.
        description (str | Unset):
        partition (str | Unset):
        external_id (str | Unset):
        external_url (str | Unset):
        metadata (str | Unset):
        callback_url (str | Unset):
        video_url (str | Unset):
        file_name (str | Unset):
        language (str | Unset):
        indexing_preset (IndexingPreset | Unset): What is analysed.
        streaming_preset (StreamingPreset | Unset): How a video is encoded for streaming.
        linguistic_model_id (str | Unset):
        person_model_id (str | Unset):
        send_success_email (bool | Unset):  Default: False.
        brands_categories (str | Unset):
        excluded_ai (list[str] | Unset):
        is_searchable (bool | Unset):
        custom_languages (str | Unset):
        logo_group_id (str | Unset):
        use_managed_identity_to_download_video (bool | Unset):
        prevent_duplicates (bool | Unset):  Default: False.
        retention_period (int | Unset):
        punctuation_mode (str | Unset):
        profanity_filter_mode (str | Unset):
        x_ms_client_request_id (str | Unset):
        body (UploadBody | Unset): The file; the field is called `file` here, yet any name will
            do.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorResponse | Video
    """

    return sync_detailed(
        location=location,
        account_id=account_id,
        client=client,
        body=body,
        name=name,
        privacy=privacy,
        priority=priority,
        description=description,
        partition=partition,
        external_id=external_id,
        external_url=external_url,
        metadata=metadata,
        callback_url=callback_url,
        video_url=video_url,
        file_name=file_name,
        language=language,
        indexing_preset=indexing_preset,
        streaming_preset=streaming_preset,
        linguistic_model_id=linguistic_model_id,
        person_model_id=person_model_id,
        send_success_email=send_success_email,
        brands_categories=brands_categories,
        excluded_ai=excluded_ai,
        is_searchable=is_searchable,
        custom_languages=custom_languages,
        logo_group_id=logo_group_id,
        use_managed_identity_to_download_video=use_managed_identity_to_download_video,
        prevent_duplicates=prevent_duplicates,
        retention_period=retention_period,
        punctuation_mode=punctuation_mode,
        profanity_filter_mode=profanity_filter_mode,
        x_ms_client_request_id=x_ms_client_request_id,
    ).parsed


async def asyncio_detailed(
    location: str,
    account_id: UUID,
    *,
    client: AuthenticatedClient,
    body: UploadBody | Unset = UNSET,
    name: str | Unset = UNSET,
    privacy: Privacy | Unset = UNSET,
    priority: Priority | Unset = UNSET,
    description: str | Unset = UNSET,
    partition: str | Unset = UNSET,
    external_id: str | Unset = UNSET,
    external_url: str | Unset = UNSET,
    metadata: str | Unset = UNSET,
    callback_url: str | Unset = UNSET,
    video_url: str | Unset = UNSET,
    file_name: str | Unset = UNSET,
    language: str | Unset = UNSET,
    indexing_preset: IndexingPreset | Unset = UNSET,
    streaming_preset: StreamingPreset | Unset = UNSET,
    linguistic_model_id: str | Unset = UNSET,
    person_model_id: str | Unset = UNSET,
    send_success_email: bool | Unset = False,
    brands_categories: str | Unset = UNSET,
    excluded_ai: list[str] | Unset = UNSET,
    is_searchable: bool | Unset = UNSET,
    custom_languages: str | Unset = UNSET,
    logo_group_id: str | Unset = UNSET,
    use_managed_identity_to_download_video: bool | Unset = UNSET,
    prevent_duplicates: bool | Unset = False,
    retention_period: int | Unset = UNSET,
    punctuation_mode: str | Unset = UNSET,
    profanity_filter_mode: str | Unset = UNSET,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Response[Any | ErrorResponse | Video]:
    """Upload a video

     Takes a video in and starts its analysis. Send the file as multipart/form-data, or name it by
    `videoUrl` and send no body. The answer comes before the analysis has begun: poll getVideoIndex
    until the state is Processed or Failed, or give a `callbackUrl`.

    Limits of the vendor: 2 GB in a multipart body, which must arrive within 30 minutes; 30 GB by URL;
    6 hours of play, 12 for the basic audio preset; less than 2 seconds may fail. The whole URL may have
    6144 characters, its query 4096. Taken are the usual containers: mp4, mov, mkv, avi, wmv, flv, ts,
    mxf, 3gp, wav, mp3 and more.

    Retired with Azure Media Services and left out: `assetId`, `animationModelId`, and `AdaptiveBitrate`
    among the streaming presets.

    Args:
        location (str):
        account_id (UUID):
        name (str | Unset):
        privacy (Privacy | Unset): Whether a video can be read without a token.
        priority (Priority | Unset): How soon work is taken.
        description (str | Unset):
        partition (str | Unset):
        external_id (str | Unset):
        external_url (str | Unset):
        metadata (str | Unset):
        callback_url (str | Unset):
        video_url (str | Unset):
        file_name (str | Unset):
        language (str | Unset):
        indexing_preset (IndexingPreset | Unset): What is analysed.
        streaming_preset (StreamingPreset | Unset): How a video is encoded for streaming.
        linguistic_model_id (str | Unset):
        person_model_id (str | Unset):
        send_success_email (bool | Unset):  Default: False.
        brands_categories (str | Unset):
        excluded_ai (list[str] | Unset):
        is_searchable (bool | Unset):
        custom_languages (str | Unset):
        logo_group_id (str | Unset):
        use_managed_identity_to_download_video (bool | Unset):
        prevent_duplicates (bool | Unset):  Default: False.
        retention_period (int | Unset):
        punctuation_mode (str | Unset):
        profanity_filter_mode (str | Unset):
        x_ms_client_request_id (str | Unset):
        body (UploadBody | Unset): The file; the field is called `file` here, yet any name will
            do.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorResponse | Video]
    """

    kwargs = _get_kwargs(
        location=location,
        account_id=account_id,
        body=body,
        name=name,
        privacy=privacy,
        priority=priority,
        description=description,
        partition=partition,
        external_id=external_id,
        external_url=external_url,
        metadata=metadata,
        callback_url=callback_url,
        video_url=video_url,
        file_name=file_name,
        language=language,
        indexing_preset=indexing_preset,
        streaming_preset=streaming_preset,
        linguistic_model_id=linguistic_model_id,
        person_model_id=person_model_id,
        send_success_email=send_success_email,
        brands_categories=brands_categories,
        excluded_ai=excluded_ai,
        is_searchable=is_searchable,
        custom_languages=custom_languages,
        logo_group_id=logo_group_id,
        use_managed_identity_to_download_video=use_managed_identity_to_download_video,
        prevent_duplicates=prevent_duplicates,
        retention_period=retention_period,
        punctuation_mode=punctuation_mode,
        profanity_filter_mode=profanity_filter_mode,
        x_ms_client_request_id=x_ms_client_request_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    location: str,
    account_id: UUID,
    *,
    client: AuthenticatedClient,
    body: UploadBody | Unset = UNSET,
    name: str | Unset = UNSET,
    privacy: Privacy | Unset = UNSET,
    priority: Priority | Unset = UNSET,
    description: str | Unset = UNSET,
    partition: str | Unset = UNSET,
    external_id: str | Unset = UNSET,
    external_url: str | Unset = UNSET,
    metadata: str | Unset = UNSET,
    callback_url: str | Unset = UNSET,
    video_url: str | Unset = UNSET,
    file_name: str | Unset = UNSET,
    language: str | Unset = UNSET,
    indexing_preset: IndexingPreset | Unset = UNSET,
    streaming_preset: StreamingPreset | Unset = UNSET,
    linguistic_model_id: str | Unset = UNSET,
    person_model_id: str | Unset = UNSET,
    send_success_email: bool | Unset = False,
    brands_categories: str | Unset = UNSET,
    excluded_ai: list[str] | Unset = UNSET,
    is_searchable: bool | Unset = UNSET,
    custom_languages: str | Unset = UNSET,
    logo_group_id: str | Unset = UNSET,
    use_managed_identity_to_download_video: bool | Unset = UNSET,
    prevent_duplicates: bool | Unset = False,
    retention_period: int | Unset = UNSET,
    punctuation_mode: str | Unset = UNSET,
    profanity_filter_mode: str | Unset = UNSET,
    x_ms_client_request_id: str | Unset = UNSET,
) -> Any | ErrorResponse | Video | None:
    """Upload a video

     Takes a video in and starts its analysis. Send the file as multipart/form-data, or name it by
    `videoUrl` and send no body. The answer comes before the analysis has begun: poll getVideoIndex
    until the state is Processed or Failed, or give a `callbackUrl`.

    Limits of the vendor: 2 GB in a multipart body, which must arrive within 30 minutes; 30 GB by URL;
    6 hours of play, 12 for the basic audio preset; less than 2 seconds may fail. The whole URL may have
    6144 characters, its query 4096. Taken are the usual containers: mp4, mov, mkv, avi, wmv, flv, ts,
    mxf, 3gp, wav, mp3 and more.

    Retired with Azure Media Services and left out: `assetId`, `animationModelId`, and `AdaptiveBitrate`
    among the streaming presets.

    Args:
        location (str):
        account_id (UUID):
        name (str | Unset):
        privacy (Privacy | Unset): Whether a video can be read without a token.
        priority (Priority | Unset): How soon work is taken.
        description (str | Unset):
        partition (str | Unset):
        external_id (str | Unset):
        external_url (str | Unset):
        metadata (str | Unset):
        callback_url (str | Unset):
        video_url (str | Unset):
        file_name (str | Unset):
        language (str | Unset):
        indexing_preset (IndexingPreset | Unset): What is analysed.
        streaming_preset (StreamingPreset | Unset): How a video is encoded for streaming.
        linguistic_model_id (str | Unset):
        person_model_id (str | Unset):
        send_success_email (bool | Unset):  Default: False.
        brands_categories (str | Unset):
        excluded_ai (list[str] | Unset):
        is_searchable (bool | Unset):
        custom_languages (str | Unset):
        logo_group_id (str | Unset):
        use_managed_identity_to_download_video (bool | Unset):
        prevent_duplicates (bool | Unset):  Default: False.
        retention_period (int | Unset):
        punctuation_mode (str | Unset):
        profanity_filter_mode (str | Unset):
        x_ms_client_request_id (str | Unset):
        body (UploadBody | Unset): The file; the field is called `file` here, yet any name will
            do.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorResponse | Video
    """

    return (
        await asyncio_detailed(
            location=location,
            account_id=account_id,
            client=client,
            body=body,
            name=name,
            privacy=privacy,
            priority=priority,
            description=description,
            partition=partition,
            external_id=external_id,
            external_url=external_url,
            metadata=metadata,
            callback_url=callback_url,
            video_url=video_url,
            file_name=file_name,
            language=language,
            indexing_preset=indexing_preset,
            streaming_preset=streaming_preset,
            linguistic_model_id=linguistic_model_id,
            person_model_id=person_model_id,
            send_success_email=send_success_email,
            brands_categories=brands_categories,
            excluded_ai=excluded_ai,
            is_searchable=is_searchable,
            custom_languages=custom_languages,
            logo_group_id=logo_group_id,
            use_managed_identity_to_download_video=use_managed_identity_to_download_video,
            prevent_duplicates=prevent_duplicates,
            retention_period=retention_period,
            punctuation_mode=punctuation_mode,
            profanity_filter_mode=profanity_filter_mode,
            x_ms_client_request_id=x_ms_client_request_id,
        )
    ).parsed
