"""Where the boxes of an mp4, the elements of a Matroska file and the chunks of an AVI begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

BOXES_OF_BOXES = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"dinf", b"edts", b"udta", b"mvex"}
SEGMENT, UNKNOWN = 0x18538067, -1
ELEMENTS_OF_ELEMENTS = {
    0x1A45DFA3, SEGMENT, 0x1549A966, 0x1654AE6B, 0xAE, 0xE0, 0x1F43B675, 0x114D9B74, 0x4DBB, 0x1C53BB6B,
    0xBB, 0xB7, 0x1254C367, 0x7373, 0x63C0, 0x67C8, 0xA0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One box, element or chunk."""

    name: str
    start: int  # of its header
    content: int  # where its content begins
    end: int


def parts_of(suffix: str, data: bytes) -> list[Part]:
    """List the parts of a whole file, outer ones first; none for a container that has no such parts."""
    walks = {"mp4": _boxes, "mov": _boxes, "mkv": _elements, "webm": _elements, "avi": _chunks}
    return list(walks[suffix](data, 0, len(data))) if suffix in walks else []


def _boxes(data: bytes, start: int, end: int) -> Iterator[Part]:
    while start + 8 <= end:
        size, name = int.from_bytes(data[start : start + 4]), data[start + 4 : start + 8]
        if size < 8:
            return
        yield Part(name.decode("latin-1"), start, start + 8, min(end, start + size))
        if name in BOXES_OF_BOXES:
            yield from _boxes(data, start + 8, min(end, start + size))
        start += size


def _elements(data: bytes, start: int, end: int) -> Iterator[Part]:
    while start + 2 <= end:
        identity, after = _number(data, start, keep_marker=True)
        size, content = _number(data, after, keep_marker=False)
        stop = end if size == UNKNOWN else min(end, content + size)
        yield Part(f"{identity:X}", start, content, stop)
        if identity in ELEMENTS_OF_ELEMENTS:
            yield from _elements(data, content, stop)
        start = stop


def _number(data: bytes, at: int, *, keep_marker: bool) -> tuple[int, int]:
    """Read an EBML number; returns it and where the next byte is."""
    length = 9 - data[at].bit_length()
    value = int.from_bytes(data[at : at + length])
    if not keep_marker:
        value &= (1 << 7 * length) - 1
        if value == (1 << 7 * length) - 1:
            value = UNKNOWN
    return value, at + length


def _chunks(data: bytes, start: int, end: int) -> Iterator[Part]:
    while start + 8 <= end:
        name, size = data[start : start + 4], int.from_bytes(data[start + 4 : start + 8], "little")
        stop = min(end, start + 8 + size)
        yield Part(name.decode("latin-1"), start, start + 8, stop)
        if name in {b"RIFF", b"LIST"}:
            yield from _chunks(data, start + 12, stop)
        start = stop + size % 2
