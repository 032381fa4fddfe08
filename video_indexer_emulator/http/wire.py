"""The single place where domain objects become the vendor's JSON, and its JSON becomes domain objects."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

from video_indexer_emulator.http.wire_media import of_file
from video_indexer_emulator.model import (
    OWNER,
    BlurringKind,
    FaceFilter,
    FilterScope,
    Hit,
    Job,
    JobState,
    Person,
    RedactionPlan,
    Video,
    VideoState,
)
from video_indexer_emulator.service.library import Page
from video_indexer_emulator.service.search import FoundPage

ZERO_GUID = "00000000-0000-0000-0000-000000000000"
INSIGHTS_VERSION = "1.0.0.0"
BLURRING_NUMBERS = dict(enumerate(BlurringKind))
"""The vendor's numbers of the kinds, which is the order of the enum."""

NOT_ANALYSED = (
    "keywords", "sentiments", "emotions", "audioEffects", "labels", "framePatterns", "brands",
    "namedLocations", "namedPeople", "topics",
)  # fmt: skip
"""Lists of the summary that every recorded one has; this service finds none of these."""

STATISTICS_OF_SPEAKERS = (
    "speakerTalkToListenRatio", "speakerLongestMonolog", "speakerNumberOfFragments", "speakerWordCount",
)  # fmt: skip

FRACTION_DIGITS = 7
"""Digits of a second in the vendor's times; Python has six, the last one is 0."""


def instant(moment: datetime) -> str:
    """A moment as the library prints it: 2022-06-04T11:31:50.538922+00:00, without trailing zeros."""
    return f"{_microseconds(moment).rstrip('0').rstrip('.')}+00:00"


def job_instant(moment: datetime) -> str:
    """A moment as jobs print it, ending in Z."""
    return f"{_microseconds(moment)}0Z"


