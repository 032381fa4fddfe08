"""Deletes what a run has made on a service that isn't ours, after failures too."""

from __future__ import annotations

import time

import httpx

from .pacing import Guard, Made
from .target import Aim

PATIENCE, LIVE_PATIENCE = 5.0, 900.0
"""Seconds to wait for redactions that are under way: only then is the new video's id known."""

PAUSE = 0.1
LIVE_PAUSE = 5.0
TIMEOUT = 60.0


def sweep(aim: Aim, token: str, guard: Guard) -> list[str]:
    """Delete what is left; returns what couldn't be deleted, for the run's end to tell."""
    target = aim.target
    base = f"{aim.url}/{target.location}/Accounts/{target.account_id}"
    headers = {"Authorization": f"Bearer {token}"}
    if guard.presence is not None and guard.presence.job_id:
        guard.made.jobs[guard.presence.job_id] = None
    with httpx.Client(
        headers=headers, timeout=TIMEOUT, event_hooks={"request": [lambda _: guard.limiter.wait()]}
    ) as client:
        _await_jobs(client, base, guard.made, live=aim.live)
        left = [f"job {job}" for job in guard.made.jobs]
        # Where deletion isn't known at all, a 404 says nothing of the video.
        lost = guard.lacks("deleteVideo")
        left += [f"video {video}" for video in guard.made.videos if lost or not _deleted(client, base, video)]
    return left


def _await_jobs(client: httpx.Client, base: str, made: Made, *, live: bool) -> None:
    """Learn the ids of the new videos."""
    end = time.monotonic() + (LIVE_PATIENCE if live else PATIENCE)
    for job in list(made.jobs):
        while True:
            answer = _get(client, f"{base}/Jobs/{job}")
            location = str(answer.headers.get("location", "")) if answer is not None else ""
            if "/Videos/" in location:
                made.videos[location.partition("/Videos/")[2].split("/")[0]] = None
                del made.jobs[job]
                break
            if answer is None or answer.status_code != 200 or time.monotonic() > end:
                break
            time.sleep(LIVE_PAUSE if live else PAUSE)


def _get(client: httpx.Client, url: str) -> httpx.Response | None:
    try:
        return client.get(url)
    except httpx.HTTPError:
        return None


def _deleted(client: httpx.Client, base: str, video_id: str) -> bool:
    try:
        return client.delete(f"{base}/Videos/{video_id}").status_code in {200, 204, 404}
    except httpx.HTTPError:
        return False
