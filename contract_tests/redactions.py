"""Redacted films, each made once; and what must be seen in them, frame by frame and face by face."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np

from .service import Service
from .video import (
    Box,
    Film,
    Picture,
    brightness,
    detail,
    faces_by_frame,
    film,
    likeness,
    outside,
)

KINDS = ("MediumBlur", "HighBlur", "LowBlur", "BoundingBox", "Black")
"""In the order of their numbers."""

VISIBLE = 0.3  # share of a face that must be in the picture for it to be judged
CORE = 0.8  # of a box's sides: what is surely face
REACH = 1.9  # of a box's sides: beyond that, nothing may be touched
ID_HEIGHT, ID_WIDTH = (
    0.1,
    0.3,
)  # of the picture's height: room beside a box for the id that BoundingBox writes

HIDDEN = 22.0  # dB; hidden faces measure 3 to 19, faces that were only encoded again 27 and more
KEPT = 25.0  # dB; see above
REST_KEPT = 36.0  # dB; outside of all faces 43 and more were measured
DARK = 8.0  # of 255; a black box measures under 1, the darkest blur 100
LIT = 40.0
BLURRED = 0.6  # median of the detail that is left; 0.25 for LowBlur
DRAWN = 22.0  # dB around a face that is outlined; 12 to 15 were measured
SAME = 2.0  # grey levels between two films of one kind; under 1 was measured, 4 and more between kinds


@dataclass(frozen=True)
class Original:
    """The clip before, with where its faces are."""

    video_id: str
    film: Film
    faces: dict[int, dict[int, Box]]  # by frame and face id

    @property
    def ids(self) -> list[int]:
        """Every face id of the clip."""
        return sorted({face for boxes in self.faces.values() for face in boxes})

    def sightings(self, chosen: set[int]) -> Iterator[tuple[int, Box]]:
        """Frame and box of chosen faces, where enough is visible and no other face is too near."""
        for index, boxes in self.faces.items():
            shape = self.film.pictures[index].shape
            for face, box in boxes.items():
                others = (other.scaled(REACH) for each, other in boxes.items() if each != face)
                alone = all(box.overlap(other) == 0 for other in others)
                if face in chosen and alone and box.visible(shape) >= VISIBLE:
                    yield index, box


@dataclass
class Redactions:
    """Makes a redaction when it is first asked for; deletes all of them at the end."""

    service: Service
    original: Original
    made: dict[str, Film] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)

    def of(self, faces: dict[str, Any]) -> Film:
        """The film that a request's `faces` leads to."""
        key = json.dumps(faces, sort_keys=True)
        if key not in self.made:
            video_id = self.service.redacted(self.original.video_id, faces)
            self.ids.append(video_id)
            self.made[key] = film(self.service.download(video_id))
        return self.made[key]

    def clear(self) -> None:
        """Delete what was made."""
        for video_id in self.ids:
            self.service.delete(video_id)


def load(service: Service, video_id: str) -> Original:
    """Fetch a video's file and its Faces artifact."""
    artifact = json.loads(service.artifact(video_id, "Faces"))
    return Original(video_id, film(service.download(video_id)), faces_by_frame(artifact))


def request(kind: object = None, scope: str | None = None, ids: list[int] | None = None) -> dict[str, Any]:
    """The `faces` of a request; what is None is left out."""
    faces: dict[str, Any] = {} if kind is None else {"blurringKind": kind}
    if scope is not None:
        faces["filter"] = {"ids": ids or [], "scope": scope}
    return faces


def chosen(original: Original, faces: dict[str, Any]) -> set[int]:
    """Which faces a request hides, by the contract's words."""
    everybody, choice = set(original.ids), faces.get("filter")
    if choice is None:
        return everybody
    named = set(choice["ids"])
    return everybody & named if choice["scope"] == "Include" else everybody - named


def kind_of(faces: dict[str, Any]) -> str:
    """The kind that a request means, by name."""
    kind = faces.get("blurringKind", "MediumBlur")
    return kind if isinstance(kind, str) else KINDS[int(kind)]


