"""Receiving a file, gone on with where it broke off: to a path, to an open file, or piece by piece."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import httpx
from attrs import define, evolve, field
from video_indexer_client import models
from video_indexer_client.api import videos as video_calls

from video_indexer_redaction.answers import expect, parsed, unexpected
from video_indexer_redaction.commands import (
    Answer,
    Call,
    Close,
    Emit,
    Emitting,
    Memory,
    Open,
    Opened,
    Operation,
    Read,
    Send,
    Sleep,
)
from video_indexer_redaction.drafts import Draft
from video_indexer_redaction.errors import ConnectionFailed, RedactionError, ServiceError, UsageError
from video_indexer_redaction.jobs import DONE_STATUSES
from video_indexer_redaction.session import Session, checked_id
from video_indexer_redaction.telemetry import resuming
from video_indexer_redaction.transfers import Onward, Transfer, Written, verdict
from video_indexer_redaction.uploads import ByteProgress, Progress, Tally, local_path
from video_indexer_redaction.waiting import DEADLINE, Attempts, Deadline

EXPIRED = {401, 403}
"""Answers of a file's host whose signature has expired; a new one is asked for."""

RENEWALS = 3
"""New signatures for one file without a byte in between."""


def download(  # noqa: PLR0913 - all by name
    session: Session,
    video_id: str,
    target: str | os.PathLike[str],
    *,
    deadline: float = DEADLINE,
    on_progress: Progress | None = None,
    on_bytes: ByteProgress | None = None,
) -> Operation[Path]:
    """Download a video's file; returns its path. It appears under its name only when whole.

    A download that breaks off goes on where it was if the host still has the same file (ETag), and
    begins again otherwise. An expired address is asked for anew. Memory stays flat.

    Args:
        session: The client.
        video_id: The video's id.
        target: Where the file goes; missing folders are made, a file of that name is replaced.
        deadline: Seconds that it may take.
        on_progress: Is told the fraction done, 0 to 1, where the host tells the length.
        on_bytes: Is told the bytes done and their total.

    Raises:
        ServiceError: The video doesn't exist or has no file, or the token doesn't permit it.
        ConnectionFailed: The service or the file's host can't be reached, or broke off too often.
        UnexpectedAnswer: The host sends something else than the file.
        DeadlineExceeded: It took longer than `deadline`.
        OSError: The file can't be written.
    """
    if not isinstance(target, str | os.PathLike):
        raise UsageError("`download` takes a path; `download_to` writes to an open file.")
    path, until = local_path(target), Deadline(deadline, "The download")
    draft = Draft(path, Tally(None, on_progress, on_bytes))
    yield Call(draft.open)
    try:
        yield from _receive(session, video_id, Transfer(draft), until)
        yield Call(draft.publish)
    finally:
        draft.discard()
    return path


def download_to(  # noqa: PLR0913 - all by name
    session: Session,
    video_id: str,
    file: BinaryIO,
    *,
    deadline: float = DEADLINE,
    on_progress: Progress | None = None,
    on_bytes: ByteProgress | None = None,
) -> Operation[int]:
    """Write a video's file to an open file, or to anything with a `write` for bytes; returns their number.

    As `download`, but what has been written before a failure stays. If the host must send the file from
    its beginning, a `file` that can seek is begun again; another one gets only what it doesn't have yet.

    Args:
        session: The client.
        video_id: The video's id.
        file: Open for writing bytes; it is left open. The asynchronous client writes in threads.
        deadline: Seconds that it may take.
        on_progress: Is told the fraction done, 0 to 1, where the host tells the length.
        on_bytes: Is told the bytes done and their total.

    Raises:
        UsageError: The file doesn't take bytes.
        ServiceError: The video doesn't exist or has no file, or the token doesn't permit it.
        ConnectionFailed: The service or the file's host can't be reached, or broke off too often, or the
            video's file changed meanwhile.
        UnexpectedAnswer: The host sends something else than the file.
        DeadlineExceeded: It took longer than `deadline`.
        OSError: The file can't be written.
    """
    until = Deadline(deadline, "The download")
    written = Written(file, Tally(None, on_progress, on_bytes))
    yield Call(written.open)
    yield from _receive(session, video_id, Transfer(written), until)
    return written.received


