"""Receiving a file: gone on with where it broke off, and under its name only when whole."""

from __future__ import annotations

import io
import os
import re
import uuid
from errno import EISDIR
from pathlib import Path

import httpx
from attrs import define
from video_indexer_client import models
from video_indexer_client.api import videos as video_calls

from video_indexer_redaction.answers import expect, parsed, service_error, unexpected
from video_indexer_redaction.commands import Answer, Call, Memory, Operation, Send, Sink, Sleep
from video_indexer_redaction.errors import ConnectionFailed, RedactionError, ServiceError, UsageError
from video_indexer_redaction.jobs import DONE_STATUSES
from video_indexer_redaction.session import Session, checked_id
from video_indexer_redaction.uploads import ByteProgress, Clip, Progress, Tally, local_path
from video_indexer_redaction.waiting import DEADLINE, Attempts, Deadline

PIECE = 1024 * 1024
"""Bytes written at a time."""

RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")
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
    path, until = local_path(target), Deadline(deadline, "The download")
    draft = Draft(path, Tally(None, on_progress, on_bytes))
    yield Call(draft.open)
    try:
        yield from _receive(session, video_id, draft, until)
        yield Call(draft.publish)
    finally:
        draft.discard()
    return path


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


class Draft:
    """The file while it is incomplete: hidden beside its place, and gone unless published."""

    def __init__(self, target: Path, tally: Tally) -> None:
        self.received = 0
        self._target = target
        self._path = target.with_name(f".{uuid.uuid4()}.part")
        self._tally = tally
        self._file: io.BufferedWriter | None = None
        self._pending = bytearray()

    def open(self) -> None:
        """Make the file, and its folder; raises OSError, also where the file couldn't be published."""
        if self._target.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(self._target))
        self._target.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._file = self._path.open("xb")
        except OSError as error:  # names the file that the caller knows, not the hidden one
            raise OSError(error.errno, error.strerror, str(self._target)) from None

    def begin(self, offset: int, total: int | None) -> None:
        """Go on at `offset`, which is 0 or all that has been received."""
        self._pending.clear()
        if self._file is not None and offset == 0:
            self._file.seek(0)
            self._file.truncate()
        self.received = self._tally.done = offset
        self._tally.total = total

    def add(self, piece: bytes) -> bool:
        """Take a piece; True: enough for writing it has come together."""
        self._pending += piece
        self.received += len(piece)
        self._tally.add(len(piece))
        return len(self._pending) >= PIECE

    def flush(self) -> None:
        """Write what has come together."""
        if self._file is not None:
            self._file.write(self._pending)
        self._pending.clear()

    def publish(self) -> None:
        """Give the file its name, in one step, once it is safe on the disk."""
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        self._path.replace(self._target)

    def discard(self) -> None:
        """Delete what was not published."""
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)


def check_place(path: Path, clip: Clip | None = None) -> None:
    """Raise OSError if no file can be made there, UsageError if the clip lies there; makes its folder."""
    if clip is not None and path.exists() and _is_file_of(path, clip):
        raise UsageError(f"{path} is the clip itself, which is never overwritten; give another name.")
    draft = Draft(path, Tally(None, None, None))
    draft.open()
    draft.discard()


def _is_file_of(path: Path, clip: Clip) -> bool:
    """Tell whether a clip is this file, through links too; a stream that isn't a file is none."""
    try:
        opened = Path(clip).stat() if isinstance(clip, str | os.PathLike) else os.fstat(clip.fileno())
    except OSError:
        return False
    return os.path.samestat(opened, path.stat())


def save(path: Path, content: bytes) -> None:
    """Write a file that appears under its name only when whole; raises OSError."""
    draft = Draft(path, Tally(None, None, None))
    draft.open()
    try:
        draft.add(content)
        draft.flush()
        draft.publish()
    finally:
        draft.discard()


