"""The videos of an account: upload, list, find, watch, delete."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, BinaryIO, cast

import httpx
from attrs import frozen
from video_indexer_client import models
from video_indexer_client.api import videos as video_calls

from video_indexer_redaction.answers import expect, parsed, unexpected
from video_indexer_redaction.callbacks import checked_callback
from video_indexer_redaction.commands import Call, Emit, Emitting, Operation, Sleep
from video_indexer_redaction.errors import IndexingFailed, UsageError
from video_indexer_redaction.session import Session, checked_id
from video_indexer_redaction.telemetry import Watched
from video_indexer_redaction.uploads import (
    ByteProgress,
    Clip,
    Progress,
    Source,
    Tally,
    UploadStream,
    file_name,
    opened,
)
from video_indexer_redaction.waiting import DEADLINE, ONE_LOOK, UPLOAD_DEADLINE, Deadline, Patience, Pauses

PAGE = 1000
"""Videos asked for at once; the contract's limit."""

DELETED = {200, 204, 404}
"""Answers of a deletion that is done; the last one where an earlier try has done it."""

LONGEST_NAME = 80
"""Characters; the contract's limit."""


@frozen
class MediaWarning:
    """Something about a clip that its redaction doesn't keep, or that the service had to assume."""

    code: str  # one word, as StreamLeftOut
    message: str  # one sentence
    start_seconds: float | None = None  # where in the clip, if in a part of it
    end_seconds: float | None = None


def upload(  # noqa: PLR0913 - all by name
    session: Session,
    clip: Clip | None = None,
    *,
    url: str | None = None,
    name: str | None = None,
    external_id: str | None = None,
    privacy: models.Privacy | None = None,
    callback_url: str | None = None,
    deadline: float = UPLOAD_DEADLINE,
    on_progress: Progress | None = None,
    on_bytes: ByteProgress | None = None,
) -> Operation[str]:
    """Upload a clip, or have the service fetch one from a URL; returns the new video's id.

    The file is streamed. A try that may have arrived is never repeated: by an `external_id` of your own
    you find its video with `find`, should the call be cut off.

    Args:
        session: The client.
        clip: Path of the clip, or a file open for reading bytes, which is left open.
        url: Where the service fetches the clip itself, instead of `clip`.
        name: Name of the video, its last 80 characters; the file's own if left out.
        external_id: An id of yours, by which `find` finds the video.
        privacy: Private or Public; the service's own choice (Private) if left out.
        callback_url: Where the service posts that the video is indexed or has failed; `parse_callback`
            reads what it sends. A query of your own comes back with it.
        deadline: Seconds that the upload may take.
        on_progress: Is told the fraction sent, 0 to 1.
        on_bytes: Is told the bytes sent and their total, the envelope of the form included.

    Raises:
        UsageError: There is no clip and no URL, or both, or the file gives no bytes, or `callback_url`
            can't be one.
        ServiceError: The service refused it.
        ConnectionFailed: Whether it arrived, `may_have_arrived` tells.
        DeadlineExceeded: It took longer than `deadline`.
        OSError: The file can't be read.
    """
    if (clip is None) == (url is None):
        raise UsageError("Give either a clip or a URL.")
    until = Deadline(deadline, "The upload")
    wanted = {
        "external_id": external_id,
        "privacy": privacy,
        "video_url": url,
        "callback_url": checked_callback(callback_url),
    }
    fields: dict[str, Any] = {field: value for field, value in wanted.items() if value}
    if clip is None:
        title = (name or _last_part(url or ""))[-LONGEST_NAME:]
        described = video_calls.upload_video._get_kwargs(**session.account, name=title, **fields)
        answer = yield from session.get(described, deadline=until)
        return parsed(answer, _id)
    file, ours = yield Call(lambda: opened(clip))
    try:
        title = (name or file_name(clip))[-LONGEST_NAME:]
        described = video_calls.upload_video._get_kwargs(**session.account, name=title, **fields)
        source = Source(file)
        described |= {"files": {"file": (file_name(clip), cast(BinaryIO, source))}}

        def dress(request: httpx.Request) -> None:
            until.check()
            size = request.headers.get("content-length")
            tally = Tally(int(size) if size else None, on_progress, on_bytes)
            request.stream = UploadStream(_before(until, request.stream), tally.add)

        answer = yield from session.call(
            lambda: described, deadline=until, dress=dress, once=not source.seekable()
        )
    finally:
        if ours:
            file.close()
    return parsed(answer, _id)


def wait_until_indexed(
    session: Session, video_id: str, *, deadline: float = DEADLINE, on_progress: Progress | None = None
) -> Operation[models.VideoIndex]:
    """Wait until a video is indexed; returns its index.

    Tolerates a service that is away for a while, as while it restarts, and a 409, which the service has
    answered for a moment while a new job began (RetryPolicy.outage).

    Args:
        session: The client.
        video_id: The video's id.
        deadline: Seconds to wait at most; 0: look once.
        on_progress: Is told the fraction done, 0 to 1, at each look.

    Raises:
        IndexingFailed: The service couldn't make sense of the file.
        DeadlineExceeded: It isn't done yet.
        ServiceError: The video doesn't exist, or the token doesn't permit it.
        ConnectionFailed: The service can't be reached, and wasn't for too long.
    """
    waiting, pauses, watched = Deadline(deadline, "The indexing"), Pauses(), Watched(f"Video {video_id}")
    while True:
        index = yield from _index(session, video_id, waiting)
        if index.state == "Processed":
            return index
        video = part_of(index)
        if index.state in {"Failed", "Quarantined"}:
            reason = video.failure_message or None
            raise IndexingFailed(
                f"The video could not be indexed: {reason or index.state}",
                video_id=video_id,
                failure_message=reason,
            )
        progress = percent(video.processing_progress)
        if on_progress:
            on_progress(progress)
        pause = pauses.next()
        watched.told(str(index.state), progress, pause)
        if pause > waiting.remaining():
            raise waiting.exceeded()
        yield Sleep(pause)


