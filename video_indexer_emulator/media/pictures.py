"""Between stored frames and upright pictures: display rotation, BGR for looking, YUV 4:2:0 for writing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import cv2
import numpy as np
from av.sidedata.sidedata import Type as SideDataType
from av.video.frame import VideoFrame

if TYPE_CHECKING:
    from numpy.typing import NDArray

Plane: TypeAlias = "NDArray[Any]"
DEEP = "yuv420p10le"
FULL_RANGE_FORMATS = ("yuvj420p", "yuvj422p", "yuvj444p", "yuvj440p", "yuvj411p")
FULL_RANGE = 2  # FFmpeg's AVCOL_RANGE_JPEG
BLACK, GREY = 16, 128  # of luma in the usual range, and of chroma


@dataclass(frozen=True, slots=True)
class Orientation:
    """How a stored picture becomes upright: first transposed, then mirrored."""

    transposed: bool = False
    flip_x: bool = False
    flip_y: bool = False

    def __bool__(self) -> bool:
        """Tell whether there is anything to do."""
        return self.transposed or self.flip_x or self.flip_y

    def apply(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return a view of the picture (H, W) or (H, W, C), upright."""
        if self.transposed:
            picture = picture.swapaxes(0, 1)
        return picture[:: -1 if self.flip_y else 1, :: -1 if self.flip_x else 1]

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Return the upright width and height."""
        return (height, width) if self.transposed else (width, height)


class Planes(NamedTuple):
    """The three planes of a YUV 4:2:0 picture, uint8 or (10 bit) uint16; writing to them writes the frame."""

    y: Plane  # (H, W)
    u: Plane  # (ceil(H / 2), ceil(W / 2))
    v: Plane


def orientation_of(frame: VideoFrame) -> Orientation:
    """Read the frame's display matrix; turns that aren't quarter turns are taken for the nearest one."""
    side_data: Any = frame.side_data
    entry = side_data.get(SideDataType.DISPLAYMATRIX)
    if entry is None:
        return Orientation()
    # Rows of the matrix: stored (x, y) is shown at (a x + c y, b x + d y).
    a, b, _, c, d = (int(value) for value in np.frombuffer(bytes(entry), np.int32)[:5])
    if abs(b) + abs(c) > abs(a) + abs(d):
        return Orientation(transposed=True, flip_x=c < 0, flip_y=b < 0)
    return Orientation(flip_x=a < 0, flip_y=d < 0)


def has_alpha(frame: VideoFrame) -> bool:
    """Tell whether parts of a frame may be seen through."""
    return any(component.is_alpha for component in frame.format.components)


def over_black(frame: VideoFrame) -> tuple[VideoFrame, bool]:
    """Return a frame with alpha as it looks over black, and whether anything was seen through.

    What was cut away isn't to be seen again.
    """
    full = frame.color_range == FULL_RANGE and not frame.format.is_rgb
    mixed = frame.reformat(format="yuva420p")
    alpha = _view(mixed.planes[3]).astype(np.float32) / 255
    fresh = VideoFrame(mixed.width, mixed.height, "yuvj420p" if full else "yuv420p")
    coarse = cv2.resize(alpha, (fresh.planes[1].width, fresh.planes[1].height), interpolation=cv2.INTER_AREA)
    black = (0 if full else BLACK, GREY, GREY)
    for source, target, share, dark in zip(
        mixed.planes, fresh.planes, (alpha, coarse, coarse), black, strict=False
    ):
        _view(target)[:] = np.rint(dark + (_view(source) - np.float32(dark)) * share)
    fresh.pts, fresh.time_base, fresh.duration = frame.pts, frame.time_base, frame.duration
    fresh.color_range, fresh.color_trc = frame.color_range, frame.color_trc
    return fresh, bool(alpha.min() < 1)


def upright_bgr(frame: VideoFrame, orientation: Orientation, longest: int | None = None) -> NDArray[np.uint8]:
    """Return the frame as an upright BGR picture (H, W, 3), its long side at most `longest` pixels."""
    factor = min(1.0, longest / max(frame.width, frame.height)) if longest else 1.0
    size = {"width": max(1, round(frame.width * factor)), "height": max(1, round(frame.height * factor))}
    scaled = frame.reformat(**size, format="bgr24", interpolation="AREA" if factor < 1 else "BILINEAR")
    picture: NDArray[np.uint8] = scaled.to_ndarray()  # type: ignore[assignment]
    return np.ascontiguousarray(orientation.apply(picture))


def enlarged_to(picture: NDArray[np.uint8], *longest: int) -> NDArray[np.uint8]:
    """Return a picture (H, W, 3) whose long side is the least of these, or the same where it is that long."""
    factor = min(longest) / max(picture.shape)
    if factor <= 1:
        return picture
    return np.asarray(
        cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC), np.uint8
    )


def yuv420_format(frame: VideoFrame) -> str:
    """Return the 8 bit 4:2:0 format for this frame: the one that keeps its colour range."""
    full = frame.format.name in FULL_RANGE_FORMATS or frame.color_range == FULL_RANGE
    return "yuvj420p" if full and not frame.format.is_rgb else "yuv420p"


def upright_yuv420(frame: VideoFrame, name: str, orientation: Orientation) -> VideoFrame:
    """Return the frame in the given 4:2:0 format, upright and with even sides.

    It is the same frame where nothing had to be done, so that most frames are never copied.
    """
    if frame.format.name != name:
        frame = frame.reformat(format=name)
    return upright_even(frame, orientation)


def planes_of(frame: VideoFrame) -> Planes:
    """Return views of the planes of a 4:2:0 frame."""
    dtype = np.uint16 if frame.format.name == DEEP else np.uint8
    return Planes(*(_view(plane, dtype) for plane in frame.planes))


def levels(planes: Planes) -> int:
    """Return by how much the levels of these planes are finer than those of 8 bits: 1 or 4."""
    return 4 if planes.y.dtype == np.uint16 else 1


def black_of(frame: VideoFrame) -> int:
    """Return the luma that is black in a 4:2:0 frame, in 8 bits."""
    deep_and_full = frame.format.name == DEEP and frame.color_range == FULL_RANGE
    return 0 if deep_and_full or frame.format.name in FULL_RANGE_FORMATS else BLACK


def blacken(frame: VideoFrame) -> None:
    """Make a 4:2:0 frame black all over."""
    planes = planes_of(frame)
    for plane, value in zip(planes, (black_of(frame), GREY, GREY), strict=True):
        plane[:] = value * levels(planes)


def _view(plane: Any, dtype: type[np.uint8] | type[np.uint16] = np.uint8) -> Plane:
    width = np.dtype(dtype).itemsize
    rows = np.frombuffer(plane, dtype, plane.line_size // width * plane.height)
    return rows.reshape(plane.height, plane.line_size // width)[:, : plane.width]


def upright_even(frame: VideoFrame, orientation: Orientation) -> VideoFrame:
    """Return a 4:2:0 frame upright and with even sides; the same frame where it is so already.

    An odd side grows by one pixel, which repeats the last row or column: H.264 in 4:2:0 can't be odd,
    scaling would blur every pixel, and cropping would lose one.
    """
    width, height = orientation.size(frame.width, frame.height)
    if not (orientation or width % 2 or height % 2):
        return frame
    fresh = VideoFrame(width + width % 2, height + height % 2, frame.format.name)
    for source, target in zip(planes_of(frame), planes_of(fresh), strict=True):
        picture = orientation.apply(source)
        rows, columns = picture.shape
        target[:rows, :columns] = picture
        target[rows:, :columns] = picture[-1:]
        target[:, columns:] = target[:, columns - 1 : columns]
    fresh.pts, fresh.time_base, fresh.duration = frame.pts, frame.time_base, frame.duration
    fresh.color_range, fresh.color_trc = frame.color_range, frame.color_trc
    return fresh
