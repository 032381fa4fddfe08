"""Downloads: gone on with where they broke off, whole or not there at all, at flat memory."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.sdk.conftest import ACCOUNT, HASTY, ONCE
from tests.sdk.stub import Reply, Stub
from tests.sdk.ways import API, EITHER, FILES, Handler, Way
from video_indexer_redaction import Target
from video_indexer_redaction.errors import (
    ConnectionFailed,
    NotFound,
    RedactionError,
    Unauthorized,
    UnexpectedAnswer,
)

CONTENT = bytes(range(256)) * 40
HALF = len(CONTENT) // 2
ETAG = '"one"'


class Breaking(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that gives these pieces, and then breaks off if it shall."""

    def __init__(self, *pieces: bytes, cut: bool = False) -> None:
        self._pieces = pieces
        self._cut = cut

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces
        if self._cut:
            raise httpx.ReadError("reset")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece


def whole(content: bytes = CONTENT, *, cut_at: int | None = None, **headers: str) -> httpx.Response:
    """The file, or its beginning before the connection breaks."""
    fields = {"Content-Length": str(len(content)), "ETag": ETAG} | headers
    body = Breaking(content[:cut_at], cut=cut_at is not None)
    return httpx.Response(200, headers=fields, stream=body)


def part(start: int, content: bytes = CONTENT, span: str = "") -> httpx.Response:
    """What of the file is missing."""
    span = span or f"bytes {start}-{len(content) - 1}/{len(content)}"
    return httpx.Response(
        206, headers={"Content-Range": span, "ETag": ETAG}, stream=Breaking(content[start:])
    )


class Host:
    """Gives addresses of the file's host, and the file's host itself; remembers what it was asked."""

    def __init__(self, *answers: httpx.Response) -> None:
        self._left = list(answers)
        self.asked: list[tuple[str | None, str | None]] = []
        self.addresses = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer as the transport asks."""
        if str(request.url).startswith(API):
            self.addresses += 1
            return httpx.Response(200, json=f"{FILES}/file?sig={self.addresses}")
        assert "authorization" not in request.headers
        self.asked.append((request.headers.get("range"), request.headers.get("if-range")))
        return self._left.pop(0)


def fetched(way: Way, host: Handler, folder: Path, **how: Any) -> bytes:
    """Download, and give the file's bytes; there must be nothing beside it."""
    path = way("download", "v", folder / "new" / "out.mp4", handler=host, **how)
    assert [path] == list(path.parent.iterdir())
    return bytes(path.read_bytes())


@EITHER
def test_a_broken_download_goes_on_where_it_was(way: Way, tmp_path: Path) -> None:
    """With all that is missing, if it is still the same file."""
    host = Host(whole(cut_at=HALF), part(HALF))

    assert fetched(way, host, tmp_path) == CONTENT
    assert host.asked == [(None, None), (f"bytes={HALF}-", ETAG)]


@EITHER
def test_a_download_that_gets_on_is_not_given_up(way: Way, tmp_path: Path) -> None:
    """However often it breaks off."""

    def broken(start: int) -> httpx.Response:
        answer = part(start)
        answer.stream = Breaking(CONTENT[start : start + 1000], cut=True)
        return answer

    host = Host(whole(cut_at=1000), *(broken(start) for start in range(1000, 9000, 1000)), part(9000))

    assert fetched(way, host, tmp_path) == CONTENT
    assert len(host.asked) > HASTY.attempts


@EITHER
def test_a_file_that_changed_is_begun_again(way: Way, tmp_path: Path) -> None:
    """The host sends it whole then, or says that the range isn't there."""
    other = b"another file"
    for answers in ([whole(other)], [httpx.Response(416), whole(other)]):
        assert other == fetched(way, Host(whole(cut_at=HALF), *answers), tmp_path)


@EITHER
@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
def test_without_a_strong_etag_it_is_begun_again(way: Way, tmp_path: Path, etag: str) -> None:
    """Nothing says that the bytes are the same."""
    host = Host(whole(cut_at=HALF, ETag=etag), whole())

    assert fetched(way, host, tmp_path) == CONTENT
    assert host.asked[1] == (None, None)


@EITHER
@pytest.mark.parametrize(
    "span", ["bytes 0-9/10240", f"bytes {HALF}-10239/99", "bytes", f"bytes {HALF + 1}-10239/10240"]
)
def test_another_part_than_asked_for_is_refused(way: Way, tmp_path: Path, span: str) -> None:
    """It would make a file that never was."""
    host = Host(whole(cut_at=HALF), part(HALF, span=span))

    with pytest.raises(UnexpectedAnswer):
        fetched(way, host, tmp_path)

    assert not list((tmp_path / "new").iterdir())


@EITHER
def test_an_address_that_expires_meanwhile_is_asked_for_anew(way: Way, tmp_path: Path) -> None:
    """The download goes on under the new one."""
    host = Host(whole(cut_at=HALF), httpx.Response(403), part(HALF))

    assert fetched(way, host, tmp_path) == CONTENT
    assert host.addresses == 2
    assert host.asked[2] == (f"bytes={HALF}-", ETAG)


