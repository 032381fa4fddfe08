"""The durable workflows: what was accepted is carried to its end, over a crash too.

A piece of work is one step of a workflow, which then queues the callback as a workflow of its own.
The engine stores what has ended, so after a crash the work begins again, or the callback alone does.
The work itself can be done twice without harm: its blobs are overwritten and its rows are changed
only while they are unfinished.
"""

from __future__ import annotations

import logging
import shutil
from collections import Counter
from collections.abc import Callable

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID

from video_indexer_emulator import logs
from video_indexer_emulator.jobs.analysis import analyze_upload
from video_indexer_emulator.jobs.callbacks import (
    CALLBACK_POLL,
    CALLBACKS,
    CALLBACKS_AT_ONCE,
    register_callbacks,
)
from video_indexer_emulator.jobs.redaction import redact_video
from video_indexer_emulator.jobs.workbench import Workbench, outlasting
from video_indexer_emulator.model import Job, JobState, Priority, Video, VideoState

Work = Callable[[str, str | None], None]
"""A workflow: takes the id of a video or job, and of the request that wanted it."""

QUEUE = "media"
APPLICATION_VERSION = "1"
"""Fixed, so that a newer release takes up the unfinished work of an older one."""

MAX_ATTEMPTS = 5
"""Starts of one workflow before it is given up: a clip that kills its worker must not do so for ever."""

QUEUE_POLL = 0.1
"""Seconds between two looks at the queue."""

COUNTED = 10_000
"""Rows that a reading of the metrics looks at; a queue so long needs no exact number."""

RANK = {Priority.HIGH: 1, Priority.NORMAL: 2, Priority.LOW: 3}
"""Lower numbers leave the queue first."""

ENDED_BADLY = {"ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"}

GIVEN_UP = "The work on this video was broken off too often; upload the video again."

log = logging.getLogger(__name__)


class JobEngine:
    """Starts workflows and runs them in worker threads of this process. One engine a process."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._analyze: Work
        self._redact: Work
        self._notify: Callable[[str | None, str, str | None], None]

    def start(self) -> None:
        """Take up unfinished work and wait for more."""
        scratch = self._bench.settings.scratch
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        self._bench.catalog.hold(False)  # a test that held work back is over
        DBOS(config=self._config())
        self._register()
        DBOS.launch()
        media = (QUEUE, self._bench.settings.workers, QUEUE_POLL)
        for queue, width, pause in (media, (CALLBACKS, CALLBACKS_AT_ONCE, CALLBACK_POLL)):
            DBOS.register_queue(queue, worker_concurrency=width, polling_interval_sec=pause)
        self._resubmit()

    def stop(self) -> None:
        """Break off running work, to be taken up at the next start."""
        self._bench.stopping.set()
        DBOS.destroy(destroy_registry=True)

    def submit_analysis(self, video: Video) -> None:
        """Queue the analysis of an upload; queuing it twice does no harm."""
        self._enqueue(_analysis_id(video), video.priority, self._analyze, video.id)

    def submit_redaction(self, job: Job) -> None:
        """Queue a redaction job; queuing it twice does no harm."""
        self._enqueue(job.id, job.priority, self._redact, job.id)

    def waiting(self) -> dict[str, int]:
        """How many workflows wait in each queue; no more than COUNTED in all."""
        found = Counter(
            status.queue_name
            for status in DBOS.list_queued_workflows(
                status="ENQUEUED", load_input=False, queue_name=[QUEUE, CALLBACKS], limit=COUNTED
            )
        )
        return {queue: found[queue] for queue in (QUEUE, CALLBACKS)}

    def _config(self) -> DBOSConfig:
        return {
            "name": "video-indexer-emulator",
            "system_database_url": self._bench.settings.jobs_url,
            "application_version": APPLICATION_VERSION,
            "executor_id": "local",  # a restart recovers what this process left behind
            "log_level": "WARNING",
            "enable_otlp": False,
            "db_engine_kwargs": {"hide_parameters": True},  # a log must not hold a callback's URL
        }

    def _enqueue(self, workflow_id: str, priority: Priority, work: Work, subject: str) -> None:
        with SetWorkflowID(workflow_id), SetEnqueueOptions(priority=RANK[priority]):
            DBOS.enqueue_workflow(QUEUE, work, subject, logs.request_id())

    def _register(self) -> None:
        """Make the workflows known to DBOS; it wants plain functions, bound to this engine's bench here."""
        bench = self._bench
        notify = self._notify = register_callbacks(bench.outbound)

        @DBOS.step(name="analyze")
        def analyze_step(video_id: str) -> str | None:
            return outlasting(bench, lambda: analyze_upload(bench, video_id))

        @DBOS.step(name="redact")
        def redact_step(job_id: str) -> str | None:
            return outlasting(bench, lambda: redact_video(bench, job_id))

        @DBOS.workflow(name="analyze", max_recovery_attempts=MAX_ATTEMPTS)
        def analyze_workflow(video_id: str, request_id: str | None = None) -> None:
            with logs.about(request_id=request_id, video=video_id):
                log.info("The analysis begins.")
                video = bench.catalog.video(video_id)
                state = analyze_step(video_id)
                log.info("The analysis ended: %s.", state or "its video was deleted")
                notify(video.callback_url if video else None, video_id, state)

        @DBOS.workflow(name="redact", max_recovery_attempts=MAX_ATTEMPTS)
        def redact_workflow(job_id: str, request_id: str | None = None) -> None:
            with logs.about(request_id=request_id, job=job_id):
                log.info("The redaction begins.")
                job = bench.catalog.job(job_id)
                state = redact_step(job_id)
                log.info("The redaction ended: %s.", state or "there is no such job")
                if job:
                    notify(job.callback_url, job.target_video_id, state)

        self._analyze, self._redact = analyze_workflow, redact_workflow

    def _resubmit(self) -> None:
        """Queue what was accepted but never queued, and end what has killed its worker too often."""
        catalog = self._bench.catalog
        for video in catalog.unfinished_videos():
            if self._given_up(_analysis_id(video)):
                failure = {"failure_code": "General", "failure_message": GIVEN_UP}
                self._notify(video.callback_url, video.id, VideoState.FAILED)  # first: it must not get lost
                catalog.change_video(video.id, state=VideoState.FAILED, **failure)
            else:
                self.submit_analysis(video)
        for job in catalog.unfinished_jobs():
            if self._given_up(job.id):
                self._notify(job.callback_url, job.target_video_id, JobState.FAILED)
                catalog.fail_job(job, "General", GIVEN_UP)
            else:
                self.submit_redaction(job)

    def _given_up(self, workflow_id: str) -> bool:
        status = DBOS.get_workflow_status(workflow_id)
        return status is not None and status.status in ENDED_BADLY


def _analysis_id(video: Video) -> str:
    return f"analyze-{video.id}"
