"""What must be known of H.264 to join pictures of two encoders: NAL units and parameter sets.

Numbers are those of ITU-T H.264 (table 7-1, clause 9.1) and ISO/IEC 14496-15 ("avcC").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

IDR, SEQUENCE_SET, PICTURE_SET = 5, 7, 8  # nal_unit_type
NOT_PICTURES = "6-9"  # messages (captions, camera data), parameter sets and delimiters, for filter_units
TYPE = 0x1F  # bits of a unit's first byte that hold nal_unit_type
LENGTH = 4  # bytes before each unit in mp4; one and two are allowed, but nobody writes them
FIXED = 5  # bytes of avcC before its lists


def unit_type(unit: bytes | memoryview) -> int:
    """Return a NAL unit's type."""
    return unit[0] & TYPE


def units_of(packet: memoryview) -> Iterator[memoryview]:
    """Yield the NAL units of a packet in the form of mp4: each after its length.

    Raises:
        ValueError: A length points beyond the packet.
    """
    at = 0
    while at < len(packet):
        start = at + LENGTH
        at = start + int.from_bytes(packet[at:start], "big")
        if not start < at <= len(packet):
            raise ValueError("a NAL unit is longer than its packet, or empty")
        yield packet[start:at]


def parameter_sets(header: bytes) -> tuple[bytes, ...] | None:
    """Return the parameter sets of a stream's header in the form of mp4; None of another form."""
    if len(header) <= FIXED or header[0] != 1 or (header[4] & 3) + 1 != LENGTH:
        return None
    found: list[bytes] = []
    at = FIXED
    for mask in (0x1F, 0xFF):  # sequence sets are counted in five bits, picture sets in eight
        if at >= len(header):
            return None
        count, at = header[at] & mask, at + 1
        for _ in range(count):
            end = at + 2 + int.from_bytes(header[at : at + 2], "big")
            found.append(header[at + 2 : end])
            at = end
    return tuple(found) if found and all(found) and at <= len(header) else None


def annex_b(units: Iterable[bytes]) -> bytes:
    """Write units in the form of annex B: each after a start code."""
    return b"".join(b"\0\0\0\1" + unit for unit in units)


def set_id(unit: bytes) -> int:
    """Return the id of a parameter set, the first Exp-Golomb number of its payload."""
    start = 4 if unit_type(unit) == SEQUENCE_SET else 1  # profile, constraints and level come before it
    bits = "".join(f"{byte:08b}" for byte in unit[start : start + 4])
    zeros = len(bits) - len(bits.lstrip("0"))
    return int(bits[zeros : 2 * zeros + 1] or "1", 2) - 1
