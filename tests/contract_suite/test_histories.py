"""What was answered earlier binds the service."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Any, Self

import pytest

from contract_tests import histories as histories_module
from contract_tests.breaches import Breach
from contract_tests.contract import contract
from contract_tests.histories import Histories
from tests.contract_suite.exchanges import BASE, PLACES, at, exchange, job, operation

ACCOUNT = f"{BASE}/trial/Accounts/{PLACES['accountId']}"
FILE = f"{ACCOUNT}/Videos/qxxv5h1be9/SourceFile/DownloadUrl"
Step = tuple[Any, ...]

NOW = datetime.now(UTC)
"""The moment at which all of this happens, however long the tests before it took."""

UPLOADED: dict[str, Any] = contract().document["components"]["examples"]["UploadedVideo"]["value"]


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare with NOW."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromisoformat(NOW.isoformat())

    monkeypatch.setattr(histories_module, "datetime", Stopped)


def video(**changes: Any) -> dict[str, Any]:
    """A video as upload and list show it, just created."""
    now = NOW.isoformat()
    return UPLOADED | {"accountId": PLACES["accountId"], "created": now, "lastModified": now} | changes


def page(*videos: dict[str, Any]) -> dict[str, Any]:
    """A page of a list."""
    return {"results": list(videos), "nextPage": {"pageSize": 25, "skip": 0, "done": True}}


BORN = video()
DONE: Step = ("getJob", 303, None, {"location": FILE})
TAKEN: Step = ("redactVideo", 202, None, {"location": f"{ACCOUNT}/Jobs/3f6b2c1d4e"})
READY = {"state": "Processed", "processingProgress": "100%"}

BREACHES: dict[str, list[Step]] = {
    "a progress that falls": [("getJob", 200, job()), ("getJob", 200, job(progress=19))],
    "a birthday that moves": [
        ("getJob", 200, job()),
        ("getJob", 200, job(creationTime=at(0.5))),
    ],
    "an update before the creation": [("getJob", 200, job(lastUpdateTime=at(-1)))],
    "an update that goes back": [
        ("getJob", 200, job()),
        ("getJob", 200, job(lastUpdateTime=at(0.5))),
    ],
    "progress without an update": [("getJob", 200, job()), ("getJob", 200, job(progress=21))],
    "a job under way with a Location": [("getJob", 200, job(), {"location": FILE})],
    "a birthday with six digits": [("getJob", 200, job(creationTime=at(0)[:-2] + "Z"))],
    "a state that goes back": [("getJob", 200, job()), ("getJob", 200, job(state="NotStarted"))],
    "a failure that ends": [
        ("getJob", 200, job(state="Failed", failureMessage="x")),
        ("getJob", 200, job()),
    ],
    "a failure without a reason": [("getJob", 200, job(state="Failed"))],
    "a reason without a failure": [("getJob", 200, job(failureMessage="x"))],
    "a failure that is done": [("getJob", 200, job(state="Failed", failureMessage="x")), DONE],
    "done that isn't": [DONE, ("getJob", 200, job())],
    "a processed job at 200": [("getJob", 200, job(state="Processed"))],
    "a location that changes": [DONE, ("getJob", 303, None, {"location": FILE.replace("qxx", "xxq")})],
    "a job that leads to the original": [
        TAKEN,
        ("getJob", 303, None, {"location": FILE.replace("qxxv5h1be9", PLACES["videoId"])}),
    ],
    "a job for two redactions": [TAKEN, TAKEN],
    "a deleted video that answers": [
        ("deleteVideo", 204),
        ("getVideoSourceFileDownloadUrl", 200, "https://storage.example.com/x"),
    ],
    "a deleted video in the list": [("deleteVideo", 204), ("listVideos", 200, page(BORN))],
    "a video listed twice": [("listVideos", 200, page(BORN, BORN))],
    "a video of another account": [("listVideos", 200, page(video(accountId=PLACES["accountId"][::-1])))],
    "a video whose name changes": [
        ("uploadVideo", 200, BORN),
        ("listVideos", 200, page(BORN | {"name": "x"})),
    ],
    "a video that is processed at 40 %": [
        ("listVideos", 200, page(BORN | {"state": "Processed", "processingProgress": "40%"}))
    ],
    "a video that goes back": [
        ("listVideos", 200, page(BORN | READY)),
        ("listVideos", 200, page(BORN | {"state": "Processing", "processingProgress": "50%"})),
    ],
    "an upload of last year": [("uploadVideo", 200, video(created="2025-01-01T00:00:00+00:00"))],
    "a change before the birth": [("listVideos", 200, page(video(lastModified="2025-01-01T00:00:00+00:00")))],
    "more than all": [
        ("listVideos", 200, page(BORN | {"state": "Processing", "processingProgress": "250%"}))
    ],
    "progress before the beginning": [
        ("listVideos", 200, page(BORN | {"state": "Uploaded", "processingProgress": "0%"}))
    ],
    "a job born half an hour before it was asked for": [TAKEN, ("getJob", 200, job(creationTime=at(-1800)))],
    "an id that comes twice": [("uploadVideo", 200, BORN), ("uploadVideo", 200, video())],
}

LAWFUL: dict[str, list[Step]] = {
    "a job to its end": [
        TAKEN,
        ("getJob", 200, job(state="NotStarted", progress=0, lastUpdateTime=at(0))),
        ("getJob", 200, job()),
        DONE,
        DONE,
    ],
    "a job that fails": [
        ("getJob", 200, job()),
        ("getJob", 200, job(state="Failed", failureMessage="x", lastUpdateTime=at(1.5))),
        ("getJob", 200, job(state="Failed", failureMessage="x", lastUpdateTime=at(1.5))),
    ],
    "a video to its end": [
        ("uploadVideo", 200, BORN),
        ("listVideos", 200, page(BORN | {"state": "Processing", "processingProgress": "50%"})),
        ("listVideos", 200, page(BORN | READY)),
        ("deleteVideo", 204),
        ("listVideos", 200, page()),
    ],
}


def told(steps: list[Step]) -> None:
    """Let a service say one thing after another."""
    histories = Histories()
    for name, status, *rest in steps:
        body, headers = (*rest, None, {})[:2] if len(rest) < 2 else rest
        answer = exchange(name, status, body, **headers or {})
        histories.check(operation(name), PLACES, answer)


@pytest.mark.parametrize("steps", BREACHES.values(), ids=BREACHES.keys())
def test_a_contradiction_is_noticed(steps: list[Step]) -> None:
    """The last answer contradicts what came before, or itself."""
    told(steps[:-1])
    with pytest.raises(Breach):
        told(steps)


@pytest.mark.parametrize("steps", LAWFUL.values(), ids=LAWFUL.keys())
def test_a_lawful_course_is_taken(steps: list[Step]) -> None:
    """Else the suite would cry wolf."""
    told(steps)
