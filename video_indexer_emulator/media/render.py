"""Writing the redacted clip: one pass of decode, hide and encode; sound packets pass as they are."""

from __future__ import annotations

import uuid
from collections import defaultdict
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from av.video.frame import VideoFrame

from video_indexer_emulator.errors import DamagedMedia
from video_indexer_emulator.model import Codec, Coding

from .ahead import ahead
from .blur import hide
from .coding import Style
from .colours import ToneMap
from .encode import EncodedPicture
from .frames import open_clip
from .gops import plan_splice
from .pictures import black_of, blacken, planes_of, upright_yuv420, yuv420_format
from .splice import SplicedPicture
from .writer import Mp4Writer, opened_mp4

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from av.container import OutputContainer
    from av.packet import Packet

    from video_indexer_emulator.model import Box, ClipInfo, FaceTrack, RedactionPlan

    from .frames import Clip
    from .gops import Splice

    HiddenFaces = dict[int, list[tuple[Box, int]]]  # by frame index: bare boxes and face ids

DEFAULT = Coding()
AHEAD = 4
"""Frames that are decoded and changed before the encoder takes them; each is 3 MB at 1080p."""


def redact(  # noqa: PLR0913, PLR0917 - the agreed interface
    source: Path,
    tracks: Sequence[FaceTrack],
    plan: RedactionPlan,
    expected: ClipInfo,
    destination: Path,
    on_progress: Callable[[float], None],
    coding: Coding = DEFAULT,
) -> None:
    """Write `source` with the planned faces hidden to `destination` (mp4).

    Frame count, time stamps, aspect ratio, colour tags and sound packets are kept; pixels are written
    upright. Tags, chapters, cover pictures, captions, subtitles, data and further picture streams are not
    carried over: they may show or name people.

    Args:
        source: The clip that was analysed.
        tracks: Where the faces are.
        plan: Which of them to hide, and how.
        expected: What the analysis knew of the clip; another frame count stops the work.
        destination: Appears only when it is complete.
        on_progress: Told the share done, 0 to 1; what it raises ends the work.
        coding: How the picture is encoded.

    Raises:
        MediaError: The source can't be read, or isn't what was analysed.
    """
    style = Style(coding, expected.bit_rate, float(expected.duration))
    hidden = faces_by_frame(tracks, plan)

    def reach(index: int) -> None:
        if index >= expected.frame_count:
            raise DamagedMedia(f"The clip has more than the {expected.frame_count} frames that were analysed")
        on_progress(index / expected.frame_count)

    # Nothing is copied of a clip with damage: which of its packets are whole isn't known.
    whole = expected.damaged or coding.codec in {Codec.HEVC, Codec.AV1}
    splice = None if whole else plan_splice(source, hidden, expected.frame_count)
    with (
        open_clip(source, hide_damage=expected.hides_damage) as clip,
        written_whole(destination) as part,
    ):
        count = _write(clip, splice, style, part, reach, hider(hidden, plan, expected.damaged))
        if count != expected.frame_count:
            raise DamagedMedia(f"The clip has {count} frames; {expected.frame_count} were analysed")
    on_progress(1.0)


def faces_by_frame(tracks: Sequence[FaceTrack], plan: RedactionPlan) -> HiddenFaces:
    """Return the boxes to hide in each frame."""
    hidden: HiddenFaces = defaultdict(list)
    for track in tracks:
        if plan.hides(track.face_id):
            for sighting in track.sightings:
                hidden[sighting.frame].append((sighting.box, track.face_id))
    return hidden


def hider(
    hidden: HiddenFaces, plan: RedactionPlan, damaged: Collection[int] = ()
) -> Callable[[int, VideoFrame], None]:
    """Return what hides the faces of the frame with an index in its 4:2:0 picture.

    Frames that are `damaged` are hidden whole, whatever the plan says.
    """
    whole = frozenset(damaged)

    def hide_faces(index: int, frame: VideoFrame) -> None:
        if index in whole:
            frame.make_writable()
            blacken(frame)
            return
        faces = hidden.get(index)
        if faces:
            frame.make_writable()  # else the decoder would predict later frames from the hidden faces
            black = black_of(frame)
            for box, face_id in faces:
                hide(planes_of(frame), box, plan.kind, face_id, black)

    return hide_faces


@contextmanager
def written_whole(destination: Path) -> Iterator[Path]:
    """Give a path beside the destination; rename it when all went well, remove it when not."""
    part = destination.with_name(f".{destination.name}.{uuid.uuid4().hex}.part")
    try:
        yield part
        part.replace(destination)
    finally:
        part.unlink(missing_ok=True)


def _write(  # noqa: PLR0913, PLR0917 - the pieces of one pass
    clip: Clip,
    splice: Splice | None,
    style: Style,
    part: Path,
    reach: Callable[[int], None],
    change: Callable[[int, VideoFrame], None],
) -> int:
    """Copy the clip, each decoded frame changed on its way; return the number of frames.

    `reach` is told of each frame before it is written, `change` of those that were decoded; the latter in a
    thread that decodes and changes while this one encodes.
    """
    count = 0
    made = changed(clip, splice.copied if splice else b"", change, style)
    with (
        opened_mp4(part, clip) as output,
        ahead(made, AHEAD) as items,
    ):
        writer = Mp4Writer(output, clip, partial(_picture, output, clip, splice, style))
        for item in items:
            if isinstance(item, VideoFrame):
                reach(count)
                writer.frame(item)
                count += 1
            elif item.stream is clip.video:
                reach(count)
                writer.copy(item)
                count += 1
            else:
                writer.sound(item)
        writer.finish()
    return count


def changed(
    clip: Clip,
    handling: Sequence[int],
    change: Callable[[int, VideoFrame], None],
    style: Style,
    first: int = 0,
) -> Generator[VideoFrame | Packet[Any]]:
    """Yield what is to be written: frames upright, in 4:2:0 and changed, and packets as they are.

    `handling` says for each frame whether it is decoded, copied or left out (`frames.py`); `first` is the
    number of the first that isn't left out.
    """
    index = first
    name = ""  # of the pixel format; the first frame decides for all
    tones: ToneMap | None = None
    for item in clip.read(handling):
        if not isinstance(item, VideoFrame):
            index += item.stream is clip.video
            yield item
            continue
        if not name:
            name = style.pixels_of(item) or yuv420_format(item)
            tones = ToneMap(clip.video) if style.maps_tones(item) else None
        frame = upright_yuv420(tones(item) if tones else item, name, clip.orientation)
        if index in clip.damaged:
            frame.make_writable()
            blacken(frame)
        change(index, frame)
        index += 1
        yield frame


def _picture(
    output: OutputContainer, clip: Clip, splice: Splice | None, style: Style, first: VideoFrame | None
) -> EncodedPicture | SplicedPicture:
    if splice is not None:
        return SplicedPicture(output, clip, splice, style.options(Codec.H264))
    if first is None:
        raise AssertionError("no frame was written")
    codec = style.codec_of(first)
    return EncodedPicture(output, clip, first, codec, style.options(codec, clip.light))
