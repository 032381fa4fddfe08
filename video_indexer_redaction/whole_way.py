"""From a clip to a redacted clip in one call, which leaves nothing behind."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from attrs import define, field, frozen

from video_indexer_redaction import downloads, drafts, redactions, videos
from video_indexer_redaction.commands import Call, Operation, Shielded
from video_indexer_redaction.errors import (
    ConnectionFailed,
    NotFound,
    RedactionError,
    ServiceError,
    UnexpectedAnswer,
)
from video_indexer_redaction.people import (
    Face,
    Thumbnail,
    faces_artifact,
    faces_of,
    thumbnail,
    uncertain_of,
)
from video_indexer_redaction.redactions import BlurringKind
from video_indexer_redaction.session import Session
from video_indexer_redaction.uploads import Clip, Progress, local_path
from video_indexer_redaction.videos import MediaWarning
from video_indexer_redaction.waiting import DEADLINE, Deadline

CLEANING = 30.0
"""Seconds that deleting may take once the call has failed or was cancelled."""

StepProgress = Callable[[str, float], None]
"""Is told the step (Uploading, Indexing, Redacting, Downloading) and the fraction of it that is done."""


@frozen
class Redaction:
    """What `redact_video` has made."""

    path: Path  # the redacted clip
    faces: tuple[Face, ...]  # the people whom the index lists; others were hidden all the same
    video_id: str  # of the clip, deleted unless kept
    redacted_video_id: str  # likewise
    left_behind: tuple[str, ...] = ()  # videos that could not be deleted
    faces_file: Path | None = None  # the Faces artifact, if it was wanted
    uncertain: tuple[Face, ...] = ()
    """Finds too uncertain for the index: hidden unless `only` or `but` leaves them visible. Empty too where
    the service doesn't say (its Faces artifact isn't the emulator's)."""
    thumbnails: tuple[Thumbnail, ...] = ()  # one of each listed person, if they were wanted
    warnings: tuple[MediaWarning, ...] = ()
    """What the result doesn't keep of the clip, as sound that nothing decodes. Only the emulator says so."""


@define
class Traces:
    """What a call may have left on the service: videos by their id, or by the mark they were given."""

    ids: list[str] = field(factory=list)
    marks: list[str] = field(factory=list)


def redact_video(  # noqa: PLR0913 - all by name
    session: Session,
    clip: Clip,
    output: str | os.PathLike[str],
    *,
    kind: BlurringKind = "MediumBlur",
    only: Sequence[int] | None = None,
    but: Sequence[int] | None = None,
    name: str | None = None,
    faces_file: str | os.PathLike[str] | None = None,
    thumbnails: bool = False,
    keep: bool = False,
    deadline: float = DEADLINE,
    on_progress: StepProgress | None = None,
) -> Operation[Redaction]:
    """Redact a clip: upload, wait, redact, wait, download, delete.

    Both videos are deleted from the service at the end, at an error, and when the call is cancelled.
    What can't work, as an output that can't be written, is found out before anything is sent.

    Args:
        session: The client.
        clip: Path of the clip, or a file open for reading bytes.
        output: Where the redacted clip goes (mp4); it appears under its name only when whole, and never in
            the place of the clip.
        kind: How faces are hidden; BoundingBox outlines them and hides nothing.
        only: Ids of the faces to hide; the others stay.
        but: Ids of the faces to leave; the others are hidden. Without both, all are hidden.
        name: Name of the video; the file's own if left out.
        faces_file: Keep the Faces artifact there: JSON, every face of every frame.
        thumbnails: Fetch each listed person's first picture; they go with the video.
        keep: Leave both videos on the service.
        deadline: Seconds that all of it may take, the deleting apart.
        on_progress: Is told the step and the fraction of it that is done, 0 to 1.

    Raises:
        UsageError: `output` or `faces_file` is the clip itself, or the choice makes no sense.
        RedactionError: As the single steps do; a note names the videos that could not be deleted.
        OSError: The clip can't be read, or the output can't be written.
    """
    traces, until = Traces(), Deadline(deadline, "The redaction of the clip")

    def told(step: str) -> Progress:
        return lambda fraction: on_progress(step, fraction) if on_progress else None

    redactions.choice(kind, only, but)
    for target in (output, faces_file) if faces_file else (output,):
        yield Call(partial(drafts.check_place, local_path(target), clip))
    try:
        video = yield from _upload(session, clip, name, traces, until, told("Uploading"))
        index = yield from videos.wait_until_indexed(
            session, video, deadline=until.remaining(), on_progress=told("Indexing")
        )
        faces, uncertain = yield from _keep_faces(session, video, faces_file)
        people = tuple(faces_of(index))
        pictures = (yield from _portraits(session, video, people)) if thumbnails else ()
        mark = redactions.new_mark(video)
        traces.marks.append(mark)
        job = yield from redactions.redact(session, video, kind, only=only, but=but, external_id=mark)
        redacted = yield from redactions.wait_for_job(
            session, job, deadline=until.remaining(), on_progress=told("Redacting")
        )
        traces.marks.remove(mark)
        traces.ids.append(redacted)
        path = yield from downloads.download(
            session, redacted, output, deadline=until.remaining(), on_progress=told("Downloading")
        )
        remaining = () if keep else (yield from _clean_up(session, traces))
    except BaseException as error:
        if not keep:
            yield from _leave_nothing(session, traces, error)
        raise
    warnings = videos.warnings_of(index)
    return Redaction(path, people, video, redacted, remaining, faces, uncertain, pictures, warnings)


