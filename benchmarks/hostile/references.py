"""Files that name other files or addresses, and the canaries that would notice if anybody went there."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.hostile.seeds import seed


@dataclass(frozen=True, slots=True)
class Canaries:
    """What must not be touched."""

    file: str  # absolute path of a good clip
    url: str  # of a server that counts its callers


def references(canaries: Canaries) -> Iterator[tuple[str, bytes]]:
    """Yield suffix and content of each file that names a canary."""
    names = [
        canaries.file, f"file:{canaries.file}", f"file://{canaries.file}", canaries.url,
        f"concat:{canaries.file}|{canaries.file}", f"subfile,,start,0,end,0,,:{canaries.file}",
        f"crypto:{canaries.file}", f"async:{canaries.url}", f"tcp://{canaries.url[7:]}",
        f"cache:{canaries.url}", f"data:text/plain,{canaries.url}", f"../../../../../../../..{canaries.file}",
    ]  # fmt: skip
    for name in names:
        for text in _texts(name):
            for suffix in ("mp4", "txt"):
                yield suffix, text.encode()
        yield from _containers(name)


def _texts(name: str) -> list[str]:
    """Every playlist and description that FFmpeg has a reader for."""
    return [
        f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{name}\n#EXT-X-ENDLIST\n",
        f'#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MAP:URI="{name}"\n#EXTINF:1,\n{name}\n#EXT-X-ENDLIST\n',
        f'#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="{name}"\n#EXTINF:1,\n{name}\n',
        f"ffconcat version 1.0\nfile '{name}'\n",
        f'<?xml version="1.0"?><MPD type="static"><Period><AdaptationSet>'
        f'<Representation id="1"><BaseURL>{name}</BaseURL></Representation></AdaptationSet></Period></MPD>',
        f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nu={name}\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n",
        f'<smil><body><video src="{name}"/></body></smil>',
        f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "{name}">]><imf>&b;</imf>',
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{name}"/></svg>',
        f";FFMETADATA1\ntitle={name}\n",
        f"[playlist]\nFile1={name}\nNumberOfEntries=1\n",
        f"<ASX><ENTRY><REF HREF='{name}'/></ENTRY></ASX>",
        f"RTSPtext\r\n{name}\r\n",
        f'Import("{name}")\nFFVideoSource("{name}")\n',
    ]


def _containers(name: str) -> Iterator[tuple[str, bytes]]:
    movie = seed("mov")
    for kind in (b"url ", b"alis", b"rsrc"):
        yield "mov", _referring(movie, kind, name.encode())
        yield "mp4", _referring(seed("mp4"), kind, name.encode())
    yield "mkv", _linked(name.encode())


def _referring(movie: bytes, kind: bytes, name: bytes) -> bytes:
    """Let a movie's data reference lead elsewhere; every box around it grows with it."""
    start = movie.index(b"dref") - 4
    old = int.from_bytes(movie[start : start + 4])
    entry = struct.pack(">I4sI", 12 + len(name) + 1, kind, 0) + name + b"\0"
    box = struct.pack(">I4sII", 16 + len(entry), b"dref", 0, 1) + entry
    changed = bytearray(movie[:start] + box + movie[start + old :])
    for outer in (b"moov", b"trak", b"mdia", b"minf", b"dinf"):
        at = movie.index(outer) - 4
        size = int.from_bytes(changed[at : at + 4]) + len(box) - old
        changed[at : at + 4] = size.to_bytes(4)
    return bytes(changed)


def _linked(name: bytes) -> bytes:
    """A Matroska file that says it goes on in another one (NextFilename), and has no clusters of its own."""
    head = bytes.fromhex("1A45DFA3") + b"\x8b" + bytes.fromhex("4282") + b"\x88matroska"
    following = bytes.fromhex("3E83BB") + bytes([0x40, len(name)]) + name
    information = (
        bytes.fromhex("1549A966") + bytes([0x40 | len(following) >> 8, len(following) & 255]) + following
    )
    return head + bytes.fromhex("18538067") + b"\x01" + len(information).to_bytes(7) + information
