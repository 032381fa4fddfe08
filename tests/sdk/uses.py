"""A use of each method, and what each one's answer looks like when all is well."""

from __future__ import annotations

import datetime
import io
import json
import uuid
from pathlib import Path
from typing import Any

import httpx

from tests.sdk.conftest import ACCOUNT, CANARY
from tests.sdk.test_job_forms import DOWNLOAD_URL, listed
from tests.sdk.ways import API, FILES
from video_indexer_redaction import Target
from video_indexer_redaction.target import ArmAccount

SIGNATURE = "sig=s1gnature"
NO_ID = str(uuid.UUID(int=0))
SOME_ID = str(uuid.UUID(int=7))
MOMENT = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC).isoformat()


def uses(folder: Path) -> dict[str, tuple[str, tuple[Any, ...], dict[str, Any]]]:
    """By operation: a method that calls it, with its arguments."""
    return {
        "uploadVideo": ("upload", (io.BytesIO(b"clip"),), {}),
        "listVideos": ("list", (), {}),
        "deleteVideo": ("delete", ("v",), {}),
        "getVideoIndex": ("wait_until_indexed", ("v",), {"deadline": 0}),
        "getVideoArtifactUrl": ("faces_artifact", ("v",), {}),
        "getVideoThumbnail": ("save_thumbnails", ("v", folder / "people"), {}),
        "redactVideo": ("redact", ("v",), {}),
        "getVideoSourceFileDownloadUrl": ("download", ("v", folder / "out.mp4"), {}),
        "getJob": ("wait_for_job", ("j",), {"deadline": 0}),
    }


def other_uses(folder: Path) -> dict[str, tuple[str, tuple[Any, ...], dict[str, Any]]]:
    """Methods that call several operations, or one that another use calls too."""
    arm = Target(API, "trial", ACCOUNT, arm=ArmAccount(API, "s", "g", "n", CANARY))
    return {
        "the whole way": (
            "redact_video",
            (Path(__file__), folder / "all.mp4"),
            {"faces_file": folder / "f.json"},
        ),
        "a token": ("access_token", (), {"target": arm}),
        "a look at a job": ("get_job", ("j",), {}),
        "people": ("faces", ("v",), {}),
        "by its mark": ("find", ("m",), {}),
        "to an open file": ("download_to", ("v", io.BytesIO()), {}),
        "piece by piece": ("stream", ("v",), {}),
        "a job": ("begin_redact", ("v",), {}),
        "an address": ("download_url", ("v",), {}),
        "one picture": ("thumbnail", ("v", SOME_ID), {}),
        "by URL": ("upload", (), {"url": "https://elsewhere/clip.mp4"}),
    }


def all_uses(folder: Path) -> dict[str, tuple[str, tuple[Any, ...], dict[str, Any]]]:
    """A use of every method."""
    return uses(folder) | other_uses(folder)


def index() -> dict[str, Any]:
    """An index with one person."""
    span = {"start": "0:00:00", "end": "0:00:01.5", "adjustedStart": "0:00:00", "adjustedEnd": "0:00:01.5"}
    face = {
        "id": 1000, "name": "Unknown #1", "confidence": 0.5, "thumbnailId": SOME_ID, "thumbnails": [],
        "instances": [{"thumbnailsIds": [], **span}],
    }  # fmt: skip
    insights = {"version": "1", "duration": "0:00:02", "sourceLanguage": "en-US", "sourceLanguages": [],
                "language": "en-US", "languages": [], "faces": [face]}  # fmt: skip
    video = {
        "accountId": ACCOUNT, "id": "v", "state": "Processed", "moderationState": "OK", "reviewState": "None",
        "privacyMode": "Private", "processingProgress": "100%", "failureCode": "None", "failureMessage": "",
        "insights": insights, "thumbnailId": NO_ID,
    }  # fmt: skip
    return {
        "privacyMode": "Private", "state": "Processed", "accountId": ACCOUNT, "id": "v", "name": "n",
        "userName": "u", "created": MOMENT, "isOwned": True, "isEditable": True, "isBase": True,
        "durationInSeconds": 2, "videos": [video], "videosRanges": [],
    }  # fmt: skip


def good(request: httpx.Request) -> httpx.Response:
    """Answer a request as the contract has it."""
    path = request.url.path
    if path.endswith("/generateAccessToken"):
        return httpx.Response(200, json={"accessToken": CANARY})
    if str(request.url).startswith(FILES):
        return httpx.Response(200, content=b'{"frames": []}')
    if "/Thumbnails/" in path:
        return httpx.Response(200, content=b"\xff\xd8 a picture")
    if path.endswith("/redact"):
        return httpx.Response(202, headers={"Location": "/trial/Accounts/a/Jobs/j"})
    if "/Jobs/" in path:
        return httpx.Response(303, headers={"Location": DOWNLOAD_URL})
    return httpx.Response(200, json=good_body(request.method, path))


def good_body(method: str, path: str) -> Any:
    """The JSON of such an answer."""
    if path.endswith("Url"):
        return f"{FILES}/file?{SIGNATURE}"
    if path.endswith("/Index"):
        return index()
    if path.endswith("/Videos") and method == "GET":
        return {"results": [listed("m")], "nextPage": {"pageSize": 25, "skip": 0, "done": True}}
    return listed("m") if method == "POST" else json.loads("{}")
