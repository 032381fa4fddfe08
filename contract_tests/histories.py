"""What must hold between answers: of one job over time, of one video over time, of what was deleted.

Each poll that any test makes is compared with the earlier ones, so that a job that goes back, a video that
changes its birthday, or a deleted video that still answers is noticed wherever it happens. A member that an
answer may lack is compared where it is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from .breaches import Breach, Finding
from .contract import Operation, contract
from .exchange import Exchange

CLOCK_SLACK = timedelta(minutes=5)
"""By which the service's clock may differ from ours."""

JOB_SLACK = timedelta(minutes=20)
"""By which a job's creationTime may differ from its acceptance; shorter than the half hours of zones."""

RUN = timedelta(minutes=45)
"""Longer than a job of this run can stand still; shorter than an hour, by which zones differ."""

JOB_STATES = ("NotStarted", "Processing", "Finalizing", "Processed")
"""The order of a job's states; Failed and Canceled may follow any but Processed."""

VIDEO_STATES = ("Uploaded", "Processing", "Processed")
ENDS = {"Failed", "Canceled", "Quarantined"}

SEVEN_DIGITS = re.compile(r"\.\d{7}Z$")

OF_A_VIDEO = {
    "getVideoIndex",
    "getVideoArtifactUrl",
    "getVideoThumbnail",
    "getVideoInsightsWidget",
    "getVideoPlayerWidget",
    "getVideoSourceFileDownloadUrl",
}
USES = {*OF_A_VIDEO, "redactVideo", "deleteVideo"}
FIXED = ("id", "accountId", "created", "name", "isBase", "isOwned", "userName", "privacyMode")
"""Members of a video that no documented operation changes."""

Key = tuple[str, str]  # account, and job or video