def stream(session: Session, video_id: str, *, start: int = 0, deadline: float = DEADLINE) -> Emitting[bytes]:
    """Give a video's file in pieces of about a mebibyte, as the caller goes on.

    A connection that breaks is retried, and the file resumed where it was (range and ETag); an
    expired address is asked for anew. Close the iterator if you leave it early.

    Args:
        session: The client.
        video_id: The video's id.
        start: Bytes that you have already.
        deadline: Seconds that it may take, your own work between two pieces included.

    Raises:
        UsageError: `start` lies behind the file's end.
        ServiceError: The video doesn't exist or has no file, or the token doesn't permit it.
        ConnectionFailed: The service or the file's host can't be reached, or broke off too often, or the
            video's file changed meanwhile.
        UnexpectedAnswer: The host sends something else than the file.
        DeadlineExceeded: It took longer than `deadline`.
    """
    until = Deadline(deadline, "The download")
    pieces = Onward(Tally(None, None, None), max(0, start))
    transfer, recovery = Transfer(pieces), Recovery(session, video_id, until)
    while True:
        before = pieces.received
        opened: Opened | None = None
        try:
            opened = yield Open((yield from recovery.request(transfer)), until)
            sink = transfer.sink(opened.response)
            while piece := (yield Read(opened, until)):
                if sink.add(piece) and sink is pieces:
                    yield Emit(pieces.take())
            body = bytes(sink.content) if isinstance(sink, Memory) else b""
            error = verdict(evolve(opened.answer, body=body), transfer)
        except ConnectionFailed as failure:
            error = failure
        finally:
            if opened:
                yield Close(opened)
        if pieces.pending:
            yield Emit(pieces.take())
        if error is None:
            return
        yield from recovery.after(error, before, pieces.received)


def download_url(session: Session, video_id: str) -> Operation[str]:
    """Give a signed URL of a video's file. Anybody who has it can read the file, until it expires.

    Args:
        session: The client.
        video_id: The video's id.

    Raises:
        ServiceError: The video doesn't exist or has no file, or the token doesn't permit it.
        ConnectionFailed: The service can't be reached.
        UnexpectedAnswer: The service gave no URL.
    """
    described = video_calls.get_video_source_file_download_url._get_kwargs(
        **session.account, video_id=checked_id(video_id)
    )
    answer = yield from session.get(described, deadline=session.requests.deadline())
    if answer.status not in DONE_STATUSES:
        return parsed(answer, _signed_url)
    try:  # a redirect: so says the vendor's page, though nobody has seen it
        base = httpx.URL(session.target.url + described["url"])
        return _signed_url(str(base.join(answer.headers["location"])))
    except (httpx.InvalidURL, LookupError, TypeError, ValueError):
        reason = "The redirect of DownloadUrl leads nowhere."
    raise unexpected(answer, reason)


def artifact(session: Session, video_id: str, kind: models.ArtifactType) -> Operation[Answer]:
    """An artifact, whole, from the address that the service gives for it."""
    described = video_calls.get_video_artifact_url._get_kwargs(
        **session.account, video_id=checked_id(video_id), type_=kind
    )
    answer = yield from session.get(described)
    url = parsed(answer, _signed_url)

    def prepare() -> Operation[httpx.Request]:
        return session.requests.build("GET", url)
        yield

    return (yield from session.requests.repeated(prepare, repeatable=True, to_file_host=True))


@define
class Recovery:
    """Asks for a file, and decides what follows a failure: another try, another address, or the end."""

    session: Session
    video_id: str
    until: Deadline
    url: str = ""
    renewals: int = 0
    attempts: Attempts = field(init=False)

    @attempts.default
    def _fresh(self) -> Attempts:
        return Attempts(self.session.policy, self.until, repeatable=True)

    def request(self, transfer: Transfer) -> Operation[httpx.Request]:
        """The request for what is missing."""
        self.url = self.url or (yield from download_url(self.session, self.video_id))
        headers: Mapping[str, str] = {"Accept-Encoding": "identity"} | transfer.headers()
        requests = self.session.requests
        return requests.timed(requests.build("GET", self.url, headers=headers), self.until)

    def after(self, error: RedactionError, before: int, received: int) -> Operation[None]:
        """Wait for the next try; raises the error if there is none."""
        if received > before:  # it gets on, so it isn't given up
            self.attempts, self.renewals = self._fresh(), 0
        expired = isinstance(error, ServiceError) and error.status in EXPIRED
        if expired and before and self.renewals < RENEWALS:
            self.url, self.renewals = "", self.renewals + 1
            return
        pause = self.attempts.pause(error)
        if pause is None:
            raise error
        resuming(self.video_id, received, error, pause)
        yield Sleep(pause)


def _receive(session: Session, video_id: str, transfer: Transfer, until: Deadline) -> Operation[None]:
    """Get the whole file, in as many answers as it takes."""
    recovery, place = Recovery(session, video_id, until), transfer.place
    while True:
        before = place.received
        request = yield from recovery.request(transfer)
        error: RedactionError | None
        try:
            answer: Answer = yield Send(request, until, sink=transfer.sink, to_file_host=True)
            error = verdict(answer, transfer)
        except ConnectionFailed as failure:
            yield Call(place.flush)  # what has come stays
            error = failure
        if error is None:
            return
        yield from recovery.after(error, before, place.received)


def _signed_url(body: object) -> str:
    url = expect(str, body)
    try:
        host = httpx.URL(url).host
    except httpx.InvalidURL:
        host = ""
    if not host or not url.lower().startswith(("http://", "https://")):
        raise ValueError(url)
    return url
