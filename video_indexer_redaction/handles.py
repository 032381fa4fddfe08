"""A job by whatever names it: its id, its URL as the service gave it, or a token that was kept."""

from __future__ import annotations

import base64
import binascii
import json
import re

import httpx
from attrs import frozen

from video_indexer_redaction.errors import UsageError
from video_indexer_redaction.jobs import JOB_IN_LOCATION
from video_indexer_redaction.session import Session, checked_id

TOKEN = "vi-job-1."  # noqa: S105 - no secret
"""How a continuation token begins; the number is that of its form."""

ACCOUNT_IN_URL = re.compile(r"/Accounts/([^/?#]+)/", re.IGNORECASE)


@frozen
class HeldJob:
    """A job of an account, and what is known of it."""

    session: Session
    id: str
    url: str  # as the service gave it; made of the id where that was all
    mark: str | None = None  # the externalId of its video, by which that is found

    def token(self) -> str:
        """All of it but the session, as a text without secrets."""
        told = {"account": self.session.target.account_id, "id": self.id, "url": self.url, "mark": self.mark}
        return TOKEN + base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def hold(session: Session, job_id: str, url: str, mark: str | None) -> HeldJob:
    """Remember a job's mark in the session, so that its video is found however the job is named later."""
    if mark:
        session.marks[job_id] = mark
    return HeldJob(session, job_id, url, session.marks.get(job_id))


def take_up(session: Session, text: object) -> HeldJob:
    """The job that an id, a URL or a token names; raises UsageError for one of another account."""
    if isinstance(text, str) and text.startswith(TOKEN):
        return _of_token(session, text)
    if isinstance(text, str) and "/" in text:
        found, account = JOB_IN_LOCATION.search(text), ACCOUNT_IN_URL.search(text)
        if found is None:
            raise UsageError("This URL names no job; give what the service gave, as https://…/Jobs/{id}.")
        _check(session, account and account[1])
        return hold(session, checked_id(found[1]), absolute(session, text), None)
    job_id = checked_id(text)
    target = session.target
    url = f"{target.url.rstrip('/')}/{target.location}/Accounts/{target.account_id}/Jobs/{job_id}"
    return hold(session, job_id, url, None)


def absolute(session: Session, url: str) -> str:
    """A job's URL with the service's address before it, where the service left that out."""
    try:
        return str(httpx.URL(session.target.url).join(url))
    except (httpx.InvalidURL, ValueError):
        return url


def _of_token(session: Session, text: str) -> HeldJob:
    encoded = text.removeprefix(TOKEN)
    try:
        told = json.loads(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
        account, job_id, url, mark = told["account"], told["id"], told["url"], told["mark"]
        whole = all(isinstance(part, str) for part in (account, job_id, url, mark or ""))
    except (binascii.Error, ValueError, LookupError, TypeError):
        whole = False
    if not whole:
        raise UsageError("This is no continuation token, or not the whole of one.")
    _check(session, account)
    return hold(session, checked_id(job_id), url, mark)


def _check(session: Session, account: str | None) -> None:
    if account is not None and account.casefold() != session.target.account_id.casefold():
        raise UsageError("This job belongs to another account than the client.")
