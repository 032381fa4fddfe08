"""A walk through the whole life of a video, to see whether a fault can be met at all.

    python -m tests.faults.walk [ID or category …]

Prints the faults that never took effect. It judges nothing; that is the suite's work.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx

from contract_tests.faults.catalogue import Fault, catalogue
from tests.emulator.api import Api
from tests.faults.ground import Ground, ground
from tests.faults.served import served
from video_indexer_emulator.settings import SECOND_DEVELOPMENT_ACCOUNT

KINDS = [
    "MediumBlur", "HighBlur", "LowBlur", "BoundingBox", "Black", 0, 1, 2, 3, 4, 0.0, 1.0, 2.0, 3.0, 4.0,
]  # fmt: skip
BAD_KINDS = [True, False, 5, -1, "highblur", None, "", "1", 1.5]
BAD_BODIES: list[Any] = [
    {}, {"faces": None}, {"faces": {"filter": None}}, {"faces": {}, "more": 1}, {"faces": {"more": 1}},
    {"faces": {"filter": {"ids": [1000], "scope": "Include", "more": 1}}},
    {"faces": {"filter": {"ids": [1000]}}}, {"faces": {"filter": {"scope": "Include"}}},
    {"faces": {"filter": {"ids": [], "scope": "Include"}}},
    {"faces": {"filter": {"ids": [9999], "scope": "Include"}}},
    {"faces": {"filter": {"ids": [1000], "scope": "include"}}},
    {"faces": {"filter": {"ids": [1000], "scope": None}}},
]  # fmt: skip


class Walk:
    """One walk; each step goes on where the one before it failed."""

    def __init__(self, url: str, there: Ground, enough: Callable[[], bool]) -> None:
        self.url, self.there, self._enough = url, there, enough
        self.http = httpx.Client(base_url=url, timeout=20)
        self.account = "/trial/Accounts/d0000000-0000-4000-8000-000000000001/"
        self.token = Api(there.url).token

    def go(self) -> None:
        """Take every step until the fault took effect."""
        steps = [
            self.tokens, self.library, self.reading, self.refusals, self.strangers, self.planned,
            self.signed, self.redacting, self.kinds, self.uploading, self.deleting, self.clock,
        ]  # fmt: skip
        for step in steps:
            if not self._enough():
                try:
                    step()
                except (
                    httpx.HTTPError,
                    ValueError,
                    KeyError,
                    IndexError,
                    TypeError,
                    AttributeError,
                ) as error:
                    self.last_error = error

    def call(self, method: str, tail: str, *, token: str | None = "", **how: Any) -> httpx.Response:
        """One request; `token` None sends none."""
        bearer = self.token if token == "" else token
        headers = {} if bearer is None else {"Authorization": f"Bearer {bearer}"}
        return self.http.request(method, self.account + tail, headers=headers | how.pop("headers", {}), **how)

    def issue(self, body: Any = None, secret: str | None = "", **how: Any) -> httpx.Response:
        """Ask for a token."""
        known = "video-indexer-emulator-development-secret"
        headers = {} if secret is None else {"Authorization": f"Bearer {secret or known}"}
        path = (
            "/subscriptions/d0000000-0000-4000-8000-0000000000aa/resourceGroups/development/providers/"
            "Microsoft.VideoIndexer/accounts/development/generateAccessToken"
        )
        body = {"permissionType": "Contributor", "scope": "Account"} | (body or {})
        body = {name: value for name, value in body.items() if value is not ...}
        how.setdefault("params", {"api-version": "2024-01-01"})
        return self.http.post(path, headers=headers, json=body, **how)

    def tokens(self) -> None:
        """Ask for tokens, right and wrong."""
        for body in [
            {}, {"permissionType": "reader"}, {"permissionType": ...}, {"scope": ...}, {"scope": "Video"},
            {"permissionType": "Reader", "scope": "Video", "videoId": self.there.shown},
        ]:  # fmt: skip
            self.issue(body)
        self.issue(params={})
        self.issue(secret="wrong")  # noqa: S106
        self.issue(secret=None)

    def library(self) -> None:
        """List, by every parameter."""
        for query in [
            {}, {"pageSize": 1}, {"pageSize": 1, "skip": 1}, {"createdAfter": "2001-01-01T00:00:00Z"},
            {"createdBefore": "2001-01-01T00:00:00Z"}, {"partitions": ["a", "b"]}, {"pageSize": 0},
            {"pageSize": 5000}, {"skip": -1}, {"createdAfter": "yesterday"}, {"accessToken": self.token},
        ]:  # fmt: skip
            self.call("GET", "Videos", params=query)
        self.call("GET", "Videos", headers={"x-ms-client-request-id": "4711"})

    def reading(self) -> None:
        """Look at videos and pictures."""
        there = self.there
        for video in (there.shown, there.public, there.failed, "0000none00", there.theirs):
            for query in [
                {}, {"includedInsights": "labels"}, {"excludedInsights": "faces"},
                {"includedInsights": "faces", "excludedInsights": "faces"},
                {"includeSummarizedInsights": "false"}, {"includeSummarizedInsights": "true"},
            ]:  # fmt: skip
                self.call("GET", f"Videos/{video}/Index", params=query)
            self.call("GET", f"Videos/{video}/Index", token=None)
        index = self.call("GET", f"Videos/{there.shown}/Index").json()
        for picture in (index["videos"][0]["thumbnailId"], str(uuid4())):
            for query in [{}, {"format": "Jpeg"}, {"format": "Base64"}]:
                self.call("GET", f"Videos/{there.shown}/Thumbnails/{picture}", params=query)
            self.call("GET", f"Videos/{there.shown}/Thumbnails/{picture}", token=None)
            self.call(
                "GET", f"Videos/{there.shown}/Thumbnails/{picture}", token=None,
                params={"accessToken": self.token},
            )  # fmt: skip

    def refusals(self) -> None:
        """Ask for what must be refused."""
        redact = f"Videos/{self.there.shown}/redact"
        for body in BAD_BODIES + [{"faces": {"blurringKind": kind}} for kind in BAD_KINDS]:
            self.call("POST", redact, json=body)
        for text in ('{"faces":{"blurringKind":"HighBlur",}}', "{"):
            self.call("POST", redact, content=text, headers={"content-type": "application/json"})
        for query in [
            {"privacy": "Secret"}, {"priority": "Urgent"}, {"streamingPreset": "AdaptiveBitrate"},
            {"callbackUrl": "ftp://127.0.0.1/x"}, {"name": "x" * 81},
        ]:  # fmt: skip
            self.call("POST", redact, json={"faces": {}}, params=query)
        self.call("POST", "Videos/0000none00/redact", json={"faces": {}})
        self.call("GET", "Jobs/none")
        for wrong in [
            {"name": "x" * 81}, {"indexingPreset": "Best"}, {"retentionPeriod": 8}, {"privacy": "Secret"},
        ]:  # fmt: skip
            self.call("POST", "Videos", params=wrong)
        self.call("POST", "Videos", params={"name": "x" * 81})
        self.upload({"videoUrl": "http://127.0.0.1:9/x.mp4"})
        for kind in ("?", "?type=Nothing", "?type=Ocr"):
            self.call("GET", f"Videos/{self.there.shown}/ArtifactUrl{kind}")
        self.call("DELETE", "Videos/0000none00")
        self.call("GET", "Videos/0000none00/SourceFile/DownloadUrl")
        self.call("GET", "Videos/0000none00/ArtifactUrl", params={"type": "Faces"})
        Api(self.there.url).control(
            "POST", f"videos/d0000000-0000-4000-8000-000000000001/{self.there.expired}/expire-source"
        )
        self.call("GET", f"Videos/{self.there.expired}/SourceFile/DownloadUrl")

    def strangers(self) -> None:
        """Come with wrong tokens, or with none."""
        issued, there = Api(self.there.url), self.there
        other = Api(there.url, SECOND_DEVELOPMENT_ACCOUNT).token
        reader = issued.issue_token("Reader")
        narrow = issued.issue_token("Contributor", scope="Video", videoId=there.public)
        forms: list[dict[str, Any]] = [
            {"token": None}, {"token": "bad"}, {"token": other}, {"token": reader}, {"token": narrow},
            {"token": None, "params": {"token": self.token}}, {"token": None, "params": {"accessToken": ""}},
            {"token": None, "headers": {"bearertoken": self.token}},
            {"token": None, "headers": {"Authorization": self.token}},
            {"token": None, "headers": {"Authorization": f"Basic {self.token}"}},
        ]  # fmt: skip
        calls = [
            ("GET", "Videos", {}), ("GET", "Jobs/none", {}),
            ("GET", f"Videos/{there.shown}/Index", {}),
            ("GET", f"Videos/{there.shown}/SourceFile/DownloadUrl", {}),
            ("GET", f"Videos/{there.shown}/ArtifactUrl?type=Faces", {}),
            ("DELETE", "Videos/0000none00", {}), ("POST", "Videos", {}),
            ("POST", f"Videos/{there.shown}/redact", {"json": {"faces": {"more": 1}}}),
        ]  # fmt: skip
        for method, tail, how in calls:
            for form in forms:
                self.call(method, tail, **how | form)

    def planned(self) -> None:
        """Have planned errors answered."""
        operations = {
            "listVideos": ("GET", "Videos"),
            "getVideoIndex": ("GET", f"Videos/{self.there.shown}/Index"),
            "getJob": ("GET", "Jobs/none"),
            "deleteVideo": ("DELETE", "Videos/0000none00"),
        }
        control = Api(self.there.url)
        for operation, (method, tail) in operations.items():
            for status in (429, 500, 504):
                control.control("POST", "faults", json={"operationId": operation, "status": status})
                self.call(method, tail)
        for status in (403, 404, 429, 500, 504):
            control.control("POST", "faults", json={"operationId": "generateAccessToken", "status": status})
            self.issue()

    def signed(self) -> None:
        """Fetch files, whole and in part."""
        there = self.there
        urls = [
            self.call("GET", f"Videos/{video}/{tail}").json()
            for tail in (
                "SourceFile/DownloadUrl",
                "ArtifactUrl?type=Faces",
                "ArtifactUrl?type=FacesThumbnails",
            )
            for video in (there.shown, there.public)
        ]
        self.call("GET", f"Videos/{there.shown}/ArtifactUrl?type=Faces", token=None)
        self.call("GET", f"Videos/{there.shown}/SourceFile/DownloadUrl", token=None)
        for url in urls:
            self.http.head(url)
            for ranges in (None, "bytes=0-9", "bytes=5-14", "bytes=999999999-"):
                self.http.get(url, headers={"range": ranges} if ranges else {})
            self.http.get(url.replace("sig=", "sig=0"))
            self.http.get(url.partition("?")[0])

    def redact(self, body: Any = None, **query: Any) -> str:
        """Start a redaction; returns the job's id."""
        redact = f"Videos/{self.there.shown}/redact"
        answer = self.call("POST", redact, json={"faces": body or {}}, params=query)
        return str(answer.headers.get("location", "")).rsplit("/", 1)[-1]

    def redacting(self) -> None:
        """Follow a redaction from its start to its end."""
        control, there = Api(self.there.url), self.there
        control.hold(held=True)
        try:
            held = self.upload({})
            self.call("POST", f"Videos/{held}/redact", json={"faces": {}})
            query = {
                "name": "n", "externalId": "e", "description": "d", "privacy": "Public", "priority": "Low",
                "streamingPreset": "NoStreaming", "callbackUrl": there.callback,
            }  # fmt: skip
            job = self.redact(**query)
            self.redact()
            for _ in range(3):
                self.call("GET", f"Jobs/{job}")
            self.call("GET", "Videos")
        finally:
            control.hold(held=False)
        true = control.wait_job(job) if control.get(f"Jobs/{job}").status_code in {200, 303} else None
        for _ in range(3):
            self.call("GET", f"Jobs/{job}")
        if true is None or true.status_code != 303:
            return
        made = true.headers["location"].split("/Videos/")[1].split("/")[0]
        for tail in ("Index", "SourceFile/DownloadUrl", "ArtifactUrl?type=Faces"):
            self.call("GET", f"Videos/{made}/{tail}")
        neighbour = Api(there.url, SECOND_DEVELOPMENT_ACCOUNT)
        path = neighbour.path(f"Jobs/{job}")
        self.http.get(path, headers=neighbour.bearer())
        self.call("DELETE", f"Videos/{made}")

    def kinds(self) -> None:
        """Redact by every kind and scope; one fails."""
        control = Api(self.there.url)
        source = control.upload(self.there.clip)
        control.wait_indexed(source)
        control.hold(held=True)
        try:
            for kind in KINDS:
                self.redact({"blurringKind": kind})
            for scope in ("Include", "Exclude"):
                self.redact({"blurringKind": "Black", "filter": {"ids": [1000, 1001], "scope": scope}})
            failing = control.redact(source, {})
            control.control("POST", f"videos/{control.account.id}/{source}/expire-source")
        finally:
            control.hold(held=False)
        control.wait_job(failing)
        self.call("GET", f"Jobs/{failing}")

    def upload(self, query: dict[str, Any], **how: Any) -> str:
        """Upload the clip; returns the video's id."""
        with self.there.clip.open("rb") as file:
            answer = self.call("POST", "Videos", params=query, files={"file": ("tiny.mp4", file)}, **how)
        video = answer.json() if answer.status_code == 200 else None
        return str(video.get("id", "none")) if isinstance(video, dict) else "none"

    def uploading(self) -> None:
        """Upload with every parameter."""
        query = {
            "name": "walk", "externalId": "e", "externalUrl": "https://example.com/e", "metadata": "m",
            "description": "d", "partition": "p", "privacy": "Public", "isSearchable": "false",
            "streamingPreset": "NoStreaming", "language": "de-DE", "callbackUrl": self.there.callback,
            "excludedAI": "Faces",
        }  # fmt: skip
        self.upload(query)
        self.upload({"indexingPreset": "AudioOnly", "privacy": "Private"})
        self.upload({"preventDuplicates": "true"})
        self.call("GET", "Videos")

    def deleting(self) -> None:
        """Delete a video, and look for it."""
        video = Api(self.there.url).upload(self.there.clip)
        Api(self.there.url).wait_indexed(video)
        picture = self.call("GET", f"Videos/{video}/Index").json()["videos"][0]["thumbnailId"]
        tails = ["Index", f"Thumbnails/{picture}", "ArtifactUrl?type=Faces", "SourceFile/DownloadUrl"]
        answers = [self.call("GET", f"Videos/{video}/{tail}") for tail in tails]
        self.http.get(answers[-1].json())
        self.call("DELETE", f"Videos/{video}")
        for tail in tails:
            self.call("GET", f"Videos/{video}/{tail}")
        self.http.get(answers[-1].json())

    def clock(self) -> None:
        """Come when everything has expired."""
        url = self.call("GET", f"Videos/{self.there.shown}/SourceFile/DownloadUrl").json()
        self.http.put("/_emulator/clock", json={"aheadSeconds": 7200})
        try:
            self.call("GET", "Videos")
            self.http.get(url)
        finally:
            self.http.put("/_emulator/clock", json={"aheadSeconds": 0})


def walk(there: Ground, fault: Fault) -> tuple[int, list[str]]:
    """Walk through a proxy with a fault; returns how often it took effect, and what went wrong."""
    with served(there.url, fault) as proxy:
        one = Walk(proxy.url, there, lambda: proxy.proxy.tally.hits > 0)
        one.go()
        last = [repr(one.last_error)] if hasattr(one, "last_error") and not proxy.proxy.tally.hits else []
        return proxy.proxy.tally.hits, proxy.proxy.tally.errors + last


def main() -> int:
    """Run the command; returns the exit code."""
    wanted = set(sys.argv[1:])
    chosen = [f for f in catalogue().values() if not wanted or {f.id, f.category} & wanted]
    dead = 0
    with ground() as there:
        for fault in chosen:
            hits, errors = walk(there, fault)
            if not hits or errors:
                dead += 1
                sys.stdout.write(f"{fault.category}/{fault.id}: {hits} times {errors}\n")
                sys.stdout.flush()
    sys.stdout.write(f"{len(chosen) - dead} of {len(chosen)} took effect\n")
    return int(dead > 0)


if __name__ == "__main__":
    sys.exit(main())
