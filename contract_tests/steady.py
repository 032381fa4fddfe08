"""The same question at the beginning and at the end of a run, and often: what comes and goes shows itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx

from .absence import UNKNOWN_JOB, UNKNOWN_VIDEO
from .conftest import Indexed
from .service import Service

TIMES = 12
"""How often a question is asked at the end: more often than a fault of every fourth or tenth answer hides."""

TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]*\.[\w-]*")
SIGNED = re.compile(r"(https?://[^\s\"?]+)\?[^\s\"]+")
PASSING = {"date", "x-ms-request-id", "content-length", "etag", "last-modified", "age"}
"""Headers whose value belongs to one answer; the others are compared."""

Question = Callable[[Service, Indexed], httpx.Response]


def _of_video(operation: str, **params: str) -> Question:
    return lambda service, video: service.call(
        operation, places={"videoId": video.id, "thumbnailId": video.thumbnail_id}, params=params
    )


def _of_nothing(operation: str, **how: Any) -> Question:
    places = {"videoId": UNKNOWN_VIDEO, "jobId": UNKNOWN_JOB}
    return lambda service, _: service.call(operation, places=places, **how)


QUESTIONS: dict[str, Question] = {
    "getAccount": lambda service, _: service.call("getAccount"),
    "listAccounts": lambda service, _: service.call("listAccounts"),
    "listResourceGroupAccounts": lambda service, _: service.call("listResourceGroupAccounts"),
    "getAccountsAuthorization": lambda service, _: service.call("getAccountsAuthorization"),
    "getVideoIndex": _of_video("getVideoIndex"),
    "getVideoArtifactUrl": _of_video("getVideoArtifactUrl", type="Faces"),
    "getVideoThumbnail": _of_video("getVideoThumbnail"),
    "getVideoInsightsWidget": _of_video("getVideoInsightsWidget"),
    "getVideoPlayerWidget": _of_video("getVideoPlayerWidget"),
    "getVideoSourceFileDownloadUrl": _of_video("getVideoSourceFileDownloadUrl"),
    "searchVideos": lambda service, video: service.call("searchVideos", params={"id": video.id}),
    "getIdByExternalId": lambda service, video: service.call(
        "getIdByExternalId", params={"externalId": video.external_id}
    ),
    "an unknown video": _of_nothing("getVideoIndex"),
    "an unknown job": _of_nothing("getJob"),
    "an unknown video's file": _of_nothing("getVideoSourceFileDownloadUrl"),
    "a redaction of nothing": _of_nothing("redactVideo", json={"faces": {}}),
    "a deletion of nothing": _of_nothing("deleteVideo"),
    "no token": _of_nothing("getVideoIndex", token=None),
    "a spoilt token": _of_nothing("getJob", token="a.b.c"),  # noqa: S106 - nobody's
    "a wrong page": _of_nothing("listVideos", params={"pageSize": 0}),
}
"""Reads, refusals and errors whose answer doesn't change in a run, by what is asked."""


def facts(answer: httpx.Response) -> dict[str, str]:
    """What must be the same the next time: status, headers, body; but for tokens and signatures."""
    found = {name: _plain(value) for name, value in answer.headers.items() if name not in PASSING}
    found |= dict.fromkeys(sorted(PASSING & answer.headers.keys()), "there")
    media = answer.headers.get("content-type", "")
    body = str(hash(answer.content)) if media.startswith("image/") else _plain(answer.text)
    return found | {"status": str(answer.status_code), "body": body}


def _plain(text: str) -> str:
    return SIGNED.sub(r"\1?…", TOKEN.sub("…", text))
