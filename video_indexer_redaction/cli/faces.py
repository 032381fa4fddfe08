"""`vi-redact faces`: who is seen in a video, and a contact sheet of their pictures."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from video_indexer_redaction.cli.cleaning import TemporaryVideos
from video_indexer_redaction.cli.codes import OK
from video_indexer_redaction.cli.console import NOBODY, Console, Steps, face_documents, face_lines
from video_indexer_redaction.cli.redact import check_clip, check_target
from video_indexer_redaction.cli.service import any_service, named_service
from video_indexer_redaction.cli.sheet import check_drawable, save_sheet
from video_indexer_redaction.client import RedactionClient
from video_indexer_redaction.errors import UnexpectedAnswer
from video_indexer_redaction.people import Face


def show_faces(options: argparse.Namespace, console: Console) -> int:
    """List the people of a video or a clip, with a contact sheet if one is wanted; returns the exit code."""
    clip = _clip(options.video)
    if options.sheet:
        check_drawable(options.sheet)
        check_target(options.sheet, clip)
    if clip is None:
        with named_service("`vi-redact faces VIDEO-ID`") as client:
            found = _people(client, options.video, options.sheet)
        left: list[str] = []
        video = options.video
    else:
        with any_service() as client, TemporaryVideos(client, keep=options.keep) as videos:
            with console.steps() as steps:
                video = _indexed(client, videos, clip, steps)
            found = _people(client, video, options.sheet)
        left = videos.left
    listed = [face for face in found if face.listed]
    uncertain = [face for face in found if not face.listed]
    if not listed:
        console.say(f"{NOBODY}.")
    if options.sheet:
        console.say(f"Contact sheet: {options.sheet}")
    for video_left in left:
        console.complain(f"A video may be left on the service: {video_left}")
    document = {
        "videoId": video,
        "faces": face_documents(listed),
        "uncertain": face_documents(uncertain),
        "sheet": options.sheet and str(options.sheet),
        "leftBehind": left,
    }
    console.show(document, face_lines(found))
    return OK


def _clip(text: str) -> Path | None:
    """The clip that is meant; None: an id is. What looks like a path must be a file."""
    path = Path(text)
    if path.exists() or path.suffix or len(path.parts) > 1:
        check_clip(path)
        return path
    return None


def _indexed(client: RedactionClient, videos: TemporaryVideos, clip: Path, steps: Steps) -> str:
    video = videos.upload(clip, partial(steps, "Uploading"))
    client.wait_until_indexed(video, on_progress=partial(steps, "Indexing"))
    return video


def _people(client: RedactionClient, video: str, sheet: Path | None) -> list[Face]:
    try:
        found = client.faces(video, uncertain=True)
    except UnexpectedAnswer:  # a service whose Faces artifact isn't the emulator's still lists people
        found = client.faces(video)
    if sheet:
        pictures: dict[int, bytes] = {}
        for thumbnail in client.thumbnails(video):
            pictures.setdefault(thumbnail.face_id, thumbnail.jpeg)  # the first stands for the person
        save_sheet([face for face in found if face.listed], pictures, sheet)
    return found
