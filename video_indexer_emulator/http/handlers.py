"""One handler for each operation: read the call, make one service call, shape the answer."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Any

import anyio.to_thread

from video_indexer_emulator.errors import InvalidInput
from video_indexer_emulator.http import wire
from video_indexer_emulator.http.account_handlers import ACCOUNT_HANDLERS
from video_indexer_emulator.http.call import Answer, Call
from video_indexer_emulator.http.tolerances import BODY_BESIDE_URL
from video_indexer_emulator.http.upload import discard_body, receive_file, refuse_body
from video_indexer_emulator.model import (
    JobState,
    Priority,
    Privacy,
    Video,
    VideoQuery,
    VideoSearch,
    VideoState,
)
from video_indexer_emulator.service.library import draft

NAME_LIMIT = 80
"""Characters of a video's name; the contract refuses longer ones, a file's name is cut to it."""

LOOKS_AT_ONCE = 16
"""Threads that may wait for the hosts of one account's URLs: however slow these are, the others go on."""


@cache
def _looks_outside(_account_id: str) -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(LOOKS_AT_ONCE)


async def upload_video(call: Call) -> Answer:
    """Take a video in.

    https://api-portal.videoindexer.ai/api-details#api=Operations&operation=Upload-Video
    """
    values, library = call.values, call.services.library
    with library.blobs.scratch_folder() as folder:
        file = folder / "upload"
        file_name = None
        if values.get("videoUrl"):
            beside = discard_body if call.operation.tolerates(BODY_BESIDE_URL) else refuse_body
            await beside(call.request)
        else:
            file_name = await receive_file(call.request, file, call.services.settings.max_upload_bytes)
        video = _upload_draft(call, file_name)
        if file_name is not None:
            upload = partial(library.upload_file, unique=bool(values.get("preventDuplicates")))
            video = await anyio.to_thread.run_sync(upload, video, file, file_name)
        elif values.get("videoUrl"):
            mine = _looks_outside(call.account_id)
            video = await anyio.to_thread.run_sync(library.upload_url, video, limiter=mine)
        else:
            raise InvalidInput("Send the file as multipart/form-data, or name it by videoUrl.")
    return Answer(value=wire.video_item(video))


def _upload_draft(call: Call, file_name: str | None) -> Video:
    values = call.values
    return draft(
        call.account_id,
        values.get("name") or (values.get("fileName") or file_name or "video")[-NAME_LIMIT:],
        **_new_video_fields(values),
        partition=values.get("partition"),
        external_url=values.get("externalUrl"),
        metadata=values.get("metadata"),
        file_name=values.get("fileName"),
        language=values.get("language") or "en-US",
        indexing_preset=values.get("indexingPreset") or "Default",
        excluded_ai=tuple(values.get("excludedAI") or ()),
        video_url=values.get("videoUrl"),
        searchable=values.get("isSearchable") is not False,
        expires=_expiry(values.get("retentionPeriod")),
    )


def _expiry(days: int | None) -> datetime | None:
    return datetime.now(UTC) + timedelta(days=days) if days else None


def _new_video_fields(values: dict[str, Any]) -> dict[str, Any]:
    """What upload and redact both say of the video that they make."""
    return {
        "privacy": Privacy(values.get("privacy") or Privacy.PRIVATE),
        "priority": Priority(values.get("priority") or Priority.NORMAL),
        "description": values.get("description"),
        "external_id": values.get("externalId"),
        "streaming_preset": values.get("streamingPreset") or "Default",
        "callback_url": values.get("callbackUrl"),
    }


def list_videos(call: Call) -> Answer:
    """List the account's videos.

    https://api-portal.videoindexer.ai/api-details#api=Operations&operation=List-Videos
    """
    values = call.values
    query = VideoQuery(
        account_id=call.account_id,
        created_after=_moment(values.get("createdAfter")),
        created_before=_moment(values.get("createdBefore")),
        partitions=tuple(values.get("partitions") or ()),
        skip=values["skip"],
        page_size=values["pageSize"],
    )
    page = call.services.library.page(query)
    return Answer(value=wire.video_list(page))


def search_videos(call: Call) -> Answer:
    """Search the account's videos.

    https://api-portal.videoindexer.ai/api-details#api=Operations&operation=Search-Videos
    """
    values = call.values
    states = tuple(VideoState(word) for word in _texts(values, "state") if word in set(VideoState))
    query = VideoQuery(
        account_id=call.account_id,
        created_after=_moment(values.get("createdAfter")),
        created_before=_moment(values.get("createdBefore")),
        partitions=_texts(values, "partition"),
        ids=_texts(values, "id"),
        external_ids=_texts(values, "externalId"),
        states=states,
        privacies=tuple(map(Privacy, _texts(values, "privacy"))),
        has_file=values.get("hasSourceVideoFile"),
        skip=values["skip"],
        page_size=values["pageSize"],
    )
    search = VideoSearch(
        query,
        texts=_texts(values, "query"),
        faces=_texts(values, "face"),
        owners=_texts(values, "owner"),
        source_language=values.get("sourceLanguage"),
        languages=_texts(values, "language"),
        of_video=values.get("sourceVideoId"),
        in_texts_of_analysis=bool(values.get("textScope")),
        unattainable=values.get("isBase") is False
        or bool(values.get("animatedcharacter"))
        or (bool(values.get("state")) and not states),
    )
    return Answer(value=wire.found_list(call.services.library.search(search)))


def _texts(values: dict[str, Any], name: str) -> tuple[str, ...]:
    return tuple(values.get(name) or ())


