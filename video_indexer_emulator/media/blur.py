"""Hiding one face in the planes of a YUV 4:2:0 frame, in the five kinds.

Blurs are means over a coarse grid that is fixed to the face, so they scale with it: nothing of the face's
detail beyond so many cells is left, whatever its size. They are made from the hidden region alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from video_indexer_emulator.model import BlurringKind, Box

from . import outline
from .pictures import levels

if TYPE_CHECKING:
    from .pictures import Plane, Planes

GROWTH = 1.22
"""The hidden region against the detected box, with MARGIN beside it: so 999 of 1000 true faces are covered
to 95 % and more (`benchmarks/redaction`)."""

MARGIN = 2.0
"""Pixels that the region is wider on each side: on small faces an error of a pixel weighs more."""

BLACK_LUMA = 16  # in limited range; 0 in full range
GREY_CHROMA = 128


@dataclass(frozen=True, slots=True)
class Grid:
    """A blur: means over columns x rows cells, enlarged again by an OpenCV interpolation."""

    columns: int
    rows: int
    interpolation: int

    def __call__(self, region: Plane) -> Plane:
        """Return the region (h, w) with only the grid's means left."""
        height, width = region.shape
        cells = (min(self.columns, width), min(self.rows, height))
        means = cv2.resize(region, cells, interpolation=cv2.INTER_AREA)
        wide = cv2.resize(means, (width, height), interpolation=self.interpolation)
        return np.asarray(wide, region.dtype)


# Chosen by what is known again of faces (`benchmarks/results/strength.md`): two by two smooth patches are
# more like a face than two by four.
GRIDS = {
    BlurringKind.LOW_BLUR: Grid(6, 8, cv2.INTER_NEAREST),
    BlurringKind.MEDIUM_BLUR: Grid(3, 4, cv2.INTER_LINEAR),
    BlurringKind.HIGH_BLUR: Grid(2, 4, cv2.INTER_LINEAR),
}


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of whole luma pixels with even edges, inside the picture."""

    left: int
    top: int
    right: int  # exclusive
    bottom: int  # exclusive

    def of(self, plane: Plane, step: int) -> Plane:
        """Return the view of a plane that is `step` times smaller than luma."""
        return plane[self.top // step : self.bottom // step, self.left // step : self.right // step]


def hidden_region(
    box: Box, width: int, height: int, growth: float = GROWTH, margin: float = MARGIN
) -> Region | None:
    """Return the grown box, widened to even pixels and cut at the edges of the (even) picture.

    None where it lies outside of the picture altogether.
    """
    reach_x, reach_y = box.width * growth / 2 + margin, box.height * growth / 2 + margin
    centre_x, centre_y = box.x + box.width / 2, box.y + box.height / 2
    left, right = _even_span(centre_x - reach_x, centre_x + reach_x, width)
    top, bottom = _even_span(centre_y - reach_y, centre_y + reach_y, height)
    return Region(left, top, right, bottom) if left < right and top < bottom else None


def _even_span(low: float, high: float, limit: int) -> tuple[int, int]:
    return max(0, math.floor(low / 2) * 2), min(limit, math.ceil(high / 2) * 2)


def hide(planes: Planes, box: Box, kind: BlurringKind, face_id: int, black: int = BLACK_LUMA) -> None:
    """Hide (or, for BoundingBox, outline) one face in the planes.

    Args:
        planes: Of an upright picture with even sides; written to.
        box: The bare face.
        kind: How.
        face_id: Stands beside the outline.
        black: Luma of black in the picture's colour range, in 8 bits.
    """
    height, width = planes.y.shape
    region = hidden_region(box, width, height)
    if region is None:
        return
    if kind is BlurringKind.BOUNDING_BOX:
        outline.draw(planes, region, face_id)
        return
    for index, plane in enumerate(planes):
        part = region.of(plane, 2 if index else 1)
        if kind is BlurringKind.BLACK:
            part[:] = (GREY_CHROMA if index else black) * levels(planes)
        else:
            part[:] = GRIDS[kind](part)
