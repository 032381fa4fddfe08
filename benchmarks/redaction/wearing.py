"""What people wear over their faces in a composite: drawn on the cut-out, so that it moves with the head."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from benchmarks.redaction.people import Cutout

FINE = 8  # bits of a pixel's fraction, for cv2's drawing


class Worn(Enum):
    """What covers a part of the face."""

    MASK = "mask"
    GLASSES = "dark glasses"


# Shapes as x and y in shares of the face's box, from its top left corner.
MASK = ((-0.02, 0.5), (0.25, 0.47), (0.5, 0.44), (0.75, 0.47), (1.02, 0.5), (0.95, 0.82), (0.72, 1.02),
        (0.5, 1.06), (0.28, 1.02), (0.05, 0.82))  # fmt: skip
FOLDS = (0.6, 0.72, 0.84)
CLOTH, FOLD = (205, 190, 160), (170, 155, 128)  # BGR, of a surgical mask
LENSES = ((0.27, 0.36), (0.73, 0.36))
LENS = (0.22, 0.14)  # half width and height
DARK, GLEAM = (24, 22, 20), (70, 66, 62)  # BGR


def dressed(cutout: Cutout, worn: Iterable[Worn]) -> Cutout:
    """Return the cut-out with these things on."""
    picture = cutout.picture.copy()
    for each in worn:
        (_mask if each is Worn.MASK else _glasses)(picture, cutout.face)
    return replace(cutout, picture=picture)


def _mask(picture: NDArray[np.uint8], face: tuple[float, float, float, float]) -> None:
    outline = np.array([_place(face, *point) for point in MASK])
    cv2.fillPoly(picture, [outline], CLOTH, cv2.LINE_AA, FINE)
    for down in FOLDS:
        ends = _place(face, 0.08, down), _place(face, 0.92, down)
        cv2.line(picture, *ends, FOLD, max(1, round(face[3] / 60)), cv2.LINE_AA, FINE)


def _glasses(picture: NDArray[np.uint8], face: tuple[float, float, float, float]) -> None:
    thick = max(1, round(face[3] / 30))
    axes = (round(LENS[0] * face[2] * 2**FINE), round(LENS[1] * face[3] * 2**FINE))
    bar = _place(face, -0.05, LENSES[0][1] - 0.05), _place(face, 1.05, LENSES[1][1] - 0.05)
    cv2.line(picture, *bar, DARK, thick, cv2.LINE_AA, FINE)
    for lens in LENSES:
        cv2.ellipse(picture, _place(face, *lens), axes, 0, 0, 360, DARK, -1, cv2.LINE_AA, FINE)
        cv2.ellipse(picture, _place(face, *lens), axes, 0, 200, 250, GLEAM, thick, cv2.LINE_AA, FINE)


def _place(face: tuple[float, float, float, float], across: float, down: float) -> tuple[int, int]:
    """Return a place in a face as cv2 wants it."""
    x, y, width, height = face
    return round((x + across * width) * 2**FINE), round((y + down * height) * 2**FINE)
