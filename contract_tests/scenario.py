"""One fixed walk through the whole API, on any service, with every answer put down in comparable form."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from .contract import Operation, contract
from .pacing import Guard
from .service import DEADLINE, LIVE_DEADLINE, LIVE_POLL, POLL, TIMEOUT
from .target import API_VERSION, Aim

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")
SIGNED = re.compile(r"https?://[^/]+/\S*\?\S+")
THUMBNAIL = re.compile(r'"thumbnailId": ?"([0-9a-fA-F-]{36})"')
HOST = re.compile(r"https?://[^/\s]+")
PASSING = {"progress", "lastUpdateTime", "processingProgress", "accessToken"}
"""Members whose value depends on the moment, or is a secret: only their type is put down."""

UNDER_WAY = {"Uploaded", "Processing", "NotStarted"}
UNKNOWN = "neverwas00"


@dataclass(frozen=True)
class Heard:
    """One answer, in comparable form."""

    step: str
    operation: str
    facts: dict[str, str]  # "status", "header Location", "body /videos/0/state" …


@dataclass
class References:
    """Names for ids by the order in which they were first seen, so that two services' ids are alike."""

    names: dict[str, str] = field(default_factory=dict)

    def know(self, value: str, kind: str) -> None:
        """Give an id a name of its kind, unless it has one."""
        if value and value not in self.names:
            number = sum(name.startswith(f"<{kind}-") for name in self.names.values()) + 1
            self.names[value] = f"<{kind}-{number}>"

    def within_one_answer(self) -> References:
        """A copy, in which ids that nobody asked about are numbered afresh."""
        return References(dict(self.names))

    def plain(self, text: str) -> str:
        """A text without what is particular to one service or one moment."""
        if SIGNED.fullmatch(text):
            return "<signed url>"
        for value, name in self.names.items():
            text = text.replace(value, name)
        for found in UUID.findall(text):
            self.know(found, "uuid")
            text = text.replace(found, self.names[found])
        return HOST.sub("<host>", TIME.sub("<time>", text))


