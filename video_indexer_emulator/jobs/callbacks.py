"""Telling a callbackUrl that a video has ended: a workflow of its own, on a queue of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable

from dbos import DBOS, PortableWorkflowError, SetEnqueueOptions, SetWorkflowID, error

from video_indexer_emulator import logs
from video_indexer_emulator.jobs.late_outbound import LateOutbound
from video_indexer_emulator.jobs.queues import CALLBACKS

TRIES = 3
FIRST_PAUSE = 1.0
"""Seconds before the second try; DBOS doubles it for the third."""

Notify = Callable[[str | None, str, str, str | None], None]
log = logging.getLogger(__name__)


def register_callbacks(outbound: LateOutbound, queued: Callable[[str], None]) -> Notify:
    """Make the callback known to DBOS; returns what a workflow calls to queue one.

    That takes the URL, the ids of account and video, and its state; without a URL or a state there is
    nothing to tell.
    `queued` is called with the queue's name whenever one was queued.
    """

    @DBOS.step(name="notify", retries_allowed=True, max_attempts=TRIES, interval_seconds=FIRST_PAUSE)
    def notify_step(url: str, video_id: str, state: str) -> None:
        outbound.notify(url, id=video_id, state=state)

    @DBOS.workflow(name="notify")
    def notify_workflow(url: str, video_id: str, state: str, request_id: str | None = None) -> None:
        with logs.about(request_id=request_id, video=video_id):
            try:
                notify_step(url, video_id, state)
            except error.DBOSMaxStepRetriesExceeded as failure:  # without an answer, nothing fails
                log.warning("The callback was not delivered: %s", failure.errors[-1])
            except PortableWorkflowError:  # the same, as it was stored before a restart
                log.warning("The callback was not delivered.")

    def notify(url: str | None, account_id: str, video_id: str, state: str | None) -> None:
        if url and state:
            whose = SetEnqueueOptions(queue_partition_key=account_id)
            with SetWorkflowID(f"notify-{video_id}"), whose:
                DBOS.enqueue_workflow(CALLBACKS, notify_workflow, url, video_id, state, logs.request_id())
            queued(CALLBACKS)

    return notify
