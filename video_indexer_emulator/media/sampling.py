"""Choosing which looks at a face are worth an embedding and a picture, while the clip is read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from .geometry import visible_share
from .identify import embed
from .observation import Observation, RawTrack, Sample
from .people import best_samples
from .snapshots import POSTER_WIDTH, face_jpeg, jpeg, sharpness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from fractions import Fraction

    from numpy.typing import NDArray

    from .parameters import DetectionSettings

FIRST_LOOKS = 3  # of a track: each gets a sample, so that short tracks are known too
TELLING = 0.6  # score
WHOLE = 0.9  # share of the face inside the picture
IN_DOUBT = 2  # looks between two samples after something odd: neighbours say the same
POSTER_SECONDS = 10  # the poster is chosen from the clip's beginning


class Sampler:
    """Takes samples of tracks: regularly, and where something odd happened."""

    def __init__(self, embedder: Any | None, settings: DetectionSettings) -> None:
        self._embedder, self._settings = embedder, settings

    def sample(
        self, tracks: Iterable[RawTrack], size: tuple[int, int], picture: Callable[[], NDArray[np.uint8]]
    ) -> None:
        """Sample those of the tracks for which it is time.

        Args:
            tracks: All seen in this frame.
            size: Width and height of the frame.
            picture: Makes the whole frame in BGR (H, W, 3); called only when it is needed.
        """
        due = [track for track in tracks if self._due(track, size)]
        if due:
            whole = picture()
            for track in due:
                self._take(track, whole, telling=_is_telling(track.last, size))

    def _due(self, track: RawTrack, size: tuple[int, int]) -> bool:
        track.since_sample += 1
        if not track.samples:
            return True  # a picture at least
        if not _is_telling(track.last, size):
            return False
        early = len(track.samples) <= FIRST_LOOKS
        doubtful = track.doubtful > 0 and track.since_sample >= IN_DOUBT
        return early or doubtful or track.since_sample >= self._settings.sample_every

    def _take(self, track: RawTrack, picture: NDArray[np.uint8], *, telling: bool) -> None:
        face = track.last
        large = telling and face.box.height >= self._settings.smallest_identified
        embedding = embed(self._embedder, picture, face.landmarks) if self._embedder and large else None
        # Large, sure and sharp faces make the best pictures; size counts less once it is ample.
        size = min(1.0, face.box.height / 160)
        quality = face.score * size * np.log1p(sharpness(picture, face.box))
        direction, strength = embedding or (None, 0.0)
        jpeg = face_jpeg(picture, face.box)
        track.samples.append(Sample(face.frame, direction, float(quality), jpeg, strength))
        track.since_sample = 0
        track.doubtful = max(0, track.doubtful - 1)
        _forget_pictures(track)


def _forget_pictures(track: RawTrack) -> None:
    """Keep the best few pictures of a track only: memory must not grow with the clip."""
    kept = {id(sample) for sample in best_samples(track.samples)}
    track.samples = [
        sample if id(sample) in kept or not sample.jpeg else replace(sample, quality=0.0, jpeg=b"")
        for sample in track.samples
    ]


def _is_telling(face: Observation, size: tuple[int, int]) -> bool:
    """Whether an embedding says whose face it is: of an unsure or a cut one it says little."""
    return face.score >= TELLING and visible_share(face.box, *size) >= WHOLE


class Poster:
    """The picture that stands for the clip: the richest one of its beginning."""

    def __init__(self) -> None:
        self.jpeg: bytes | None = None
        self._spread = -1.0

    def offer(self, time: Fraction, picture: NDArray[np.uint8]) -> None:
        """Consider an upright BGR picture seen at this time."""
        if time > POSTER_SECONDS:
            return
        spread = float(picture[::8, ::8].std())
        if spread > self._spread * 1.05:  # a bit better isn't worth the encoding
            self._spread, self.jpeg = spread, jpeg(picture, POSTER_WIDTH)
