"""The blob host: signed URLs that expire, ranges, and nothing beside what was signed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.emulator.api import Api, assert_problem
from video_indexer_emulator.errors import SignatureRefused
from video_indexer_emulator.service.access import Access
from video_indexer_emulator.service.keys import Keys
from video_indexer_emulator.settings import Settings


@pytest.fixture
def url(emulator: Api, indexed: str) -> httpx.URL:
    """A fresh signed URL of the sample clip."""
    return httpx.URL(emulator.get(f"Videos/{indexed}/SourceFile/DownloadUrl").json())


def test_a_signed_url_gives_the_file_without_a_token(url: httpx.URL, sample_clip: Path) -> None:
    """Whole, with its length and a media type."""
    response = httpx.get(url)

    assert response.status_code == 200
    assert sample_clip.read_bytes() == response.content
    assert response.headers["content-type"] == "video/mp4"
    assert response.headers["accept-ranges"] == "bytes"


def test_the_url_is_on_the_host_that_the_caller_named(emulator: Api, indexed: str) -> None:
    """So that it works behind a proxy."""
    tail = f"Videos/{indexed}/SourceFile/DownloadUrl"

    response = emulator.get(tail, headers={"Host": "indexer.example:8443"})

    assert response.json().startswith("http://indexer.example:8443/_blobs/")


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [("0-0", 0, 0), ("0-99", 0, 99), ("100-199", 100, 199), ("-10", -10, -1), ("1000-", 1000, -1)],
)
def test_a_range_gives_that_part(
    url: httpx.URL, sample_clip: Path, wanted: str, first: int, last: int
) -> None:
    """206 with Content-Range."""
    content = sample_clip.read_bytes()
    size = len(content)
    start, end = first % size, last % size

    response = httpx.get(url, headers={"Range": f"bytes={wanted}"})

    assert response.status_code == 206
    assert content[start : end + 1] == response.content
    assert f"bytes {start}-{end}/{size}" == response.headers["content-range"]


def test_a_range_beyond_the_end_is_refused(url: httpx.URL, sample_clip: Path) -> None:
    """416 says how long the file is."""
    size = sample_clip.stat().st_size

    response = httpx.get(url, headers={"Range": f"bytes={size}-"})

    assert response.status_code == 416
    assert f"bytes */{size}" == response.headers["content-range"]
    assert response.headers["x-ms-request-id"]


@pytest.mark.parametrize("wanted", ["bytes=x-y", "bytes=", "bytes=9-1", "bytes=--", "bytes=" + "0-0," * 5000])
def test_a_range_that_is_none_harms_nobody(url: httpx.URL, wanted: str) -> None:
    """Passed over or refused."""
    assert httpx.get(url, headers={"Range": wanted}).status_code in {200, 206, 400, 416}


def test_head_tells_the_length_alone(url: httpx.URL, sample_clip: Path) -> None:
    """No body."""
    response = httpx.head(url)

    assert response.status_code == 200
    assert sample_clip.stat().st_size == int(response.headers["content-length"])
    assert response.content == b""


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_a_signed_url_is_for_reading(url: httpx.URL, method: str) -> None:
    """405 with Allow."""
    response = httpx.request(method, url)

    assert_problem(response, 405, "UNSUPPORTED")
    assert response.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("header", ["Bearer token", "Basic dTpw", ""])
def test_a_token_sent_to_the_blob_host_is_noticed(url: httpx.URL, header: str) -> None:
    """The vendor's storage refuses it too; a client that sends it has leaked it."""
    assert_problem(httpx.get(url, headers={"Authorization": header}), 400, "INVALID_INPUT")


@pytest.mark.parametrize(
    "alter",
    [
        lambda url: url.copy_set_param("se", int(url.params["se"]) + 1),
        lambda url: url.copy_set_param("se", ""),
        lambda url: url.copy_set_param("se", "soon"),
        lambda url: url.copy_set_param("se", "9" * 5000),
        lambda url: url.copy_set_param("sig", url.params["sig"][:-1] + "x"),
        lambda url: url.copy_set_param("sig", url.params["sig"].upper()),
        lambda url: url.copy_set_param("sig", ""),
        lambda url: url.copy_set_param("sig", "ü"),
        lambda url: url.copy_set_param("sp", "rw"),
        lambda url: url.copy_set_param("sv", "2"),
        lambda url: url.copy_remove_param("se"),
        lambda url: url.copy_remove_param("sig"),
        lambda url: url.copy_remove_param("sp"),
        lambda url: url.copy_remove_param("sv"),
        lambda url: url.copy_with(query=None),
        lambda url: url.copy_with(path=url.path.replace("source.mp4", "tracks.json")),
        lambda url: url.copy_with(path=url.path + "x"),
        lambda url: url.copy_with(path="/_blobs"),
    ],
)
def test_an_altered_url_is_refused(url: httpx.URL, alter: Callable[[httpx.URL], httpx.URL]) -> None:
    """Path, expiry, permission, version and signature."""
    assert httpx.get(url).status_code == 200
    assert_problem(httpx.get(alter(url)), 403, "FORBIDDEN")


@pytest.mark.parametrize(
    "path",
    [
        "/_blobs/../keys/token.pem",
        "/_blobs/%2e%2e/keys/token.pem",
        "/_blobs/..%2fkeys%2ftoken.pem",
        "/_blobs//etc/passwd",
        "/_blobs/%2Fetc%2Fpasswd",
        "/_blobs/videos/../../keys/download.key",
        "/_blobs/a%00b",
        "/_blobs/" + "a" * 300,
    ],
)
def test_even_a_genuine_signature_leads_nowhere_outside_the_blobs(
    emulator: Api, data_folder: Path, path: str
) -> None:
    """The store itself refuses keys that leave its folder."""
    access = Access(Settings(data=data_folder), Keys.load(data_folder / "keys"))
    decoded = httpx.URL(f"http://x{path}").path
    query = access.sign_path(decoded).partition("?")[2]

    raw = httpx.URL(emulator.url).copy_with(raw_path=f"{path}?{query}".encode())
    response = httpx.get(raw)

    assert_problem(response, 404, "NOT_FOUND")


def test_a_signature_expires_on_the_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not before."""
    now = [1_000_000.0]
    monkeypatch.setattr("video_indexer_emulator.service.access.time.time", lambda: now[0])
    access = Access(Settings(data=tmp_path, download_seconds=60), Keys.load(tmp_path))
    path, _, text = access.sign_path("/_blobs/ä b").partition("?")
    query = dict(httpx.QueryParams(text))

    assert path == "/_blobs/%C3%A4%20b"
    access.check_signature("/_blobs/ä b", query)
    now[0] += 59.9
    access.check_signature("/_blobs/ä b", query)
    now[0] += 0.1
    with pytest.raises(SignatureRefused):
        access.check_signature("/_blobs/ä b", query)
