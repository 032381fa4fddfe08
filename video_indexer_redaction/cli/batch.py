"""`vi-redact IN… -o DIR`: many clips in one call, each with a receipt, and a summary at the end."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import define, field

from video_indexer_redaction.cli import receipts, redact
from video_indexer_redaction.cli.codes import FAILED, INTERRUPTED, OK, SOME_FAILED
from video_indexer_redaction.cli.console import Console, error_document, in_one_line
from video_indexer_redaction.cli.inputs import Planned, is_one_clip, plan
from video_indexer_redaction.cli.muting import check_mutable, mute
from video_indexer_redaction.cli.receipts import HIDDEN
from video_indexer_redaction.cli.service import any_service
from video_indexer_redaction.cli.sheet import check_drawable, save_sheet
from video_indexer_redaction.cli.summary import lines
from video_indexer_redaction.client import RedactionClient
from video_indexer_redaction.errors import RedactionError, UsageError
from video_indexer_redaction.people import Face
from video_indexer_redaction.whole_way import Redaction

REDACTED, SKIPPED, FAILED_ROW = "redacted", "skipped", "failed"
OPEN, STOPPED = "not begun", "interrupted"


@define
class Row:
    """What became of one clip."""

    planned: Planned
    state: str = OPEN
    people: int = 0
    uncertain: int = 0
    hidden: list[int] = field(factory=list)
    left_visible: list[int] = field(factory=list)
    warnings: list[str] = field(factory=list)
    error: BaseException | None = None

    def document(self) -> dict[str, Any]:
        """The same for machines."""
        made = self.state == REDACTED
        return {
            "clip": str(self.planned.clip),
            "output": str(self.planned.target) if self.state in {REDACTED, SKIPPED} else None,
            "state": self.state,
            "people": self.people if made else None,
            "uncertain": self.uncertain if made else None,
            "hidden": self.hidden if made else None,
            "leftVisible": self.left_visible if made else None,
            "warnings": self.warnings,
            "receipt": str(self.planned.receipt) if made else None,
            "error": error_document(self.error) if self.error else None,
        }


def redact_any(options: argparse.Namespace, console: Console) -> int:
    """Redact one clip to one file, or clips to a folder; returns the exit code."""
    if is_one_clip(options.clips, options.output):
        _refuse_flags_of_many(options)
        options.clip = options.clips[0]
        return redact.redact(options, console)
    return redact_many(options, console)


def redact_many(options: argparse.Namespace, console: Console) -> int:
    """Redact clips one after the other; one that fails doesn't end the rest."""
    rows = [Row(planned) for planned in plan(options.clips, options.output)]
    _check(options, rows)
    for row in rows:
        _look(row, options)
    document: dict[str, Any] = {}
    try:
        _redact_all([row for row in rows if row.state == OPEN], options, console)
        code = _code(rows)
    except KeyboardInterrupt as stop:  # what is done is done, and the next call goes on
        console.complain(stop)
        document, code = {"error": error_document(stop)}, INTERRUPTED
    console.show({"clips": [row.document() for row in rows], **document}, lines(rows))
    return code


def _redact_all(rows: Sequence[Row], options: argparse.Namespace, console: Console) -> None:
    if not rows:
        return
    with any_service(*redact.service_flags(options)) as client:
        for number, row in enumerate(rows, 1):
            console.say(f"[{number}/{len(rows)}] {row.planned.clip}")
            _redact(client, row, options, console)


def _code(rows: Sequence[Row]) -> int:
    failed = [row for row in rows if row.state == FAILED_ROW]
    if not failed:
        return OK
    return FAILED if len(failed) == len(rows) else SOME_FAILED


def _refuse_flags_of_many(options: argparse.Namespace) -> None:
    for flag in ("skip_existing", "overwrite", "mute", "contact_sheet"):
        if getattr(options, flag):
            raise UsageError(
                f"--{flag.replace('_', '-')} is for results in a folder: give a folder with -o, "
                "or leave -o out."
            )


def _check(options: argparse.Namespace, rows: Sequence[Row]) -> None:
    """Find out what can't work before anything is sent; raises UsageError."""
    if options.faces:
        raise UsageError("--faces is for one clip and one result: vi-redact IN.mp4 -o OUT.mp4 --faces FILE.")
    if len(rows) > 1 and (options.only is not None or options.but is not None):
        raise UsageError("--only and --except take ids of one clip's people; give one clip.")
    if options.mute:
        check_mutable()
    if options.contact_sheet:
        check_drawable(rows[0].planned.sheet)


