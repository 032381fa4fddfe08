"""Uploading by videoUrl: the service fetches the file itself."""

from __future__ import annotations

import socket
from pathlib import Path

import httpx
import pytest

from tests.emulator.api import Api, assert_problem
from tests.emulator.outside import Outside, Page


def _upload(emulator: Api, url: str, **params: str) -> httpx.Response:
    return emulator.post("Videos", params={"name": "by url", "videoUrl": url} | params)


def _finish(emulator: Api, response: httpx.Response) -> dict[str, str]:
    """Wait for the end of the analysis; returns the index's own entry of the video, which is deleted."""
    assert response.status_code == 200, response.text
    video_id = response.json()["id"]
    emulator.wait_indexed(video_id)
    found: dict[str, str] = emulator.get(f"Videos/{video_id}/Index").json()["videos"][0]
    assert emulator.call("DELETE", f"Videos/{video_id}").status_code == 204
    return found


def test_a_clip_is_fetched_and_analysed(emulator: Api, outside: Outside, sample_clip: Path) -> None:
    """The stored file is the one at the URL."""
    outside.pages["/clip.mp4"] = Page(content=sample_clip.read_bytes())

    response = _upload(emulator, f"{outside.url}/clip.mp4?sig=a%2Fb")

    video_id = response.json()["id"]
    assert emulator.wait_indexed(video_id) == "Processed"
    assert sample_clip.read_bytes() == emulator.download(f"Videos/{video_id}/SourceFile/DownloadUrl")
    assert ("GET", "/clip.mp4?sig=a%2Fb") in outside.requests
    emulator.call("DELETE", f"Videos/{video_id}")


def test_redirects_are_followed(emulator: Api, outside: Outside, sample_clip: Path) -> None:
    """Absolute ones and relative ones."""
    outside.pages["/clip.mp4"] = Page(content=sample_clip.read_bytes())
    outside.pages["/b/"] = Page(302, headers={"Location": "../clip.mp4"})
    outside.pages["/a"] = Page(301, headers={"Location": f"{outside.url}/b/"})

    assert _finish(emulator, _upload(emulator, f"{outside.url}/a"))["state"] == "Processed"


@pytest.mark.parametrize(
    "page",
    [
        Page(404),
        Page(500),
        Page(403),
        Page(302, headers={"Location": "/here"}),
        Page(302, headers={"Location": "file:///etc/passwd"}),
        Page(302, headers={"Location": "http://user:pass@127.0.0.1/"}),
        Page(302, headers={"Location": "http://[::bad/"}),
        Page(304),
    ],
)
def test_a_url_that_isnt_answered_with_a_file_is_refused(emulator: Api, outside: Outside, page: Page) -> None:
    """At once, with the ErrorType that says so."""
    outside.pages["/here"] = page

    assert_problem(_upload(emulator, f"{outside.url}/here"), 400, "URL_UNREACHABLE")


def test_a_url_where_nobody_listens_is_refused(emulator: Api) -> None:
    """At once too."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    assert_problem(_upload(emulator, f"http://127.0.0.1:{port}/x"), 400, "URL_UNREACHABLE")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "clip.mp4",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "http://",
        "http://user:password@127.0.0.1/x",
        "http://127.0.0.1:99999/x",
        "http://[::1/x",
        "http://nobody.invalid/x",
        "http://" + "a" * 64 + ".invalid/x",
        "http://127.0.0.1/" + "a" * 7000,
    ],
)
def test_what_is_no_usable_url_is_refused(emulator: Api, url: str) -> None:
    """Only http and https, without user name, of a host that has an address."""
    response = _upload(emulator, url)

    assert response.status_code == 400
    assert response.json()["ErrorType"] in {"URL_UNREACHABLE", "INVALID_INPUT"}


def test_an_upload_by_url_may_have_an_empty_body(emulator: Api, outside: Outside, sample_clip: Path) -> None:
    """Some clients send an empty multipart body along."""
    outside.pages["/clip.mp4"] = Page(content=sample_clip.read_bytes())
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    params = {"name": "by url", "videoUrl": f"{outside.url}/clip.mp4"}

    response = emulator.post("Videos", params=params, content=b"", headers=headers)

    assert _finish(emulator, response)["state"] == "Processed"


def test_a_file_that_breaks_off_makes_a_failed_video_that_says_why(
    emulator: Api, outside: Outside, sample_clip: Path
) -> None:
    """The URL could be opened, but not read to its end."""
    content = sample_clip.read_bytes()
    outside.pages["/clip.mp4"] = Page(content=content[:5000], announced=len(content))

    video = _finish(emulator, _upload(emulator, f"{outside.url}/clip.mp4"))

    assert (video["state"], video["failureCode"]) == ("Failed", "VideoUrlUnreachable")
    assert "broke off" in video["failureMessage"]


def test_a_url_that_stops_answering_makes_a_failed_video_without_a_source(
    held: Api, outside: Outside, sample_clip: Path
) -> None:
    """Its file was never there, so the download is gone, and a redaction isn't allowed."""
    outside.pages["/clip.mp4"] = Page(content=sample_clip.read_bytes())
    video_id = _upload(held, f"{outside.url}/clip.mp4").json()["id"]
    assert_problem(held.get(f"Videos/{video_id}/SourceFile/DownloadUrl"), 404, "NOT_FOUND")

    outside.pages["/clip.mp4"] = Page(404)
    held.hold(held=False)

    assert held.wait_indexed(video_id) == "Failed"
    assert_problem(held.get(f"Videos/{video_id}/SourceFile/DownloadUrl"), 410, "SOURCE_VIDEO_DELETED")
    redaction = held.post(f"Videos/{video_id}/redact", json={"faces": {}})
    assert_problem(redaction, 400, "INVALID_INPUT")
    assert held.call("DELETE", f"Videos/{video_id}").status_code == 204


def test_a_web_page_is_no_video(emulator: Api, outside: Outside) -> None:
    """A player's page instead of the file is what callers often send."""
    outside.pages["/watch"] = Page(content=b"<html>player</html>", headers={"Content-Type": "text/html"})

    video = _finish(emulator, _upload(emulator, f"{outside.url}/watch"))

    assert (video["state"], video["failureCode"]) == ("Failed", "UnsupportedFileType")
