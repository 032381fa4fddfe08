"""Every form in which a job has been seen to stand, run, end or fail."""

from __future__ import annotations

import json
import urllib.parse
from pathlib import Path
from typing import Any

import pytest

from tests.sdk.conftest import ACCOUNT
from tests.sdk.stub import Reply, Sent, Stub
from video_indexer_redaction import RedactionClient
from video_indexer_redaction.errors import ConnectionFailed, JobFailed, ServiceError, UnexpectedAnswer

DOWNLOAD_URL = f"/trial/Accounts/{ACCOUNT}/Videos/new/SourceFile/DownloadUrl"


def job(state: object, **fields: Any) -> Reply:
    """A job's answer of 200."""
    times = {"creationTime": "2026-01-01T10:00:00.0000000Z", "lastUpdateTime": None}
    return Reply(200, json.dumps({**times, "jobType": "Redaction", "state": state, **fields}).encode())


@pytest.mark.parametrize("status", [303, 302, 301, 307, 200])
def test_a_location_says_that_the_job_is_done(stub: Stub, stub_client: RedactionClient, status: int) -> None:
    """303 was seen; the vendor's page names no status."""
    body = job("Processed").body if status == 200 else b""
    stub.always(Reply(status, body, {"Location": f"https://api.videoindexer.ai{DOWNLOAD_URL}"}))

    video = stub_client.wait_for_job("j")

    assert video == "new"


@pytest.mark.parametrize("state", ["Processed", "processed", 2, "2"])
def test_a_job_that_is_done_without_a_location_is_found_by_its_mark(
    stub: Stub, stub_client: RedactionClient, state: object
) -> None:
    """The mark went along as externalId, and stands in the list, on whichever page."""
    marks = []

    def answer(sent: Sent) -> Reply:
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(sent.path).query)
        if "/redact" in sent.path:
            marks.append(query["externalId"][0])
            return Reply(202, headers={"Location": f"{stub.url}/trial/Accounts/{ACCOUNT}/Jobs/j1"})
        if "/Jobs/j1" in sent.path:
            return job(state, progress=100)
        last = query["skip"] != ["0"]
        page = {"pageSize": 1000, "skip": 1, "done": last}
        return Reply(
            200, json.dumps({"results": [listed(marks[0] if last else None)], "nextPage": page}).encode()
        )

    stub.answer = answer

    video = stub_client.wait_for_job(stub_client.redact("v"))

    assert video == f"with {marks[0]}"


def listed(mark: str | None) -> dict[str, Any]:
    """A video as a list shows it."""
    moment = "2026-01-01T10:00:00.0000000+00:00"
    words = [
        "name",
        "privacyMode",
        "userName",
        "state",
        "moderationState",
        "reviewState",
        "processingProgress",
    ]
    words += ["thumbnailVideoId", "indexingPreset", "streamingPreset", "sourceLanguage"]
    flags = ["isOwned", "isBase", "hasSourceVideoFile", "isSearchable"]
    return {
        **dict.fromkeys(words, "x"),
        **dict.fromkeys(flags, True),
        **dict.fromkeys(["created", "lastModified", "lastIndexed"], moment),
        **dict.fromkeys(["thumbnailId", "personModelId", "accountId"], ACCOUNT),
        "id": f"with {mark}",
        "externalId": mark,
        "durationInSeconds": 1,
        "searchMatches": [],
        "sourceLanguages": [],
    }


@pytest.mark.parametrize(
    "running", ["Processing", "NotStarted", "Finalizing", "Unknown", "New word", 0, 1, "1", 4, 5, 6, 17]
)
def test_other_states_mean_that_the_job_goes_on(
    stub: Stub, stub_client: RedactionClient, running: object
) -> None:
    """Words as well as numbers, known or not."""
    told: list[float] = []
    stub.always(job(running, progress=40), Reply(303, headers={"Location": DOWNLOAD_URL}))

    video = stub_client.wait_for_job("j", on_progress=told.append)

    assert (video, told) == ("new", [0.4])


@pytest.mark.parametrize(
    ("state", "reason", "expected"),
    [("Failed", "No space left.", "No space left."), ("Canceled", None, "Canceled"), (3, None, "Failed"),
     ("3", "Odd.", "Odd.")],
)  # fmt: skip
def test_a_failed_job_says_why(
    stub: Stub, stub_client: RedactionClient, state: object, reason: str | None, expected: str
) -> None:
    """In the service's words where it has any."""
    stub.always(job(state, failureMessage=reason))

    with pytest.raises(JobFailed, match=expected):
        stub_client.wait_for_job("j")


@pytest.mark.parametrize("state", [[], {}])
def test_a_state_that_is_neither_word_nor_number_is_unexpected(
    stub: Stub, stub_client: RedactionClient, state: object
) -> None:
    """An answer beside the contract, not a crash."""
    stub.always(job(state))

    with pytest.raises(UnexpectedAnswer):
        stub_client.wait_for_job("j")


@pytest.mark.parametrize(
    "reply",
    [Reply(200, b"half", cut=True), Reply(403, b"<Error/>"), Reply(204), Reply(500), Reply(304)],
    ids=["cut", "403", "204", "500", "304"],
)
def test_a_failed_download_leaves_the_old_file_and_no_other(
    stub: Stub, other_host: Stub, stub_client: RedactionClient, tmp_path: Path, reply: Reply
) -> None:
    """A file has its name only when it is whole."""
    target = tmp_path / "out.mp4"
    target.write_bytes(b"from last time")
    stub.always(Reply(200, json.dumps(f"{other_host.url}/file").encode()))
    other_host.always(reply)

    with pytest.raises((ConnectionFailed, ServiceError, UnexpectedAnswer)):
        stub_client.download("v", target)

    assert target.read_bytes() == b"from last time"
    assert [target] == list(tmp_path.iterdir())