def get_id_by_external_id(call: Call) -> Answer:
    """Find a video by its external id.

    https://api-portal.videoindexer.ai/api-details#api=Operations&operation=Get-Video-Id-By-External-Id
    """
    found = call.services.library.by_external_id(call.account_id, call.values["externalId"])
    return Answer(value=found.id)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.upper())  # RFC 3339 allows t and z
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:  # the latter for the first and the last hours of time
        raise InvalidInput(f"'{text}' isn't a time that this service can read.") from error


def get_video_index(call: Call) -> Answer:
    """Show what was found in a video.

    https://api-portal.videoindexer.ai/api-details#api=Operations&operation=Get-Video-Index
    """
    values, library = call.values, call.services.library
    included, excluded = values.get("includedInsights"), values.get("excludedInsights")
    if included and excluded:
        raise InvalidInput("Send includedInsights or excludedInsights, not both.")
    video = library.video(call.account_id, call.video_id)
    shown = _words(included) if included else ({"faces"} - _words(excluded))
    summarized = values.get("includeSummarizedInsights", True)
    return Answer(value=wire.index(video, library.people(video), summarized=summarized, insights=shown))


def _words(text: str | None) -> set[str]:
    return {word.strip().casefold() for word in (text or "").split(",")}


def delete_video(call: Call) -> Answer:
    """Delete a video.

    https://api-portal.videoindexer.ai/api-details#api=Operations&operation=Delete-Video
    """
    failed = call.services.library.delete(call.account_id, call.video_id)
    return Answer(200, {"failedAssets": failed}) if failed else Answer(204)


def get_video_artifact_url(call: Call) -> Answer:
    """Give a signed URL of an artifact.

    https://api-portal.videoindexer.ai/api-details#api=Operations&operation=Get-Video-Artifact-Download-Url
    """
    key = call.services.library.artifact_key(call.account_id, call.video_id, call.values["type"])
    return Answer(value=_download_url(call, key))


def get_video_thumbnail(call: Call) -> Answer:
    """Give a thumbnail.

    https://api-portal.videoindexer.ai/api-details#api=Operations&operation=Get-Video-Thumbnail
    """
    values = call.values
    jpeg = call.services.library.thumbnail(call.account_id, call.video_id, values["thumbnailId"])
    if values.get("format") == "Base64":
        return Answer(content=base64.b64encode(jpeg), media_type="text/plain")
    return Answer(content=jpeg, media_type="image/jpeg")


def lead_to_page(call: Call) -> Answer:
    """Redirect to the video's page; kept by a cache, as a 301 may be for ever, it would outlive the video.

    https://api-portal.videoindexer.ai/api-details#api=Operations&operation=Get-Video-Player-Widget
    """
    video = call.services.library.video(call.account_id, call.video_id)
    return Answer(301, headers={"Location": call.url(f"/#/videos/{video.id}"), "Cache-Control": "no-store"})


def redact_video(call: Call) -> Answer:
    """Start a redaction job.

    https://learn.microsoft.com/azure/azure-video-indexer/face-redaction-with-api
    """
    values = call.values
    target = draft(
        call.account_id, values.get("name") or f"redacted {call.video_id}", **_new_video_fields(values)
    )
    job = call.services.redaction.start(call.video_id, wire.redaction_plan(call.body), target)
    return Answer(202, headers={"Location": call.url(f"{_account_path(call)}/Jobs/{job.id}")})


def get_job(call: Call) -> Answer:
    """Tell how a job stands.

    https://learn.microsoft.com/azure/azure-video-indexer/face-redaction-with-api#monitor-job-status
    """
    job = call.services.redaction.job(call.account_id, call.values["jobId"])
    if job.state is not JobState.PROCESSED:
        return Answer(value=wire.job(job))
    video = f"{_account_path(call)}/Videos/{job.target_video_id}/SourceFile/DownloadUrl"
    return Answer(303, headers={"Location": call.url(video)})


def get_video_source_file_download_url(call: Call) -> Answer:
    """Give a signed URL of a video's file.

    https://api-portal.videoindexer.ai/api-details#api=Operations&operation=Get-Video-Source-File-Download-Url
    """
    key = call.services.library.source_key(call.account_id, call.video_id)
    return Answer(value=_download_url(call, key))


def _account_path(call: Call) -> str:
    return f"/{call.values['location'].lower()}/Accounts/{call.account_id}"


def _download_url(call: Call, key: str) -> str:
    """A signed URL of a blob: the store's own, or ours for a local folder."""
    services = call.services
    own = services.library.blobs.signed_url(key, services.settings.download_seconds)
    return own or call.url(services.access.sign_path(f"/_blobs/{key}"))


HANDLERS: dict[str, Callable[[Call], Any]] = ACCOUNT_HANDLERS | {
    "uploadVideo": upload_video,
    "listVideos": list_videos,
    "searchVideos": search_videos,
    "getIdByExternalId": get_id_by_external_id,
    "getVideoIndex": get_video_index,
    "deleteVideo": delete_video,
    "getVideoArtifactUrl": get_video_artifact_url,
    "getVideoThumbnail": get_video_thumbnail,
    "getVideoInsightsWidget": lead_to_page,
    "getVideoPlayerWidget": lead_to_page,
    "redactVideo": redact_video,
    "getJob": get_job,
    "getVideoSourceFileDownloadUrl": get_video_source_file_download_url,
}

STREAMING = frozenset({"uploadVideo"})
"""Operations whose handler reads the request's body itself."""

ONE_ROW = frozenset({"getJob"})
"""Operations that read one row and no more. From a local SQLite file that takes about 0.1 ms and waits
for nobody, so the way into a thread and back would cost more than the work (`benchmarks/service.py`)."""
