"""Starting a redaction, watching its job, and finding what it makes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from video_indexer_client import models
from video_indexer_client.api import jobs as job_calls
from video_indexer_client.api import videos as video_calls
from video_indexer_client.types import UNSET

from video_indexer_redaction.answers import unexpected
from video_indexer_redaction.callbacks import checked_callback
from video_indexer_redaction.commands import Operation, Sleep
from video_indexer_redaction.errors import JobFailed, NotFound, UsageError
from video_indexer_redaction.handles import HeldJob, absolute, hold, take_up
from video_indexer_redaction.jobs import JOB_IN_LOCATION, JobStatus, in_location, read_job
from video_indexer_redaction.session import Session, checked_id
from video_indexer_redaction.telemetry import Watched
from video_indexer_redaction.uploads import Progress
from video_indexer_redaction.videos import LONGEST_NAME, find, look_deadline
from video_indexer_redaction.waiting import DEADLINE, Deadline, Patience, Pauses

BlurringKind = Literal["MediumBlur", "HighBlur", "LowBlur", "BoundingBox", "Black"]
BLURRING_KINDS: tuple[BlurringKind, ...] = get_args(BlurringKind)


def redact(  # noqa: PLR0913 - all by name
    session: Session,
    video_id: str,
    kind: BlurringKind = "MediumBlur",
    *,
    name: str | None = None,
    only: Sequence[int] | None = None,
    but: Sequence[int] | None = None,
    external_id: str | None = None,
    callback_url: str | None = None,
) -> Operation[str]:
    """Start a redaction of an indexed video; returns the job's id. `begin_redact` gives it as an object.

    A try that may have arrived is never repeated.

    Args:
        session: The client.
        video_id: The video's id.
        kind: How faces are hidden; BoundingBox outlines them and hides nothing.
        name: Name of the new video; `redacted` and the video's id if left out.
        only: Ids of the faces to hide; the others stay.
        but: Ids of the faces to leave; the others are hidden. Without both, all are hidden.
        external_id: An id of yours, by which `find` finds the new video; one is drawn if left out.
        callback_url: Where the service posts that the new video is ready or has failed; `parse_callback`
            reads what it sends. A query of your own comes back with it.

    Raises:
        UsageError: `only` and `but` are both given, or an id is no number, or `callback_url` can't be one.
        ServiceError: The video doesn't exist, isn't indexed or has no such face.
        ConnectionFailed: Whether it arrived, `may_have_arrived` tells.
    """
    job = yield from start(
        session, video_id, kind,
        name=name, only=only, but=but, external_id=external_id, callback_url=callback_url,
    )  # fmt: skip
    return job.id


def start(  # noqa: PLR0913 - all by name
    session: Session,
    video_id: str,
    kind: BlurringKind,
    *,
    name: str | None,
    only: Sequence[int] | None,
    but: Sequence[int] | None,
    external_id: str | None,
    callback_url: str | None,
) -> Operation[HeldJob]:
    """Start a redaction; returns its job."""
    # The answer doesn't name the new video; by this mark it can be found before the job is done.
    mark = external_id or new_mark(video_id)
    described = video_calls.redact_video._get_kwargs(
        **session.account,
        video_id=checked_id(video_id),
        body=models.RedactionRequest(choice(kind, only, but)),
        name=(name or f"redacted {video_id}")[-LONGEST_NAME:],
        external_id=mark,
        callback_url=checked_callback(callback_url) or UNSET,
    )
    answer = yield from session.get(described)
    if answer.status != 202:
        raise unexpected(answer, f"A redaction can't be answered {answer.status}.")
    job_id = in_location(JOB_IN_LOCATION, answer)
    return hold(session, job_id, absolute(session, answer.headers["location"]), mark)


def new_mark(video_id: str) -> str:
    """An external id for a redaction of this video: the emulator's pages know by it what to compare."""
    return f"redaction-of:{video_id}:{uuid.uuid4()}"


