"""The outermost boxes of an mp4 (ISO/IEC 14496-12, 4.2), read without a decoder."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEADER = struct.Struct(">I4s")  # bytes of the whole box, name
LONG = 1  # the length is in the eight bytes that follow
TO_THE_END = 0
MOST = 100  # boxes that are looked at; few files have more than a handful


def is_cut_mp4(path: Path) -> bool:
    """Tell whether a file begins as an mp4 does, and ends before the box by which it could be read.

    Recorders write that box last, so it is what a broken-off upload or copy lacks.
    """
    names, end = _outermost(path)
    return names[:1] == [b"ftyp"] and b"moov" not in names and end > path.stat().st_size


def is_fragmented_mp4(path: Path) -> bool:
    """Tell whether an mp4 comes in fragments, as from a live stream: then its clock begins anywhere."""
    names, _ = _outermost(path)
    return b"moov" in names and b"moof" in names


def _outermost(path: Path) -> tuple[list[bytes], int]:
    """Return the names of a file's outermost boxes, and where the last of them should end."""
    names: list[bytes] = []
    at, size = 0, path.stat().st_size
    with path.open("rb") as file:
        while at + HEADER.size <= size and len(names) < MOST:
            file.seek(at)
            length, name = HEADER.unpack(file.read(HEADER.size))
            if length == LONG:
                length = int.from_bytes(file.read(8), "big")
            names.append(name)
            at += size if length == TO_THE_END else max(length, HEADER.size)
    return names, at