class Walk:
    """Plays the scenario on one service."""

    def __init__(
        self,
        aim: Aim,
        guard: Guard,
        clip: Path,
        video_id: str | None = None,
        listen: Callable[[httpx.Response], None] | None = None,
    ) -> None:
        self.aim = aim
        self.clip = clip
        self.given = video_id or aim.video_id
        self.names = References()
        self.names.know(aim.target.account_id, "account")
        self.names.names[f"/{aim.target.location}/Accounts/"] = "/<location>/Accounts/"
        self.heard: list[Heard] = []
        self.made: list[str] = []
        heard = [listen] if listen else []
        hooks = {"request": [guard.before], "response": [guard.after, *heard]}
        self.http = httpx.Client(base_url=aim.url, timeout=TIMEOUT, event_hooks=hooks)  # type: ignore[arg-type]
        self.token = aim.target.access_token or ""

    def play(self) -> list[Heard]:
        """Every step; what was made is deleted, whatever happens."""
        try:
            with self.http:
                try:
                    self._token()
                    self._refusals(video_id := self._video())
                    self._reads(video_id)
                    self._redaction(video_id)
                finally:
                    self._delete()
        except httpx.HTTPError as error:
            self.heard.append(Heard("the scenario broke off", "", {"error": type(error).__name__}))
        return self.heard

    def prepare(self, *, upload: bool) -> tuple[str, str | None]:
        """Beside the scenario: take a token, and upload the clip on demand; gives the video's id."""
        with self.http:
            self._token()
            return self.token, self._video() if upload else None

    # steps

    def _token(self) -> None:
        arm = self.aim.target.arm
        if arm is None:
            return
        places = {
            "subscriptionId": arm.subscription_id,
            "resourceGroupName": arm.resource_group,
            "accountName": arm.account_name,
        }
        operation = contract().operations["generateAccessToken"]
        answer = self.http.post(
            arm.url.rstrip("/") + operation.path(**places),
            params={"api-version": API_VERSION},
            headers={"Authorization": f"Bearer {arm.bearer}"},
            json={"permissionType": "Contributor", "scope": "Account"},
        )
        self._put_down("a token is issued", operation, answer)
        if answer.status_code == 200:
            self.token = str(_members(answer).get("accessToken", ""))

    def _video(self) -> str:
        if self.given:
            self.names.know(self.given, "video")
            return self.given
        files = {"file": ("clip.mp4", self.clip.read_bytes(), "video/mp4")}
        answer = self._ask("uploadVideo", params={"name": "two people"}, files=files)
        if answer.status_code == 200 and (video_id := str(_members(answer).get("id", ""))):
            self.names.know(video_id, "video")
            self.made.append(video_id)
        self._put_down("a clip is uploaded", contract().operations["uploadVideo"], answer)
        return self.made[-1] if self.made else UNKNOWN

    def _reads(self, video_id: str) -> None:
        index = self._until(lambda: self._index(video_id), _is_over)
        self._put_down("the index at its end", contract().operations["getVideoIndex"], index)
        self._step("the newest video is listed", "listVideos", params={"pageSize": 1})
        self._step("the address of the faces", "getVideoArtifactUrl", video_id, params={"type": "Faces"})
        if found := THUMBNAIL.search(index.text):
            picture = found[1]
            self.names.know(picture, "thumbnail")
            self._step("the thumbnail", "getVideoThumbnail", video_id, thumbnailId=picture)
        self._step("the address of the file", "getVideoSourceFileDownloadUrl", video_id)

    def _redaction(self, video_id: str) -> None:
        started = self._ask("redactVideo", video_id, json={"faces": {"blurringKind": "HighBlur"}})
        job_id = str(started.headers.get("location", "")).rsplit("/", 1)[-1]
        self.names.know(job_id, "job")
        self._put_down("a redaction is started", contract().operations["redactVideo"], started)
        if started.status_code != 202:
            return
        first = self._ask("getJob", jobId=job_id)
        if not _is_over(first):
            self._put_down("the job under way", contract().operations["getJob"], first)
        done = self._until(lambda: self._ask("getJob", jobId=job_id), _is_over)
        new_id = str(done.headers.get("location", "")).partition("/Videos/")[2].split("/")[0]
        if new_id:
            self.names.know(new_id, "video")
            self.made.append(new_id)
        self._put_down("the job at its end", contract().operations["getJob"], done)
        self._step("the address of the new file", "getVideoSourceFileDownloadUrl", new_id or UNKNOWN)
        self._step("the new video's index", "getVideoIndex", new_id or UNKNOWN)

    def _refusals(self, video_id: str) -> None:
        self._step("an unknown video", "getVideoIndex", UNKNOWN)
        self._step("an unknown job", "getJob", jobId=UNKNOWN)
        self._step("a kind that isn't one", "redactVideo", UNKNOWN, json={"faces": {"blurringKind": "Blur"}})
        self._step("no token", "getVideoIndex", video_id, token=None)
        self._step("a type that isn't one", "getVideoArtifactUrl", video_id, params={"type": "Nothing"})
        self._step("a page of nothing", "listVideos", params={"pageSize": 0})

    def _delete(self) -> None:
        for number, video_id in enumerate(reversed(self.made), 1):
            self._step(f"deletion number {number}", "deleteVideo", video_id)
            self._step(f"after deletion number {number}", "getVideoIndex", video_id)

    # how

    def _index(self, video_id: str) -> httpx.Response:
        return self._ask("getVideoIndex", video_id)

    def _step(self, step: str, operation_id: str, video_id: str = UNKNOWN, **how: Any) -> None:
        answer = self._ask(operation_id, video_id, **how)
        self._put_down(step, contract().operations[operation_id], answer)

    def _ask(self, operation_id: str, video_id: str = UNKNOWN, **how: Any) -> httpx.Response:
        operation = contract().operations[operation_id]
        target = self.aim.target
        places = {"location": target.location, "accountId": target.account_id, "videoId": video_id}
        places |= {name: how.pop(name) for name in ("jobId", "thumbnailId") if name in how}
        token = how.pop("token", self.token)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.http.request(operation.method, operation.path(**places), headers=headers, **how)

    def _until(self, look: Any, good: Any) -> httpx.Response:
        end = time.monotonic() + (LIVE_DEADLINE if self.aim.live else DEADLINE)
        while not good(seen := look()) and time.monotonic() < end:
            time.sleep(LIVE_POLL if self.aim.live else POLL)
        answer: httpx.Response = seen
        return answer

    def _put_down(self, step: str, operation: Operation, answer: httpx.Response) -> None:
        facts = {"status": str(answer.status_code)}
        names = self.names.within_one_answer()
        rules = {rule.name for each in operation.answers.values() for rule in each.headers}
        for name in sorted(rules | {"Content-Type"}):
            if name in answer.headers:
                given = answer.headers[name].split(";")[0]
                facts[f"header {name}"] = "<id>" if name == "x-ms-request-id" else names.plain(given)
        facts |= dict(_body(answer, names))
        self.heard.append(Heard(step, operation.id, facts))


def _body(answer: httpx.Response, names: References) -> Iterator[tuple[str, str]]:
    if not answer.content:
        yield "body", "none"
        return
    try:
        yield from flat("body", answer.json(), names)
    except ValueError:
        yield "body", f"<{answer.headers.get('content-type', 'no type').split(';')[0]}>"


def flat(place: str, value: Any, names: References) -> Iterator[tuple[str, str]]:
    """Every leaf of a JSON value, by its place."""
    match value:
        case dict() if value:
            for name, each in value.items():
                shown = f"<{type(each).__name__}>" if name in PASSING else each
                yield from flat(f"{place}/{name}", shown, names)
        case list() if value:
            for number, each in enumerate(value):
                yield from flat(f"{place}/{number}", each, names)
        case str():
            yield place, names.plain(value)
        case _:
            yield place, repr(value)


def _members(answer: httpx.Response) -> dict[str, Any]:
    """The answer's JSON object; empty where it is none."""
    try:
        value = answer.json()
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _is_over(answer: httpx.Response) -> bool:
    """Whether nothing will change any more; what isn't as expected doesn't either."""
    return answer.status_code != 200 or _members(answer).get("state") not in UNDER_WAY
