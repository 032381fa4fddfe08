"""The work on an upload: fetch the source if it comes by URL, find the faces, store what was found."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from video_indexer_emulator.errors import FetchFailed, Interrupted, MediaError, NoRoom, NoVideoStream
from video_indexer_emulator.jobs.workbench import Pace, Workbench
from video_indexer_emulator.media.artifacts import faces_artifact, thumbnails_zip, tracks_to_json
from video_indexer_emulator.media.messages import Analyze, Inspect
from video_indexer_emulator.model import Analysis, Video, VideoState
from video_indexer_emulator.storage.blobs import video_key
from video_indexer_emulator.storage.catalog import is_away
from video_indexer_emulator.storage.room import ensure_room

FACE_PRESETS = {"Default", "Advanced", "VideoOnly", "AdvancedVideo"}
"""Presets that produce faces; the Audio and Basic ones don't (vendor's indexing guide)."""

SOUND_PRESETS = {"AudioOnly", "BasicAudio", "AdvancedAudio"}
"""Presets that need no picture."""

UNFINISHED = {VideoState.UPLOADED, VideoState.PROCESSING}

log = logging.getLogger(__name__)


def wants_faces(video: Video) -> bool:
    """Tell whether a video's preset and exclusions ask for faces."""
    excluded = {word.casefold() for word in video.excluded_ai}
    return video.indexing_preset in FACE_PRESETS and "faces" not in excluded


def fetch_upload(bench: Workbench, video_id: str) -> VideoState | None:
    """Bring the file of an upload by URL into the blobs.

    Returns the video's state, which is a final one if that failed, or None if it was deleted meanwhile.
    """
    return _carried_out(bench, video_id, _fetch)


def analyze_upload(bench: Workbench, video_id: str) -> VideoState | None:
    """Analyse one upload to its end; returns its final state, or None if it was deleted meanwhile."""
    return _carried_out(bench, video_id, _analyze)


def _carried_out(
    bench: Workbench, video_id: str, work: Callable[[Workbench, Video], object]
) -> VideoState | None:
    """Do some work on an unfinished upload; whatever goes wrong in it is the upload's end."""
    video = bench.catalog.video(video_id)
    if video is None or video.state not in UNFINISHED:
        return video.state if video else None
    try:
        work(bench, video)
    except Interrupted:
        pass  # it was deleted, or another attempt has ended it
    except MediaError as error:
        _fail(bench, video_id, error.failure_code, str(error))
    except FetchFailed as error:
        _fail(bench, video_id, "VideoUrlUnreachable", str(error))
    except NoRoom as error:
        _fail(bench, video_id, "General", str(error))
    except Exception as error:  # whatever it is: a video must not stay in Processing for ever
        if is_away(error):
            raise  # it says nothing of the video
        log.exception("Analysis of video %s failed.", video_id)
        _fail(bench, video_id, "General", "The analysis failed; the service's log says why")
    ended = bench.catalog.video(video_id)
    if ended is None:
        bench.blobs.delete_video(video_id)
        return None
    if ended.state not in UNFINISHED:
        bench.metrics.ended("analysis", ended.state, float(ended.clip.duration) if ended.clip else 0)
    return ended.state


def _fail(bench: Workbench, video_id: str, code: str, message: str) -> None:
    bench.catalog.end_analysis(
        video_id,
        state=VideoState.FAILED,
        failure_code=code,
        failure_message=message,
        indexed=datetime.now(UTC),
    )


def _fetch(bench: Workbench, video: Video) -> Video:
    """Bring the source of an upload by URL into the blobs, if it isn't there."""
    if video.source_key is not None:
        return video
    pace = Pace(bench, partial(bench.catalog.advance_video, video.id))
    pace(0)
    key = video_key(video.id, "source.mp4")
    with bench.blobs.scratch_folder() as folder:
        target = folder / "source"

        def wanted() -> None:
            pace(0.0)
            ensure_room(folder)

        bench.outbound.fetch(video.video_url or "", target, bench.settings.max_fetch_bytes, wanted)
        bench.blobs.put(key, target)
    if not bench.catalog.change_video(video.id, source_key=key):
        raise Interrupted
    return bench.catalog.video(video.id) or _gone()


def _gone() -> Video:
    raise Interrupted("The video was deleted while it was worked on.")


def _analyze(bench: Workbench, video: Video) -> None:
    video = _fetch(bench, video)  # where an older release has queued the two as one
    pace = Pace(bench, partial(bench.catalog.advance_video, video.id))
    pace(0)
    with bench.blobs.as_file(video.source_key or "") as source:
        if wants_faces(video):
            _store(bench, video, bench.media.run(Analyze(source, bench.settings.hide_damage), pace))
        else:
            _store_without_faces(bench, video, source, pace)


def _store_without_faces(bench: Workbench, video: Video, source: Path, pace: Pace) -> None:
    try:
        clip, poster = bench.media.run(Inspect(source, bench.settings.hide_damage), pace)
    except NoVideoStream:
        if video.indexing_preset not in SOUND_PRESETS:
            raise
        clip, poster = None, None
    bench.catalog.end_analysis(
        video.id,
        state=VideoState.PROCESSED,
        progress=100,
        indexed=datetime.now(UTC),
        clip=clip,
        thumbnail_id=store_poster(bench, video.id, poster),
    )


def _store(bench: Workbench, video: Video, found: Analysis) -> None:
    """Store artifacts and pictures, then the row that makes them visible, in this order."""
    put = bench.blobs.put
    put(video_key(video.id, "tracks.json"), tracks_to_json(found.tracks))
    put(video_key(video.id, "faces.json"), json.dumps(faces_artifact(found)).encode())
    put(video_key(video.id, "faces_thumbnails.zip"), thumbnails_zip(found))
    for person in found.people:
        for picture in person.thumbnails:
            put(video_key(video.id, f"thumbnails/{picture.id}.jpg"), picture.jpeg)
    bench.catalog.finish_analysis(
        video.id,
        found.people,
        state=VideoState.PROCESSED,
        progress=100,
        indexed=datetime.now(UTC),
        clip=found.clip,
        faces_analysed=True,
        thumbnail_id=store_poster(bench, video.id, found.poster),
    )


def store_poster(bench: Workbench, video_id: str, poster: bytes | None) -> str | None:
    """Store a video's own thumbnail; returns its id, the same one when the work is done again."""
    if poster is None:
        return None
    poster_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"poster:{video_id}"))
    bench.blobs.put(video_key(video_id, f"thumbnails/{poster_id}.jpg"), poster)
    return poster_id