def _microseconds(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")[:26]  # without the zone, which is UTC


def time_span(seconds: Fraction | float) -> str:
    """A stretch of time: 0:00:05.04, hours un-padded, trailing zeros trimmed."""
    ticks = round(Fraction(seconds) * 100)  # hundredths, as recorded payloads have
    whole, hundredths = divmod(ticks, 100)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    fraction = f".{hundredths:02}".rstrip("0") if hundredths else ""
    return f"{hours}:{minute:02}:{second:02}{fraction}"


def video_item(video: Video) -> dict[str, Any]:
    """A video as upload and list show it."""
    return {
        "accountId": video.account_id,
        "id": video.id,
        "partition": video.partition,
        "externalId": video.external_id,
        "metadata": video.metadata,
        "name": video.name,
        "description": video.description,
        "created": instant(video.created),
        "lastModified": instant(video.modified),
        "lastIndexed": instant(video.indexed or video.created),
        "privacyMode": video.privacy,
        "userName": OWNER,
        "isOwned": True,
        "isBase": True,
        "hasSourceVideoFile": video.source_key is not None,
        "state": video.state,
        "moderationState": "OK",
        "reviewState": "None",
        "isSearchable": video.searchable,
        "processingProgress": _progress(video),
        "durationInSeconds": _duration_in_seconds(video),
        "thumbnailVideoId": video.id,
        "thumbnailId": video.thumbnail_id or ZERO_GUID,
        "searchMatches": [],
        "indexingPreset": video.indexing_preset,
        "streamingPreset": video.streaming_preset,
        "sourceLanguage": video.language,
        "sourceLanguages": [video.language],
        "personModelId": ZERO_GUID,
    }


def video_list(page: Page) -> dict[str, Any]:
    """A page of videos."""
    return {"results": [video_item(video) for video in page.videos], "nextPage": _next_page(page)}


def found_list(page: FoundPage) -> dict[str, Any]:
    """A page of what a search has found."""
    results = [
        video_item(each.video) | {"searchMatches": [_match(hit) for hit in each.hits]} for each in page.found
    ]
    return {"results": results, "nextPage": _next_page(page)}


def _match(hit: Hit) -> dict[str, str]:
    return {"startTime": time_span(hit.time), "type": hit.kind, "text": hit.text, "exactText": hit.exact}


def _next_page(page: Page | FoundPage) -> dict[str, Any]:
    return {"pageSize": page.page_size, "skip": page.skip, "done": page.done, "totalCount": page.total}


def index(
    video: Video, people: tuple[Person, ...] | None, *, summarized: bool, insights: set[str] | None
) -> dict[str, Any]:
    """A video's index; `insights` names the arrays to show, None for all.

    Only people who are seen long and surely enough are shown, as the vendor does.
    """
    shown = [person for person in people or () if person.prominent]
    # By the contract insights are null until the video is Processed, and for a redacted video.
    analysed = video.state is VideoState.PROCESSED and video.redacted_from is None
    return {
        "partition": video.partition,
        "description": video.description,
        "privacyMode": video.privacy,
        "state": video.state,
        "accountId": video.account_id,
        "id": video.id,
        "name": video.name,
        "userName": OWNER,
        "created": instant(video.created),
        "isOwned": True,
        "isEditable": True,
        "isBase": True,
        "durationInSeconds": _duration_in_seconds(video),
        "duration": time_span(_duration(video)),
        "summarizedInsights": _summary(video, shown) if summarized and analysed else None,
        "videos": [_indexed_video(video, shown, analysed, insights)],
        "videosRanges": [
            {"videoId": video.id, "range": {"start": "0:00:00", "end": time_span(_duration(video))}}
        ],
    }


def _indexed_video(
    video: Video, shown: list[Person], analysed: bool, insights: set[str] | None
) -> dict[str, Any]:
    return {
        "accountId": video.account_id,
        "id": video.id,
        "state": video.state,
        "moderationState": "OK",
        "reviewState": "None",
        "privacyMode": video.privacy,
        "processingProgress": _progress(video),
        "failureCode": video.failure_code,
        "failureMessage": video.failure_message,
        "externalId": video.external_id,
        "externalUrl": video.external_url,
        "metadata": video.metadata,
        "insights": _insights(video, shown, insights) if analysed else None,
        "thumbnailId": video.thumbnail_id or ZERO_GUID,
        "width": video.clip.width if video.clip else 0,
        "height": video.clip.height if video.clip else 0,
        "detectSourceLanguage": False,
        "languageAutoDetectMode": "None",
        "sourceLanguage": video.language,
        "sourceLanguages": [video.language],
        "language": video.language,
        "languages": [video.language],
        "indexingPreset": video.indexing_preset,
        "streamingPreset": video.streaming_preset,
        "linguisticModelId": ZERO_GUID,
        "personModelId": ZERO_GUID,
        "logoGroupId": None,
        "isAdult": False,
        "excludedAIs": list(video.excluded_ai),
        "isSearchable": video.searchable,
        "publishedUrl": None,
        "publishedProxyUrl": None,
        "viewToken": None,
        **of_file(video.clip),
    }


def _insights(video: Video, shown: list[Person], wanted: set[str] | None) -> dict[str, Any]:
    """Arrays with nothing in them are left out, as in recorded payloads."""
    insights: dict[str, Any] = {
        "version": INSIGHTS_VERSION,
        "duration": time_span(_duration(video)),
        "sourceLanguage": video.language,
        "sourceLanguages": [video.language],
        "language": video.language,
        "languages": [video.language],
    }
    if shown and (wanted is None or "faces" in wanted):
        insights["faces"] = [_face(video, person) for person in shown]
    # Every recorded index has these two, whatever was asked for.
    moderation = {"id": 0, "bannedWordsCount": 0, "bannedWordsRatio": 0, "instances": []}
    return insights | {"textualContentModeration": moderation, "statistics": _statistics()}


def _face(video: Video, person: Person) -> dict[str, Any]:
    return _face_head(person) | {
        "imageUrl": None,
        "thumbnails": [
            {
                "id": picture.id,
                "fileName": f"FaceInstanceThumbnail_{picture.id}.jpg",
                "instances": [_instance(picture.time, picture.time + _frame_seconds(video))],
            }
            for picture in person.thumbnails
        ],
        "instances": [
            {
                "thumbnailsIds": [
                    picture.id for picture in person.thumbnails if seen.start <= picture.time < seen.end
                ]
            }
            | _instance(seen.start, seen.end)
            for seen in person.appearances
        ],
    }


def _face_head(person: Person) -> dict[str, Any]:
    return {
        "id": person.face_id,
        "name": person.name,
        "confidence": person.confidence,
        "description": None,
        "title": None,
        "thumbnailId": person.thumbnails[0].id if person.thumbnails else ZERO_GUID,
    }


def _instance(start: Fraction, end: Fraction) -> dict[str, str]:
    times = {"start": time_span(start), "end": time_span(end)}
    return times | {"adjustedStart": times["start"], "adjustedEnd": times["end"]}


def _summary(video: Video, shown: list[Person]) -> dict[str, Any]:
    duration = _duration(video)
    return {
        "name": video.name,
        "id": video.id,
        "privacyMode": video.privacy,
        "duration": {"time": time_span(duration), "seconds": round(float(duration), 1)},
        "thumbnailVideoId": video.id,
        "thumbnailId": video.thumbnail_id or ZERO_GUID,
        "faces": [_summarized_face(video, person) for person in shown],
        **{name: [] for name in NOT_ANALYSED},
        "statistics": _statistics(),
    }


def _statistics() -> dict[str, Any]:
    """Of a video in which no speech was analysed."""
    return {"correspondenceCount": 0} | {name: {} for name in STATISTICS_OF_SPEAKERS}


def _summarized_face(video: Video, person: Person) -> dict[str, Any]:
    seen = sum((appearance.end - appearance.start for appearance in person.appearances), Fraction())
    return (
        {"videoId": video.id}
        | _face_head(person)
        | {
            "seenDuration": round(float(seen), 1),
            "seenDurationRatio": round(float(seen / _duration(video)), 4) if _duration(video) else 0.0,
            "appearances": [
                {
                    "startTime": time_span(appearance.start),
                    "endTime": time_span(appearance.end),
                    "startSeconds": round(float(appearance.start), 1),
                    "endSeconds": round(float(appearance.end), 1),
                }
                for appearance in person.appearances
            ],
        }
    )


def job(value: Job) -> dict[str, Any]:
    """A job that is not finished, or has failed."""
    status: dict[str, Any] = {
        "creationTime": job_instant(value.created),
        "lastUpdateTime": job_instant(value.modified),
        "progress": value.progress,
        "jobType": "Redaction",
        "state": value.state,
    }
    if value.state is JobState.FAILED:
        status["failureMessage"] = value.message
    return status


def redaction_plan(body: dict[str, Any]) -> RedactionPlan:
    """Read a checked redaction request."""
    faces = body["faces"]
    kind = faces.get("blurringKind", BlurringKind.MEDIUM_BLUR)
    chosen = faces.get("filter")
    return RedactionPlan(
        # A number may be written 1.0, which JSON Schema calls an integer too.
        BlurringKind(kind) if isinstance(kind, str) else BLURRING_NUMBERS[int(kind)],
        chosen and FaceFilter(frozenset(map(int, chosen["ids"])), FilterScope(chosen["scope"])),
    )


def _progress(video: Video) -> str:
    if video.state is VideoState.UPLOADED:
        return ""
    return f"{video.progress}%"


def _duration(video: Video) -> Fraction:
    return video.clip.duration if video.clip else Fraction()


def _duration_in_seconds(video: Video) -> int:
    return int(_duration(video))


def _frame_seconds(video: Video) -> Fraction:
    clip = video.clip
    return clip.duration / clip.frame_count if clip and clip.frame_count else Fraction()
