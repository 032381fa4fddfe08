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
from typing import Any, ParamSpec

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID

from video_indexer_emulator.jobs.analysis import analyze_upload
from video_indexer_emulator.jobs.callbacks import CALLBACKS, CALLBACKS_AT_ONCE, Notify, register_callbacks
from video_indexer_emulator.jobs.redaction import join_video, redact_one_part, redact_video
from video_indexer_emulator.jobs.upkeep import STILL_LOOKS, Upkeep
from video_indexer_emulator.jobs.workbench import Workbench
from video_indexer_emulator.model import Job, JobState, Priority, Video, VideoState
from video_indexer_emulator.storage.catalog import CATALOG_AWAY

QUEUE = "media"
APPLICATION_VERSION = "1"
"""Fixed, so that a newer release takes up the unfinished work of an older one."""

MAX_ATTEMPTS = 5
"""Starts of one workflow before it is given up: a clip that kills its worker must not do so for ever."""

AGAIN: Any = {"retries_allowed": True, "max_attempts": 6, "interval_seconds": 2.0}
"""A step fails only when the database is away; DBOS doubles the pause each time, to a minute in all."""

QUEUE_POLL = 0.1
"""Seconds between two looks at the queue."""

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
        self._upkeep = Upkeep(executor_id, bench.catalog.executors, self._resubmit)
        self._analyze: Callable[[str], None]
        self._redact: Callable[[str], None]

    def start(self) -> None:
        """Take up unfinished work and wait for more."""
        scratch = self._bench.settings.scratch
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        if self._bench.settings.serves and self._bench.settings.works:
            self._bench.catalog.hold(False)  # a test that held work back is over
        DBOS(config=self._config())
        self._register()
        if self._bench.settings.works:
            self._work()
        else:
            DBOS.listen_queues([])
            DBOS.launch()

    def _work(self) -> None:
        self._upkeep.beat()  # before any work is taken: who has some and no heartbeat is dead
        DBOS.launch()
        for queue, width in ((QUEUE, self._bench.settings.workers), (CALLBACKS, CALLBACKS_AT_ONCE)):
            DBOS.register_queue(queue, worker_concurrency=width, polling_interval_sec=QUEUE_POLL)
        self._resubmit()
        self._upkeep.start(self._bench.settings.heartbeat_seconds, self._bench.stopping)

    def stop(self) -> None:
        """Break off running work, to be taken up at the next start."""
        self._bench.stopping.set()
        if self._bench.settings.works:
            with suppress(*CATALOG_AWAY):
                self._upkeep.leave()
        DBOS.destroy(destroy_registry=True)

    def submit_analysis(self, video: Video) -> None:
        """Queue the analysis of an upload; queuing it twice does no harm."""
        self._enqueue(_analysis_id(video), video.priority, self._analyze, video.id)

    def submit_redaction(self, job: Job) -> None:
        """Queue a redaction job; queuing it twice does no harm."""
        self._enqueue(job.id, job.priority, self._redact, job.id)

    def _config(self) -> DBOSConfig:
        return {
            "name": "video-indexer-emulator",
            "system_database_url": self._bench.settings.jobs_url,
            "application_version": APPLICATION_VERSION,
            "executor_id": self._executor_id,  # a restart recovers what this process left behind
            # Else the locks of a frozen worker, or of a host that is gone, would outlast its work.
            "sys_db_idle_transaction_timeout_sec": self._bench.settings.heartbeat_seconds * STILL_LOOKS,
            "log_level": "WARNING",
            "enable_otlp": False,
        }

    def _enqueue(
        self,
        workflow_id: str,
        priority: Priority,
        work: Callable[P, None],
        *subject: P.args,
        **named: P.kwargs,
    ) -> None:
        with SetWorkflowID(workflow_id), SetEnqueueOptions(priority=RANK[priority]):
            DBOS.enqueue_workflow(QUEUE, work, *subject, **named)

    def _register(self) -> None:
        """Make the workflows known to DBOS; it wants plain functions, bound to this engine's bench here."""
        notify = register_callbacks(self._bench.outbound)
        self._analyze = self._register_analysis(notify)
        self._redact = self._register_redaction(notify)

    def _register_analysis(self, notify: Notify) -> Callable[[str], None]:
        bench = self._bench

        @DBOS.step(name="analyze", **AGAIN)
        def analyze_step(video_id: str) -> str | None:
            return analyze_upload(bench, video_id)

        @DBOS.workflow(name="analyze", max_recovery_attempts=MAX_ATTEMPTS)
        def analyze_workflow(video_id: str) -> None:
            video = bench.catalog.video(video_id)
            state = analyze_step(video_id)
            notify(video.callback_url if video else None, video_id, state)

        return analyze_workflow

    def _register_redaction(self, notify: Notify) -> Callable[[str], None]:
        bench = self._bench
        join = self._register_join(notify)

        @DBOS.step(name="redact", **AGAIN)
        def redact_step(job_id: str) -> JobState | int | None:
            return redact_video(bench, job_id)

        @DBOS.step(name="redact_part", **AGAIN)
        def part_step(job_id: str, number: int) -> bool:
            return redact_one_part(bench, job_id, number)

        @DBOS.workflow(name="redact_part", max_recovery_attempts=MAX_ATTEMPTS)
        def part_workflow(job_id: str, number: int, priority: Priority) -> None:
            if part_step(job_id, number):  # two that end at once both see it; the join is queued once
                self._enqueue(_join_id(job_id), priority, join, job_id)

        @DBOS.workflow(name="redact", max_recovery_attempts=MAX_ATTEMPTS)
        def redact_workflow(job_id: str) -> None:
            job = bench.catalog.job(job_id)
            outcome = redact_step(job_id)
            if not isinstance(outcome, int):
                if job:
                    notify(job.callback_url, job.target_video_id, outcome)
                return
            priority = job.priority if job else Priority.NORMAL
            for number in range(outcome):
                name = _part_id(job_id, number)
                self._enqueue(name, priority, part_workflow, job_id, number, priority)

        return redact_workflow

    def _register_join(self, notify: Notify) -> Callable[[str], None]:
        bench = self._bench

        @DBOS.step(name="join", **AGAIN)
        def join_step(job_id: str) -> JobState | None:
            return join_video(bench, job_id)

        @DBOS.workflow(name="join", max_recovery_attempts=MAX_ATTEMPTS)
        def join_workflow(job_id: str) -> None:
            job = bench.catalog.job(job_id)
            state = join_step(job_id)
            if job:
                notify(job.callback_url, job.target_video_id, state)

        return join_workflow

    def _resubmit(self) -> None:
        """Queue what was accepted but never queued, and end what has killed its worker too often."""
        catalog = self._bench.catalog
        videos = {_analysis_id(video): video for video in catalog.unfinished_videos()}
        jobs = {job.id: job for job in catalog.unfinished_jobs()}
        parts = catalog.parts.of(jobs)
        workflows = {name: [name, _join_id(name)] for name in jobs}  # of each job
        for part in parts:
            workflows[part.job_id].append(_part_id(part.job_id, part.number))
        known = _statuses([*videos, *chain.from_iterable(workflows.values())])
        for name, video in videos.items():
            if known.get(name) in ENDED_BADLY:
                failure = {"failure_code": "General", "failure_message": GIVEN_UP}
                catalog.end_analysis(video.id, state=VideoState.FAILED, **failure)
            elif name not in known:
                self.submit_analysis(video)
        for name, job in jobs.items():
            if any(known.get(workflow) in ENDED_BADLY for workflow in workflows[name]):
                catalog.fail_job(job, "General", GIVEN_UP)
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


def _analysis_id(video: Video) -> str:
    return f"analyze-{video.id}"
