"""A video's file in pieces, or into an open file: resumed, renewed, and never of two files."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.sdk.conftest import HASTY
from tests.sdk.ways import EITHER, FILES, TARGET, Way
from video_indexer_redaction import AsyncRedactionClient, RedactionClient, Target, development_target
from video_indexer_redaction.errors import ConnectionFailed, NotFound, UsageError

FILE = bytes(range(256)) * 20_000  # five pieces


class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that may break off, and that tells whether it was closed."""

    def __init__(self, content: bytes, *, cut: bool = False) -> None:
        self._content = content
        self._cut = cut
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        for at in range(0, len(self._content), 100_000):
            yield self._content[at : at + 100_000]
        if self._cut:
            raise httpx.ReadError("reset")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece

    def close(self) -> None:
        """Note it."""
        self.closed = True

    async def aclose(self) -> None:
        """Note it."""
        self.closed = True


class Host:
    """A file's host that breaks off after so many bytes in its first answers, and knows ranges or doesn't."""

    def __init__(self, *cuts: int, ranges: bool = True, etags: tuple[str, ...] = ('"e"',)) -> None:
        self._cuts = list(cuts)
        self._ranges = ranges
        self._etags = list(etags)
        self.asked: list[str | None] = []
        self.bodies: list[Pieces] = []
        self.addresses = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer as the service and as the host."""
        if not str(request.url).startswith(FILES):
            self.addresses += 1
            return httpx.Response(200, json=f"{FILES}/file?sig={self.addresses}")
        wanted = request.headers.get("range")
        self.asked.append(wanted)
        etag = self._etags.pop(0) if len(self._etags) > 1 else self._etags[0]
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and self._ranges else 0
        if start >= len(FILE):
            return httpx.Response(416, headers={"Content-Range": f"bytes */{len(FILE)}"})
        content, headers = FILE[start:], {"ETag": etag, "Content-Length": str(len(FILE) - start)}
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(FILE) - 1}/{len(FILE)}"
        cut = self._cuts.pop(0) if self._cuts else None
        self.bodies.append(Pieces(content[:cut], cut=cut is not None))
        return httpx.Response(206 if start else 200, headers=headers, stream=self.bodies[-1])


class Pipe(io.RawIOBase):
    """Takes bytes and can't go back; takes no more than so many at once."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.content = b""
        self._most = most

    def write(self, data: Any) -> int:
        """Take the first of the bytes."""
        taken = bytes(data)[: self._most]
        self.content += taken
        return len(taken)


@EITHER
def test_a_stream_gives_the_whole_file(way: Way) -> None:
    """In pieces of about a mebibyte."""
    pieces = way("stream", "v", handler=Host())

    assert b"".join(pieces) == FILE
    assert {1_000_000 < len(piece) < 1_200_000 for piece in pieces[:-1]} == {True}


@EITHER
def test_a_stream_that_breaks_off_goes_on_where_it_was(way: Way) -> None:
    """More often than one call would be tried, as long as it gets on."""
    host = Host(*[700_000] * 6)

    pieces = way("stream", "v", handler=host)

    assert b"".join(pieces) == FILE
    assert host.asked[:3] == [None, "bytes=700000-", "bytes=1400000-"]


@EITHER
def test_a_host_that_knows_no_ranges_is_read_again_and_nothing_given_twice(way: Way) -> None:
    """The part that the caller has is passed over."""
    host = Host(1_700_000, 900_000, ranges=False)

    assert b"".join(way("stream", "v", handler=host)) == FILE


@EITHER
def test_a_file_that_changes_in_a_stream_is_an_error(way: Way) -> None:
    """What the caller has can't be taken back."""
    host = Host(1_700_000, ranges=False, etags=('"one"', '"two"'))

    with pytest.raises(ConnectionFailed, match="changed") as caught:
        way("stream", "v", handler=host)

    assert caught.value.permanent
    assert len(host.asked) == 2


@EITHER
@pytest.mark.parametrize("ranges", [True, False])
def test_a_stream_may_begin_behind_what_the_caller_has(way: Way, ranges: bool) -> None:
    """As after a restart."""
    assert b"".join(way("stream", "v", start=3_000_001, handler=Host(ranges=ranges))) == FILE[3_000_001:]


@EITHER
def test_a_stream_from_the_very_end_is_empty(way: Way) -> None:
    """All is there already."""
    assert way("stream", "v", start=len(FILE), handler=Host()) == []


@EITHER
def test_a_stream_from_behind_the_end_is_refused(way: Way) -> None:
    """Another file is meant."""
    with pytest.raises(UsageError, match="behind the end"):
        way("stream", "v", start=len(FILE) + 1, handler=Host())