def get_index(session: Session, video_id: str) -> Operation[models.VideoIndex]:
    """Give a video's state and what was found in it.

    Args:
        session: The client.
        video_id: The video's id.

    Raises:
        ServiceError: The video doesn't exist, or the token doesn't permit it.
        ConnectionFailed: The service can't be reached.
    """
    return _index(session, video_id, None)


def list_all(session: Session) -> Emitting[models.Video]:
    """List all videos of the account, page by page as the caller goes on, the newest first.

    Args:
        session: The client.

    Raises:
        ServiceError: The token doesn't permit it.
        ConnectionFailed: The service can't be reached.
        UnexpectedAnswer: A page isn't one of the contract.
    """
    skip: int | None = 0
    while skip is not None:
        videos, skip = yield from _page_at(session, skip)
        for video in videos:
            yield Emit(video)


def find(session: Session, external_id: str) -> Operation[str | None]:
    """Find the newest video that carries this external id; returns its id, or None.

    Args:
        session: The client.
        external_id: The id of yours that the upload was given.

    Raises:
        ServiceError: The token doesn't permit it.
        ConnectionFailed: The service can't be reached.
    """
    skip: int | None = 0
    while skip is not None:
        videos, skip = yield from _page_at(session, skip)
        for video in videos:
            if video.external_id == external_id:
                return video.id
    return None


def delete(session: Session, video_id: str) -> Operation[None]:
    """Delete a video with everything that was found in it.

    Args:
        session: The client.
        video_id: The video's id.

    Raises:
        ServiceError: The video doesn't exist, or the token doesn't permit it.
        ConnectionFailed: The service can't be reached.
        UnexpectedAnswer: It isn't sure that the video is gone.
    """
    described = video_calls.delete_video._get_kwargs(**session.account, video_id=checked_id(video_id))
    answer = yield from session.get(described)
    if answer.body and answer.status < 400:  # a page to sign in on must not pass for a deletion
        parsed(answer, lambda body: expect(dict, body))
    elif answer.status not in DELETED:
        raise unexpected(answer, f"A deletion can't be answered {answer.status}.")


def warnings_of(index: models.VideoIndex) -> tuple[MediaWarning, ...]:
    """What an index tells of its file; nothing where the service isn't the emulator."""
    told = part_of(index).warnings
    return tuple(
        MediaWarning(each.code, each.message, _seconds(each.start_seconds), _seconds(each.end_seconds))
        for each in told or ()
    )


def _seconds(told: object) -> float | None:
    return float(told) if isinstance(told, int | float) else None


def part_of(index: models.VideoIndex) -> models.IndexedVideo:
    """The part of an index that has the insights; an empty one where the service sends none."""
    return index.videos[0] if index.videos else models.IndexedVideo()


def percent(text: object) -> float:
    """A fraction, read from a text as `40%`; 0 where there is none."""
    digits = str(text or "").rstrip("%")
    return min(1.0, int(digits) / 100) if digits.isascii() and digits.isdigit() and len(digits) < 4 else 0.0


def _index(session: Session, video_id: str, waiting: Deadline | None) -> Operation[models.VideoIndex]:
    described = video_calls.get_video_index._get_kwargs(**session.account, video_id=checked_id(video_id))
    attempts = Patience(session.policy, waiting) if waiting else None
    deadline = look_deadline(session, waiting) if waiting else None
    answer = yield from session.get(described, deadline=deadline, attempts=attempts)
    return parsed(answer, _read_index)


def look_deadline(session: Session, waiting: Deadline) -> Deadline:
    """When one look of a wait must be over."""
    return Deadline(max(ONE_LOOK, waiting.remaining()), waiting.what)


def _before(until: Deadline, pieces: Any) -> Any:
    for piece in pieces:
        until.check()
        yield piece


def _id(body: Mapping[str, Any]) -> str:
    return expect(str, models.Video.from_dict(body).id)


def _read_index(body: Mapping[str, Any]) -> models.VideoIndex:
    index = models.VideoIndex.from_dict(body)
    expect(str, index.state)
    return index


def _page_at(session: Session, skip: int) -> Operation[tuple[list[models.Video], int | None]]:
    """One page, and where the next one begins; None: there is no next."""
    described = video_calls.list_videos._get_kwargs(**session.account, page_size=PAGE, skip=skip)
    answer = yield from session.get(described)

    def read(body: Mapping[str, Any]) -> tuple[list[models.Video], int | None]:
        page = models.VideoList.from_dict(body)
        for video in page.results:
            expect(str, video.id)
        onward = expect(int, page.next_page.skip)
        # A page that leads back would be read for ever.
        return page.results, None if page.next_page.done or onward <= skip else onward

    return parsed(answer, read)


def _last_part(url: str) -> str:
    with suppress(httpx.InvalidURL, TypeError):
        return httpx.URL(url).path.rsplit("/", 1)[-1] or "video"
    return "video"
