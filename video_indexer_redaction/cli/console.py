"""What the command says: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

from video_indexer_redaction.errors import ServiceError, UnexpectedAnswer
from video_indexer_redaction.people import Face
from video_indexer_redaction.progress import ProgressBar


class Steps:
    """Progress of a call's steps, one bar each: told the step's name and the fraction done, 0 to 1."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._step = ""
        self._bar: ProgressBar | None = None
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open.__exit__(kind, error, traceback)  # a bar that was broken off doesn't show 100 %

    def __call__(self, step: str, fraction: float) -> None:
        """Show that `fraction` of a step is done; the steps before it are done then."""
        if self._quiet:
            return
        if self._bar is None or step != self._step:
            self._open.close()
            self._step, self._bar = step, self._open.enter_context(ProgressBar(step))
        self._bar(fraction)


class Console:
    """Where a command's words go, and in which form."""

    def __init__(self, *, json: bool, quiet: bool) -> None:
        self.json = json
        self._quiet = quiet

    def steps(self) -> Steps:
        """Show progress, unless the call is quiet."""
        return Steps(quiet=self._quiet)

    def say(self, text: str) -> None:
        """Tell a person who waits, unless the call is quiet."""
        if not self._quiet:
            print(printable(text), file=sys.stderr)  # noqa: T201

    def show(self, document: dict[str, Any], lines: Iterable[str] = ()) -> None:
        """Give the result: one JSON document for machines, lines for people."""
        if self.json:
            print(json.dumps(document, indent=2), flush=True)  # noqa: T201
            return
        for line in lines:
            print(printable(line), flush=True)  # noqa: T201

    def complain(self, error: object) -> None:
        """Say in one line what went wrong."""
        print(f"vi-redact: {printable(in_one_line(error))}", file=sys.stderr)  # noqa: T201

    def fail(self, error: BaseException) -> None:
        """Say what ended the call; for machines as a document, too."""
        self.complain(error)
        if self.json:
            self.show({"error": error_document(error)})


def in_one_line(error: object) -> str:
    """An error's first line, its last one if it has several, and the notes on it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [lines[0]] if lines else [type(error).__name__]
    if isinstance(error, KeyboardInterrupt):
        told = ["Interrupted."]
    return " ".join([*told, *lines[1:][-1:], *getattr(error, "__notes__", ())])


def printable(text: str) -> str:
    """A text without the control characters by which a video's name could steer a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def error_document(error: BaseException) -> dict[str, Any]:
    """An error for machines; what isn't known is null."""
    answered = error if isinstance(error, ServiceError) else None
    strange = error if isinstance(error, UnexpectedAnswer) else None
    return {
        "type": "Interrupted" if isinstance(error, KeyboardInterrupt) else type(error).__name__,
        "message": in_one_line(error),
        "status": answered.status if answered else strange and strange.status,
        "errorType": answered and answered.error_type,
        "requestId": answered.request_id if answered else strange and strange.request_id,
        "retryAfterSeconds": answered and answered.retry_after,
    }


def face_documents(faces: Sequence[Face]) -> list[dict[str, Any]]:
    """People for machines."""
    return [
        {
            "id": face.id,
            "name": face.name,
            "confidence": face.confidence,
            "seenSeconds": round(face.seen_seconds, 3),
            "thumbnailIds": [str(picture) for picture in face.thumbnail_ids],
            "appearances": [[round(start, 3), round(end, 3)] for start, end in face.appearances],
        }
        for face in faces
    ]


def face_lines(faces: Sequence[Face]) -> list[str]:
    """People for people."""
    return [
        f"Face {face.id}: seen {face.seen_seconds:.1f} s, confidence {face.confidence:.2f}, {face.name}"
        if face.listed
        else f"Uncertain find {face.id}: {_times(face)}, confidence {face.confidence:.2f}"
        for face in faces
    ]


def _times(face: Face) -> str:
    return ", ".join(f"{start:.2f} to {end:.2f} s" for start, end in face.appearances) or "at no known time"


NOBODY = "No person is seen long and surely enough to be listed"
