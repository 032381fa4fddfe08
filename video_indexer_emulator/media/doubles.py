"""Finds around another's face: the same head, found once more as something larger.

They are hidden like every find. But they are the same person's: else somebody whom a filter leaves visible
would be hidden by a find of their own face under another id.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .geometry import centre_distance, held_share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from video_indexer_emulator.model import Box

    from .observation import RawTrack

NESTED = 0.9  # of the smaller box lies in the larger one
CENTRED = 0.25  # distance of their centres at most, in sizes of the larger one
SELDOM = 4  # times as often the other face must have been seen


def with_doubles(tracks: Sequence[RawTrack], groups: Sequence[int]) -> list[int]:
    """Give each track that was only ever seen around another's face the group of that one.

    Args:
        tracks: What was followed.
        groups: A group number for each.

    Returns:
        The group numbers with the doubles' changed.
    """
    places = [track.boxes for track in tracks]
    return [
        next(
            (groups[other] for other, place in enumerate(places) if _is_double(own, place)),
            groups[number],
        )
        for number, own in enumerate(places)
    ]


def _is_double(own: dict[int, Box], place: dict[int, Box]) -> bool:
    return (
        len(place) >= SELDOM * len(own)
        and own.keys() <= place.keys()
        and all(_around(box, place[frame]) for frame, box in own.items())
    )


def _around(box: Box, face: Box) -> bool:
    size = math.sqrt(max(box.width * box.height, face.width * face.height))
    return held_share(box, face) >= NESTED and centre_distance(box, face) <= CENTRED * size
