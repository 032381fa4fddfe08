"""How far one file has come over several answers, and what takes its bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import BinaryIO, Protocol

import httpx
from attrs import define

from video_indexer_redaction.answers import service_error, unexpected
from video_indexer_redaction.commands import Answer, Memory, Sink
from video_indexer_redaction.drafts import PIECE
from video_indexer_redaction.errors import ConnectionFailed, RedactionError, UsageError
from video_indexer_redaction.uploads import Tally

RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")
UNSATISFIED = re.compile(r"bytes \*/(\d{1,18})")

CHANGED = "The file changed while it was downloaded."


class Place(Sink, Protocol):
    """Takes a file's bytes."""

    received: int

    def begin(self, offset: int, total: int | None, *, same: bool = False) -> None:
        """Go on at `offset`, which is 0 or all that has been received; `same`: it is still the same file."""
        ...


class Onward:
    """A place that can't go back: what it has already is passed over where a host begins again."""

    def __init__(self, tally: Tally, received: int = 0) -> None:
        self.received = received
        self.tally = tally
        self.pending = bytearray()
        self._begun = False
        self._skip = 0

    def begin(self, offset: int, total: int | None, *, same: bool = False) -> None:
        """Go on at `offset`; raises ConnectionFailed where that would give bytes of another file."""
        if self._begun and offset != self.received and not same:
            raise ConnectionFailed(f"{CHANGED} Download it anew.", permanent=True)
        self._begun = True
        self._skip = self.received - offset
        self.tally.done, self.tally.total = self.received, total

    def add(self, piece: bytes) -> bool:
        """Take a piece; True: enough has come together to be handed on."""
        new = piece[self._skip :]
        self._skip -= len(piece) - len(new)
        self.pending += new
        self.received += len(new)
        self.tally.add(len(new))
        return len(self.pending) >= PIECE

    def flush(self) -> None:
        """Nothing to do: what has come together is taken by `take`."""

    def take(self) -> bytes:
        """What has come together; it is the caller's now."""
        taken = bytes(self.pending)
        self.pending.clear()
        return taken


class Written(Onward):
    """A file of the caller's, open for writing bytes: begun again where it can be, and left open."""

    def __init__(self, file: BinaryIO, tally: Tally) -> None:
        super().__init__(tally)
        self._file = file
        self._start: int | None = None

    def open(self) -> None:
        """See whether it takes bytes, and where it stands; raises UsageError, OSError."""
        try:
            self._file.write(b"")
        except (AttributeError, TypeError, ValueError):  # no file, one of texts, a closed one
            usable = False
        else:
            usable = True
        if not usable:
            raise UsageError("Give a file that is open for writing bytes, as by open(path, 'wb').")
        seekable: Callable[[], bool] = getattr(self._file, "seekable", lambda: False)
        self._start = self._file.tell() if seekable() else None

    def begin(self, offset: int, total: int | None, *, same: bool = False) -> None:
        """Go on at `offset`, or from the file's beginning."""
        if offset == 0 and self.received and self._start is not None:
            self._file.seek(self._start)
            self._file.truncate()
            self.pending.clear()
            self.received = 0
        super().begin(offset, total, same=same)

    def flush(self) -> None:
        """Write what has come together."""
        left = self.take()
        while left:
            written = self._file.write(left)
            left = left[written:] if written else b""  # who doesn't say how much has taken it all


@define
class Transfer:
    """How far one file has come, over several answers."""

    place: Place
    total: int | None = None
    etag: str | None = None
    encoded: bool = False
    known: bool = False  # whether an answer has told of the file
    accepted: bool = False  # whether the last answer was the file, or what was missing of it

    def headers(self) -> dict[str, str]:
        """Ask for what is missing, if the file is still the same."""
        if not self.place.received or self.encoded or (self.known and not self.etag):
            return {}
        condition = {"If-Range": self.etag} if self.etag else {}
        return {"Range": f"bytes={self.place.received}-", **condition}

    def sink(self, response: httpx.Response) -> Sink:
        """Where an answer's body goes: into the place if it is the file, or what is missing of it."""
        span = RANGE.fullmatch(response.headers.get("content-range", "").strip())
        continued = response.status_code == 206 and span is not None and self._continues(span)
        self.accepted = continued or response.status_code == 200
        if not self.accepted:
            return Memory()
        if continued and self.known:
            self.place.begin(self.place.received, self.total)
            return self.place
        same = self.etag is not None and response.headers.get("etag") == self.etag
        self._remember(response.headers, span if continued else None)
        self.place.begin(self.place.received if continued else 0, self.total, same=same)
        return self.place

    def complete(self) -> bool:
        """Whether all has come, as far as the host has told how much that is."""
        return self.total is None or self.place.received == self.total

    def _remember(self, headers: httpx.Headers, span: re.Match[str] | None) -> None:
        length = span[3] if span else headers.get("content-length", "")
        etag = headers.get("etag", "")
        self.known = True
        self.encoded = headers.get("content-encoding", "identity") != "identity"
        known = length.isascii() and length.isdigit() and len(length) < 19 and not self.encoded
        self.total = int(length) if known else None
        self.etag = etag if etag.startswith('"') else None  # a weak one says nothing of the bytes

    def _continues(self, span: re.Match[str]) -> bool:
        first, _, total = span.groups()
        wanted = {"*", str(self.total)} if self.known else {total}
        return bool(self.place.received) and int(first) == self.place.received and total in wanted


def verdict(answer: Answer, transfer: Transfer) -> RedactionError | None:
    """What kept an answer from being all that was missing; None: it was."""
    place = transfer.place
    if answer.status == 416 and place.received:
        if not transfer.known:
            return _behind_the_end(answer, place.received)
        place.begin(0, None)
        return ConnectionFailed(CHANGED)
    error = service_error(answer)
    if error is not None:
        return error
    if not transfer.accepted:
        return unexpected(answer, f"The file's host answered {answer.status}.")
    if not transfer.complete():
        return ConnectionFailed(f"The download ended after {place.received} of {transfer.total} bytes.")
    return None


def _behind_the_end(answer: Answer, start: int) -> UsageError | None:
    """Tell of a start behind the file's end; at its very end there is nothing left to get."""
    found = UNSATISFIED.fullmatch(answer.headers.get("content-range", "").strip())
    if found and int(found[1]) == start:
        return None
    return UsageError(f"`start` is {start}, which lies behind the end of the video's file.")
