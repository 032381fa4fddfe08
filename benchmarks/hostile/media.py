"""The corpus of hostile files: made by code, the same each time."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import av

from benchmarks.hostile.anatomy import Part, parts_of
from benchmarks.hostile.references import Canaries, references
from benchmarks.hostile.seeds import CONTAINERS, seed

CUTS = 40  # of each container
RANDOM = 60  # files of each container with random flips
ABSURD = [0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]
TABLES = {"mvhd", "tkhd", "mdhd", "elst", "stts", "ctts", "stsz", "stsc", "stco", "stss", "stsd"}
TABLES |= {"avih", "strh", "strf", "idx1"}
WORDS = 24  # four-byte words of a table that are set to absurd numbers, at most


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile file."""

    family: str
    name: str
    suffix: str
    content: bytes


def corpus(canaries: Canaries) -> Iterator[Case]:
    """Yield every case; those that name other files or addresses name the canaries."""
    for suffix in CONTAINERS:
        yield from _cut(suffix)
        yield from _flipped_parts(suffix)
        yield from _absurd(suffix)
        yield from _random(suffix)
    yield from _bombs()
    yield from _endless()
    for number, (suffix, content) in enumerate(references(canaries)):
        yield Case("names others", f"reference {number}", suffix, content)


@cache
def _seed(suffix: str) -> bytes:
    return seed(suffix)


def _cut(suffix: str) -> Iterator[Case]:
    data = _seed(suffix)
    for number in range(CUTS):
        at = len(data) * number // CUTS
        yield Case("cut off", f"{suffix} at {at}", suffix, data[:at] or b"\0")


def _flipped_parts(suffix: str) -> Iterator[Case]:
    """Flip bits of every header, and of the first bytes of its content."""
    data = _seed(suffix)
    for part in parts_of(suffix, data):
        for at in _places(part):
            for bit in (0, 7):
                yield Case(
                    "flipped parts", f"{part.name} byte {at} bit {bit}", suffix, _flipped(data, at, bit)
                )


def _places(part: Part) -> list[int]:
    header = [part.start, (part.start + part.content) // 2, part.content - 1]
    content = [at for at in (part.content, part.content + 3, part.content + 7) if at < part.end]
    return sorted({*header, *content})


def _absurd(suffix: str) -> Iterator[Case]:
    """Durations, clocks, rates, sizes, counts and offsets that can't be."""
    data = _seed(suffix)
    for part in parts_of(suffix, data):
        if part.name not in TABLES:
            continue
        order = "little" if suffix == "avi" else "big"
        for at in range(part.content, min(part.end - 3, part.content + 4 * WORDS), 4):
            for number in ABSURD[at // 4 % 2 :: 2]:
                word = number.to_bytes(4, order)  # type: ignore[arg-type]
                content = data[:at] + word + data[at + 4 :]
                yield Case("absurd numbers", f"{part.name} byte {at} = {number}", suffix, content)


def _random(suffix: str) -> Iterator[Case]:
    data = _seed(suffix)
    for number in range(RANDOM):
        dice = random.Random(zlib.crc32(f"{suffix}{number}".encode()))  # noqa: S311 - the same each time
        changed = data
        for _ in range(1 + number % 20):
            changed = _flipped(changed, dice.randrange(len(data)), dice.randrange(8))
        yield Case("random flips", f"{suffix} {number}", suffix, changed)


def _flipped(data: bytes, at: int, bit: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


def _bombs() -> Iterator[Case]:
    """Little bytes, much picture."""
    yield Case("bombs", "8192 x 4320, black", "mp4", seed("mp4", (8192, 4320), 2))
    yield Case("bombs", "16 x 8192", "mp4", seed("mp4", (16, 8192), 2))
    yield Case("bombs", "thousands of frames", "mp4", seed("mp4", (16, 16), 3000))
    for width, height in ((60_000, 60_000), (65_535, 16), (16, 65_535), (32_768, 2)):
        for codec in ("mjpeg", "png"):
            yield Case("bombs", f"{codec} of {width} x {height}", "avi", _promising(codec, width, height))


def _promising(codec: str, width: int, height: int) -> bytes:
    """An AVI of one still, whose own header promises another size than there is."""
    target = io.BytesIO()
    with av.open(target, "w", format="avi", options={"fflags": "+bitexact"}) as output:
        stream = output.add_stream(codec, rate=25)
        assert isinstance(stream, av.VideoStream)
        stream.width = stream.height = 16
        stream.pix_fmt = {"mjpeg": "yuvj420p", "png": "rgb24"}[codec]
        frame = av.VideoFrame(16, 16, stream.pix_fmt)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.pts = 0
        packets = [*stream.encode(frame), *stream.encode(None)]
        for packet in packets:
            packet_bytes = bytearray(bytes(packet))
            _promise(codec, packet_bytes, width, height)
            fake = av.Packet(bytes(packet_bytes))
            fake.stream, fake.pts, fake.dts, fake.time_base = stream, packet.pts, packet.dts, packet.time_base
            output.mux(fake)
    return target.getvalue()


def _promise(codec: str, still: bytearray, width: int, height: int) -> None:
    if codec == "png":
        still[16:24] = width.to_bytes(4) + height.to_bytes(4)
        still[29:33] = zlib.crc32(still[12:29]).to_bytes(4)
    else:
        at = still.index(b"\xff\xc0")
        still[at + 5 : at + 9] = height.to_bytes(2) + width.to_bytes(2)


def _endless() -> Iterator[Case]:
    """Streams that begin again and again, and files behind files."""
    for suffix in CONTAINERS:
        data = _seed(suffix)
        yield Case("endless", f"{suffix} repeated", suffix, data * 50)
        yield Case("endless", f"{suffix} before zeros", suffix, data + bytes(1 << 20))
        yield Case("endless", f"{suffix} behind zeros", suffix, bytes(1 << 16) + data)
        for other in CONTAINERS:
            if other != suffix:
                yield Case("endless", f"{suffix} behind {other}", suffix, _seed(other)[:2000] + data)
