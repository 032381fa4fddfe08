"""Looking for faces in whole pictures, a few looks ahead of the tracker."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .centerface import audit, has_seen
from .detect import Detection, detect, joined, release, suppress
from .pictures import enlarged_to, upright_bgr
from .schedule import Kind
from .views import TURNS, mirrored_outwards, tiles, turned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    import numpy as np
    from av.video.frame import VideoFrame
    from numpy.typing import NDArray

    from .models import FaceModels
    from .parameters import DetectionSettings
    from .pictures import Orientation

WORKERS = max(1, min(4, (os.cpu_count() or 1) - 1))
"""Following and decoding keep one core busy. Each worker takes some 60 MB, and more than four idle."""

IN_HAND = WORKERS + 2
"""Looks that may be done before they are followed: following one in two takes as long as a look, and the
workers go on meanwhile. Each holds its frame and its picture."""

LARGEST = 1280  # pixels a side: a larger picture is looked at in tiles, for it would take twice the memory
LARGEST_AUDITED = 704  # the second detector takes five times as much


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A frame that is to be looked at."""

    index: int
    frame: VideoFrame
    orientation: Orientation
    cut: bool = False  # it begins another scene

    def picture(self, longest: int) -> NDArray[np.uint8]:
        """Return it as BGR (H, W, 3), upright, at most so many pixels wide or high."""
        return upright_bgr(self.frame, self.orientation, longest)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What one look has shown."""

    shown: Shown
    picture: NDArray[np.uint8]  # BGR (H, W, 3), upright, at most `longest_side` pixels wide or high
    faces: list[Detection] | None  # in pixels of `picture`; None: not looked for yet


class Looks:
    """Detects faces in several frames at once; gives the results in the order of the frames."""

    def __init__(self, models: FaceModels, settings: DetectionSettings) -> None:
        self._detector, self._auditor = models.detector, models.auditor
        self._settings = settings
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

    def begin(self, shown: Shown, kinds: Kind) -> Iterator[Seen]:
        """Begin a look at this frame; yield those before that are due."""
        self._begun.append(self._pool.submit(self._look, shown, kinds))
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

    def _look(self, shown: Shown, kinds: Kind) -> Seen:
        picture = shown.picture(self._settings.longest_side)
        return Seen(shown, picture, self._faces(shown, picture, kinds) if kinds else None)

    def _faces(self, shown: Shown, picture: NDArray[np.uint8], kinds: Kind) -> list[Detection]:
        """Find faces, in pixels of `picture`, by all kinds of looks that are due."""
        settings = self._settings
        longest = max(picture.shape)
        found = self.faces_of(picture)
        if Kind.COARSE in kinds:
            for side in sorted({min(side, longest) for side in settings.coarse_sides}):
                found += self._in_padded(shown.picture(side), picture)
        if Kind.FINE in kinds:
            larger = enlarged_to(shown.picture(settings.fine_side), settings.fine_side, 2 * longest)
            found += _in_tiles(larger, picture, LARGEST, self._unsurely)
        if Kind.TURNED in kinds:
            found += self._in_turned(shown.picture(settings.turned_side), picture)
        found = suppress(found)
        if self._auditor is not None and kinds & (Kind.AUDIT | Kind.THOROUGH):
            return joined(found, self._audited(shown, picture, kinds))
        return found

    def _unsurely(self, picture: NDArray[np.uint8]) -> list[Detection]:
        return detect(self._detector, picture, self._settings.unsure)

    def _in_padded(self, smaller: NDArray[np.uint8], picture: NDArray[np.uint8]) -> list[Detection]:
        padded, border = mirrored_outwards(smaller, self._settings.margin)
        height, width = smaller.shape[:2]
        inside = [face.shifted(-border, -border) for face in self._unsurely(padded)]
        factor = picture.shape[1] / width
        return [face.scaled(factor) for face in inside if face.belongs_to(width, height)]

    def _in_turned(self, smaller: NDArray[np.uint8], picture: NDArray[np.uint8]) -> list[Detection]:
        factor = picture.shape[1] / smaller.shape[1]
        return [
            face.scaled(factor)
            for turns in TURNS
            for face in turned(smaller, turns, self._unsurely)
            if face.score >= self._settings.sure
        ]

    def _audited(self, shown: Shown, picture: NDArray[np.uint8], kinds: Kind) -> list[Detection]:
        """Ask the second detector: of the picture as it is and, now and then, of all its pixels.

        A picture that has few pixels is enlarged for that.
        """
        settings = self._settings
        whole = shown.picture(settings.audit_side)
        found = _in_tiles(whole, picture, LARGEST, self._seconded)
        if Kind.THOROUGH in kinds:
            larger = shown.picture(settings.thorough_side)
            if larger.shape[1] > whole.shape[1]:
                found += _in_tiles(larger, picture, LARGEST_AUDITED, self._seconded)
            found += self._enlarged(larger, picture)
        return suppress(found)

    def _enlarged(self, whole: NDArray[np.uint8], picture: NDArray[np.uint8]) -> list[Detection]:
        """Enlarge a picture of few pixels, for the small faces in it; large things there look like faces."""
        settings = self._settings
        side = min(settings.enlarged_side, round(settings.enlarged * max(picture.shape)))
        larger = enlarged_to(whole, side)
        if larger.shape[1] <= whole.shape[1]:
            return []
        found = _in_tiles(larger, picture, LARGEST_AUDITED, self._seconded)
        return [
            face
            for face in found
            if face.box.height < settings.enlarged_face and has_seen(face.box, face.second)
        ]

    def _seconded(self, picture: NDArray[np.uint8]) -> list[Detection]:
        return audit(self._auditor, picture)


def _in_tiles(
    larger: NDArray[np.uint8],
    picture: NDArray[np.uint8],
    largest: int,
    find: Callable[[NDArray[np.uint8]], list[Detection]],
) -> list[Detection]:
    """Find faces in another size of a picture, tile by tile; they are given in pixels of the picture."""
    factor = picture.shape[1] / larger.shape[1]
    parts = tiles(larger, largest)
    return [face.shifted(left, top).scaled(factor) for left, top, part in parts for face in find(part)]
