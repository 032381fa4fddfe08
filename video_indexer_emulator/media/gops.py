"""Which packets of a clip can be copied as they are: groups of pictures in which nothing is hidden.

H.264 allows pictures of two encoders in one stream: the header carries the parameter sets of both, under
different ids, and each picture names its own. A group may be copied where it is closed: it begins with an
IDR picture, and none of its pictures is shown before or after one of another group.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from .frames import open_clip
from .h264 import IDR, PICTURE_SET, SEQUENCE_SET, parameter_sets, set_id, unit_type, units_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from .frames import Clip

PROFILES = frozenset({"Constrained Baseline", "Main", "High"})  # what decoders of High must decode
FORMATS = frozenset({"yuv420p", "yuvj420p"})
PROGRESSIVE = 1  # FFmpeg's AV_FIELD_PROGRESSIVE


@dataclass(frozen=True, slots=True)
class Splice:
    """How a clip is put together from copied and from encoded packets."""

    copied: bytes  # 1 or 0 for each packet of the picture, in the order of decoding
    stamps: Sequence[int]  # of all pictures, rising, in the stream's clock, and of the last one's end
    delay: int  # pictures by which the source's order of decoding differs from that of showing
    parameter_sets: tuple[bytes, ...]  # of the source, as NAL units
    starts: Sequence[int]  # the first picture of each group

    @property
    def free_id(self) -> int:
        """The least id, from 1 on, that none of the source's parameter sets has."""
        taken = {set_id(unit) for unit in self.parameter_sets}
        return next(number for number in range(1, 32) if number not in taken)

    def within(self, first: int, end: int) -> Splice:
        """Return the splice of some groups alone, from picture `first` to before `end`."""
        starts = [start - first for start in self.starts if first <= start < end]
        copied, stamps = self.copied[first:end], self.stamps[first : end + 1]
        return replace(self, copied=copied, stamps=stamps, starts=starts)


class _Unfit(Exception):
    """The clip's packets can't be joined with others: it is encoded whole."""


def plan_splice(
    source: Path, changed: Collection[int], frame_count: int, *, copies_needed: bool = True
) -> Splice | None:
    """Find the packets that need no change.

    Args:
        source: The clip. Its packets are read; one picture is decoded.
        changed: Indices of the frames that will be changed, in the order of showing.
        frame_count: What the analysis found.
        copies_needed: Whether a clip of which nothing can be copied is to be encoded whole.

    Returns:
        None where all must be encoded: another codec or pixel format, interlaced, turned, or cut by an
        edit list; packets without time stamps; nothing to copy.
    """
    with open_clip(source) as clip:
        sets = parameter_sets(clip.video.codec_context.extradata or b"")
        if sets is None or not _is_fit(clip) or not _is_upright(source):
            return None
        try:
            groups, end = _groups(clip, sets)
        except (_Unfit, ValueError):
            return None
    ends = list(accumulate(len(group) for group in groups))
    if not groups or ends[-1] != frame_count:
        return None
    frames = sorted(changed)
    untouched = [not _any_within(frames, start, end) for start, end in pairwise([0, *ends])]
    if copies_needed and not any(untouched):
        return None
    return Splice(
        copied=b"".join(bytes([flag]) * len(group) for flag, group in zip(untouched, groups, strict=True)),
        stamps=[*(stamp for group in groups for stamp in sorted(group)), end],
        delay=max(map(_delay, groups)),
        parameter_sets=sets,
        starts=[0, *ends[:-1]],
    )


def _any_within(frames: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(frames, start)
    return at < len(frames) and frames[at] < end


def _is_fit(clip: Clip) -> bool:
    """Whether its pictures are such as we encode: 8 bit, 4:2:0, progressive, with even sides."""
    context = clip.video.codec_context
    return (
        context.name == "h264"
        and context.profile in PROFILES
        and context.pix_fmt in FORMATS
        and context.field_order == PROGRESSIVE
        and not (context.width % 2 or context.height % 2)
    )


def _is_upright(source: Path) -> bool:
    """Whether the pictures are shown as they are stored; only a decoded one tells."""
    with open_clip(source) as clip:
        next(clip.frames(), None)
        return not clip.orientation


def _groups(clip: Clip, sets: Collection[bytes]) -> tuple[list[list[int]], int]:
    """Return the time stamps of each group of pictures, in the order of decoding, and where the last ends.

    Raises:
        _Unfit: The packets can't be joined with others.
    """
    groups: list[list[int]] = []
    end = 0
    for packet in clip.packets():
        if packet.pts is None or packet.is_discard or packet.is_corrupt:
            raise _Unfit
        if packet.has_sidedata("new_extradata"):
            raise _Unfit  # another sample description holds from here on
        found = list(units_of(memoryview(packet)))
        types = {unit_type(unit) for unit in found}
        if types & {SEQUENCE_SET, PICTURE_SET} and not _known(found, sets):
            raise _Unfit  # the size or the coding changes in mid-stream
        if IDR in types:
            groups.append([])
        if not groups:
            raise _Unfit
        groups[-1].append(packet.pts)
        end = max(end, packet.pts + max(1, packet.duration or 0))
    for before, after in pairwise(groups):
        if max(before) >= min(after):
            raise _Unfit
    if any(len(set(group)) != len(group) for group in groups):
        raise _Unfit
    return groups, end


def _known(units: Collection[memoryview], sets: Collection[bytes]) -> bool:
    return all(bytes(unit) in sets for unit in units if unit_type(unit) in {SEQUENCE_SET, PICTURE_SET})


def _delay(group: Sequence[int]) -> int:
    """By how many places a picture is decoded after its place in the order of showing, at most."""
    place = {stamp: index for index, stamp in enumerate(sorted(group))}
    return max(index - place[stamp] for index, stamp in enumerate(group))
