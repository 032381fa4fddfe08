"""Analysing a clip in one decoding pass: detect, track, identify."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from video_indexer_emulator.model import Analysis, FaceTrack

from .closer import CloserLook, observation
from .cut import cut_at_changes
from .doubles import with_doubles
from .frames import Clip, open_clip
from .identify import group
from .inspect import facts_of
from .look import Looks, Seen, Shown
from .parameters import DetectionSettings
from .path import sightings_of
from .people import people_of
from .pictures import upright_bgr
from .sampling import Poster, Sampler
from .schedule import Schedule
from .shots import Shots
from .timeline import Timeline
from .track import Tracker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from av.video.frame import VideoFrame

    from .models import FaceModels

DEFAULTS = DetectionSettings()


def analyze(
    path: Path,
    models: FaceModels,
    on_progress: Callable[[float], None],
    settings: DetectionSettings = DEFAULTS,
    *,
    hide_damage: bool = False,
) -> Analysis:
    """Find every face of a clip, in every frame, and whose it is.

    Args:
        path: The clip.
        models: Without an embedding model each track gets an id of its own; without the second detector
            fewer faces are found.
        on_progress: Told the share done, 0 to 1; what it raises ends the work.
        settings: How faces are found and followed.
        hide_damage: Note frames that can't be decoded whole, to hide them, instead of refusing the clip.

    Raises:
        MediaError: The clip can't be read whole.
    """
    with open_clip(path, hide_damage=hide_damage) as clip, Looks(models, settings) as looks:
        pass_ = _Pass(clip, models, settings, looks)
        for index, frame in clip.frames():
            pass_.take(index, frame)
            on_progress(min(0.99, clip.progress))
        analysis = pass_.conclude()
    on_progress(1.0)
    return analysis


class _Pass:
    """What is gathered while the clip is read."""

    def __init__(self, clip: Clip, models: FaceModels, settings: DetectionSettings, looks: Looks) -> None:
        self._clip, self._settings, self._looks = clip, settings, looks
        self._timeline = Timeline(clip.time_base)
        self._closer = CloserLook(models, settings.remembered)
        self._tracker = Tracker(settings, self._closer, lambda frame: float(self._timeline.start(frame)))
        self._schedule = Schedule(settings)
        self._sampler = Sampler(models.embedder, settings)
        self._poster = Poster()
        self._shots = Shots()
        self._size = (0, 0)  # upright width and height

    def take(self, index: int, frame: VideoFrame) -> None:
        """Look at one frame, if it is due."""
        self._timeline.add(frame.pts or 0, frame.duration or 0)
        if not index:
            self._size = self._clip.orientation.size(frame.width, frame.height)
        change = self._shots.take(frame)
        kinds = self._schedule.due(index, self._timeline.start(index), change)
        if kinds is not None:
            for seen in self._looks.begin(Shown(index, frame, self._clip.orientation, change.cut), kinds):
                self._follow(seen)

    def conclude(self) -> Analysis:
        """Turn what was seen into tracks and people."""
        for seen in self._looks.rest():
            self._follow(seen)
        tracks = [
            piece
            for track in self._tracker.finish()
            for piece in cut_at_changes(track, self._settings.other_person)
        ]
        tracks.sort(key=lambda track: track.observations[0].frame)
        groups = with_doubles(tracks, group(tracks, self._settings.same_person))
        ids, people = people_of(tracks, groups, self._timeline, self._settings)
        count = len(self._timeline)
        extension = self._extension(count)
        patience = round(self._settings.patience * self._timeline.frame_rate)
        return Analysis(
            clip=facts_of(self._clip, self._timeline, self._size),
            tracks=tuple(
                FaceTrack(face_id, sightings_of(track, extension, count, self._size, patience))
                for track, face_id in zip(tracks, ids, strict=True)
            ),
            people=people,
            frame_edges=self._timeline.edges,
            poster=self._poster.jpeg,
        )

    def _extension(self, count: int) -> int:
        """By how many frames tracks are drawn out: some time, and as many as no look has seen in between."""
        rate = self._timeline.frame_rate
        between = round(count / max(1, self._looks.count))
        return max(1, math.ceil(self._settings.extension * rate), 2 * between if between > 1 else 0)

    def _follow(self, seen: Seen) -> None:
        """Carry the tracks on through one look."""
        index, picture = seen.shown.index, seen.picture
        factor = self._size[0] / picture.shape[1]
        if seen.shown.cut:
            self._tracker.cut(index - 1, index)
            self._closer.forget()
        self._closer.take(index, picture, factor)
        matched = self._tracker.follow(index) if seen.faces is None else None
        if matched is None:
            faces = self._looks.faces_of(picture) if seen.faces is None else seen.faces
            observations = [observation(index, face, picture, factor) for face in faces]
            matched = self._tracker.update(index, observations)
        self._sampler.sample(
            matched, self._size, lambda: upright_bgr(seen.shown.frame, self._clip.orientation)
        )
        self._poster.offer(self._timeline.start(index), picture)
