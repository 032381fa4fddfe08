"""A job as an object, as azure-core's LROPoller: asked, waited for, kept as a text."""

from __future__ import annotations

from collections.abc import Sequence

from video_indexer_redaction import redactions
from video_indexer_redaction.commands import Operation
from video_indexer_redaction.handles import HeldJob
from video_indexer_redaction.jobs import JobStatus
from video_indexer_redaction.redactions import BlurringKind
from video_indexer_redaction.session import Session
from video_indexer_redaction.uploads import Progress
from video_indexer_redaction.waiting import DEADLINE


class HeldByClient:
    """What both kinds of job tell without asking the service."""

    _session: HeldJob

    @property
    def id(self) -> str:
        """The job's id."""
        return self._session.id

    @property
    def url(self) -> str:
        """The job's URL, as the service gave it."""
        return self._session.url

    def continuation_token(self) -> str:
        """A text by which `client.job` takes the job up in another process; it holds no secret."""
        return self._session.token()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id!r})"


def begin_redact(  # noqa: PLR0913 - all by name
    session: Session,
    video_id: str,
    kind: BlurringKind = "MediumBlur",
    *,
    name: str | None = None,
    only: Sequence[int] | None = None,
    but: Sequence[int] | None = None,
    external_id: str | None = None,
    callback_url: str | None = None,
) -> Operation[HeldJob]:
    """Start a redaction as `redact` does; returns the job as an object.

    Args:
        session: The client.
        video_id: The video's id.
        kind: How faces are hidden; BoundingBox outlines them and hides nothing.
        name: Name of the new video; `redacted` and the video's id if left out.
        only: Ids of the faces to hide; the others stay.
        but: Ids of the faces to leave; the others are hidden. Without both, all are hidden.
        external_id: An id of yours, by which `find` finds the new video; one is drawn if left out.
        callback_url: Where the service posts that the new video is ready or has failed.

    Raises:
        UsageError: `only` and `but` are both given, or an id is no number, or `callback_url` can't be one.
        ServiceError: The video doesn't exist, isn't indexed or has no such face.
        ConnectionFailed: Whether it arrived, `may_have_arrived` tells.
    """
    return redactions.start(
        session, video_id, kind,
        name=name, only=only, but=but, external_id=external_id, callback_url=callback_url,
    )  # fmt: skip


def status(job: HeldJob) -> Operation[JobStatus]:
    """Ask how the job stands.

    Raises:
        ServiceError: The job doesn't exist, or the token doesn't permit it.
        ConnectionFailed: The service can't be reached.
    """
    return redactions.get_job(job.session, job.id)


def done(job: HeldJob) -> Operation[bool]:
    """Ask whether the job is over, well or not.

    Raises:
        ServiceError: The job doesn't exist, or the token doesn't permit it.
        ConnectionFailed: The service can't be reached.
    """
    now = yield from redactions.get_job(job.session, job.id)
    return now.done or now.failed


def result(
    job: HeldJob, *, deadline: float = DEADLINE, on_progress: Progress | None = None
) -> Operation[str]:
    """Wait until the job is done; returns the redacted video's id.

    Args:
        job: The job.
        deadline: Seconds to wait at most; 0: look once.
        on_progress: Is told the fraction done, 0 to 1, at each look.

    Raises:
        JobFailed: The redaction failed.
        DeadlineExceeded: It isn't done yet.
        ServiceError: The job doesn't exist, or the token doesn't permit it.
        ConnectionFailed: The service can't be reached, and wasn't for too long.
    """
    return redactions.wait_for_job(job.session, job.id, deadline=deadline, on_progress=on_progress)
