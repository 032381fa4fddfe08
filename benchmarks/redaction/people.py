"""Cut-outs of real people, with the place of the face in each: the actors of the composites."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from scripts.sample_clip import COLLINS, HOPPER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scripts.sample_clip import Portrait

CLIPS = Path(__file__).parents[3] / "shared" / "clips"
PHOTOS = CLIPS / "photos_azure_family"
HEAD = (1.75, 1.85)  # the head's width and height, against those of the face
RISE = 0.12  # the head's centre lies higher than the face's, by this share of the face's height


@dataclass(frozen=True, eq=False)
class Cutout:
    """A head that can be pasted. Lengths in pixels of `picture`."""

    person: str
    picture: NDArray[np.uint8]  # BGR (H, W, 3)
    mask: NDArray[np.float32]  # (H, W), 0 to 1, soft at its edge
    face: tuple[float, float, float, float]  # x, y, width, height


PHOTO_FACES = {
    # Person: pictures with the face's left, top, right and bottom edge. Each is the mean of what two
    # detectors (YuNet and CenterFace) see, looked at; no detector is its own judge.
    "Dad": (
        ("Family1-Dad2", (37.0, 58.3, 136.4, 206.6)),
        ("Family1-Dad1", (24.9, 20.5, 173.2, 228.4)),
    ),
    "Daughter": (
        ("Family1-Daughter1", (14.2, 25.6, 92.3, 138.6)),
        ("Family1-Daughter3", (29.7, 39.3, 109.8, 129.9)),
    ),
    "Mom": (
        ("Family1-Mom1", (25.4, 40.9, 146.1, 201.6)),
        ("Family1-Mom2", (14.2, 34.9, 98.9, 154.3)),
    ),
    "Son": (
        ("Family1-Son2", (29.8, 41.0, 108.9, 142.2)),
        ("Family1-Son1", (31.6, 22.9, 142.2, 155.4)),
    ),
    "Lady 2": (
        ("Family2-Lady1", (65.4, 83.6, 232.2, 312.7)),
        ("Family2-Lady2", (53.1, 52.6, 208.1, 257.8)),
    ),
    "Man 2": (
        ("Family2-Man2", (52.5, 42.9, 239.2, 291.7)),
        ("Family2-Man1", (19.9, 25.5, 176.3, 254.2)),
    ),
    "Lady 3": (("Family3-Lady1", (65.1, 88.2, 199.1, 263.5)),),
    "Man 3": (("Family3-Man1", (51.5, 60.0, 210.3, 284.8)),),
    "Glasses": (("detection1", (439.4, 77.2, 669.0, 370.1)),),
    "Beard": (("detection2", (261.2, 78.8, 404.8, 271.2)),),
}


@cache
def cast() -> dict[str, tuple[Cutout, ...]]:
    """Return everybody who can be had here, each with one or two pictures."""
    people: dict[str, tuple[Cutout, ...]] = {"Collins": (_shipped(COLLINS),), "Hopper": (_shipped(HOPPER),)}
    if PHOTOS.is_dir():
        for person, photos in PHOTO_FACES.items():
            people[person] = tuple(_photo(person, name, edges) for name, edges in photos)
    return people


def _shipped(portrait: Portrait) -> Cutout:
    picture, mask = portrait.load()
    x, y = portrait.face.x - portrait.oval.x, portrait.face.y - portrait.oval.y
    return Cutout(portrait.name, picture, mask[:, :, 0], (x, y, portrait.face.width, portrait.face.height))


def _photo(person: str, name: str, edges: tuple[float, float, float, float]) -> Cutout:
    whole = cv2.imread(str(PHOTOS / f"{name}.jpg"), cv2.IMREAD_COLOR)
    if whole is None:
        raise FileNotFoundError(f"{name}.jpg is missing in {PHOTOS}")
    left, top, right, bottom = edges
    width, height = right - left, bottom - top
    centre = ((left + right) / 2, (top + bottom) / 2 - RISE * height)
    head = (HEAD[0] * width / 2, HEAD[1] * height / 2)
    mask = np.zeros(whole.shape[:2], np.float32)
    cv2.ellipse(
        mask, (round(centre[0]), round(centre[1])), (round(head[0]), round(head[1])), 0, 0, 360, 1, -1
    )
    mask[[0, -1], :] = mask[:, [0, -1]] = 0  # the picture may end inside the oval
    soft = np.asarray(cv2.GaussianBlur(mask, (0, 0), 0.015 * height), np.float32)
    return Cutout(person, np.asarray(whole, np.uint8), soft, (left, top, width, height))