@EITHER
def test_an_address_that_expires_within_a_stream_is_asked_for_anew(way: Way) -> None:
    """And the file gone on with."""
    host = Host(700_000)
    expired: list[int] = []

    def serve(request: httpx.Request) -> httpx.Response:
        if str(request.url).startswith(FILES) and len(host.asked) == 1 and not expired:
            expired.append(1)
            return httpx.Response(403)
        return host(request)

    assert b"".join(way("stream", "v", handler=serve)) == FILE
    assert host.addresses == 2


@EITHER
def test_a_refusal_of_the_host_comes_out_of_a_stream(way: Way) -> None:
    """With what the host has said."""

    def serve(request: httpx.Request) -> httpx.Response:
        if str(request.url).startswith(FILES):
            return httpx.Response(404, json={"code": "BlobNotFound"})
        return httpx.Response(200, json=f"{FILES}/file?sig=s")

    with pytest.raises(NotFound, match="BlobNotFound"):
        way("stream", "v", handler=serve)


def test_a_stream_that_is_left_early_closes_its_connection() -> None:
    """At once, where the iterator is closed."""
    host = Host()
    with RedactionClient(TARGET, transport=httpx.MockTransport(host)) as client:
        pieces = client.stream("v")
        next(pieces)
        before = host.bodies[0].closed
        pieces.close()

    assert (before, host.bodies[0].closed) == (False, True)


def test_an_asynchronous_stream_that_is_left_early_closes_its_connection() -> None:
    """Likewise."""
    host = Host()

    async def use() -> tuple[bool, bool]:
        async with AsyncRedactionClient(TARGET, transport=httpx.MockTransport(host)) as client:
            pieces = client.stream("v")
            await anext(pieces)
            before = host.bodies[0].closed
            await pieces.aclose()
            return before, host.bodies[0].closed

    assert asyncio.run(use()) == (False, True)


@EITHER
def test_a_file_is_written_where_the_callers_file_stands(way: Way) -> None:
    """And that is left open."""
    file, told = io.BytesIO(b"head"), list[tuple[int, int | None]]()
    file.seek(4)

    size = way("download_to", "v", file, handler=Host(), on_bytes=lambda *now: told.append(now))

    assert (size, file.closed) == (len(FILE), False)
    assert file.getvalue() == b"head" + FILE
    assert told[-1] == (len(FILE), len(FILE))


@EITHER
@pytest.mark.parametrize("etags", [('"e"',), ('"one"', '"two"')], ids=["same", "changed"])
def test_a_file_that_can_seek_is_begun_again(way: Way, etags: tuple[str, ...]) -> None:
    """Where the host begins again, whatever file it is then."""
    file = io.BytesIO()

    way("download_to", "v", file, handler=Host(2_700_000, ranges=False, etags=etags), retry=HASTY)

    assert file.getvalue() == FILE


@EITHER
def test_a_pipe_gets_each_byte_once(way: Way) -> None:
    """Though it takes few at a time, and the host begins again."""
    pipe = Pipe(300_000)

    way("download_to", "v", pipe, handler=Host(2_700_000, ranges=False))

    assert pipe.content == FILE


@EITHER
@pytest.mark.parametrize("file", [io.StringIO(), 5, open(__file__, "rb")], ids=["text", "number", "read"])  # noqa: SIM115, PTH123
def test_what_takes_no_bytes_is_refused_before_anything_is_sent(way: Way, file: Any) -> None:
    """With what to do."""
    host = Host()

    with pytest.raises(UsageError, match="open for writing bytes"):
        way("download_to", "v", file, handler=host)

    assert host.addresses == 0


@EITHER
def test_download_points_to_its_sibling_for_open_files(way: Way) -> None:
    """One gives a path, the other a number of bytes."""
    with pytest.raises(UsageError, match="download_to"):
        way("download", "v", io.BytesIO(), handler=Host())


@EITHER
def test_one_picture_is_fetched_by_its_id(way: Way, emulator_url: str, indexed: str) -> None:
    """As a text or as a UUID."""
    target: Target = development_target(emulator_url)
    face = way("faces", indexed, target=target)[0]

    first = face.thumbnail_ids[0]
    pictures = [way("thumbnail", indexed, id_, target=target) for id_ in (first, str(first))]

    assert pictures[0] == pictures[1]
    assert pictures[0].startswith(b"\xff\xd8")
    with pytest.raises(UsageError, match="GUID"):
        way("thumbnail", indexed, "x", target=target)


@EITHER
def test_the_signed_address_is_given(way: Way, emulator_url: str, indexed: str, sample_clip: Path) -> None:
    """It leads to the file, without a token."""
    address = way("download_url", indexed, target=development_target(emulator_url))

    assert httpx.get(address).content == sample_clip.read_bytes()


@EITHER
def test_a_stream_of_the_emulator_is_the_clip(
    way: Way, emulator_url: str, indexed: str, sample_clip: Path
) -> None:
    """From any byte on."""
    target, clip = development_target(emulator_url), sample_clip.read_bytes()

    assert b"".join(way("stream", indexed, target=target)) == clip
    assert b"".join(way("stream", indexed, start=1000, target=target)) == clip[1000:]
