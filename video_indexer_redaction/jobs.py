"""Reading how a job stands, in every form in which the service has been seen to say it."""

from __future__ import annotations

import re
from typing import Any

import httpx
from attrs import frozen

from video_indexer_redaction.errors import JobFailed, UnexpectedAnswer

DONE_STATUSES = {301, 302, 303, 307}
"""Answers by which a job says that it is done; 303 is the one that was seen."""

STATE_NUMBERS = {0: "Processing", 1: "Processed", 2: "Failed", 3: "Failed", 4: "Failed", 5: "Failed"}
"""States as numbers, as some clients read them (SPEC_NOTES.md, "Type of a job's state")."""

JOB_IN_LOCATION = re.compile(r"/Jobs/([^/?#]+)", re.IGNORECASE)
VIDEO_IN_LOCATION = re.compile(r"/Videos/([^/?#]+)/SourceFile/DownloadUrl", re.IGNORECASE)


@frozen
class JobStatus:
    """How a job stands that hasn't failed."""

    done: bool
    progress: float  # 0 to 1
    video_id: str | None = None  # of the redacted video; a job may be done without naming it


def read_job(response: httpx.Response) -> JobStatus:
    """Read a job's answer; raises JobFailed if it says so, UnexpectedAnswer for one that says nothing."""
    location = response.headers.get("location")
    if response.status_code in DONE_STATUSES or (response.status_code == 200 and location):
        return JobStatus(done=True, progress=1.0, video_id=in_location(VIDEO_IN_LOCATION, location))
    if response.status_code != 200:
        raise UnexpectedAnswer(f"A job can't answer {response.status_code}.")
    body: dict[str, Any] = response.json()
    state = body["state"]
    word = state if isinstance(state, str) else STATE_NUMBERS.get(state, "Processing")
    if word in {"Failed", "Canceled"}:
        raise JobFailed(f"The redaction failed: {body.get('failureMessage') or word}")
    progress = float(body.get("progress") or 0) / 100
    return JobStatus(done=word == "Processed", progress=min(1.0, max(0.0, progress)))


def in_location(pattern: re.Pattern[str], location: str | None) -> str:
    """Find an id in a Location header."""
    found = pattern.search(location or "")
    if found is None:
        raise UnexpectedAnswer("The answer has no Location that leads on.")
    return found.group(1)
