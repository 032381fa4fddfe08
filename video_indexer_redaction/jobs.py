"""Reading how a job stands, in every form in which the service has been seen to say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

from video_indexer_redaction.answers import expect, parsed, retry_after, unexpected
from video_indexer_redaction.commands import Answer

DONE_STATUSES = {301, 302, 303, 307}
"""Answers by which a job says that it is done; 303 is the one that was seen."""

STATE_NUMBERS = ("NotStarted", "Processing", "Processed", "Failed", "Finalizing")
"""States by the numbers that some services send (docs/spec_notes.md, "Numbers of a job's state")."""

STATE_WORDS = {word.casefold(): word for word in (*STATE_NUMBERS, "Canceled")}

JOB_IN_LOCATION = re.compile(r"/Jobs/([^/?#]+)", re.IGNORECASE)
VIDEO_IN_LOCATION = re.compile(r"/Videos/([^/?#]+)/SourceFile/DownloadUrl", re.IGNORECASE)


@frozen
class JobStatus:
    """How a job stands."""

    state: str  # the service's word, e.g. Processing; Processed and Failed are final
    progress: float  # 0 to 1
    video_id: str | None = None  # of the redacted video; a job may be done without naming it
    failure_message: str | None = None
    retry_after: int | None = None  # seconds before the next look, where the service asks for that

    @property
    def done(self) -> bool:
        """Whether the redacted video is there."""
        return self.state == "Processed"

    @property
    def failed(self) -> bool:
        """Whether it has ended without one."""
        return self.state in {"Failed", "Canceled"}


def read_job(answer: Answer) -> JobStatus:
    """Read a job's answer; raises UnexpectedAnswer for one that says nothing."""
    location = answer.headers.get("location")
    if answer.status in DONE_STATUSES or (answer.status == 200 and location):
        return JobStatus("Processed", 1.0, in_location(VIDEO_IN_LOCATION, answer))
    return evolve(parsed(answer, _status), retry_after=retry_after(answer.headers))


def in_location(pattern: re.Pattern[str], answer: Answer) -> str:
    """Find an id in the Location header."""
    found = pattern.search(answer.headers.get("location", ""))
    if found is None:
        raise unexpected(answer, "The answer has no Location that leads on.")
    return found.group(1)


def _status(body: Mapping[str, Any]) -> JobStatus:
    word = _word(body["state"])
    progress = min(1.0, max(0.0, float(body.get("progress") or 0) / 100))
    reason = body.get("failureMessage")
    return JobStatus(word, progress, failure_message=reason if isinstance(reason, str) else None)


def _word(state: object) -> str:
    """A state as a word, in whatever form it came; a job of an unknown one isn't over."""
    text = str(state) if isinstance(state, int) else expect(str, state)
    if text.isascii() and text.isdigit():
        number = int(text[:3])
        return STATE_NUMBERS[number] if number < len(STATE_NUMBERS) else "Unknown"
    return STATE_WORDS.get(text.casefold(), text)