@dataclass
class Histories:
    """What has been said so far."""

    jobs: dict[Key, dict[str, Any]] = field(default_factory=dict)  # the last 200 of each
    finished: dict[Key, str] = field(default_factory=dict)  # Location
    videos: dict[Key, dict[str, Any]] = field(default_factory=dict)
    deleted: set[Key] = field(default_factory=set)
    started: dict[Key, Key] = field(default_factory=dict)  # the original of each job
    moments: dict[Key, datetime] = field(default_factory=dict)  # when each was accepted, by our clock
    unsure: bool = False  # some answer broke its schema: what can't be compared with it isn't

    def check(self, operation: Operation, places: dict[str, str], exchange: Exchange) -> None:
        """Compare an answer with the earlier ones; raises Breach."""
        found: list[Finding] = []
        try:
            found += (Finding(each) for each in self._findings(operation, places, exchange))
        except (LookupError, TypeError, ValueError, AttributeError):
            if not self.unsure:
                raise
        if found:
            raise Breach(operation.id, found, exchange, "contradicts what was answered before")

    def _findings(self, operation: Operation, places: dict[str, str], exchange: Exchange) -> Iterator[str]:
        account = places.get("accountId", "").lower()
        video = (account, places.get("videoId", ""))
        if operation.id in USES and video in self.deleted and exchange.status < 400:
            yield "The video was deleted and can still be used."
        match operation.id, exchange.status:
            case "getJob", 200:
                if "location" in exchange.headers:
                    yield "The job isn't done, and the answer has a Location."
                yield from self._running((account, places["jobId"]), exchange.json())
            case "getJob", 303:
                yield from self._done((account, places["jobId"]), exchange.headers["location"])
            case "redactVideo", 202:
                yield from self._started(video, exchange.headers["location"])
            case "uploadVideo", 200:
                yield from self._uploaded(account, exchange.json())
            case "getVideoIndex", 200:
                yield from self._indexed(video, exchange.json())
            case "listVideos", 200:
                yield from self._listed(account, exchange.json()["results"])
            case "deleteVideo", 200 | 204:
                self.deleted.add(video)

    # jobs

    def _started(self, video: Key, location: str) -> Iterator[str]:
        job = (video[0], location.rsplit("/", 1)[1])
        if job in self.started:
            yield f"The job {job[1]} was given to an earlier redaction already."
        self.started[job] = video
        self.moments[job] = datetime.now(UTC)

    def _running(self, job: Key, now: dict[str, Any]) -> Iterator[str]:
        if job in self.finished:
            yield "The job was done (303), and now it isn't any more."
        now = now | {"state": _word(now["state"])}
        yield from self._moments(job, now)
        if now["state"] == "Failed" and not now.get("failureMessage"):
            yield "The job failed without a failureMessage."
        if now["state"] not in ENDS and "failureMessage" in now:
            yield f"The job is {now['state']} and has a failureMessage."
        if now["state"] == "Processed":
            yield "The job is Processed, and the answer is 200 instead of 303."
        yield from _later(self.jobs.get(job, now), now)
        self.jobs[job] = now

    def _moments(self, job: Key, now: dict[str, Any]) -> Iterator[str]:
        """Compare a job's times with each other and with our clock."""
        if "creationTime" in now:
            created = _time(now["creationTime"])
            if not SEVEN_DIGITS.search(now["creationTime"]):
                yield f"creationTime {now['creationTime']} isn't in UTC with seven digits of a second."
            if created > _time(now.get("lastUpdateTime", now["creationTime"])):
                yield f"lastUpdateTime {now['lastUpdateTime']} lies before the creationTime {created}."
            if job in self.moments and abs(self.moments[job] - created) > JOB_SLACK:
                yield f"creationTime {now['creationTime']} isn't when the job was accepted."
        for name in ("creationTime", "lastUpdateTime"):
            if name in now and job in self.started and abs(datetime.now(UTC) - _time(now[name])) > RUN:
                yield f"{name} {now[name]} is far from now."

    def _done(self, job: Key, location: str) -> Iterator[str]:
        if self.jobs.get(job, {}).get("state") in ENDS:
            yield f"The job was {self.jobs[job]['state']}, and now it is done (303)."
        if self.finished.setdefault(job, location) != location:
            yield f"The Location changed from {self.finished[job]} to {location}."
        video = location.split("/Videos/")[1].split("/", maxsplit=1)[0]
        if self.started.get(job, ("", ""))[1] == video:
            yield "The finished job leads to the original instead of a new video."
        if f"/accounts/{job[0]}/" not in location.lower():
            yield "The finished job leads into another account."

    # videos

    def _uploaded(self, account: str, video: dict[str, Any]) -> Iterator[str]:
        if (account, video["id"]) in self.videos:
            yield f"The id {video['id']} belongs to an earlier video."
        if "created" in video and abs(datetime.now(UTC) - _time(video["created"])) > CLOCK_SLACK:
            yield f"The video was created just now and says {video['created']}."
        yield from self._seen(account, video)

    def _indexed(self, video: Key, index: dict[str, Any]) -> Iterator[str]:
        if index["id"] != video[1]:
            yield f"The index of {video[1]} says that it is of {index['id']}."
        part: dict[str, Any] = (index.get("videos") or [{}])[0]
        for name in ("id", "accountId", "state", "privacyMode"):
            if name in part and name in index and part[name] != index[name]:
                yield f"videos[0].{name} is {part[name]!r}, and {name} of the whole is {index[name]!r}."
        if part.get("insights") is not None and index["state"] != "Processed":
            yield f"A video that is {index['state']} has insights."
        failed = index["state"] == "Failed"
        code, reason = part.get("failureCode"), part.get("failureMessage")
        if ("failureCode" in part and (code != "None") != failed) or (
            reason is not None and bool(reason) != failed
        ):
            yield f"A video that is {index['state']} has failureCode {code!r}, failureMessage {reason!r}."
        yield from _not_begun(index["state"], part.get("processingProgress"))
        yield from self._seen(video[0], index | _progress(part))

    def _listed(self, account: str, videos: list[dict[str, Any]]) -> Iterator[str]:
        ids = [video["id"] for video in videos]
        if len(set(ids)) < len(ids):
            yield "A video is listed twice."
        for video in videos:
            if (account, video["id"]) in self.deleted:
                yield f"The video {video['id']} was deleted and is still listed."
            yield from _not_begun(video.get("state"), video.get("processingProgress"))
            yield from self._seen(account, video | _progress(video))

    def _seen(self, account: str, now: dict[str, Any]) -> Iterator[str]:
        if now.get("accountId", account).lower() != account:
            yield f"The video {now['id']} says that it is of account {now['accountId']}."
        key = (account, now["id"])
        before = self.videos.get(key, now)
        for name in FIXED:
            if name in before and name in now and before[name] != now[name]:
                yield f"The video's {name} changed from {before[name]!r} to {now[name]!r}."
        state, earlier = now.get("state"), before.get("state")
        if state and earlier and not _may_follow(VIDEO_STATES, earlier, state):
            yield f"The video's state went from {earlier} to {state}."
        if now.get("progress", 0) > 100:
            yield f"The video's progress is {now['progress']} %."
        if "lastModified" in now and "created" in now and _time(now["lastModified"]) < _time(now["created"]):
            yield f"The video was changed at {now['lastModified']}, before it was made at {now['created']}."
        if state == "Processed" and now.get("progress", 100) != 100:
            yield f"The video is Processed, and its progress {now['progress']} %."
        if state == earlier and now.get("progress", 100) < before.get("progress", 0):
            yield f"The video's progress fell from {before['progress']} to {now['progress']} %."
        self.videos[key] = before | now


