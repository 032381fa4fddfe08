"""From a track's detections to one smooth box for every frame: gaps filled, ends drawn out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from video_indexer_emulator.model import Box, Sighting

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .observation import RawTrack

KERNEL = np.array([1, 2, 3, 2, 1], np.float64) / 9  # over frames; symmetric, so steady movement isn't delayed
PLAIN = 0.85  # score of a face that is seen whole
REACH = 5  # frames to either side whose largest size counts for a face of a lower score
SIZE_STEP = 1.04  # a size and the next
DOUBT = 0.03  # a drawn-out box grows by this share a frame: where the face went is only guessed
OUTSIDE = 0.1  # a drawn-out end stops where less than this share of the box is in the picture


def sightings_of(
    track: RawTrack, extension: int, frame_count: int, picture: tuple[int, int], patience: int = 0
) -> tuple[Sighting, ...]:
    """Return a sighting for every frame of the track, its drawn-out ends included.

    Args:
        track: With at least one observation.
        extension: Frames to add at both ends.
        frame_count: Of the clip.
        picture: Width and height.
        patience: Frames: where the scene begins or ends so soon before or after the track, nothing has shown
            that the face isn't there, and the track is drawn out to that end.
    """
    first, last = track.observations[0].frame, track.observations[-1].frame
    scores = {seen.frame: seen.score for seen in track.observations}
    inner = _snapped(smoothed(_widened(*_filled(track))))
    start, end = _or(track.cut_before, -1) + 1, _or(track.cut_after, frame_count) - 1  # of the scene
    if first - start > patience:
        start = max(start, first - extension)
    if end - last > patience:
        end = min(end, last + extension)
    path = {first + index: row for index, row in enumerate(inner)}
    path |= _drawn_out(inner[::-1], range(first - 1, start - 1, -1), picture, extension)
    path |= _drawn_out(inner, range(last + 1, end + 1), picture, extension)
    return tuple(Sighting(frame, _box(path[frame]), scores.get(frame, 0.0)) for frame in sorted(path))


def _or(value: int | None, default: int) -> int:
    return default if value is None else value


def _filled(track: RawTrack) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return rows (n, 4) of centre x, y, width, height, and scores (n,), straight between detections."""
    frames = np.array([seen.frame for seen in track.observations])
    seen = np.array([(*_row(each.box), each.score) for each in track.observations])
    every = np.arange(frames[0], frames[-1] + 1)
    filled = np.stack([np.interp(every, frames, seen[:, column]) for column in range(5)], axis=1)
    return filled[:, :4], filled[:, 4]


def _widened(rows: NDArray[np.float64], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give each row (n, 4) of a score (n,) under PLAIN the largest size of the frames around it.

    A face that is half behind something is found with half its box, and never for sure.
    """
    sizes = np.pad(rows[:, 2:], ((REACH, REACH), (0, 0)), "edge")
    largest = np.lib.stride_tricks.sliding_window_view(sizes, 2 * REACH + 1, axis=0).max(axis=-1)
    return np.concatenate([rows[:, :2], np.where(scores[:, None] < PLAIN, largest, rows[:, 2:])], axis=1)


def smoothed(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smooth each column of (n, 4) over time; the ends are mirrored in their end point."""
    reach = len(KERNEL) // 2
    if len(rows) <= reach:
        return rows
    before = 2 * rows[0] - rows[reach:0:-1]
    after = 2 * rows[-1] - rows[-2 : -reach - 2 : -1]
    padded = np.concatenate([before, rows, after])
    return np.stack([np.convolve(padded[:, column], KERNEL, "valid") for column in range(4)], axis=1)


def _snapped(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Enlarge the sizes of rows (n, 4) to the next of few.

    So a blur's grid seldom changes, and its cells in neighbouring frames tell nothing more together.
    """
    steps = np.ceil(np.log(np.maximum(rows[:, 2:], 1.0)) / np.log(SIZE_STEP))
    return np.concatenate([rows[:, :2], SIZE_STEP**steps], axis=1)


def _drawn_out(
    rows: NDArray[np.float64], frames: range, picture: tuple[int, int], moving: int
) -> dict[int, NDArray[np.float64]]:
    """Carry on the end of `rows` over these frames, until the box has left the picture.

    The movement goes on for `moving` frames; then the face may be anywhere near.
    """
    span = min(4, len(rows) - 1)
    step = (rows[-1] - rows[-1 - span]) / span if span else np.zeros(4)
    step = step * (1, 1, 0, 0)
    path: dict[int, NDArray[np.float64]] = {}
    for count, frame in enumerate(frames, start=1):
        row = (rows[-1] + step * min(count, moving)) * (1, 1, 1 + DOUBT * count, 1 + DOUBT * count)
        if _visible_share(row, picture) < OUTSIDE:
            break
        path[frame] = row
    return path


def _visible_share(row: NDArray[np.float64], picture: tuple[int, int]) -> float:
    share = 1.0
    for centre, size, limit in zip(row[:2], row[2:], picture, strict=True):
        inside = min(limit, centre + size / 2) - max(0, centre - size / 2)
        share *= max(0.0, inside) / max(1e-6, size)
    return float(share)


def _row(box: Box) -> tuple[float, float, float, float]:
    return box.x + box.width / 2, box.y + box.height / 2, box.width, box.height


def _box(row: NDArray[np.float64]) -> Box:
    x, y, width, height = (float(value) for value in row)
    return Box(x - width / 2, y - height / 2, width, height)
