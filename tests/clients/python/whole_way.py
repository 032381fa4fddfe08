"""What the Python programs share: where the service is, what they report, and plain requests.

A program reports each step on standard output, as a line of JSON that says who made the requests of it: the
`client`, or this module, because the client has no call for it (`plain`). Python's own library alone: it
runs in the environment of the client.
"""

from __future__ import annotations

import json
import os
import time
import urllib.request
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.error import HTTPError

URL = os.environ["VIDEO_INDEXER_URL"]
LOCATION = os.environ["VIDEO_INDEXER_LOCATION"]
ACCOUNT_ID = os.environ["VIDEO_INDEXER_ACCOUNT_ID"]
SUBSCRIPTION_ID = os.environ["VIDEO_INDEXER_SUBSCRIPTION_ID"]
RESOURCE_GROUP = os.environ["VIDEO_INDEXER_RESOURCE_GROUP"]
ACCOUNT_NAME = os.environ["VIDEO_INDEXER_ACCOUNT_NAME"]
ARM_TOKEN = os.environ["VIDEO_INDEXER_ARM_TOKEN"]
CLIP = Path(os.environ["CLIP"])
CLIP_URL = os.environ["CLIP_URL"]
OUTPUT = Path(os.environ["OUTPUT"])
ACCOUNT_PATH = f"/{LOCATION}/Accounts/{ACCOUNT_ID}"

CLIENT, PLAIN = "client", "plain"
POLL_SECONDS = 0.3
DEADLINE_SECONDS = 120

T = TypeVar("T")


def report(step: str, by: str = CLIENT, **details: Any) -> None:
    """Tell the runner that a step is done, and by whom."""
    print(json.dumps({"step": step, "by": by} | details), flush=True)  # noqa: T201


def wait_for(look: Callable[[], T], done: Callable[[T], bool]) -> T:
    """Look until it is done; raises TimeoutError."""
    end = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < end:
        seen = look()
        if done(seen):
            return seen
        time.sleep(POLL_SECONDS)
    raise TimeoutError(f"not done after {DEADLINE_SECONDS} seconds")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """The redirect of a finished job is read, not followed."""


_opener = urllib.request.build_opener(_NoRedirect)


class Refused(Exception):
    """The service answered with an error."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"{status} {body!r}")
        self.status, self.body = status, body


class Answer(NamedTuple):
    """What a request led to; names of headers in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


def plain(
    method: str,
    url: str,
    token: str | None = None,
    body: object = None,
    content_type: str = "application/json",
) -> Answer:
    """Send a request; bytes are sent as they are, all else as JSON. Raises Refused."""
    request = urllib.request.Request(url, method=method)  # noqa: S310 - the runner's own addresses
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    if body is not None:
        request.data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request.add_header("Content-Type", content_type)
    try:
        with _opener.open(request, timeout=60) as answer:
            return Answer(answer.status, _lowered(answer.headers), answer.read())
    except HTTPError as error:
        if error.code >= 400:
            raise Refused(error.code, error.read()) from error
        return Answer(error.code, _lowered(error.headers), error.read())


def refusal(method: str, url: str, token: str) -> bytes:
    """Send a request that must be refused; returns the error's body."""
    try:
        plain(method, url, token)
    except Refused as error:
        return error.body
    raise AssertionError(f"{method} {url} isn't refused")


def _lowered(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def save(signed_url: str) -> None:
    """Fetch the redacted file, without a token: the address carries its own permission."""
    OUTPUT.write_bytes(plain("GET", signed_url).body)


def redact_plainly(token: str, video_id: str, faces: dict[str, Any]) -> str:
    """The steps redact, job and download, by plain requests; returns the redacted video's id."""
    url = f"{URL}{ACCOUNT_PATH}/Videos/{video_id}/redact"
    job_url = plain("POST", url, token, {"faces": faces}).headers["location"]
    report("redact", PLAIN, faces=faces)
    file_url = wait_for_job(job_url, token)
    report("job", PLAIN)
    save(json.loads(plain("GET", file_url, token).body))
    report("download", PLAIN)
    return video_id_in(file_url)


def wait_for_job(job_url: str, token: str) -> str:
    """Poll a job to its end; returns where its file is."""
    ended = wait_for(lambda: plain("GET", job_url, token), _has_ended)
    return ended.headers["location"]


def _has_ended(answer: Answer) -> bool:
    if answer.status == 200 and json.loads(answer.body)["state"] == "Failed":
        raise RuntimeError(f"the job failed: {answer.body!r}")
    return answer.status == 303


def video_id_in(url: str) -> str:
    """The video that an address of the API is about."""
    return url.split("/Videos/")[1].partition("/")[0]


def list_plainly(token: str) -> set[str]:
    """The step list, by a plain request; returns the videos' ids."""
    page = json.loads(plain("GET", f"{URL}{ACCOUNT_PATH}/Videos", token).body)
    report("list", PLAIN)
    return {video["id"] for video in page["results"]}


def delete_plainly(token: str, *video_ids: str) -> None:
    """The step delete, by plain requests."""
    for video_id in video_ids:
        plain("DELETE", f"{URL}{ACCOUNT_PATH}/Videos/{video_id}", token)
    report("delete", PLAIN)
