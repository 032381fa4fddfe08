"""Opening a file: which formats are read, how large a picture may be, and what to say of others."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import av
import av.error

from video_indexer_emulator.errors import DamagedMedia, PictureTooLarge, UnreadableMedia

from .boxes import is_cut_mp4
from .limits import MAX_PIXELS, MAX_SIDE
from .sniff import JPEG, explained, head_of, refuse_photo
from .streams import picture_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.container import InputContainer
    from av.video.stream import VideoStream

# Containers only. Left out on purpose: playlists (hls, dash, concat), image sequences, devices, text
# formats, and anything else through which a file could make FFmpeg open another file or a URL.
FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,asf,mxf,gxf,ogg,nut,rm,wtv,"
    "h264,hevc,vvc,obu,av1,ivf,m4v,mpegvideo,h263,vc1,dirac,yuv4mpegpipe,dv,mjpeg,gif,apng,"
    "wav,mp3,aac,flac,aiff,amr"  # sound only: opened so that the answer can be "no video stream"
)


@contextmanager
def opened(path: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    """Open a file and choose its picture.

    Raises:
        UnreadableMedia: Not a video file of a known container.
        StillPicture: A photo.
        NoVideoStream: Sound or data only.
        PictureTooLarge: Dimensions beyond the limits; no frame was decoded.
    """
    if not path.stat().st_size:
        raise UnreadableMedia("The file is empty")
    refuse_photo(path)
    with _open(path) as container:
        video = picture_of(container)
        width, height = video.codec_context.width, video.codec_context.height
        check_dimensions(*((width, height) if width and height else _declared_size(path)))
        yield container, video


def _open(path: Path, **more: str) -> InputContainer:
    options = {
        "format_whitelist": FORMATS,
        "protocol_whitelist": "file",
        "max_pixels": str(MAX_PIXELS),  # opening may decode a frame to learn the pixel format
        **more,
    }
    try:
        # The protocol is spelt out, so that no file name can be taken for a URL.
        url = f"file:{path.resolve()}"
        # Motion JPEG begins as a photo does; the count of its pictures decides.
        kind = "mjpeg" if head_of(path).startswith(JPEG) else None
        return av.open(url, "r", format=kind, options=options, metadata_errors="replace")
    except (av.error.FFmpegError, ValueError) as error:
        if is_cut_mp4(path):
            raise DamagedMedia(f"{DamagedMedia.__doc__} (the end is missing)") from error
        raise explained(path) from error


def _declared_size(path: Path) -> tuple[int, int]:
    """Return the size in the file's header, where the decoder refused it; nothing is decoded for it."""
    with _open(path, codec_whitelist="none") as container:
        context = picture_of(container).codec_context
        return context.width, context.height


def check_dimensions(width: int, height: int) -> None:
    """Refuse a picture beyond the limits.

    Raises:
        PictureTooLarge: One side or the area is too large.
        UnreadableMedia: There is no picture size at all.
    """
    if not (width and height):
        raise UnreadableMedia("The file doesn't say how large its picture is")
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise PictureTooLarge(
            f"The picture is {width} x {height} pixels; at most {MAX_SIDE} a side and "
            f"{MAX_PIXELS // 1_000_000} million in all are accepted. Scale the video down and upload it again"
        )
