"""Boxes: where they overlap, and where they go."""

from __future__ import annotations

import math

from video_indexer_emulator.model import Box


def moved(box: Box, before: Box, steps: float) -> Box:
    """Carry a box on by the movement of its centre since an earlier box; its size stays."""
    dx = box.x + box.width / 2 - before.x - before.width / 2
    dy = box.y + box.height / 2 - before.y - before.height / 2
    return Box(box.x + dx * steps, box.y + dy * steps, box.width, box.height)


def overlap(one: Box, other: Box) -> float:
    """Return the intersection over the union of two boxes."""
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (one.width * one.height + other.width * other.height - shared)


def held_share(one: Box, other: Box) -> float:
    """Return how much of the smaller of two boxes lies in the larger one, 0 to 1."""
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    smaller = min(one.width * one.height, other.width * other.height)
    return max(0.0, width) * max(0.0, height) / max(1e-6, smaller)


def scaled(box: Box, factor: float) -> Box:
    """Return the same place in a picture that is larger by this factor."""
    return Box(box.x * factor, box.y * factor, box.width * factor, box.height * factor)


def visible_share(box: Box, width: float, height: float) -> float:
    """Return how much of a box lies inside a picture of this size, 0 to 1."""
    shown_x = min(width, box.x + box.width) - max(0.0, box.x)
    shown_y = min(height, box.y + box.height) - max(0.0, box.y)
    return max(0.0, shown_x) * max(0.0, shown_y) / max(1e-6, box.width * box.height)


def centre_distance(one: Box, other: Box) -> float:
    """Return how far two boxes' centres are apart, in pixels."""
    dx = one.x + one.width / 2 - other.x - other.width / 2
    dy = one.y + one.height / 2 - other.y - other.height / 2
    return math.hypot(dx, dy)