def _settings(options: argparse.Namespace) -> dict[str, Any]:
    """What decides how a result looks, as the receipt has it."""
    return {
        "blurringKind": options.blurring_kind,
        "only": options.only,
        "except": options.but,
        "mute": options.mute,
        **{name: word for name in redact.SERVICE_FLAGS if (word := getattr(options, name))},
    }


def _look(row: Row, options: argparse.Namespace) -> None:
    """See what an earlier call has left."""
    planned = row.planned
    if options.overwrite or not planned.target.exists():
        return
    if options.skip_existing or receipts.is_done(planned, _settings(options)):
        row.state = SKIPPED
        return
    row.state = FAILED_ROW
    row.error = UsageError(
        f"{planned.target} is there already, and isn't this call's result by its receipt: "
        "--overwrite replaces it, --skip-existing leaves it."
    )


def _redact(client: RedactionClient, row: Row, options: argparse.Namespace, console: Console) -> None:
    planned = row.planned
    try:
        redact.check_clip(planned.clip)
        redact.check_target(planned.target, planned.clip)
        source = receipts.file_document(planned.clip, planned.clip.name)
        with console.steps() as steps:
            made = client.redact_video(
                planned.clip,
                planned.draft,
                kind=options.blurring_kind,
                only=options.only,
                but=options.but,
                keep=options.keep,
                thumbnails=options.contact_sheet,
                on_progress=steps,
            )
        _publish(row, made, source, options)
        row.state = REDACTED
    except (RedactionError, OSError) as error:
        row.state, row.error = FAILED_ROW, error
        console.complain(f"{planned.clip}: {in_one_line(error)}")
    except KeyboardInterrupt:
        row.state = STOPPED
        raise
    finally:
        planned.draft.unlink(missing_ok=True)


def _publish(row: Row, made: Redaction, source: dict[str, Any], options: argparse.Namespace) -> None:
    """Write receipt and sheet, then give the result its name: what has a name has a receipt."""
    planned = row.planned
    if options.mute:
        mute(planned.draft)
    people, uncertain = (redact.with_outcomes(faces, options) for faces in (made.faces, made.uncertain))
    row.people, row.uncertain = len(people), len(uncertain)
    row.hidden = [face["id"] for face in [*people, *uncertain] if face["outcome"] == HIDDEN]
    row.left_visible = [face["id"] for face in [*people, *uncertain] if face["outcome"] != HIDDEN]
    row.warnings = _warnings(made, uncertain, options)
    told = {"source": source, "settings": _settings(options), "people": people, "uncertain": uncertain}
    receipts.write(planned, {**told, "warnings": row.warnings})
    if options.contact_sheet:
        _draw(planned.sheet, made, [*people, *uncertain])
    planned.draft.replace(planned.target)


def _warnings(made: Redaction, uncertain: Sequence[dict[str, Any]], options: argparse.Namespace) -> list[str]:
    found = [f"a video may be left on the service: {video}" for video in made.left_behind]
    found += [warning.message for warning in made.warnings]
    visible = [str(face["id"]) for face in uncertain if face["outcome"] != HIDDEN]
    if options.blurring_kind == "BoundingBox":
        found.append("faces are outlined, none is hidden")
    elif visible:
        found.append(f"uncertain finds left visible: {', '.join(visible)}")
    if not made.faces:
        found.append("nobody is seen long and surely enough to be listed")
    return found


def _draw(path: Path, made: Redaction, told: Sequence[dict[str, Any]]) -> None:
    """Draw who was found, with what became of them and when they are seen."""
    faces: list[Face] = [*made.faces, *made.uncertain]
    pictures = {thumbnail.face_id: thumbnail.jpeg for thumbnail in made.thumbnails}
    captions = {
        face.id: (f"{face.id} {face.name}", f"{document['outcome']}, {_times(face)}")
        for face, document in zip(faces, told, strict=True)
    }
    save_sheet(faces, pictures, path, captions)


def _times(face: Face) -> str:
    if not face.appearances:
        return "at no known time"
    first, more = face.appearances[0], len(face.appearances) - 1
    return f"{first[0]:.1f} to {first[1]:.1f} s" + (f" +{more}" if more else "")
