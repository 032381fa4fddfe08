"""A walk through the whole life of a video, to see whether a fault can be met at all.

    python -m tests.faults.walk [ID or category …]

Prints the faults that never took effect. It judges nothing; that is the suite's work.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import httpx

from contract_tests.faults.catalogue import Fault, catalogue
from tests.emulator.api import Api
from tests.faults.asking import Asking
from tests.faults.ground import Ground, ground
from tests.faults.served import served
from video_indexer_emulator.settings import SECOND_DEVELOPMENT_ACCOUNT

KINDS = [
    "MediumBlur", "HighBlur", "LowBlur", "BoundingBox", "Black", 0, 1, 2, 3, 4, 0.0, 1.0, 2.0, 3.0, 4.0,
]  # fmt: skip


class Walk(Asking):
    """One walk; each step goes on where the one before it failed."""

    def __init__(self, url: str, there: Ground, enough: Callable[[], bool]) -> None:
        super().__init__(url, there)
        self._enough = enough

    def go(self) -> None:
        """Take every step until the fault took effect."""
        steps = [
            self.tokens, self.library, self.reading, self.refusals, self.strangers, self.planned,
            self.signed, self.cases, self.redacting, self.kinds, self.uploading, self.deleting, self.clock,
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
                for ids in ([1000, 1001], [1000] * 60 + [1001]):
                    self.redact({"blurringKind": "Black", "filter": {"ids": ids, "scope": scope}})
            self.call("POST", f"Videos/{self.there.public}/redact", json={"faces": {}})
            failing = control.redact(source, {})
            control.control("POST", f"videos/{control.account.id}/{source}/expire-source")
        finally:
            control.hold(held=False)
        control.wait_job(failing)
        self.call("GET", f"Jobs/{failing}")

    def uploading(self) -> None:
        """Upload with every parameter."""
        query = {
            "name": "walk", "externalId": "e", "externalUrl": "https://example.com/e", "metadata": "m",
            "description": "d", "partition": "p", "privacy": "Public", "isSearchable": "false",
            "streamingPreset": "NoStreaming", "language": "de-DE", "callbackUrl": self.there.callback,
            "excludedAI": "Faces", "priority": "High",
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
        narrow = Api(self.there.url).issue_token("Reader", scope="Video", videoId=self.there.public)
        self.http.put("/_emulator/clock", json={"aheadSeconds": 7200})
        try:
            self.call("GET", "Videos")
            self.call("GET", f"Videos/{self.there.public}/Index", token=narrow)
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
