"""The durable workflows: what was accepted is carried to its end, over a crash too.

A piece of work is one step of a workflow, which then queues the callback as a workflow of its own.
The engine stores what has ended, so after a crash the work begins again, or the callback alone does.
The work itself can be done twice without harm, one after the other or at once: its rows are changed only
while they are unfinished, and what an attempt stores is the same, or lies under a key of its own.

A long redaction is several workflows, none of which waits for another: one cuts it, each part is one, and
the last of these queues the one that joins them. So a worker with a single place can do them all.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from contextlib import suppress
from itertools import chain
from typing import ParamSpec

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID
from sqlalchemy.exc import DBAPIError

from video_indexer_emulator import logs
from video_indexer_emulator.jobs import old_sqlite
from video_indexer_emulator.jobs.analysis import UNFINISHED, analyze_upload, fetch_upload
from video_indexer_emulator.jobs.callbacks import Notify, register_callbacks
from video_indexer_emulator.jobs.plain_data import PlainSerializer
from video_indexer_emulator.jobs.queue_workers import QueueWorkers
from video_indexer_emulator.jobs.queues import FETCHES, MEDIA, start_all, waiting
from video_indexer_emulator.jobs.redaction import cleared_up, join_video, redact_one_part, redact_video
from video_indexer_emulator.jobs.upkeep import STILL_LOOKS, Upkeep
from video_indexer_emulator.jobs.workbench import Workbench, outlasting
from video_indexer_emulator.model import Job, JobState, Priority, Video, VideoState

Work = Callable[[str, str | None], None]
"""A workflow: takes the id of a video or job, and of the request that wanted it."""

APPLICATION_VERSION = "1"
"""Fixed, so that a newer release takes up the unfinished work of an older one."""

MAX_ATTEMPTS = 5
"""Starts of one workflow before it is given up: a clip that kills its worker must not do so for ever."""

LISTENER_PAUSE = 0.25
"""Seconds for which DBOS's listener on SQLite sleeps at a time. It has nothing to listen for here, but the
end of the service waits for it."""

RANK = {Priority.HIGH: 1, Priority.NORMAL: 2, Priority.LOW: 3}
"""Lower numbers leave the queue first."""

IDS_AT_ONCE = 500
"""Workflows that one question names at the most: databases take a limited number of values."""

ENDED_BADLY = {"ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"}

GIVEN_UP = "The work on this video was broken off too often; upload the video again."

P = ParamSpec("P")
log = logging.getLogger(__name__)


class JobEngine:
    """Starts workflows and runs them in worker threads of this process. One engine a process."""

    def __init__(self, bench: Workbench, executor_id: str) -> None:
        self._bench = bench
        self._executor_id = executor_id
        every = bench.settings.heartbeat_seconds
        self._upkeep = Upkeep(executor_id, every, bench.catalog.executors, self._resubmit)
        self._workers: QueueWorkers | None = None
        self._fetch: Work
        self._analyze: Work
        self._redact: Work
        self._notify: Notify

    def start(self) -> None:
        """Take up unfinished work and wait for more."""
        scratch = self._bench.settings.scratch
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        if self._bench.settings.serves and self._bench.settings.works:
            self._bench.catalog.hold(False)  # a test that held work back is over
        dbos = DBOS(config=self._config())
        self._register()
        if self._bench.settings.works:
            self._upkeep.beat()  # before any work is taken: who has some and no heartbeat is dead
        DBOS.listen_queues([])  # the workers are our own
        DBOS.launch()
        self._workers = workers = QueueWorkers(dbos)
        if self._bench.settings.works:
            self._work(workers)

    def _work(self, workers: QueueWorkers) -> None:
        settings = self._bench.settings
        start_all(workers, settings.workers, shared=settings.has_server)
        self._resubmit()
        self._upkeep.start(self._bench.stopping)

    def stop(self) -> None:
        """Break off running work, to be taken up at the next start."""
        self._bench.stopping.set()
        if self._bench.settings.works:
            with suppress(DBAPIError):  # the others see it by its silence then
                self._upkeep.leave()
        if self._workers:
            self._workers.stop()
        DBOS.destroy(destroy_registry=True)

    def submit_analysis(self, video: Video) -> None:
        """Queue the analysis of an upload, or first its fetch; queuing it twice does no harm."""
        if video.source_key is None:
            options = SetEnqueueOptions(priority=RANK[video.priority], queue_partition_key=video.account_id)
            with SetWorkflowID(_fetch_id(video)), options:
                DBOS.enqueue_workflow(FETCHES, self._fetch, video.id, logs.request_id())
            self._ring(FETCHES)
        else:
            self._enqueue(_analysis_id(video), video.priority, self._analyze, video.id, logs.request_id())

    def submit_redaction(self, job: Job) -> None:
        """Queue a redaction job; queuing it twice does no harm."""
        self._enqueue(job.id, job.priority, self._redact, job.id, logs.request_id())

    def waiting(self) -> dict[str, int]:
        """How many workflows wait in each queue, up to thousands."""
        return waiting()

    def _config(self) -> DBOSConfig:
        return {
            "name": "video-indexer-emulator",
            "system_database_url": self._bench.settings.jobs_url,
            "application_version": APPLICATION_VERSION,
            "executor_id": self._executor_id,  # a restart recovers what this process left behind
            # Else the locks of a frozen worker, or of a host that is gone, would outlast its work.
            "sys_db_idle_transaction_timeout_sec": self._bench.settings.heartbeat_seconds * STILL_LOOKS,
            "notification_listener_polling_interval_sec": LISTENER_PAUSE,
            "serializer": PlainSerializer(),
            "log_level": "WARNING",
            "enable_otlp": False,
            "db_engine_kwargs": {
                "hide_parameters": True,  # a log must not hold a callback's URL
                **old_sqlite.engine_arguments(self._bench.settings.jobs_url),
            },
        }

    def _enqueue(
        self,
        workflow_id: str,
        priority: Priority,
        work: Callable[P, None],
        *subject: P.args,
        **named: P.kwargs,
    ) -> None:
        with SetWorkflowID(workflow_id), SetEnqueueOptions(priority=RANK[Priority(priority)]):
            DBOS.enqueue_workflow(MEDIA, work, *subject, **named)
        self._ring(MEDIA)

    def _ring(self, queue_name: str) -> None:
        if self._workers:
            self._workers.ring(queue_name)

    def _register(self) -> None:
        """Make the workflows known to DBOS; it wants plain functions, bound to this engine's bench here."""
        self._notify = register_callbacks(self._bench.outbound, self._ring)
        self._fetch = self._register_fetch()
        self._analyze = self._register_analysis()
        self._redact = self._register_redaction()

    def _register_fetch(self) -> Work:
        bench = self._bench

        @DBOS.step(name="fetch")
        def fetch_step(video_id: str) -> str | None:
            return outlasting(bench, lambda: fetch_upload(bench, video_id))

        @DBOS.workflow(name="fetch", max_recovery_attempts=MAX_ATTEMPTS)
        def fetch_workflow(video_id: str, request_id: str | None = None) -> None:
            with logs.about(request_id=request_id, video=video_id):
                log.info("The fetch begins.")
                video = bench.catalog.video(video_id)
                state = fetch_step(video_id)
                log.info("The fetch ended: %s.", state or "its video was deleted")
                if video and state in UNFINISHED:
                    name = _analysis_id(video)
                    self._enqueue(name, video.priority, self._analyze, video_id, logs.request_id())
                elif video:
                    self._notify(video.callback_url, video.account_id, video_id, state)

        return fetch_workflow

    def _register_analysis(self) -> Work:
        bench = self._bench

        @DBOS.step(name="analyze")
        def analyze_step(video_id: str) -> str | None:
            return outlasting(bench, lambda: analyze_upload(bench, video_id))

        @DBOS.workflow(name="analyze", max_recovery_attempts=MAX_ATTEMPTS)
        def analyze_workflow(video_id: str, request_id: str | None = None) -> None:
            with logs.about(request_id=request_id, video=video_id):
                log.info("The analysis begins.")
                video = bench.catalog.video(video_id)
                state = analyze_step(video_id)
                log.info("The analysis ended: %s.", state or "its video was deleted")
                if video:
                    self._notify(video.callback_url, video.account_id, video_id, state)

        return analyze_workflow

    def _register_redaction(self) -> Work:
        bench = self._bench
        submit_parts = self._register_parts()

        @DBOS.step(name="redact")
        def redact_step(job_id: str) -> JobState | int | None:
            return outlasting(bench, lambda: redact_video(bench, job_id))

        @DBOS.workflow(name="redact", max_recovery_attempts=MAX_ATTEMPTS)
        def redact_workflow(job_id: str, request_id: str | None = None) -> None:
            with logs.about(request_id=request_id, job=job_id):
                log.info("The redaction begins.")
                job = bench.catalog.job(job_id)
                outcome = redact_step(job_id)
                if isinstance(outcome, int):
                    submit_parts(job_id, outcome, job.priority if job else Priority.NORMAL)
                else:
                    self._ended(job, outcome)

        return redact_workflow

    def _register_parts(self) -> Callable[[str, int, Priority], None]:
        """Make the work on parts known; returns what queues so many parts of a job."""
        bench = self._bench
        submit_join = self._register_join()

        @DBOS.step(name="redact_part")
        def part_step(job_id: str, number: int) -> tuple[bool, JobState | None]:
            return outlasting(bench, lambda: redact_one_part(bench, job_id, number))

        @DBOS.workflow(name="redact_part", max_recovery_attempts=MAX_ATTEMPTS)
        def part_workflow(job_id: str, number: int, priority: Priority, request_id: str | None) -> None:
            with logs.about(request_id=request_id, job=job_id, part=number):
                log.info("A part of the redaction begins.")
                finished, state = part_step(job_id, number)
                if finished:  # two that end at once both see it; the join is queued once
                    submit_join(job_id, priority)
                elif state == JobState.FAILED:  # by this part or another; the callback is queued once
                    self._ended(bench.catalog.job(job_id), state)

        def submit(job_id: str, count: int, priority: Priority) -> None:
            log.info("The redaction is cut into %d parts.", count)
            for number in range(count):
                name = _part_id(job_id, number)
                self._enqueue(name, priority, part_workflow, job_id, number, priority, logs.request_id())

        return submit

    def _register_join(self) -> Callable[[str, Priority], None]:
        bench = self._bench

        @DBOS.step(name="join")
        def join_step(job_id: str) -> JobState | None:
            return outlasting(bench, lambda: join_video(bench, job_id))

        @DBOS.workflow(name="join", max_recovery_attempts=MAX_ATTEMPTS)
        def join_workflow(job_id: str, request_id: str | None) -> None:
            with logs.about(request_id=request_id, job=job_id):
                job = bench.catalog.job(job_id)
                self._ended(job, join_step(job_id))

        def submit(job_id: str, priority: Priority) -> None:
            self._enqueue(_join_id(job_id), priority, join_workflow, job_id, logs.request_id())

        return submit

    def _ended(self, job: Job | None, state: JobState | None) -> None:
        log.info("The redaction ended: %s.", state or "there is no such job")
        if job:
            self._notify(job.callback_url, job.account_id, job.target_video_id, state)

    def _resubmit(self) -> None:
        """Queue what was accepted but never queued, and end what has killed its worker too often."""
        catalog = self._bench.catalog
        videos = {video.id: video for video in catalog.unfinished_videos()}
        jobs = {job.id: job for job in catalog.unfinished_jobs()}
        parts = catalog.parts.of(jobs)
        workflows = {name: [name, _join_id(name)] for name in jobs}  # of each job, and each upload
        workflows |= {name: [_fetch_id(video), _analysis_id(video)] for name, video in videos.items()}
        for part in parts:
            workflows[part.job_id].append(_part_id(part.job_id, part.number))
        known = _statuses(list(chain.from_iterable(workflows.values())))
        for name, video in videos.items():
            found = {known.get(workflow) for workflow in workflows[name]}
            if found & ENDED_BADLY:
                failure = {"failure_code": "General", "failure_message": GIVEN_UP}
                # First, since it must not get lost.
                self._notify(video.callback_url, video.account_id, video.id, VideoState.FAILED)
                catalog.end_analysis(video.id, state=VideoState.FAILED, **failure)
            elif found == {None}:
                self.submit_analysis(video)
        for name, job in jobs.items():
            if any(known.get(workflow) in ENDED_BADLY for workflow in workflows[name]):
                self._notify(job.callback_url, job.account_id, job.target_video_id, JobState.FAILED)
                catalog.fail_job(job, "General", GIVEN_UP)
                cleared_up(self._bench, job.id)
            elif name not in known:
                self.submit_redaction(job)


def _statuses(workflow_ids: list[str]) -> dict[str, str]:
    """The status of each of these workflows that was ever queued."""
    known: dict[str, str] = {}
    for start in range(0, len(workflow_ids), IDS_AT_ONCE):
        some = workflow_ids[start : start + IDS_AT_ONCE]
        found = DBOS.list_workflows(workflow_ids=some, load_input=False, load_output=False)
        known |= {flow.workflow_id: flow.status for flow in found}
    return known


def _part_id(job_id: str, number: int) -> str:
    return f"{job_id}-part-{number}"


def _join_id(job_id: str) -> str:
    return f"{job_id}-join"


def _fetch_id(video: Video) -> str:
    return f"fetch-{video.id}"


def _analysis_id(video: Video) -> str:
    return f"analyze-{video.id}"
