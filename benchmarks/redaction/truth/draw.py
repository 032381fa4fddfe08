"""Drawing the marks over the frames, so that anybody can check them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from video_indexer_emulator.media.pictures import orientation_of, upright_bgr

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from benchmarks.redaction.truth.marks import Area, Box, MarkedFace
    from benchmarks.redaction.truth.store import MarkedClip

LOOKED_AT, BETWEEN, UNSURE, IGNORED = (80, 220, 80), (220, 200, 60), (60, 160, 250), (150, 150, 150)  # BGR
WIDTH = 960  # pixels of one picture on a sheet
COLUMNS = 2
MOST = 24  # pictures on a sheet


def draw_sheet(clip: MarkedClip, video: Path, output: Path, frames: Sequence[int] = ()) -> int:
    """Write frames with their marks as one picture; return how many.

    Args:
        clip: The marks.
        video: The clip's file.
        output: A PNG.
        frames: Which; without any, frames that were looked at, spread over the clip.
    """
    looked_at = clip.looked_at
    wanted = set(frames or looked_at[:: -(-len(looked_at) // MOST)])
    tiles = [_tile(picture, index) for index, picture in _drawn(clip, video) if index in wanted]
    if not tiles:
        raise ValueError(f"none of the frames {sorted(wanted)} is marked in {clip.name}")
    while len(tiles) % COLUMNS:
        tiles.append(np.full_like(tiles[0], 255))
    rows = [np.hstack(tiles[start : start + COLUMNS]) for start in range(0, len(tiles), COLUMNS)]
    cv2.imwrite(str(output), np.vstack(rows))
    return len(wanted)


def draw_video(clip: MarkedClip, video: Path, output: Path) -> int:
    """Write the marked frames, with their marks, as an mp4; return how many."""
    count = 0
    with av.open(str(output), "w", format="mp4") as container:
        rate = Fraction(clip.fps).limit_denominator(1001)
        stream = container.add_stream("libx264", rate=rate, options={"preset": "veryfast", "crf": "20"})
        stream.width, stream.height, stream.pix_fmt = clip.width // 2 * 2, clip.height // 2 * 2, "yuv420p"
        for _, picture in _drawn(clip, video):
            even = np.ascontiguousarray(picture[: stream.height, : stream.width])
            container.mux(stream.encode(VideoFrame.from_ndarray(even, format="bgr24")))
            count += 1
        container.mux(stream.encode(None))
    return count


def draw(picture: NDArray[np.uint8], faces: Sequence[MarkedFace], areas: Sequence[Area] = ()) -> None:
    """Draw marks into a BGR picture (H, W, 3)."""
    for area in areas:
        _rectangle(picture, area.box, IGNORED)
    for face in faces:
        colour = LOOKED_AT if face.looked_at else BETWEEN if face.sure else UNSURE
        _rectangle(picture, face.box, colour)
        spot = (round(face.box[0]), max(10, round(face.box[1]) - 3))
        cv2.putText(picture, str(face.person), spot, cv2.FONT_HERSHEY_SIMPLEX, 0.4, colour, 1, cv2.LINE_AA)


def _rectangle(picture: NDArray[np.uint8], box: Box, colour: tuple[int, int, int]) -> None:
    x, y, width, height = box
    corners = (round(x), round(y)), (round(x + width) - 1, round(y + height) - 1)
    cv2.rectangle(picture, *corners, colour, max(1, picture.shape[1] // 900))


def pictures(video: Path) -> Iterator[NDArray[np.uint8]]:
    """Yield a video's frames (H, W, 3), BGR, of the stream that FFmpeg takes for the best picture.

    They are upright, as players show them: a phone stores what it filmed upright on its side.
    """
    with av.open(str(video)) as container:
        stream = container.streams.best("video")
        assert isinstance(stream, VideoStream)
        for frame in container.decode(stream):
            yield upright_bgr(frame, orientation_of(frame))


def _drawn(clip: MarkedClip, video: Path) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    for index, picture in enumerate(pictures(video)):
        if index in clip.frames:
            draw(picture, clip.frames[index], clip.ignored[index])
            yield index, picture


def _tile(picture: NDArray[np.uint8], index: int) -> NDArray[np.uint8]:
    height = round(picture.shape[0] * WIDTH / picture.shape[1])
    interpolation = cv2.INTER_AREA if picture.shape[1] > WIDTH else cv2.INTER_CUBIC
    tile = cv2.resize(picture, (WIDTH, height), interpolation=interpolation)
    cv2.putText(tile, f"frame {index}", (6, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0, 0, 255), 1, cv2.LINE_AA)
    return np.asarray(tile, np.uint8)