@EITHER
def test_a_file_that_is_refused_from_the_start_is_told(way: Way, tmp_path: Path) -> None:
    """There is no use in asking again."""
    with pytest.raises(Unauthorized):
        fetched(way, Host(httpx.Response(403)), tmp_path)


@EITHER
@pytest.mark.parametrize("body", [Breaking(CONTENT[:HALF]), Breaking(cut=True)], ids=["short", "cut"])
def test_a_download_that_does_not_get_on_is_given_up(way: Way, tmp_path: Path, body: Breaking) -> None:
    """Nothing partial is left."""
    host = Host(*(httpx.Response(200, headers={"Content-Length": str(len(CONTENT))}, stream=body)
                  for _ in range(HASTY.attempts)))  # fmt: skip

    with pytest.raises(ConnectionFailed):
        fetched(way, host, tmp_path)

    assert not list((tmp_path / "new").iterdir())


@EITHER
def test_a_packed_file_is_unpacked(way: Way, tmp_path: Path) -> None:
    """Some hosts pack although they were asked not to."""
    packed = whole(gzip.compress(CONTENT))
    packed.headers["Content-Encoding"] = "gzip"

    assert fetched(way, Host(packed), tmp_path) == CONTENT


@EITHER
def test_progress_is_told_in_bytes_and_as_a_fraction(way: Way, tmp_path: Path) -> None:
    """It never passes the whole."""
    fractions, sizes = list[float](), list[tuple[int, int | None]]()

    fetched(way, Host(whole(cut_at=HALF), part(HALF)), tmp_path, on_progress=fractions.append,
            on_bytes=lambda done, total: sizes.append((done, total)))  # fmt: skip

    assert fractions == [0.5, 1.0]
    assert [(HALF, len(CONTENT)), (len(CONTENT), len(CONTENT))] == sizes


@EITHER
def test_memory_stays_flat(way: Way, tmp_path: Path) -> None:
    """Whatever the file's length."""
    piece, count = bytes(65536), 1000
    stream = Breaking(*[piece] * count)
    host = Host(httpx.Response(200, headers={"Content-Length": str(65536 * count)}, stream=stream))
    tracemalloc.start()

    way("download", "v", tmp_path / "out.mp4", handler=host)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "out.mp4").stat().st_size == 65536 * count
    assert peak < 12 * 1024 * 1024


@EITHER
@pytest.mark.parametrize("method", ["download", "faces_artifact"])
@pytest.mark.parametrize(
    "address", ["ftp://x/y", "http://", "http:///x", "http://a\0/", "http://[::1", "http://a:x/", "x"]
)
def test_an_address_that_is_none_is_an_answer_beside_the_contract(
    way: Way, address: str, method: str, tmp_path: Path
) -> None:
    """It is the service's doing, not the caller's."""
    arguments = (tmp_path / "out.mp4",) if method == "download" else ()

    with pytest.raises(UnexpectedAnswer):
        way(method, "v", *arguments, handler=lambda _: httpx.Response(200, json=address))

    assert not list(tmp_path.iterdir())


@EITHER
@pytest.mark.parametrize("port", [65536, 10**30])
@pytest.mark.parametrize("moved", [False, True], ids=["at once", "by a redirect"])
def test_a_port_that_there_cannot_be_is_no_connection(  # noqa: PLR0917 - fixtures
    way: Way, port: int, moved: bool, tmp_path: Path, stub: Stub, other_host: Stub
) -> None:
    """Though the system complains of it in its own ways, in an event loop by an ExceptionGroup."""
    nowhere = f"http://127.0.0.1:{port}/file"
    other_host.always(Reply(302, headers={"Location": nowhere}))
    stub.always(Reply(200, json.dumps(f"{other_host.url}/file" if moved else nowhere).encode()))

    with pytest.raises(ConnectionFailed, match="no such port"):
        way("download", "v", tmp_path / "o.mp4", target=Target(stub.url, "trial", ACCOUNT, "t"), retry=ONCE)


@EITHER
def test_a_video_that_is_gone_is_told(way: Way, tmp_path: Path) -> None:
    """By the API, before the file's host is asked."""
    with pytest.raises(NotFound):
        way("download", "v", tmp_path / "out.mp4", handler=lambda _: httpx.Response(404))


@EITHER
def test_a_folder_in_the_way_is_an_error_of_the_system(way: Way, tmp_path: Path) -> None:
    """And the draft goes."""
    (tmp_path / "new" / "out.mp4").mkdir(parents=True)

    with pytest.raises(OSError, match=r"out\.mp4") as caught:
        fetched(way, Host(whole()), tmp_path)

    assert not isinstance(caught.value, RedactionError)
    assert len(list((tmp_path / "new").iterdir())) == 1