def get_job(session: Session, job_id: str) -> Operation[JobStatus]:
    """Tell how a job stands.

    Args:
        session: The client.
        job_id: The job's id, its URL as the service gave it, or a continuation token.

    Raises:
        ServiceError: The job doesn't exist, or the token doesn't permit it.
        ConnectionFailed: The service can't be reached.
    """
    return (yield from _look(session, take_up(session, job_id), None))


def wait_for_job(
    session: Session, job_id: str, *, deadline: float = DEADLINE, on_progress: Progress | None = None
) -> Operation[str]:
    """Wait until a job is done; returns the redacted video's id.

    Tolerates a service that is away for a while, as while it restarts (RetryPolicy.outage). The redirect by
    which a job ends is read here and not followed, so that the token goes nowhere else.

    Args:
        session: The client.
        job_id: The job's id, its URL as the service gave it, or a continuation token.
        deadline: Seconds to wait at most; 0: look once.
        on_progress: Is told the fraction done, 0 to 1, at each look.

    Raises:
        JobFailed: The redaction failed.
        DeadlineExceeded: It isn't done yet.
        ServiceError: The job doesn't exist, or the token doesn't permit it.
        ConnectionFailed: The service can't be reached, and wasn't for too long.
    """
    job = take_up(session, job_id)
    waiting, pauses, watched = Deadline(deadline, "The redaction"), Pauses(), Watched(f"Job {job.id}")
    while True:
        status = yield from _look(session, job, waiting)
        if status.failed:
            reason = status.failure_message
            raise JobFailed(
                f"The redaction failed: {reason or status.state}", job_id=job.id, failure_message=reason
            )
        if status.done:
            return status.video_id or (yield from redacted_video(session, job.id))
        if on_progress:
            on_progress(status.progress)
        pause = pauses.next(status.retry_after)
        watched.told(status.state, status.progress, pause)
        if pause > waiting.remaining():
            raise waiting.exceeded()
        yield Sleep(pause)


def redacted_video(session: Session, job_id: str) -> Operation[str]:
    """Find the video of a job that this client has started, done or not, by the mark it was given.

    Args:
        session: The client.
        job_id: The job's id, its URL as the service gave it, or a continuation token.

    Raises:
        NotFound: The job isn't one of this client's, or its video isn't listed.
        ServiceError: The token doesn't permit it.
        ConnectionFailed: The service can't be reached.
    """
    job = take_up(session, job_id)
    found = (yield from find(session, job.mark)) if job.mark else None
    if found is None:
        raise NotFound(404, None, f"The video of job {job.id} isn't listed.")
    return found


def _look(session: Session, job: HeldJob, waiting: Deadline | None) -> Operation[JobStatus]:
    described = job_calls.get_job._get_kwargs(**session.account, job_id=job.id)
    attempts = Patience(session.policy, waiting) if waiting else None
    deadline = look_deadline(session, waiting) if waiting else None
    answer = yield from session.get(described, deadline=deadline, attempts=attempts)
    return read_job(answer)


def choice(kind: BlurringKind, only: Sequence[int] | None, but: Sequence[int] | None) -> models.FaceRedaction:
    """What the service is told to hide, and how; raises UsageError if that makes no sense."""
    if only is not None and but is not None:
        raise UsageError("Give either `only` or `but`, not both.")
    if kind not in BLURRING_KINDS:
        raise UsageError(f"`kind` is one of {', '.join(BLURRING_KINDS)}.")
    faces, ids = models.FaceRedaction(blurring_kind=kind), only if only is not None else but
    if ids is not None:
        if not _are_numbers(ids):
            raise UsageError("Faces are chosen by a list of their ids, which are numbers.")
        faces.filter_ = models.FaceFilter(ids=list(ids), scope="Exclude" if only is None else "Include")
    return faces


def _are_numbers(ids: object) -> bool:
    """Tell whether this is what `only` and `but` take; callers without a type checker give other things."""
    return isinstance(ids, Iterable) and all(isinstance(face, int) for face in ids)
