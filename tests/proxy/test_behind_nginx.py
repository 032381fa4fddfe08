"""Behind nginx with TLS, HTTP/2, a path prefix and another host name: every URL leads back through it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.emulator.api import Api, wait_for
from tests.proxy.nginx import SILENT, WAYS, Nginx
from tests.tls import Pair
from video_indexer_redaction import RedactionClient, development_target


def follow(api: Api, video_id: str) -> list[str]:
    """Redact by the URLs alone that the service gives; returns them: job, redirect, file."""
    answer = api.http.post(
        api.url + api.path(f"Videos/{video_id}/redact"), headers=api.bearer(), json={"faces": {}}
    )
    job = answer.headers["location"]
    ended = wait_for(
        lambda: api.http.get(job, headers=api.bearer()), lambda answer: answer.status_code == 303
    )
    redirect = ended.headers["location"]
    return [job, redirect, str(api.http.get(redirect, headers=api.bearer()).json())]


@pytest.mark.parametrize("way", WAYS)
def test_every_url_leads_back_through_the_proxy(nginx: Nginx, way: str, emulator: Api, indexed: str) -> None:
    """The job's, the redirect's and the signed one, whichever way the proxy says its address."""
    with Api(nginx.url(way)) as api:
        urls = follow(api, indexed)
        part = api.http.get(urls[-1], headers={"Range": "bytes=0-99"})
        head = api.http.head(urls[-1])

    assert all(url.startswith(f"{nginx.url(way)}/") for url in urls), urls
    assert (part.status_code, len(part.content)) == (206, 100)
    assert int(head.headers["content-length"]) > 10_000


@pytest.mark.parametrize("way", ["keeps", "rewrites"])
def test_a_widget_leads_to_the_page_behind_the_proxy(
    nginx: Nginx, way: str, emulator: Api, indexed: str
) -> None:
    """Under the proxy's prefix."""
    with Api(nginx.url(way)) as api:
        answer = api.get(f"Videos/{indexed}/PlayerWidget")

    assert (answer.status_code, answer.headers["location"]) == (301, f"{nginx.url(way)}/#/videos/{indexed}")


@pytest.mark.parametrize("way", ["rewrites", SILENT])
def test_the_sdk_goes_the_whole_way(nginx: Nginx, way: str, sample_clip: Path, tmp_path: Path) -> None:
    """With the headers, and with --public-url in their place."""
    with RedactionClient(development_target(nginx.url(way))) as client:
        client.redact_video(sample_clip, tmp_path / "out.mp4", kind="Black")

    assert (tmp_path / "out.mp4").stat().st_size > 10_000


def test_a_public_url_is_that_of_every_url(nginx: Nginx, sample_clip: Path) -> None:
    """Though the proxy says nothing."""
    with Api(nginx.url(SILENT)) as api:
        video_id = api.upload(sample_clip)
        assert api.wait_indexed(video_id) == "Processed"
        urls = follow(api, video_id)

        assert api.http.get(urls[-1]).status_code == 200
    assert all(url.startswith(f"{nginx.url(SILENT)}/") for url in urls), urls


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
def test_an_upload_comes_by_http_2(nginx: Nginx, pair: Pair, emulator: Api, sample_clip: Path) -> None:
    """Nginx hands it on by HTTP/1.1."""
    url = nginx.url("rewrites") + emulator.path("Videos?name=by+curl")
    command = [
        "curl", "--silent", "--http2", "--cacert", str(pair.authority), "--write-out", " %{http_version}",
        "--header", f"Authorization: Bearer {emulator.token}", "--form", f"file=@{sample_clip}", url,
    ]  # fmt: skip

    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603

    assert told.endswith(" 2")
    assert '"name":"by curl"' in told


def test_the_folder_of_the_prefix_is_where_the_pages_are(nginx: Nginx) -> None:
    """Without the last slash their links would lead elsewhere; nginx or the service says so."""
    for way in ("keeps", "rewrites"):
        answer = httpx.get(nginx.url(way), follow_redirects=True)

        assert (answer.status_code, str(answer.url)) == (200, f"{nginx.url(way)}/")
