"""Slow hosts of one caller's URLs hold up nobody else's work."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.emulator.api import Api, wait_for
from tests.emulator.dripping import HEAD, Dripping, endless
from tests.emulator.outside import Outside, Page
from video_indexer_emulator.http.handlers import LOOKS_AT_ONCE

pytestmark = pytest.mark.usefixtures("tidy")
MANY = 20
"""Of one caller: more than any account's share."""

FEW = 8

SOON = 10.0
"""Seconds: less than a slow host may take."""


@pytest.fixture(autouse=True)
def tidy_too(neighbour: Api) -> Iterator[None]:
    """Delete what a test has made in the other account."""
    yield
    for video in neighbour.videos():
        neighbour.call("DELETE", f"Videos/{video['id']}")


@pytest.fixture
def hosts() -> Iterator[Dripping]:
    """Slow ones."""
    with Dripping() as dripping:
        yield dripping


def upload_url(api: Api, url: str, **params: str) -> httpx.Response:
    """Upload by URL."""
    return api.post("Videos", params={"name": "by url", "videoUrl": url} | params, timeout=SOON)


def slow_file(hosts: Dripping) -> str:
    """The URL of a file that is found at once, and comes a byte at a time when it is fetched."""
    return hosts.start(
        [HEAD + b"Content-Length: 0\r\n\r\n"], endless(HEAD + b"Content-Length: 1000000\r\n\r\n", b"x")
    )


def test_a_slow_fetch_keeps_the_worker_from_nobody(emulator: Api, hosts: Dripping, sample_clip: Path) -> None:
    """The one worker of this service goes on with other clips; and deleting the video ends the fetch."""
    slow = upload_url(emulator, slow_file(hosts)).json()["id"]
    wait_for(lambda: hosts.asked, lambda asked: asked == 2)

    clip = emulator.upload(sample_clip)
    assert emulator.wait_indexed(clip) == "Processed"
    assert emulator.state(slow) == "Processing"

    left = hosts.left
    assert emulator.call("DELETE", f"Videos/{slow}").status_code == 204
    wait_for(lambda: hosts.left, lambda now: now > left, deadline=SOON)


def test_slow_fetches_of_one_account_keep_no_other_from_fetching(
    emulator: Api, neighbour: Api, hosts: Dripping, outside: Outside, sample_clip: Path
) -> None:
    """Each has slots of its own."""
    for _ in range(MANY):
        assert upload_url(emulator, slow_file(hosts)).status_code == 200
    wait_for(lambda: hosts.asked, lambda asked: asked > MANY)
    outside.pages["/clip.mp4"] = Page(content=sample_clip.read_bytes())

    mine = upload_url(neighbour, f"{outside.url}/clip.mp4").json()["id"]

    assert neighbour.wait_indexed(mine) == "Processed"


def test_slow_checks_of_one_account_keep_no_other_waiting(
    emulator: Api, neighbour: Api, hosts: Dripping, outside: Outside
) -> None:
    """Nor does a handful of them keep the same account's caller waiting."""
    outside.pages["/x"] = Page(content=b"no video")
    url = hosts.start(endless(HEAD, b"x"))
    with ThreadPoolExecutor(LOOKS_AT_ONCE) as callers:

        def ask(times: int) -> list[Future[httpx.Response]]:
            how: dict[str, Any] = {"params": {"name": "x", "videoUrl": url}, "headers": emulator.bearer()}
            address = emulator.url + emulator.path("Videos")
            return [callers.submit(httpx.post, address, timeout=60.0, **how) for _ in range(times)]

        asked = ask(FEW)
        wait_for(lambda: hosts.asked, lambda count: count == FEW)
        assert upload_url(emulator, f"{outside.url}/x").status_code == 200
        asked += ask(LOOKS_AT_ONCE - FEW)
        wait_for(lambda: hosts.asked, lambda count: count == LOOKS_AT_ONCE)

        assert upload_url(neighbour, f"{outside.url}/x").status_code == 200

        assert not any(one.done() for one in asked)
        hosts.__exit__()
        assert {one.result().status_code for one in asked} == {400}


def test_slow_callbacks_of_one_account_keep_no_other_from_its_own(
    emulator: Api, neighbour: Api, hosts: Dripping, outside: Outside
) -> None:
    """Each account has slots of its own."""
    outside.pages["/hook"] = Page()
    url = hosts.start(endless(HEAD, b"x"))
    for _ in range(MANY):
        files = {"f": ("x", b"no video")}
        emulator.post("Videos", params={"name": "x", "callbackUrl": url}, files=files)
    wait_for(lambda: hosts.asked, lambda asked: asked >= 8)

    files = {"f": ("x", b"no video")}
    neighbour.post("Videos", params={"name": "x", "callbackUrl": f"{outside.url}/hook"}, files=files)

    wait_for(lambda: outside.requests, bool, deadline=SOON)
