"""The work of a redaction job: from the source to a new video with the chosen faces hidden.

A short clip is redacted in one pass. A long one is cut into parts, which any workers take, and which one of
them joins. Each attempt stores its files under keys of its own, and of two attempts the first to end counts.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from obstore.exceptions import BaseError

from video_indexer_emulator.errors import Interrupted, MediaError, NoRoom, PartsDiffer
from video_indexer_emulator.jobs.analysis import store_poster
from video_indexer_emulator.jobs.workbench import Pace, Workbench
from video_indexer_emulator.media.messages import Cut, Join, Redact, RedactPart
from video_indexer_emulator.model import ClipInfo, Job, JobState, Part
from video_indexer_emulator.storage.blobs import video_key
from video_indexer_emulator.storage.catalog import is_away
from video_indexer_emulator.storage.room import ensure_room

RESULT, PARTS = "redacted-", "parts/"
"""How the names of what an attempt stores begin."""

Outcome = TypeVar("Outcome")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Source:
    """What is to be redacted."""

    path: Path
    clip: ClipInfo
    tracks: bytes  # as `artifacts.tracks_to_json` makes them


def redact_video(bench: Workbench, job_id: str) -> JobState | int | None:
    """Run one redaction job to its end, or cut it into parts.

    Returns its final state, or the number of its parts, or None if there is no such job.
    """
    return _carry_out(bench, job_id, partial(_redact_or_cut, bench)) or cleared_up(bench, job_id)


def redact_one_part(bench: Workbench, job_id: str, number: int) -> tuple[bool, JobState | None]:
    """Redact one part of a job; returns whether all are finished now, and the job's state."""

    def work(job: Job) -> None:
        part = next((part for part in bench.catalog.parts.of([job.id]) if part.number == number), None)
        if part and not part.key:
            _redact_part(bench, job, part)

    _carry_out(bench, job_id, work)
    return bench.catalog.parts.all_finished(job_id), cleared_up(bench, job_id)


def join_video(bench: Workbench, job_id: str) -> JobState | None:
    """Join the parts of a job to its end; returns its final state, or None if there is no such job."""
    _carry_out(bench, job_id, partial(_join, bench))
    return cleared_up(bench, job_id)


def cleared_up(bench: Workbench, job_id: str) -> JobState | None:
    """Delete what attempts, also broken off ones, have left of a job that has ended; returns its state."""
    job = bench.catalog.job(job_id)
    if job is None:
        return None
    try:
        _clear_up(bench, job)
    except (OSError, BaseError):  # of the store: the job has ended all the same, and that is to be told
        log.exception("What the attempts at job %s have left could not be deleted.", job_id)
    return job.state


def _clear_up(bench: Workbench, job: Job) -> None:
    """Delete what attempts have left of a job, if it has ended."""
    target = bench.catalog.video(job.target_video_id)
    if job.state is JobState.FAILED:
        bench.blobs.delete_video(job.target_video_id)
    elif job.state is JobState.PROCESSED and target:
        left = bench.blobs.keys(target.id, RESULT) + bench.blobs.keys(target.id, PARTS)
        for key in left:
            if key != target.source_key:
                bench.blobs.discard(key)


def _carry_out(bench: Workbench, job_id: str, work: Callable[[Job], Outcome]) -> Outcome | None:
    """Do some work of a running job; whatever goes wrong in it is the job's end."""
    job = bench.catalog.job(job_id)
    if job is None or job.state is not JobState.PROCESSING:
        return None
    try:
        return work(job)
    except (MediaError, Interrupted, NoRoom) as error:
        _fail(bench, job, getattr(error, "failure_code", "General"), str(error))
    except Exception as error:  # whatever it is: a job must not run for ever
        if is_away(error):
            raise  # it says nothing of the job
        log.exception("Redaction job %s failed.", job_id)
        _fail(bench, job, "General", "The redaction failed; the service's log says why")
    return None


def _fail(bench: Workbench, job: Job, code: str, message: str) -> None:
    if bench.catalog.fail_job(job, code, message):
        bench.metrics.ended("redaction", JobState.FAILED, 0)


