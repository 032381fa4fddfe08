"""Editing the boxes of an mp4, for what no muxer at hand writes."""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path

import av


def box(name: bytes, content: bytes) -> bytes:
    """Return a box."""
    return struct.pack(">I4s", len(content) + 8, name) + content


def boxes(content: bytes) -> list[tuple[bytes, bytes]]:
    """Return the boxes that stand one after the other, as names and contents."""
    found, at = [], 0
    while at + 8 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        found.append((name, content[at + 8 : at + length]))
        at += length
    return found


def edited(content: bytes, path: list[bytes], new: dict[bytes, bytes]) -> bytes:
    """Replace boxes within the first box at a path, by their names."""
    parts = b""
    done = False
    for name, inner in boxes(content):
        if path and name == path[0] and not done:
            done = True
            parts += box(name, edited(inner, path[1:], new))
        else:
            parts += box(name, inner if path else new.get(name, inner))
    return parts


def found(content: bytes, *path: bytes) -> bytes:
    """Return the content of the first box at a path."""
    for name in path:
        content = dict(reversed(boxes(content)))[name]
    return content


STBL = [b"moov", b"trak", b"mdia", b"minf", b"stbl"]


def with_two_descriptions(first: Path, second: Path, target: Path) -> Path:
    """Join two H.264 clips to an mp4 whose track has both sample descriptions, as MP4Box does."""
    with av.open(str(first)) as one, av.open(str(second)) as two, av.open(str(target), "w") as output:
        stream = output.add_stream_from_template(one.streams.video[0])
        count = 0
        for source in (one, two):
            for packet in source.demux(video=0):
                if packet.size:
                    packet.stream, packet.time_base = stream, Fraction(1, 25)
                    packet.pts = packet.dts = count
                    packet.duration = 1
                    count += 1
                    output.mux(packet)
    content = target.read_bytes()
    sizes = struct.unpack(f">{count}I", found(content, *STBL, b"stsz")[12:])
    (at,) = struct.unpack_from(">I", found(content, *STBL, b"stco"), 8)
    offsets = [at + sum(sizes[:index]) for index in range(count)]
    described = [found(path.read_bytes(), *STBL, b"stsd")[8:] for path in (first, second)]
    new = {
        b"stsd": struct.pack(">II", 0, 2) + b"".join(described),
        b"stsc": struct.pack(">8I", 0, 2, 1, 1, 1, count // 2 + 1, 1, 2),
        b"stco": struct.pack(f">{count + 2}I", 0, count, *offsets),
    }
    target.write_bytes(edited(content, STBL, new))
    return target
