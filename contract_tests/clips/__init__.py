"""The clips that the suite uploads, and what they show; `python -m scripts.suite_clips` makes them.

Their portraits are in the public domain: Eileen Collins (by NASA) and Grace Hopper (by the US Navy).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ..video import Box

FOLDER = Path(__file__).parent
TWO_PEOPLE, TINY, CROWD = (FOLDER / f"{name}.mp4" for name in ("two_people", "tiny", "crowd"))
"""Two people before a moving background, with a tone; the same for a second, small and silent, for what is
redacted hundreds of times; and a crowd of four, with two more in the frames of `GLIMPSE`."""

TRUTH = FOLDER / "truth.json"
"""Where everybody is in the frames of TWO_PEOPLE."""

GLIMPSE = range(8, 10)
"""Frames of CROWD in which more people are there: too short to be listed by an index.

Two faces in one frame are two people, whatever they look like.
"""


@dataclass(frozen=True)
class Truth:
    """What a clip shows."""

    width: int
    height: int
    frame_count: int
    rate: int  # frames a second
    boxes: dict[str, dict[int, Box]]  # by person and frame; faces of which at least half is in the picture


def truth() -> Truth:
    """What TWO_PEOPLE shows."""
    found = json.loads(TRUTH.read_text("utf-8"))
    boxes = {
        person: {int(frame): Box(*box) for frame, box in by_frame.items()}
        for person, by_frame in found.pop("boxes").items()
    }
    return Truth(**found, boxes=boxes)