def _redact_or_cut(bench: Workbench, job: Job) -> int | None:
    pace = Pace(bench, partial(bench.catalog.advance_job, job))
    pace(0)
    with _source_of(bench, job) as source:
        coding = bench.settings.coding
        spans = bench.media.run(Cut(source.path, source.tracks, job.plan, source.clip, coding), pace)
        if spans:
            bench.catalog.parts.add(job, spans)
            return len(bench.catalog.parts.of([job.id]))  # another release may have cut it before, elsewhere
        _redact_whole(bench, job, source, pace)
    return None


def _redact_whole(bench: Workbench, job: Job, source: _Source, pace: Pace) -> None:
    with bench.blobs.scratch_folder() as folder:
        result = folder / "redacted.mp4"
        ensure_room(folder, source.path.stat().st_size)
        coding = bench.settings.coding
        work = Redact(source.path, source.tracks, job.plan, source.clip, result, coding)
        poster = bench.media.run(work, pace)
        _publish(bench, job, source.clip, result, poster)


def _redact_part(bench: Workbench, job: Job, part: Part) -> None:
    def advance(percent: int) -> bool:
        return bench.catalog.advance_job(job, min(99, bench.catalog.parts.advance(part, percent)))

    pace = Pace(bench, advance)
    pace(0)
    with _source_of(bench, job) as source, bench.blobs.scratch_folder() as folder:
        result = folder / "part.mp4"
        ensure_room(folder, source.path.stat().st_size // 2)  # it is one of two at least
        coding = bench.settings.coding
        bench.media.run(
            RedactPart(source.path, source.tracks, job.plan, source.clip, part, result, coding), pace
        )
        key = video_key(job.target_video_id, f"{PARTS}{part.number}-{uuid.uuid4().hex}.mp4")
        bench.blobs.put(key, result)
        if not bench.catalog.parts.finish(part, key):
            bench.blobs.discard(key)


def _join(bench: Workbench, job: Job) -> None:
    pace = Pace(bench, partial(bench.catalog.advance_job, job))
    pace(0)
    parts = bench.catalog.parts.of([job.id])
    with _source_of(bench, job) as source, ExitStack() as files:
        folder = files.enter_context(bench.blobs.scratch_folder())
        lying = [(part, files.enter_context(bench.blobs.as_file(part.key or ""))) for part in parts]
        result = folder / "redacted.mp4"
        ensure_room(folder, source.path.stat().st_size)
        try:
            poster = bench.media.run(Join(source.path, source.clip, tuple(lying), result), pace)
        except PartsDiffer:
            log.warning("The parts of job %s are of different releases; it is redacted in one.", job.id)
            _redact_whole(bench, job, source, pace)
        else:
            _publish(bench, job, source.clip, result, poster)


@contextmanager
def _source_of(bench: Workbench, job: Job) -> Iterator[_Source]:
    """Give the source of a job as a local file, with its tracks; raises Interrupted if it was deleted."""
    video = bench.catalog.video(job.source_video_id)
    tracks = bench.blobs.get(video_key(job.source_video_id, "tracks.json"))
    if video is None or video.clip is None or tracks is None:
        raise Interrupted("The source video was deleted.")
    if not video.source_key or not bench.blobs.exists(video.source_key):
        raise Interrupted("The file of the source video was deleted.")
    with bench.blobs.as_file(video.source_key) as path:
        yield _Source(path, video.clip, tracks)


def _publish(bench: Workbench, job: Job, clip: ClipInfo, result: Path, poster: bytes | None) -> None:
    """Store the redacted file, then the row that makes it visible; undo it if that came too late."""
    target = job.target_video_id
    key = video_key(target, f"{RESULT}{uuid.uuid4().hex}.mp4")
    bench.blobs.put(key, result)
    poster_id = store_poster(bench, target, poster)
    if bench.catalog.complete_job(job, source_key=key, clip=clip, thumbnail_id=poster_id):
        bench.metrics.ended("redaction", JobState.PROCESSED, float(clip.duration))
    else:
        bench.blobs.discard(key)
        if bench.catalog.video(target) is None:
            bench.blobs.delete_video(target)
