"""What is known of a marked face, and how a face is followed between the frames that were looked at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Box = tuple[float, float, float, float]  # x, y, width, height in pixels


class Half(StrEnum):
    """What a clip may be used for."""

    TUNE = "tune"  # settings are chosen on these
    TEST = "test"  # figures are reported on these; no setting is chosen on them


class Yaw(StrEnum):
    """How far the head is turned aside."""

    FRONT = "front"  # both eyes, up to about 30 degrees
    HALF = "half"  # both eyes, the far cheek mostly hidden: about 30 to 60 degrees
    PROFILE = "profile"  # one eye: about 60 to 100 degrees
    BEYOND = "beyond"  # no eye, but the line of the cheek, nose or mouth


class Cover(StrEnum):
    """What lies over a part of the face."""

    NONE = "none"
    HAND = "hand"
    GLASSES = "glasses"
    MASK = "mask"  # of cloth, a helmet's visor
    OBJECT = "object"  # a hat's brim, a microphone, a cup, hair over the eyes
    PERSON = "person"  # somebody in front


class Blur(StrEnum):
    """How much the face is blurred, by motion, focus or compression."""

    NONE = "none"
    SOME = "some"  # eyes and mouth can be told
    STRONG = "strong"  # only the oval and dark places can be told


class Light(StrEnum):
    """How the face is lit."""

    NORMAL = "normal"
    DARK = "dark"
    BACK = "back"  # against a brighter background


class Skin(StrEnum):
    """The tone of the skin, by eye."""

    LIGHT = "light"
    MEDIUM = "medium"
    DARK = "dark"
    UNKNOWN = "unknown"  # grey or coloured light, too small


@dataclass(frozen=True)
class MarkedFace:
    """A face in one frame."""

    person: int  # the same number in every frame of one clip in which the face was followed
    box: Box  # forehead's hairline to chin, side to side, as far as it is in the picture
    yaw: Yaw
    roll: int  # degrees clockwise from upright, -180 to 180
    cover: Cover
    blur: Blur
    light: Light
    skin: Skin
    depicted: bool  # a face on a poster or screen
    cut: bool  # by an edge of the picture
    looked_at: bool  # False: the box is interpolated
    sure: bool = True  # False: near a frame without the face; whether it is still seen here is not known

    @property
    def height(self) -> float:
        """The box's height in pixels."""
        return self.box[3]


@dataclass(frozen=True)
class Area:
    """A part of the picture in which faces, if any, are too small or blurred to be marked one by one."""

    box: Box


@dataclass(frozen=True)
class Span:
    """Frames that were marked, from `first` to `last`, both included; every `step`-th was looked at."""

    first: int
    last: int
    step: int

    @property
    def looked_at(self) -> range:
        """The frames that were looked at."""
        return range(self.first, self.last + 1, self.step)

    @property
    def frames(self) -> range:
        """All frames."""
        return range(self.first, self.last + 1)

    def neighbours(self, frame: int) -> tuple[int, int]:
        """Return the frames looked at before and after a frame; the span's ends where there are none."""
        grid = self.looked_at
        before, after = bisect_left(grid, frame) - 1, bisect_right(grid, frame)
        return (
            grid[before] if before >= 0 else self.first - 1,
            grid[after] if after < len(grid) else self.last + 1,
        )


def follow(keys: Sequence[tuple[int, MarkedFace]], span: Span) -> Iterator[tuple[int, MarkedFace]]:
    """Yield a face in each frame of a span, from the frames in which it was marked.

    Between two marked frames that are neighbours, the box moves evenly. From a marked frame towards a
    neighbour that was looked at and doesn't show the face, the box stays, and isn't sure.

    Args:
        keys: Frames with the face, ascending.
        span: Where they lie; others are left out.
    """
    inside = [(frame, face) for frame, face in keys if span.first <= frame <= span.last]
    for index, (frame, face) in enumerate(inside):
        earlier, later = span.neighbours(frame)
        following = inside[index + 1] if index + 1 < len(inside) else None
        if index == 0 or inside[index - 1][0] < earlier:
            for step in range(earlier + 1, frame):
                yield step, replace(face, looked_at=False, sure=False)
        yield frame, face
        if following and following[0] <= later:
            for step in range(frame + 1, following[0]):
                share = (step - frame) / (following[0] - frame)
                yield step, replace(face, box=_between(face.box, following[1].box, share), looked_at=False)
        else:
            for step in range(frame + 1, later):
                yield step, replace(face, looked_at=False, sure=False)


def _between(one: Box, other: Box, share: float) -> Box:
    x, y, width, height = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return x, y, width, height
