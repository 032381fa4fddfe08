"""Every way to a video's contents is closed to those who may not read it, and to everybody after its end."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Clip, Indexed
from .receiver import listed, uploaded
from .service import Service

WAYS = {
    "its picture": ("getVideoThumbnail", "poster", {}),
    "its picture as text": ("getVideoThumbnail", "poster", {"format": "Base64"}),
    "a face": ("getVideoThumbnail", "face", {}),
    "a face as text": ("getVideoThumbnail", "face", {"format": "Base64"}),
    "its faces": ("getVideoArtifactUrl", None, {"type": "Faces"}),
    "the pictures of its faces": ("getVideoArtifactUrl", None, {"type": "FacesThumbnails"}),
    "its file": ("getVideoSourceFileDownloadUrl", None, {}),
    "its index": ("getVideoIndex", None, {}),
}
"""Each kind of content: the operation, which thumbnail, and the query."""


def _ask(service: Service, index: dict[str, Any], way: str, token: str | None = "") -> int:
    """Go one of the ways; returns the status."""
    operation_id, thumbnail, params = WAYS[way]
    video = index["videos"][0]
    places = {"videoId": str(index["id"])}
    if thumbnail == "poster":
        places["thumbnailId"] = video["thumbnailId"]
    elif thumbnail == "face":
        places["thumbnailId"] = video["insights"]["faces"][0]["thumbnailId"]
    return service.call(operation_id, token=token, places=places, params=params).status_code


@pytest.mark.parametrize("way", WAYS)
def test_nobody_gets_at_a_private_video_without_a_token(service: Service, indexed: Indexed, way: str) -> None:
    """The file, the index, and each picture in each form."""
    if service.aim.video_id:
        pytest.skip("the video was there already, and may be public")
    assert _ask(service, indexed.index, way) == 200, "with the token"
    assert _ask(service, indexed.index, way, token=None) == 401, "without a token"


def test_nothing_of_a_deleted_video_is_left(service: Service, clip: Clip) -> None:
    """No operation answers, and signed URLs that were given before lead nowhere."""
    with uploaded(service, clip.path.read_bytes(), name="gone") as video:
        index = service.wait_indexed(video["id"])
        urls = {
            "the file": service.signed_url("getVideoSourceFileDownloadUrl", video["id"]),
            "Faces": service.signed_url("getVideoArtifactUrl", video["id"], type="Faces"),
            "the zip": service.signed_url("getVideoArtifactUrl", video["id"], type="FacesThumbnails"),
        }
        service.delete(video["id"])

        left = {way: _ask(service, index, way) for way in WAYS}
        served = {name: service.plain.get(url).status_code for name, url in urls.items()}

    assert set(left.values()) == {404}, left
    assert not [name for name, status in served.items() if status < 400], served


def test_a_reader_uploads_by_no_way(service: Service) -> None:
    """Neither a file nor an address."""
    reader = service.issue_token("Reader")
    by_url = {"name": "x", "videoUrl": "http://127.0.0.1:9/x.mp4"}
    assert service.call("uploadVideo", token=reader, params=by_url).status_code == 401
    files = {"file": ("x.mp4", b"x")}
    assert service.call("uploadVideo", token=reader, params={"name": "x"}, files=files).status_code == 401


@pytest.mark.parametrize("change", ["sig", "se"])
def test_a_look_at_the_head_needs_the_signature_too(service: Service, indexed: Indexed, change: str) -> None:
    """HEAD is refused like GET when the signature or the expiry was altered."""
    if not service.aim.controls:
        pytest.skip("the form of other services' signatures isn't known")
    url = service.signed_url("getVideoSourceFileDownloadUrl", indexed.id)
    start = url.index(f"{change}=") + len(change) + 1
    altered = url[:start] + ("9" if url[start] != "9" else "8") + url[start + 1 :]

    assert service.plain.head(url).status_code == 200
    assert service.plain.head(altered).status_code == 403


@pytest.mark.parametrize(("first", "last"), [(0, 0), (999, 1001), (4096, 8191), (20_000, 20_000)])
def test_a_range_is_cut_where_it_was_asked_for(
    service: Service, indexed: Indexed, clip: Clip, first: int, last: int
) -> None:
    """Also deep in the file."""
    if service.aim.video_id:
        pytest.skip("the video was there already; nobody knows its bytes")
    url = service.signed_url("getVideoSourceFileDownloadUrl", indexed.id)
    content = clip.path.read_bytes()

    part = service.plain.get(url, headers={"Range": f"bytes={first}-{last}"})

    assert part.status_code == 206
    assert part.headers["content-range"] == f"bytes {first}-{last}/{len(content)}"
    assert part.content == content[first : last + 1], f"bytes {first} to {last}"


def test_a_redaction_inherits_nothing_that_it_wasnt_told(service: Service, clip: Clip) -> None:
    """The redaction of a public video is private, and has none of the original's texts, unless it says so."""
    told = {"name": "open", "privacy": "Public", "externalId": "e", "description": "d"}
    with uploaded(service, clip.path.read_bytes(), **told) as video:
        service.wait_indexed(video["id"])
        new_id = service.redacted(video["id"], {"blurringKind": "Black"})
        index, entry = service.index(new_id), listed(service, new_id)
        anonymous = service.call("getVideoIndex", token=None, places={"videoId": new_id}).status_code
        service.delete(new_id)
    assert (index["privacyMode"], entry["privacyMode"], anonymous) == ("Private", "Private", 401)
    inherited = {name: entry[name] for name in ("externalId", "description") if entry[name] == told[name]}
    assert not inherited, f"the redaction has the original's {inherited}"
