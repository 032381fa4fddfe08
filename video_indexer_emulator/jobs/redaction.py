"""The work of a redaction job: one pass from the source to a new video with the chosen faces hidden."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

from video_indexer_emulator.errors import Interrupted, MediaError
from video_indexer_emulator.jobs.analysis import store_poster
from video_indexer_emulator.jobs.workbench import Pace, Workbench
from video_indexer_emulator.model import Job, JobState, Video
from video_indexer_emulator.storage.blobs import video_key
from video_indexer_emulator.storage.catalog import is_away

log = logging.getLogger(__name__)


def redact_video(bench: Workbench, job_id: str) -> JobState | None:
    """Run one redaction job to its end; returns its final state, or None if there is no such job."""
    job = bench.catalog.job(job_id)
    if job is None or job.state is not JobState.PROCESSING:
        return job.state if job else None
    try:
        _redact(bench, job)
    except (MediaError, Interrupted) as error:
        _fail(bench, job, getattr(error, "failure_code", "General"), str(error))
    except Exception as error:  # whatever it is: a job must not run for ever
        if is_away(error):
            raise  # it says nothing of the job
        log.exception("Redaction job %s failed.", job_id)
        _fail(bench, job, "General", f"The redaction failed: {error}")
    ended, target = bench.catalog.job(job_id), bench.catalog.video(job.target_video_id)
    if ended is None:
        return None
    bench.metrics.ended(
        "redaction", ended.state, float(target.clip.duration) if target and target.clip else 0
    )
    return ended.state


def _fail(bench: Workbench, job: Job, code: str, message: str) -> None:
    if bench.catalog.fail_job(job, code, message):
        bench.blobs.delete_video(job.target_video_id)


def _redact(bench: Workbench, job: Job) -> None:
    pace = Pace(bench, partial(bench.catalog.advance_job, job))
    pace(0)
    source = bench.catalog.video(job.source_video_id)
    tracks = bench.blobs.get(video_key(job.source_video_id, "tracks.json"))
    if source is None or source.clip is None or tracks is None:
        raise Interrupted("The source video was deleted.")
    if not source.source_key or not bench.blobs.exists(source.source_key):
        raise Interrupted("The file of the source video was deleted.")
    with bench.blobs.scratch_folder() as folder, bench.blobs.as_file(source.source_key) as clip:
        result = folder / "redacted.mp4"
        poster = bench.media.redact(clip, tracks, job.plan, source.clip, result, pace)
        _publish(bench, job, source, result, poster)


def _publish(bench: Workbench, job: Job, source: Video, result: Path, poster: bytes | None) -> None:
    """Store the redacted file, then the row that makes it visible; undo it if the video was deleted."""
    target = job.target_video_id
    key = video_key(target, "source.mp4")
    bench.blobs.put(key, result)
    published = bench.catalog.complete_job(
        job,
        source_key=key,
        clip=source.clip,
        thumbnail_id=store_poster(bench, target, poster),
    )
    if not published:
        bench.blobs.delete_video(target)
