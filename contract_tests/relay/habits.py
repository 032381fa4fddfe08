"""What a client does wrong over several requests: redirects, waiting, polling, and tokens to other hosts."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..breaches import Finding
from .messages import Answer, Request
from .server import DOWNLOAD

A_SECOND, A_MINUTE = 10, 120
"""Requests that the vendor takes of one account."""

EARLY = 0.25  # seconds by which a clock may differ from ours
BLOBS = ("getVideoSourceFileDownloadUrl", "getVideoArtifactUrl")
"""Operations that lead to the storage host."""


@dataclass
class Job:
    """A redaction as its client follows it."""

    original: str
    polls: int = 0
    result: str | None = None  # the new video, once the job has answered 303
    followed: bool = False  # its result was asked for
    again: int = 0  # polls after it was done
    of_original: int = 0  # times that the original's file was asked for since the start


@dataclass
class Habits:
    """Remembers what a client has asked, and what it was told."""

    clock: Callable[[], float] = time.monotonic
    jobs: dict[str, Job] = field(default_factory=dict)
    _until: dict[str, tuple[float, float]] = field(default_factory=dict)  # by operation: moment, seconds
    _recent: deque[float] = field(default_factory=deque)
    _told: set[str] = field(default_factory=set)

    def asked(self, request: Request) -> Iterator[Finding]:
        """Look at a request, before it is sent on."""
        if request.operation == DOWNLOAD:
            if request.header("authorization") or request.param("accessToken"):
                yield Finding(
                    "The token is sent to the storage host: a signed URL lets its bearer in by itself, "
                    "and the token opens the whole account."
                )
            return
        operation = request.operation or ""
        yield from self._pace()
        yield from self._waited(operation)
        if operation == "getJob":
            yield from self._polled(request.places["jobId"])
        elif operation == "getVideoSourceFileDownloadUrl":
            yield from self._fetched(request)

    def answered(self, request: Request, answer: Answer) -> None:
        """Remember an answer, which says what the client has to do next."""
        operation = request.operation or ""
        wait = answer.header("retry-after") or ""
        if answer.status in {429, 503} and wait.isdigit():
            self._until[operation] = (self.clock() + int(wait), int(wait))
        else:
            self._until.pop(operation, None)
        if operation == "redactVideo" and answer.status == 202:
            self.jobs[answer.location_place("Jobs") or ""] = Job(request.places["videoId"])
        if operation == "getJob" and answer.status == 303:
            job_id = request.places["jobId"]
            job = self.jobs.setdefault(job_id, Job(""))
            job.result = answer.location_place("Videos")

    def ended(self) -> Iterator[tuple[str, Finding]]:
        """What can be told only at the end: the operation, and what is wrong."""
        for job in self.jobs.values():
            if job.polls == 0 and job.original:
                told = (
                    "A redaction was started, and the URL of its job thrown away: nobody asked how it ended."
                )
                yield "redactVideo", Finding(told)
            elif job.result and not job.followed and job.of_original:
                told = "After a redaction the file of the original was fetched, and never the redacted one."
                yield "getVideoSourceFileDownloadUrl", Finding(told)
            elif job.result and not job.followed:
                told = "A job was done (303), and nobody followed its Location to the redacted video."
                yield "getJob", Finding(told)

    def _pace(self) -> Iterator[Finding]:
        now = self.clock()
        self._recent.append(now)
        while self._recent and now - self._recent[0] > 60:
            self._recent.popleft()
        in_a_second = sum(1 for moment in self._recent if now - moment < 1)
        if in_a_second > A_SECOND:
            yield Finding(f"More than {A_SECOND} requests in a second: the vendor's limit.")
        if len(self._recent) > A_MINUTE:
            yield Finding(f"More than {A_MINUTE} requests in a minute: the vendor's limit.")

    def _waited(self, operation: str) -> Iterator[Finding]:
        until, seconds = self._until.get(operation, (0.0, 0.0))
        early = until - self.clock()
        if early > EARLY:
            told = f"Asked again {early:.1f} s too early: the last answer said Retry-After: {seconds:.0f}."
            yield Finding(told, rule="Retry-After is ignored")

    def _polled(self, job_id: str) -> Iterator[Finding]:
        job = self.jobs.get(job_id)
        if job is None:
            return
        job.polls += 1
        if job.result is not None:
            job.again += 1
            if job.again > 1:  # once may be another part of the same program
                told = "The job is asked for again and again after it was done (303)."
                yield Finding(told)

    def _fetched(self, request: Request) -> Iterator[Finding]:
        video = request.places["videoId"]
        for job in self.jobs.values():
            if job.result == video:
                job.followed = True
                if request.token is None:
                    told = "The Location of a finished job was followed without the token, which it needs."
                    yield Finding(told)
            elif job.original == video:
                job.of_original += 1
