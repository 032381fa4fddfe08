"""Analysing a clip in one decoding pass: detect, track, identify."""

from __future__ import annotations

from typing import TYPE_CHECKING

from video_indexer_emulator.model import Analysis, Box, ClipInfo, FaceTrack

from .closer import CloserLook
from .cut import cut_at_changes
from .frames import Clip, open_clip
from .identify import group
from .look import Looks, Seen
from .observation import Observation, patch_of
from .parameters import DetectionSettings
from .path import sightings_of
from .people import face_ids, people_of
from .pictures import upright_bgr
from .sampling import Poster, Sampler
from .shots import Shots
from .timeline import Timeline
from .track import Tracker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np
    from av.video.frame import VideoFrame
    from numpy.typing import NDArray

    from .detect import Detection
    from .models import FaceModels

DEFAULTS = DetectionSettings()


def analyze(
    path: Path,
    models: FaceModels,
    on_progress: Callable[[float], None],
    settings: DetectionSettings = DEFAULTS,
) -> Analysis:
    """Find every face of a clip, in every frame, and whose it is.

    Args:
        path: The clip.
        models: Without an embedding model each track gets an id of its own.
        on_progress: Told the share done, 0 to 1; what it raises ends the work.
        settings: How faces are found and followed.

    Raises:
        MediaError: The clip can't be read whole.
    """
    with open_clip(path) as clip, Looks(models.detector, settings) as looks:
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
        self._closer = CloserLook(models.detector, settings.remembered)
        self._tracker = Tracker(settings, self._closer)
        self._sampler = Sampler(models.embedder, settings)
        self._poster = Poster()
        self._shots = Shots()
        self._size = (0, 0)  # upright width and height
        self._last_begun = 0  # frame of the newest look
        self._last_followed = 0  # and of the one that was followed last

    def take(self, index: int, frame: VideoFrame) -> None:
        """Look at one frame, if it is due."""
        self._timeline.add(frame.pts or 0, frame.duration or 0)
        if not index:
            self._size = self._clip.orientation.size(frame.width, frame.height)
        if not index or self._due(index):
            self._last_begun = index
            for seen in self._looks.begin(index, frame, self._clip.orientation):
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
        ids = face_ids(group(tracks, self._settings.same_person))
        count = len(self._timeline)
        extension = max(self._settings.extension, 2 * round(count / max(1, self._looks.count)))
        return Analysis(
            clip=self._info(),
            tracks=tuple(
                FaceTrack(face_id, sightings_of(track, extension, count, self._size))
                for track, face_id in zip(tracks, ids, strict=True)
            ),
            people=people_of(tracks, ids, self._timeline),
            frame_edges=self._timeline.edges,
            poster=self._poster.jpeg,
        )

    def _due(self, index: int) -> bool:
        elapsed = self._timeline.start(index) - self._timeline.start(self._last_begun)
        # Clocks in milliseconds round; a thousandth of a second less is still the same frame.
        return elapsed * 1000 >= self._settings.interval * 1000 - 1 or (
            index - self._last_begun >= self._settings.max_stride
        )

    def _follow(self, seen: Seen) -> None:
        """Carry the tracks on through one look."""
        factor = self._size[0] / seen.picture.shape[1]
        if self._shots.begins(seen.picture):
            self._tracker.cut(self._last_followed, seen.index)
            self._closer.forget()
        self._closer.take(seen.index, seen.picture, factor)
        matched = self._tracker.follow(seen.index) if seen.faces is None else None
        if matched is None:
            faces = self._looks.faces_of(seen.picture) if seen.faces is None else seen.faces
            observations = [_observation(seen.index, face, seen.picture, factor) for face in faces]
            matched = self._tracker.update(seen.index, observations)
        self._sampler.sample(matched, lambda: upright_bgr(seen.frame, self._clip.orientation))
        self._poster.offer(self._timeline.start(seen.index), seen.picture)
        self._last_followed = seen.index

    def _info(self) -> ClipInfo:
        return ClipInfo(
            width=self._size[0],
            height=self._size[1],
            frame_rate=self._timeline.frame_rate,
            frame_count=len(self._timeline),
            duration=self._timeline.duration,
            has_audio=bool(self._clip.audio),
        )


def _observation(index: int, face: Detection, picture: NDArray[np.uint8], factor: float) -> Observation:
    scaled = face.scaled(factor)
    box = Box(scaled.box.x, scaled.box.y, scaled.box.width, scaled.box.height)
    return Observation(index, box, face.score, scaled.landmarks, patch_of(picture, face.box))