def faults(original: Original, result: Film, faces: dict[str, Any]) -> list[str]:
    """Everything that is wrong with the result of a request."""
    if len(result.pictures) != len(original.film.pictures):
        return [f"{len(result.pictures)} frames instead of {len(original.film.pictures)}"]
    if result.pictures[0].shape != original.film.pictures[0].shape:
        return [f"frames of {result.pictures[0].shape} instead of {original.film.pictures[0].shape}"]
    hidden = chosen(original, faces)
    found = list(_hidden(original, result, hidden, kind_of(faces)))
    found += _left(original, result, set(original.ids) - hidden)
    found += _rest(original, result, kind_of(faces))
    if result.streams.count("video") != 1 or set(result.streams) - {"video", "audio"}:
        found.append(f"the file has streams beside one picture and its sound: {', '.join(result.streams)}")
    if result.times != original.film.times:
        found.append("the frames' times have changed")
    if result.sound != original.film.sound:
        found.append(f"the sound has changed: {len(result.sound)} packets, {len(original.film.sound)} before")
    return found[:5]


def _hidden(original: Original, result: Film, hidden: set[int], kind: str) -> Iterator[str]:
    left = []
    for index, box in original.sightings(hidden):
        before, after = original.film.pictures[index], result.pictures[index]
        complaint = LOOKS[kind](before, after, box)
        if complaint:
            yield f"frame {index}, {kind}: {complaint}"
        left.append(detail(after, box.scaled(CORE)) / detail(before, box.scaled(CORE)))
    if left and kind.endswith("Blur") and statistics.median(left) > BLURRED:
        yield f"{kind} leaves {statistics.median(left):.0%} of the faces' detail"


def _left(original: Original, result: Film, left: set[int]) -> Iterator[str]:
    for index, box in original.sightings(left):
        mask = box.scaled(CORE).mask(result.pictures[index].shape)
        near = likeness(original.film.pictures[index], result.pictures[index], mask)
        if near < KEPT:
            yield f"frame {index}: a face that wasn't chosen is changed ({near:.0f} dB)"


def _rest(original: Original, result: Film, kind: str) -> Iterator[str]:
    for index, after in enumerate(result.pictures):
        boxes = [box.scaled(REACH) for box in original.faces.get(index, {}).values()]
        if kind == "BoundingBox":
            boxes += [with_id(box, after.shape[0]) for box in boxes]
        near = likeness(original.film.pictures[index], after, outside(after.shape, boxes))
        if near < REST_KEPT:
            yield f"frame {index}: the picture beside the faces is changed ({near:.0f} dB)"


def with_id(box: Box, height: int) -> Box:
    """A box with room above, below and to the right for an id."""
    room = ID_HEIGHT * height
    return Box(box.x, box.y - room, box.width + ID_WIDTH * height, box.height + 2 * room)


def is_plain(picture: Picture, box: Box) -> bool:
    """Whether a box has so little in it that a blur changes nothing, as where a face is only guessed."""
    sigma = max(1.0, box.height / 6)
    blurred = np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)
    return likeness(picture, blurred, box.scaled(CORE).mask(picture.shape)) > HIDDEN


def _blurred(before: Picture, after: Picture, box: Box) -> str | None:
    mask = box.scaled(CORE).mask(after.shape)
    near = likeness(before, after, mask)
    if near > HIDDEN and not is_plain(before, box):
        return f"a face is as it was ({near:.0f} dB)"
    return "a face is black" if brightness(after, mask) < LIT else None


def _black(_before: Picture, after: Picture, box: Box) -> str | None:
    level = brightness(after, box.scaled(CORE).mask(after.shape))
    return f"a face isn't black ({level:.0f} of 255)" if level > DARK else None


def _outlined(before: Picture, after: Picture, box: Box) -> str | None:
    inner = likeness(before, after, box.scaled(CORE).mask(after.shape))
    if inner < KEPT:
        return f"the face inside the outline is changed ({inner:.0f} dB)"
    border = box.scaled(1.5).mask(after.shape) & ~box.scaled(0.9).mask(after.shape)
    drawn = likeness(before, after, border)
    return f"no outline is drawn ({drawn:.0f} dB)" if drawn > DRAWN else None


LOOKS: dict[str, Callable[[Picture, Picture, Box], str | None]] = {
    "LowBlur": _blurred,
    "MediumBlur": _blurred,
    "HighBlur": _blurred,
    "BoundingBox": _outlined,
    "Black": _black,
}
"""What each kind must look like; the answer is a complaint."""
