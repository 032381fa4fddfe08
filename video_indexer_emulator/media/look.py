"""Looking for faces in whole pictures, a few looks ahead of whoever follows them."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .detect import Detection, detect, release, suppress
from .pictures import enlarged_to, upright_bgr

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    import numpy as np
    from av.video.frame import VideoFrame
    from numpy.typing import NDArray

    from .parameters import DetectionSettings
    from .pictures import Orientation

WORKERS = max(1, min(4, (os.cpu_count() or 1) - 1))
"""Following and decoding keep one core busy. Each worker takes some 60 MB, and more than four idle."""

IN_HAND = WORKERS + 2
"""Looks that may be done before they are followed: following one in two takes as long as a look, and the
workers go on meanwhile. Each holds its frame and its picture."""

LARGEST = 1280  # pixels a side: a larger picture is looked at in tiles, for it would take twice the memory
SHARED = 128  # pixels of two neighbouring tiles; whoever is larger was found in smaller pictures


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What one look has shown."""

    index: int  # of the frame
    frame: VideoFrame
    picture: NDArray[np.uint8]  # BGR (H, W, 3), upright, at most `longest_side` pixels wide or high
    faces: list[Detection] | None  # in pixels of `picture`; None: not looked for yet


class Looks:
    """Detects faces in several frames at once; gives the results in the order of the frames."""

    def __init__(self, detector: Any, settings: DetectionSettings) -> None:
        self._detector, self._settings = detector, settings
        self._pool = ThreadPoolExecutor(WORKERS, "look")
        self._begun: deque[Future[Seen]] = deque()
        self.count = 0

    def __enter__(self) -> Looks:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the workers and give their memory back; looks that haven't begun are dropped."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        release(self._detector)

    def begin(self, index: int, frame: VideoFrame, orientation: Orientation) -> Iterator[Seen]:
        """Begin a look at this frame; yield those before that are due."""
        self._begun.append(self._pool.submit(self._look, index, frame, orientation, self.count))
        self.count += 1
        while len(self._begun) > IN_HAND:
            yield self._begun.popleft().result()

    def faces_of(self, picture: NDArray[np.uint8]) -> list[Detection]:
        """Find faces in a picture as it is."""
        return detect(self._detector, picture, self._settings.hint)

    def rest(self) -> Iterator[Seen]:
        """Yield what is still under way."""
        while self._begun:
            yield self._begun.popleft().result()

    def _look(self, index: int, frame: VideoFrame, orientation: Orientation, number: int) -> Seen:
        picture = upright_bgr(frame, orientation, self._settings.longest_side)
        return Seen(index, frame, picture, self._faces(frame, orientation, picture, number))

    def _faces(
        self, frame: VideoFrame, orientation: Orientation, picture: NDArray[np.uint8], number: int
    ) -> list[Detection] | None:
        """Find faces, in pixels of `picture`; now and then also in other sizes of it."""
        settings = self._settings
        if number % settings.whole_every:
            return None
        found = self.faces_of(picture)
        if max(picture.shape) > settings.coarse_side and number % settings.coarse_every == 0:
            found += self._seen_in(upright_bgr(frame, orientation, settings.coarse_side), picture)
        if number % settings.fine_every == 0:
            whole = upright_bgr(frame, orientation, settings.fine_side)
            found += self._seen_in(enlarged_to(whole, settings.fine_side, 2 * max(picture.shape)), picture)
        return suppress(found)

    def _seen_in(self, resized: NDArray[np.uint8], picture: NDArray[np.uint8]) -> list[Detection]:
        """Find faces in another size of the picture, given in pixels of `picture`."""
        factor = picture.shape[1] / resized.shape[1]
        return [
            face.shifted(left, top).scaled(factor)
            for left, top, tile in _tiles(resized)
            for face in detect(self._detector, tile, self._settings.unsure)
        ]


def _tiles(picture: NDArray[np.uint8]) -> Iterator[tuple[int, int, NDArray[np.uint8]]]:
    """Yield the parts of a picture (H, W, 3) that overlap by SHARED, with their left and top edge."""
    height, width = picture.shape[:2]
    for top, bottom in _spans(height):
        for left, right in _spans(width):
            yield left, top, picture[top:bottom, left:right]


def _spans(length: int) -> Iterator[tuple[int, int]]:
    count = max(1, -(-(length - SHARED) // (LARGEST - SHARED)))
    step = -(-(length - SHARED) // count)
    for number in range(count):
        yield number * step, min(length, (number + 1) * step + SHARED)
