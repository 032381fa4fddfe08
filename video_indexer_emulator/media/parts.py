"""A long clip's redaction in parts, for several workers: cut where groups of pictures begin, then joined.

Where the cuts lie follows from the clip and from what is hidden in it, and each part has encoders of its
own; so the result doesn't depend on how many workers there are. The sound is never cut: the process that
joins the parts carries it over whole. Only clips whose groups could be copied are cut (`gops.py`): of
others, nothing says that a picture doesn't need one from before the cut.
"""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import av
from av.video.frame import VideoFrame

from video_indexer_emulator.errors import DamagedMedia, PartsDiffer
from video_indexer_emulator.model import Codec, Coding

from .ahead import ahead
from .coding import Style
from .frames import COPIED, SKIPPED, open_clip
from .gops import plan_splice
from .h264 import parameter_sets
from .render import AHEAD, DEFAULT, changed, faces_by_frame, hider, written_whole
from .sink import PictureSink
from .splice import SplicedPicture, Stamper
from .writer import Mp4Writer, opened_mp4

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from av.container import OutputContainer
    from av.packet import Packet
    from av.video.stream import VideoStream

    from video_indexer_emulator.model import ClipInfo, FaceTrack, Part, RedactionPlan

    from .frames import Clip
    from .gops import Splice

PART_SECONDS = 20.0  # of pictures to encode: long against the cost of reading up to them
MOST_PARTS = 48  # each reads the file; of a clip of an hour, they are 75 seconds long
COPYING = 0.02  # cost of a copied picture against an encoded one


def cut(
    source: Path,
    tracks: Sequence[FaceTrack],
    plan: RedactionPlan,
    expected: ClipInfo,
    coding: Coding = DEFAULT,
) -> list[tuple[int, int]]:
    """Return the parts of a clip as (first, end) frames; empty where it is to be redacted in one."""
    whole = expected.damaged or coding.codec in {Codec.HEVC, Codec.AV1}
    if expected.duration < 2 * PART_SECONDS or whole:
        return []
    splice = _splice(source, tracks, plan, expected)
    if splice is None:
        return []
    longest = max(PART_SECONDS * expected.frame_rate, expected.frame_count / MOST_PARTS)
    borders, cost = [0], 0.0
    for start, end in pairwise([*splice.starts, expected.frame_count]):
        if cost >= longest:
            borders.append(start)
            cost = 0.0
        cost += (end - start) * (COPYING if splice.copied[start] else 1.0)
    return list(pairwise([*borders, expected.frame_count])) if len(borders) > 1 else []


def redact_part(  # noqa: PLR0913, PLR0917 - as `redact`, and which part
    source: Path,
    tracks: Sequence[FaceTrack],
    plan: RedactionPlan,
    expected: ClipInfo,
    part: Part,
    destination: Path,
    on_progress: Callable[[float], None],
    coding: Coding = DEFAULT,
) -> None:
    """Write the pictures of one part with the planned faces hidden, without sound.

    Args, errors and progress are those of `redact`; `part` is one of those that `cut` gave.
    """
    splice = _splice(source, tracks, plan, expected)
    if splice is None:
        raise DamagedMedia("The clip isn't the one that was analysed")
    style = Style(coding, expected.bit_rate, float(expected.duration))
    hide_faces = hider(faces_by_frame(tracks, plan), plan)
    count = part.end - part.first
    skipped = bytes([SKIPPED])
    handling = (
        skipped * part.first
        + splice.copied[part.first : part.end]
        + skipped * (expected.frame_count - part.end)
    )
    done = 0
    with (
        open_clip(source) as clip,
        written_whole(destination) as file,
        opened_mp4(file, clip, index_first=False) as output,
        ahead(changed(clip, handling, hide_faces, style, part.first), AHEAD) as items,
    ):
        picture = SplicedPicture(output, clip, splice.within(part.first, part.end), style.options(Codec.H264))
        for item in items:
            if not isinstance(item, VideoFrame) and item.stream is not clip.video:
                continue
            if done >= count:
                raise DamagedMedia(f"A part of the clip has more than the {count} frames that were analysed")
            on_progress(done / count)
            if isinstance(item, VideoFrame):
                picture.frame(item)
            else:
                picture.copy(item)
            done += 1
        picture.finish()
        if done != count:
            raise DamagedMedia(f"A part of the clip has {done} frames; {count} were analysed")
    on_progress(1.0)


