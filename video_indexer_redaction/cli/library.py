"""`vi-redact list`, `delete`, `status` and `token`: the videos and jobs of an account."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from video_indexer_client.models import Video, VideoIndex

from video_indexer_redaction.cli.codes import FAILED, OK
from video_indexer_redaction.cli.console import Console, error_document
from video_indexer_redaction.cli.service import named_service
from video_indexer_redaction.client import RedactionClient
from video_indexer_redaction.errors import BadRequest, NotFound, RedactionError
from video_indexer_redaction.jobs import JobStatus
from video_indexer_redaction.tokens import seconds_left
from video_indexer_redaction.videos import part_of, percent


def list_videos(options: argparse.Namespace, console: Console) -> int:
    """List the videos of the account, the newest first; returns the exit code."""
    with named_service("`vi-redact list`") as client:
        videos: Iterator[Video] = client.list()
        if console.json:
            console.show({"videos": [_video_document(video) for video in videos]})
            return OK
        video = None
        for video in videos:
            console.show({}, [_line(video)])
        if video is None:
            console.say("The account has no videos.")
    return OK


def delete_videos(options: argparse.Namespace, console: Console) -> int:
    """Delete videos, each as far as it goes; returns the exit code."""
    deleted: list[str] = []
    failed: list[dict[str, Any]] = []
    with named_service("`vi-redact delete`") as client:
        for video in dict.fromkeys(options.videos):
            try:
                client.delete(video)
            except RedactionError as error:
                console.complain(f"{video} was not deleted: {error}")
                failed.append({"id": video, "error": error_document(error)})
            else:
                deleted.append(video)
    console.show({"deleted": deleted, "failed": failed}, [f"Deleted: {video}" for video in deleted])
    return FAILED if failed else OK


def show_status(options: argparse.Namespace, console: Console) -> int:
    """Tell how a job or a video stands; returns the exit code."""
    with named_service("`vi-redact status`") as client:
        document = _status(client, options.id)
    line = (
        f"{document['kind'].capitalize()} {document['id']}: {document['state']}, {document['progress']:.0%}"
    )
    reason = document["failureMessage"]
    made = document["kind"] == "job" and document["videoId"]
    console.show(document, [line + (f", {reason}" if reason else "") + (f", video {made}" if made else "")])
    return OK


def print_token(options: argparse.Namespace, console: Console) -> int:
    """Print an access token of the account, and nothing else; returns the exit code."""
    with named_service("`vi-redact token`") as client:
        token = client.access_token()
    left = seconds_left(token)
    document = {"accessToken": str(token), "expiresInSeconds": None if left is None else int(left)}
    console.show(document, [str(token)])
    return OK


def _status(client: RedactionClient, id_: str) -> dict[str, Any]:
    """Nothing tells the id of a job from that of a video, so both are tried."""
    try:
        return _job_document(id_, client.get_job(id_))
    except (NotFound, BadRequest):
        pass
    try:
        return _index_document(client.get_index(id_))
    except NotFound as error:
        message = f"No job and no video has the id {id_}."
        raise NotFound(error.status, error.error_type, message, request_id=error.request_id) from error


def _job_document(job_id: str, job: JobStatus) -> dict[str, Any]:
    return {
        "kind": "job",
        "id": job_id,
        "state": job.state,
        "progress": job.progress,
        "failureMessage": job.failure_message,
        "videoId": job.video_id,
    }


def _index_document(index: VideoIndex) -> dict[str, Any]:
    video = part_of(index)
    return {
        "kind": "video",
        "id": index.id,
        "name": index.name or None,
        "state": index.state,
        "progress": 1.0 if index.state == "Processed" else percent(video.processing_progress),
        "failureMessage": video.failure_message or None,
    }


def _line(video: Video) -> str:
    """A video in one line; what the service doesn't say is a dash."""
    created = f"{video.created:%Y-%m-%d %H:%M}" if video.created else "-"
    seconds = f"{video.duration_in_seconds or 0:>6} s"
    return f"{video.id}  {video.state or '-':<10}  {created:<16}  {seconds}  {video.name or '-'}"


def _video_document(video: Video) -> dict[str, Any]:
    return {
        "id": video.id,
        "name": video.name or None,
        "state": video.state or None,
        "created": video.created.isoformat() if video.created else None,
        "durationSeconds": video.duration_in_seconds or 0,
        "externalId": video.external_id or None,
    }