@define
class Transfer:
    """How far one file has come, over several answers."""

    draft: Draft
    total: int | None = None
    etag: str | None = None
    encoded: bool = False
    accepted: bool = False  # whether the last answer was the file, or what was missing of it
    began_at: int = 0  # the offset at which the current answer begins

    def headers(self) -> dict[str, str]:
        """Ask for what is missing, if the file is still the same."""
        if self.draft.received and self.etag and not self.encoded:
            return {"Range": f"bytes={self.draft.received}-", "If-Range": self.etag}
        return {}

    def sink(self, response: httpx.Response) -> Sink:
        """Where an answer's body goes: into the draft if it is the file, or what is missing of it."""
        continued = response.status_code == 206 and self._continues(response.headers.get("content-range", ""))
        self.accepted = continued or response.status_code == 200
        if not self.accepted:
            return Memory()
        if continued:
            self.draft.begin(self.draft.received, self.total)
            return self.draft
        self._remember(response.headers)
        self.draft.begin(0, self.total)
        return self.draft

    def complete(self) -> bool:
        """Whether all has come, as far as the host has told how much that is."""
        return self.total is None or self.draft.received == self.total

    def _remember(self, headers: httpx.Headers) -> None:
        length, etag = headers.get("content-length", ""), headers.get("etag", "")
        self.encoded = headers.get("content-encoding", "identity") != "identity"
        known = length.isascii() and length.isdigit() and len(length) < 19 and not self.encoded
        self.total = int(length) if known else None
        self.etag = etag if etag.startswith('"') else None  # a weak one says nothing of the bytes

    def _continues(self, text: str) -> bool:
        found = RANGE.fullmatch(text.strip())
        if found is None or not self.draft.received:
            return False
        first, _, total = found.groups()
        return int(first) == self.draft.received and total in {"*", str(self.total)}


def _receive(session: Session, video_id: str, draft: Draft, until: Deadline) -> Operation[None]:
    """Get the whole file, in as many answers as it takes."""
    transfer, url, renewals = Transfer(draft), "", 0
    attempts = Attempts(session.policy, until, repeatable=True)
    while True:
        url = url or (yield from _download_url(session, video_id, until))
        before = draft.received
        error = yield from _try(session, url, transfer, until)
        if error is None:
            return
        if draft.received > before:  # it gets on, so it isn't given up
            attempts, renewals = Attempts(session.policy, until, repeatable=True), 0
        if isinstance(error, ServiceError) and error.status in EXPIRED and before and renewals < RENEWALS:
            url, renewals = "", renewals + 1
            continue
        pause = attempts.pause(error)
        if pause is None:
            raise error
        yield Sleep(pause)


def _try(session: Session, url: str, transfer: Transfer, until: Deadline) -> Operation[RedactionError | None]:
    """Receive what one answer gives; returns what kept it from being all."""
    headers = {"Accept-Encoding": "identity"} | transfer.headers()
    request = session.requests.timed(session.requests.build("GET", url, headers=headers), until)
    try:
        answer: Answer = yield Send(request, until, sink=transfer.sink, to_file_host=True)
    except ConnectionFailed as error:
        yield Call(transfer.draft.flush)  # what has come stays
        return error
    if answer.status == 416 and transfer.draft.received:  # the file has changed: begin again
        transfer.draft.begin(0, None)
        return ConnectionFailed("The file changed while it was downloaded.")
    error_of = service_error(answer)
    if error_of is not None:
        return error_of
    if not transfer.accepted:
        return unexpected(answer, f"The file's host answered {answer.status}.")
    if not transfer.complete():
        got, total = transfer.draft.received, transfer.total
        return ConnectionFailed(f"The download ended after {got} of {total} bytes.")
    return None


def _download_url(session: Session, video_id: str, until: Deadline) -> Operation[str]:
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


def _signed_url(body: object) -> str:
    url = expect(str, body)
    try:
        host = httpx.URL(url).host
    except httpx.InvalidURL:
        host = ""
    if not host or not url.lower().startswith(("http://", "https://")):
        raise ValueError(url)
    return url
