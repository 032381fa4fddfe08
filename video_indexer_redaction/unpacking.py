"""Unpacking what a host sends packed, a bounded piece at a time.

httpx unpacks each piece that comes at once, and twice where the host says so: a few kilobytes become
gigabytes of memory before anybody can count them.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Iterator

import httpx

PIECE = 256 * 1024
"""Bytes that are unpacked at a time, at most."""

GZIP = zlib.MAX_WBITS | 16
WINDOWS: dict[str, tuple[int, int | None]] = {
    "gzip": (GZIP, None),
    "x-gzip": (GZIP, None),
    "deflate": (zlib.MAX_WBITS, -zlib.MAX_WBITS),
}
"""zlib's numbers for each coding; deflate comes with a header, and often without."""


class Unpacker:
    """Unpacks one response by its Content-Encoding; other codings are passed as they come."""

    def __init__(self, response: httpx.Response) -> None:
        """Raises httpx.DecodingError for a response that was packed twice: nobody does that in good faith."""
        said = response.headers.get("content-encoding", "").lower().split(",")
        codings = [each for word in said if (each := word.strip()) in WINDOWS]
        self._request = response.request
        if len(codings) > 1:
            raise httpx.DecodingError("packed more than once", request=self._request)
        window, self._other = WINDOWS[codings[0]] if codings else (0, None)
        self._decompressor = zlib.decompressobj(window) if codings else None
        self._begun = False

    def pieces(self, packed: bytes) -> Iterator[bytes]:
        """Unpack what has come; raises httpx.DecodingError for what can't be unpacked."""
        if self._decompressor is None:
            yield packed
            return
        while packed:
            piece, packed = self._decompress(self._decompressor, packed)
            if piece:
                yield piece

    def rest(self) -> Iterator[bytes]:
        """What is left at the end: of one repetition, a few hundred bytes."""
        piece = self._decompressor.flush() if self._decompressor else b""
        if piece:
            yield piece

    def _decompress(self, decompressor: zlib._Decompress, packed: bytes) -> tuple[bytes, bytes]:
        """A bounded piece, and what is still packed."""
        try:
            piece = decompressor.decompress(packed, PIECE)
        except zlib.error as error:
            if self._begun or self._other is None:
                raise httpx.DecodingError(str(error), request=self._request) from error
            self._begun, self._decompressor = True, zlib.decompressobj(self._other)
            return self._decompress(self._decompressor, packed)
        self._begun = True
        return piece, decompressor.unconsumed_tail


def unpacked(response: httpx.Response) -> Iterator[bytes]:
    """The body of a streamed response, in bounded pieces."""
    if response.is_stream_consumed:  # by a transport that had the whole body from the start
        yield response.content
        return
    unpacker = Unpacker(response)
    for packed in response.iter_raw():
        yield from unpacker.pieces(packed)
    yield from unpacker.rest()


async def unpacked_in_loop(response: httpx.Response) -> AsyncIterator[bytes]:
    """The same for httpx.AsyncClient."""
    if response.is_stream_consumed:
        yield response.content
        return
    unpacker = Unpacker(response)
    async for packed in response.aiter_raw():
        for piece in unpacker.pieces(packed):
            yield piece
    for piece in unpacker.rest():
        yield piece