def _later(before: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """Compare two looks at a job."""
    for name in {"creationTime", "jobType"} & before.keys() & now.keys():
        if before[name] != now[name]:
            yield f"{name} changed from {before[name]} to {now[name]}."
    if {"lastUpdateTime"} <= before.keys() & now.keys():
        yield from _updated(before, now)
    if before.get("progress", 0) > now.get("progress", 100):
        yield f"The progress fell from {before['progress']} to {now['progress']}."
    if not _may_follow(JOB_STATES, before["state"], now["state"]):
        yield f"The state went from {before['state']} to {now['state']}."


def _updated(before: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """Compare the lastUpdateTime of two looks at a job."""
    if _time(before["lastUpdateTime"]) > _time(now["lastUpdateTime"]):
        yield f"lastUpdateTime went back from {before['lastUpdateTime']} to {now['lastUpdateTime']}."
    moved = any(before.get(name) != now.get(name) for name in ("progress", "state"))
    fine = _time(now["lastUpdateTime"]).microsecond  # a clock of whole seconds may stand between two steps
    if moved and fine and before["lastUpdateTime"] == now["lastUpdateTime"]:
        yield f"The job went on, and lastUpdateTime is {now['lastUpdateTime']} still."


def _may_follow(order: tuple[str, ...], before: str, now: str) -> bool:
    """Whether a state may come after another; what has ended stays as it is."""
    if before == now:
        return True
    if before in ENDS or before == order[-1]:
        return False
    return now in ENDS or (before in order and now in order and order.index(before) < order.index(now))


def _not_begun(state: str | None, progress: str | None) -> Iterator[str]:
    if state == "Uploaded" and progress:
        yield f"The work hasn't begun, and its progress is {progress!r}."


def _progress(video: dict[str, Any]) -> dict[str, int]:
    """The progress as a number, where the answer has one."""
    text = video.get("processingProgress")
    return {} if text is None else {"progress": int(text.rstrip("%") or 0)}


def _word(state: str | int) -> str:
    """A job's state as a word; the contract has the numbers of some."""
    words: list[str] = contract().resolve({"$ref": "#/components/schemas/JobState"})["x-numbers"]
    if isinstance(state, str):
        return state
    return words[state] if state < len(words) else "Unknown"


def _time(text: str) -> datetime:
    """A time of the wire; with an offset, as the contract's date-time has."""
    return datetime.fromisoformat(text)
