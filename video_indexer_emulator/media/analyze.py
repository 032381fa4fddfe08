"""Analysing a clip in one decoding pass: detect, track, identify."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from video_indexer_emulator.model import Analysis, Box, ClipInfo, FaceTrack

from .closer import CloserLook
from .cut import cut_at_changes
from .detect import Detection, detect, suppress
from .frames import Clip, open_clip
from .identify import group
from .observation import Observation, patch_of
from .parameters import DetectionSettings
from .path import sightings_of
from .people import face_ids, people_of
from .pictures import enlarged_to, upright_bgr
from .sampling import Poster, Sampler
from .timeline import Timeline
from .track import Tracker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from av.video.frame import VideoFrame
    from numpy.typing import NDArray

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
    with open_clip(path) as clip:
        pass_ = _Pass(clip, models, settings)
        for index, frame in clip.frames():
            pass_.take(index, frame)
            on_progress(min(0.99, clip.progress))
    analysis = pass_.conclude()
    on_progress(1.0)
    return analysis


class _Pass:
    """What is gathered while the clip is read."""

    def __init__(self, clip: Clip, models: FaceModels, settings: DetectionSettings) -> None:
        self._clip, self._models, self._settings = clip, models, settings
        self._timeline = Timeline(clip.time_base)
        self._closer = CloserLook(models.detector, settings.remembered)
        self._tracker = Tracker(settings, self._closer)
        self._sampler = Sampler(models.embedder, settings)
        self._poster = Poster()
        self._size = (0, 0)  # upright width and height
        self._last_look = 0  # frame
        self._looks = 0

    def take(self, index: int, frame: VideoFrame) -> None:
        """Look at one frame, if it is due."""
        self._timeline.add(frame.pts or 0, frame.duration or 0)
        if not index:
            self._size = self._clip.orientation.size(frame.width, frame.height)
        if not index or self._due(index):
            self._look(index, frame)

    def conclude(self) -> Analysis:
        """Turn what was seen into tracks and people."""
        tracks = [
            piece
            for track in self._tracker.finish()
            for piece in cut_at_changes(track, self._settings.other_person)
        ]
        tracks.sort(key=lambda track: track.observations[0].frame)
        ids = face_ids(group(tracks, self._settings.same_person))
        count = len(self._timeline)
        extension = max(self._settings.extension, 2 * round(count / max(1, self._looks)))
        return Analysis(
            clip=self._info(),
            tracks=tuple(
                FaceTrack(face_id, sightings_of(track, extension, count, self._size))
                for track, face_id in zip(tracks, ids, strict=True)
            ),
            people=people_of(tracks, ids, self._timeline),
            poster=self._poster.jpeg,
        )

    def _due(self, index: int) -> bool:
        elapsed = self._timeline.start(index) - self._timeline.start(self._last_look)
        # Clocks in milliseconds round; a thousandth of a second less is still the same frame.
        return elapsed * 1000 >= self._settings.interval * 1000 - 1 or (
            index - self._last_look >= self._settings.max_stride
        )

    def _look(self, index: int, frame: VideoFrame) -> None:
        picture = upright_bgr(frame, self._clip.orientation, self._settings.longest_side)
        factor = self._size[0] / picture.shape[1]
        self._closer.take(index, picture, factor)
        found = self._detect(frame, picture)
        seen = [_observation(index, face, picture, factor) for face in found]
        matched = self._tracker.update(index, seen)
        self._sampler.sample(matched, lambda: upright_bgr(frame, self._clip.orientation))
        self._poster.offer(self._timeline.start(index), picture)
        self._last_look = index
        self._looks += 1

    def _detect(self, frame: VideoFrame, picture: NDArray[np.uint8]) -> list[Detection]:
        """Find faces, in pixels of `picture`; now and then also in other sizes of it."""
        settings = self._settings
        found = detect(self._models.detector, picture, settings.hint)
        if max(picture.shape) > settings.coarse_side and self._looks % settings.coarse_every == 0:
            found += self._seen_in(
                upright_bgr(frame, self._clip.orientation, settings.coarse_side), picture, settings.unsure
            )
        if self._looks % settings.fine_every == 0:
            whole = upright_bgr(frame, self._clip.orientation, settings.fine_side)
            enlarged = enlarged_to(whole, settings.fine_side, 2 * max(picture.shape))
            found += self._seen_in(enlarged, picture, settings.unsure)
        return suppress(found)

    def _seen_in(
        self, resized: NDArray[np.uint8], picture: NDArray[np.uint8], threshold: float
    ) -> list[Detection]:
        """Find faces in another size of the picture, given in pixels of `picture`."""
        factor = picture.shape[1] / resized.shape[1]
        return [face.scaled(factor) for face in detect(self._models.detector, resized, threshold)]

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
