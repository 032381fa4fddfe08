"""Looking at a clip without looking for faces: its picture's facts, and a poster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from video_indexer_emulator.model import ClipInfo

from . import warn
from .frames import Clip, open_clip
from .pictures import upright_bgr
from .sampling import POSTER_SECONDS, Poster
from .snapshots import POSTER_WIDTH
from .timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from av.video.frame import VideoFrame


def inspect(
    path: Path, on_progress: Callable[[float], None], *, hide_damage: bool = False
) -> tuple[ClipInfo, bytes | None]:
    """Decode a clip whole; returns its facts and a poster (JPEG).

    `on_progress` receives the share done, 0 to 1; with `hide_damage` frames that can't be decoded whole are
    noted, and not refused.

    Raises:
        MediaError: The clip can't be read whole.
    """
    poster, size = Poster(), (0, 0)
    with open_clip(path, hide_damage=hide_damage) as clip:
        timeline = Timeline(clip.time_base)
        for index, frame in clip.frames():
            timeline.add(frame.pts or 0, frame.duration or 0)
            if not index:
                size = clip.orientation.size(frame.width, frame.height)
            _offer(poster, clip, timeline, frame)
            on_progress(min(0.99, clip.progress))
        info = facts_of(clip, timeline, size)
    return info, poster.jpeg


def facts_of(clip: Clip, timeline: Timeline, size: tuple[int, int]) -> ClipInfo:
    """Return what is known of a clip that was read whole; `size` is upright."""
    return ClipInfo(
        width=size[0],
        height=size[1],
        frame_rate=timeline.frame_rate,
        frame_count=len(timeline),
        duration=timeline.duration,
        has_audio=bool(clip.audio),
        streams=clip.streams,
        warnings=(
            *warn.of_streams(clip.streams),
            *clip.warnings,
            *warn.of_damage(sorted(clip.damaged), timeline.edges),
        ),
        bit_rate=8 * clip.picture_bytes / float(timeline.duration or 1),
        hides_damage=clip.hides_damage,
        damaged=tuple(sorted(clip.damaged)),
    )


def poster_of(path: Path) -> bytes | None:
    """Choose a poster (JPEG) among the first seconds of a clip, a frame a second."""
    poster = Poster()
    with open_clip(path) as clip:
        timeline = Timeline(clip.time_base)
        for index, frame in clip.frames():
            timeline.add(frame.pts or 0, frame.duration or 0)
            if timeline.start(index) > POSTER_SECONDS:
                break
            _offer(poster, clip, timeline, frame)
    return poster.jpeg


def _offer(poster: Poster, clip: Clip, timeline: Timeline, frame: VideoFrame) -> None:
    """Offer the newest frame of the timeline, if it is the first one of its second."""
    index = len(timeline) - 1
    start = timeline.start(index)
    first_of_second = not index or int(start) > int(timeline.start(index - 1))
    if first_of_second and start <= POSTER_SECONDS:
        poster.offer(start, upright_bgr(frame, clip.orientation, POSTER_WIDTH))