def _upload(  # noqa: PLR0913, PLR0917 - the steps of one call
    session: Session, clip: Clip, name: str | None, traces: Traces, until: Deadline, told: Progress
) -> Operation[str]:
    """Upload, and note by what the video is found should the call be cut off meanwhile."""
    mark = str(uuid.uuid4())
    traces.marks.append(mark)
    try:
        video = yield from videos.upload(
            session, clip, name=name, external_id=mark, deadline=until.remaining(), on_progress=told
        )
    except RedactionError as error:
        if not (isinstance(error, ConnectionFailed) and error.may_have_arrived):
            traces.marks.remove(mark)  # refused, so there is nothing to look for
        raise
    traces.marks.remove(mark)
    traces.ids.append(video)
    return video


def _portraits(session: Session, video: str, people: Sequence[Face]) -> Operation[tuple[Thumbnail, ...]]:
    """The picture that stands for each person, where there is one."""
    found = []
    for face in people:
        for picture in face.thumbnail_ids[:1]:
            jpeg = yield from thumbnail(session, video, picture)
            found.append(Thumbnail(face.id, picture, jpeg))
    return tuple(found)


def _keep_faces(
    session: Session, video: str, target: str | os.PathLike[str] | None
) -> Operation[tuple[Path | None, tuple[Face, ...]]]:
    """Read the Faces artifact for what the index leaves out, and save it if it is wanted.

    It is there only until the clip's video is deleted. A service that has none still redacts.
    """
    try:
        content = yield from faces_artifact(session, video)
    except (ServiceError, UnexpectedAnswer):
        if target:
            raise
        return None, ()
    path = Path(target) if target else None
    if path:
        yield Call(partial(drafts.save, path, json.dumps(content, indent=1).encode()))
    return path, tuple(uncertain_of(content))


def _leave_nothing(session: Session, traces: Traces, error: BaseException) -> Operation[None]:
    """Clean up after an error, and note in it what could not be deleted."""
    try:
        left: tuple[str, ...] | None = yield Shielded(_clean_up(session, traces), CLEANING)
    except BaseException as again:  # Ctrl-C for the second time
        _note(again, (*traces.ids, *traces.marks))
        raise
    _note(error, (*traces.ids, *traces.marks) if left is None else left)


def _note(error: BaseException, left: tuple[str, ...]) -> None:
    """Say in the error what could not be deleted."""
    if left:
        error.add_note(f"Videos may be left on the service: {', '.join(left)}")


def _clean_up(session: Session, traces: Traces) -> Operation[tuple[str, ...]]:
    """Delete what a call has left; returns what could not be deleted, by id or mark."""
    left = []
    for mark in traces.marks:
        try:
            found = yield from videos.find(session, mark)
        except RedactionError:
            left.append(f"the one with the external id {mark}")
        else:
            traces.ids.extend([found] if found else [])
    for video in traces.ids:
        try:
            yield from videos.delete(session, video)
        except NotFound:
            pass  # somebody else was faster
        except RedactionError:
            left.append(video)
    return tuple(left)
