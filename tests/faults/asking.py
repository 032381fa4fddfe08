"""Asking of what is there already: lists, indexes, pictures, files, and all that is refused."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.emulator.api import Api
from tests.faults.client import Client
from video_indexer_emulator.settings import SECOND_DEVELOPMENT_ACCOUNT

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


class Asking(Client):
    """The steps of a walk that make nothing."""

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
        for token in ("", None):
            for widget in ("InsightsWidget", "PlayerWidget"):
                self.call("GET", f"Videos/{there.shown}/{widget}", token=token)
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

    def cases(self) -> None:
        """Ask with names and paths in other cases."""
        for query in [{"PAGESIZE": 1}, {"Skip": 1}, {"pagesize": 26}, {"pageSize": 26}]:
            self.call("GET", "Videos", params=query)
        self.call("GET", f"videos/{self.there.shown}/index")
        self.call("GET", "jobs/none")
        self.redact({"blurringKind": "Blur"}, PRIVACY="public", privacy="public")
        path = self.account.replace("Accounts", "accounts")
        self.http.get(f"{path}videos", headers={"Authorization": f"Bearer {self.token}"})
        self.issue(path=str.lower)