def join(
    source: Path,
    expected: ClipInfo,
    parts: Sequence[tuple[Part, Path]],
    destination: Path,
    on_progress: Callable[[float], None],
) -> None:
    """Write the redacted parts as one clip, with the source's sound; nothing is encoded again.

    Args:
        source: The clip that was analysed.
        expected: What the analysis knew of it.
        parts: All of them in order, with their files.
        destination: Appears only when it is complete.
        on_progress: Told the share done, 0 to 1; what it raises ends the work.

    Raises:
        PartsDiffer: They can't be joined.
        MediaError: The source can't be read, or isn't what was analysed.
    """
    splice = plan_splice(source, (), expected.frame_count)
    if splice is None:
        raise DamagedMedia("The clip isn't the one that was analysed")
    template = _with_all_sets([path for _, path in parts])
    done = 0
    with (
        open_clip(source) as clip,
        written_whole(destination) as file,
        av.open(str(template)) as header,
        opened_mp4(file, clip) as output,
    ):
        picture = _JoinedPicture(output, header.streams.video[0], clip, splice, parts)
        writer = Mp4Writer(output, clip, lambda _: picture)
        for item in clip.read(bytes([COPIED]) * expected.frame_count):
            if isinstance(item, VideoFrame):
                raise DamagedMedia(f"The clip has more than the {expected.frame_count} frames analysed")
            if item.stream is clip.video:
                on_progress(done / expected.frame_count)
                writer.copy(item)  # the sound stays beside the pictures that it was beside
                done += 1
            else:
                writer.sound(item)
        writer.finish()
    on_progress(1.0)


class _JoinedPicture:
    """The pictures of all parts, each in the place of one of the source's packets."""

    def __init__(
        self,
        output: OutputContainer,
        template: VideoStream,
        clip: Clip,
        splice: Splice,
        parts: Sequence[tuple[Part, Path]],
    ) -> None:
        self._sink, self._clip, self._splice = PictureSink(output), clip, splice
        self._stream = output.add_stream_from_template(template)
        self._stream.time_base = clip.time_base
        self._stamper = Stamper(splice)
        self._packets = chain.from_iterable(self._read(part, path) for part, path in parts)

    def frame(self, _frame: VideoFrame) -> None:
        """Refuse: all is encoded."""
        raise AssertionError("nothing is encoded where parts are joined")

    def copy(self, _packet: Packet[Any]) -> None:
        """Write the parts' next packet in the place of the source's."""
        packet = next(self._packets, None)
        if packet is None:
            raise DamagedMedia("The parts have fewer pictures than the clip")
        packet.stream = self._stream
        packet.time_base = self._clip.time_base
        self._stamper.stamp(packet)
        self._sink.put(packet)

    def finish(self) -> None:
        """See that nothing is left."""
        if next(self._packets, None) is not None:
            raise DamagedMedia("The parts have more pictures than the clip")
        self._sink.finish()

    def _read(self, part: Part, path: Path) -> Iterator[Packet[Any]]:
        """Yield a part's packets with the time stamps of the source: its own are shifted and rounded."""
        shown = sorted(packet.pts or 0 for packet in _packets(path))
        stamps = self._splice.stamps[part.first : part.end]
        if len(shown) != len(stamps):
            raise DamagedMedia(f"A part has {len(shown)} pictures; {len(stamps)} were expected")
        true_stamp = dict(zip(shown, stamps, strict=True))
        for packet in _packets(path):
            packet.pts = true_stamp[packet.pts or 0]
            yield packet


def _splice(
    source: Path, tracks: Sequence[FaceTrack], plan: RedactionPlan, expected: ClipInfo
) -> Splice | None:
    return plan_splice(source, faces_by_frame(tracks, plan), expected.frame_count, copies_needed=False)


def _packets(path: Path) -> Iterator[Packet[Any]]:
    with av.open(str(path)) as container:
        yield from (packet for packet in container.demux(container.streams.video[0]) if packet.size)


def _with_all_sets(paths: Sequence[Path]) -> Path:
    """Return the part whose header has the parameter sets of all; raises PartsDiffer if none has."""
    headers = {path: _sets(path) for path in paths}
    fullest = max(headers, key=lambda path: len(headers[path]))
    if any(not header <= headers[fullest] for header in headers.values()):
        raise PartsDiffer
    return fullest


def _sets(path: Path) -> frozenset[bytes]:
    with av.open(str(path)) as container:
        return frozenset(parameter_sets(container.streams.video[0].codec_context.extradata or b"") or ())
