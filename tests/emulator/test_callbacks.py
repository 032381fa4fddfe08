"""Callbacks: told once, and never in the way of the work."""

from __future__ import annotations

import httpx
import pytest

from tests.emulator.api import Api, wait_for
from tests.emulator.outside import Outside, Page

pytestmark = pytest.mark.usefixtures("tidy")


def test_the_callback_tells_the_new_videos_id_and_state_once(
    emulator: Api, indexed: str, outside: Outside
) -> None:
    """A POST that keeps the query that the URL has."""
    outside.pages["/hook"] = Page()

    job_id = emulator.redact(indexed, {}, callbackUrl=f"{outside.url}/hook?customer=7&id=mine")

    new_id = emulator.wait_job(job_id).headers["location"].split("/Videos/")[1].split("/")[0]
    wait_for(lambda: len(outside.requests), bool)
    (method, target) = outside.requests[0]
    query = httpx.URL(target).params
    assert method == "POST"
    assert query["customer"] == "7"
    assert new_id in query.get_list("id")
    assert query["state"] == "Processed"
    emulator.redacted(indexed, {})  # the one worker has ended the first workflow before it began this one
    assert len(outside.requests) == 1


def test_the_callback_tells_of_a_failure_and_of_an_upload(
    emulator: Api, indexed: str, outside: Outside
) -> None:
    """Uploads have callbacks too, and a Failed video is told."""
    outside.pages["/hook"] = Page()
    response = emulator.post(
        "Videos", params={"name": "x", "callbackUrl": f"{outside.url}/hook"}, files={"f": ("x", b"no video")}
    )

    wait_for(lambda: len(outside.requests), bool)

    query = httpx.URL(outside.requests[0][1]).params
    assert dict(query) == {"id": response.json()["id"], "state": "Failed"}


def test_a_deaf_callback_doesnt_fail_the_job(emulator: Api, indexed: str, outside: Outside) -> None:
    """It is tried again a few times; the job has ended by then."""
    outside.pages["/hook"] = Page(500)

    job_id = emulator.redact(indexed, {}, callbackUrl=f"{outside.url}/hook")

    assert emulator.wait_job(job_id).status_code == 303
    wait_for(lambda: len(outside.requests), lambda count: count == 3)
    assert emulator.get(f"Jobs/{job_id}").status_code == 303
