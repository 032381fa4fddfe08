"""What a host sends packed is unpacked in bounded pieces, and no further than it can be meant."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sdk.ways import EITHER, FILES, Script, Way
from video_indexer_redaction import commands
from video_indexer_redaction.errors import ConnectionFailed, UnexpectedAnswer
from video_indexer_redaction.unpacking import PIECE, unpacked

BOMB = gzip.compress(bytes(256 * 1024**2))
"""A quarter of a mebibyte that becomes a quarter of a gibibyte."""

PEAK = 32 * 1024**2


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep less than the SDK does, so that little memory shows the same."""
    monkeypatch.setattr("video_indexer_redaction.calls.ANSWER_LIMIT", 1024**2)
    monkeypatch.setattr("video_indexer_redaction.calls.ARTIFACT_LIMIT", 2 * 1024**2)


def response(content: bytes, coding: str) -> httpx.Response:
    """A packed answer."""
    return httpx.Response(200, headers={"Content-Encoding": coding}, content=content)


class Packed(Script):
    """A service that gives raw bytes with a coding."""

    def __init__(self, content: bytes, coding: str, status: int = 200) -> None:
        super().__init__()
        self._content, self._coding, self._status = content, coding, status

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer as the transport asks."""
        self.sent.append(request)
        return httpx.Response(
            self._status, headers={"Content-Encoding": self._coding}, stream=httpx.ByteStream(self._content)
        )


@EITHER
@pytest.mark.parametrize("status", [200, 400, 500])
def test_an_answer_that_unpacks_without_end_is_refused(way: Way, status: int) -> None:
    """Errors too; and the memory for it is never taken."""
    tracemalloc.start()
    with pytest.raises(UnexpectedAnswer, match="more than 1048576 bytes"):
        way("faces", "v", handler=Packed(BOMB, "gzip", status))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < PEAK


@EITHER
def test_an_artifact_that_unpacks_without_end_is_refused(way: Way) -> None:
    """It may be larger than an answer, and has an end all the same."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "files.test":
            return httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(BOMB))
        return httpx.Response(200, json=f"{FILES}/faces")

    with pytest.raises(UnexpectedAnswer, match="more than 2097152 bytes"):
        way("faces_artifact", "v", handler=answer)


@EITHER
@pytest.mark.parametrize("coding", ["gzip, gzip", "deflate,gzip", "gzip, identity, x-gzip"])
def test_what_is_packed_twice_is_refused(way: Way, coding: str) -> None:
    """611 kB became 1.3 GB by that."""
    content = gzip.compress(gzip.compress(b"{}"))

    with pytest.raises(ConnectionFailed, match="can't be unpacked"):
        way("faces", "v", handler=Packed(content, coding))


@EITHER
@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda content: zlib.compress(content, wbits=-15)),
        ("identity", bytes),
        ("nonsense", bytes),
    ],
    ids=["gzip", "deflate", "raw deflate", "identity", "unknown"],
)
def test_every_coding_that_is_asked_for_is_read(way: Way, coding: str, pack: Any) -> None:
    """And one that nobody knows is taken as it comes."""
    index = {"id": "v", "state": "Processed", "videos": []}

    assert way("wait_until_indexed", "v", handler=Packed(pack(json.dumps(index).encode()), coding)).id == "v"


@EITHER
def test_what_isnt_packed_as_it_says_is_told(way: Way) -> None:
    """As a connection's fault, which may be tried again."""
    with pytest.raises(ConnectionFailed, match="can't be unpacked"):
        way("faces", "v", handler=Packed(b"{}", "gzip"))


@given(st.binary(max_size=2000), st.sampled_from(["gzip", "deflate"]), st.integers(1, 500))
def test_unpacking_gives_what_was_packed(content: bytes, coding: str, step: int) -> None:
    """However it is cut on its way, and however often it repeats itself."""
    whole = content * 300
    packed = gzip.compress(whole) if coding == "gzip" else zlib.compress(whole)
    cut = [packed[start : start + step] for start in range(0, len(packed), step)]
    answer = httpx.Response(200, headers={"Content-Encoding": coding}, stream=Cut(cut), request=ASKED)

    pieces = list(unpacked(answer))

    assert b"".join(pieces) == whole
    assert all(len(piece) <= PIECE for piece in pieces)


ASKED = httpx.Request("GET", "http://api.test/")


class Cut(httpx.SyncByteStream):
    """A body in pieces."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Any:
        return iter(self._pieces)


def test_the_limits_have_room_for_what_is_real() -> None:
    """Figures from clips of an hour."""
    assert commands.ANSWER_LIMIT >= 64 * 1024**2
    assert commands.ARTIFACT_LIMIT >= 512 * 1024**2
