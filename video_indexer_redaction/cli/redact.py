"""`vi-redact redact`: from a clip to a redacted clip."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from video_indexer_redaction.cli.codes import OK
from video_indexer_redaction.cli.console import NOBODY, Console, face_documents, face_lines
from video_indexer_redaction.cli.service import any_service
from video_indexer_redaction.errors import UsageError
from video_indexer_redaction.people import Face
from video_indexer_redaction.whole_way import Redaction

SERVICE_FLAGS = ("damaged", "codec", "quality", "speed")
"""Flags of `vi-emulator` that this command hands on to one of its own."""

MP4_SUFFIXES = {".mp4", ".m4v", ".mov"}


def redact(options: argparse.Namespace, console: Console) -> int:
    """Redact a clip and say who was seen in it; returns the exit code."""
    check(options)
    with any_service(*service_flags(options)) as client, console.steps() as steps:
        made = client.redact_video(
            options.clip,
            options.output,
            kind=options.blurring_kind,
            only=options.only,
            but=options.but,
            faces_file=options.faces,
            keep=options.keep,
            on_progress=steps,
        )
    report(made, options, console)
    return OK


def service_flags(options: argparse.Namespace) -> list[str]:
    """Return the flags for an emulator of our own that these options ask for."""
    given = {name: getattr(options, name) for name in SERVICE_FLAGS}
    return [text for name, word in given.items() if word for text in (f"--{name}", word)]


def report(made: Redaction, options: argparse.Namespace, console: Console) -> None:
    """Say who was found and what became of them, what is uncertain included."""
    if not made.faces:
        console.say(f"{NOBODY}; what shows up is hidden all the same.")
    for face, line in zip(made.faces, face_lines(made.faces), strict=True):
        console.say(f"{line}, {_outcome(face.id, options)}")
    for face, line in zip(made.uncertain, face_lines(made.uncertain), strict=True):
        console.say(f"{line}, {_outcome(face.id, options)}")
    visible = [face.id for face in made.uncertain if not _is_chosen(face.id, options)]
    if visible:
        console.complain(
            f"Uncertain finds that were left visible: {', '.join(map(str, visible))}. Look at them, or use "
            "--except, which hides everything else."
        )
    if made.faces and not any(_is_chosen(face.id, options) for face in made.faces):
        console.complain("None of these people was chosen: everybody listed stays visible.")
    _tell_result(made, options, console)
    if console.json:
        console.show(_document(made, options))


def _tell_result(made: Redaction, options: argparse.Namespace, console: Console) -> None:
    for warning in made.warnings:
        console.complain(f"{warning.message}.")
    if options.blurring_kind == "BoundingBox":
        console.say("Faces are outlined, and none is hidden: that is what BoundingBox does.")
    console.say(f"Redacted: {made.path}")
    if options.keep:
        console.say(f"On the service: {made.video_id}, redacted {made.redacted_video_id}")
    for video in made.left_behind:
        console.complain(f"A video may be left on the service: {video}")


def _is_chosen(face: int, options: argparse.Namespace) -> bool:
    """Tell whether the flags choose a face."""
    if options.only is not None:
        return face in options.only
    return face not in (options.but or ())


def _outcome(face: int, options: argparse.Namespace) -> str:
    if not _is_chosen(face, options):
        return "left as it is"
    return "outlined" if options.blurring_kind == "BoundingBox" else "hidden"


def with_outcomes(faces: Sequence[Face], options: argparse.Namespace) -> list[dict[str, Any]]:
    """People for machines, with what became of them."""
    return [
        {**document, "outcome": _outcome(face.id, options)}
        for face, document in zip(faces, face_documents(faces), strict=True)
    ]


def check(options: argparse.Namespace) -> None:
    """Find out what can't work before anything is sent; raises UsageError."""
    check_clip(options.clip)
    if options.output.suffix.casefold() not in MP4_SUFFIXES:
        raise UsageError("The result is an mp4; give it a name that ends in .mp4.")
    targets = [target for target in (options.output, options.faces) if target]
    for target in targets:
        check_target(target, options.clip)
    if len({target.resolve() for target in targets}) < len(targets):
        raise UsageError("-o and --faces name the same file; give each its own.")


def check_clip(clip: Path) -> None:
    """Refuse what is no file."""
    if clip.is_dir():
        raise UsageError(f"{clip} is a folder; give a clip.")
    if not clip.is_file():
        raise UsageError(f"There is no file {clip}.")
    if not os.access(clip, os.R_OK):
        raise UsageError(f"{clip} may not be read.")


def check_target(target: Path, clip: Path | None = None) -> None:
    """Make a result's folder; refuse the clip itself and what can't be written."""
    if clip and target.exists() and target.samefile(clip):
        raise UsageError(f"{target} is the clip itself, which is never overwritten; give another name.")
    if target.is_dir():
        raise UsageError(f"{target} is a folder; give the name of a file.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"The folder of {target} can't be made: {error.strerror}.") from error
    if not os.access(target.parent, os.W_OK):
        raise UsageError(f"The folder of {target} can't be written to.")


def _document(made: Redaction, options: argparse.Namespace) -> dict[str, object]:
    return {
        "output": str(made.path),
        "blurringKind": options.blurring_kind,
        "faces": with_outcomes(made.faces, options),
        "uncertain": with_outcomes(made.uncertain, options),
        "facesFile": options.faces and str(options.faces),
        "videoId": made.video_id,
        "redactedVideoId": made.redacted_video_id,
        "kept": options.keep,
        "leftBehind": list(made.left_behind),
        "warnings": [
            {
                "code": warning.code,
                "message": warning.message,
                "startSeconds": warning.start_seconds,
                "endSeconds": warning.end_seconds,
            }
            for warning in made.warnings
        ],
    }
