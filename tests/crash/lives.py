"""One life of a service under traffic, from its start to its kill."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import httpx

from tests.crash.ledger import Known, Ledger, Wish
from tests.emulator.api import Api, wait_for
from tests.emulator.outside import Outside
from tests.emulator.process import Process

CUT = 0.05
"""Seconds within which a kill follows a request that it is to cut."""

PATIENCE = 600.0
"""Seconds for work to end: a campaign may share its machine."""

OPEN = {"Uploaded", "Processing"}


@dataclass
class World:
    """What all lives of a campaign share."""

    data: Path
    flags: list[str]
    clip: Path
    outside: Outside
    random: Random
    ledger: Ledger
    source: str = ""  # id of an indexed video, which is redacted and never deleted
    analysis_seconds: float = 1.0  # from the upload to its end, undisturbed
    redaction_seconds: float = 1.0
    start_seconds: float = 3.0

    def start(self, *flags: str) -> Process:
        """Start the service by its command line."""
        return Process(self.data, "--allow-private-urls", *self.flags, *flags)

    def callback(self, wish: Wish) -> str:
        """The URL that is to be told of a wish's end."""
        return f"{self.outside.url}/hook?wish={wish.name}"

    def calls(self) -> list[httpx.QueryParams]:
        """Every callback that came."""
        return [httpx.URL(target).params for _method, target in list(self.outside.requests)]


def upload(world: World, api: Api, wish: Wish) -> None:
    """Ask for an upload, and enter what came of it."""
    with world.clip.open("rb") as file:
        params = {"name": wish.name, "callbackUrl": world.callback(wish)}
        answer = api.post("Videos", params=params, files={"video": ("clip.mp4", file)})
    assert answer.status_code == 200, answer.text
    wish.video_id, wish.accepted = str(answer.json()["id"]), Known.YES


def redact(world: World, api: Api, wish: Wish) -> None:
    """Ask for a redaction of the source, and enter what came of it."""
    params = {"name": wish.name, "callbackUrl": world.callback(wish)}
    answer = api.post(
        f"Videos/{world.source}/redact", json={"faces": {"blurringKind": "Black"}}, params=params
    )
    assert answer.status_code == 202, answer.text
    wish.job_id, wish.accepted = answer.headers["location"].rsplit("/", 1)[1], Known.YES


def remove(api: Api, wish: Wish) -> None:
    """Ask to delete what a wish has made, and enter what came of it."""
    wish.deleted = Known.PERHAPS
    answer = api.call("DELETE", f"Videos/{wish.video_id}")
    assert answer.status_code in {200, 204}, answer.text
    wish.deleted = Known.YES


def drained(world: World, api: Api) -> None:
    """Wait until no work is left, and learn the ids of redacted videos."""
    listed = wait_for(
        api.videos, lambda videos: not any(video["state"] in OPEN for video in videos), PATIENCE
    )
    ids = {video["name"]: video["id"] for video in listed}
    for wish in world.ledger.wishes:
        wish.video_id = wish.video_id or ids.get(wish.name)


class Life:
    """A running service, and the one thing that is asked of it before it is killed."""

    def __init__(self, world: World, process: Process) -> None:
        self.world = world
        self.process = process
        self._threads: list[threading.Thread] = []
        self._failures: list[BaseException] = []

    def end(self, aim: str) -> None:
        """Ask for what the aim wants, and kill the service in the midst of it."""
        AIMS[aim](self)
        self.process.kill()
        for thread in self._threads:
            thread.join()
        for failure in self._failures:
            if not self._is_of_the_kill(failure):
                raise failure

    def _is_of_the_kill(self, failure: BaseException) -> bool:
        """It has cut the connection, or closed the client before the request was begun."""
        too_late = isinstance(failure, RuntimeError) and self.process.api.http.is_closed
        return isinstance(failure, httpx.TransportError) or too_late

    def cut_upload(self) -> None:
        """Kill soon after an upload was begun."""
        self._begin(lambda api: upload(self.world, api, self.world.ledger.add(redaction=False)))
        self._pause(CUT)

    def cut_redact(self) -> None:
        """Kill soon after a redaction was asked for."""
        self._begin(lambda api: redact(self.world, api, self.world.ledger.add(redaction=True)))
        self._pause(CUT)

    def cut_delete(self) -> None:
        """Kill soon after a deletion was asked for."""
        wishes = self.world.ledger.deletable()
        if not wishes:
            self.cut_upload()
            return
        self._begin(lambda api: remove(api, self.world.random.choice(wishes)))
        self._pause(CUT)

    def analysis(self) -> None:
        """Kill while uploads are analysed."""
        for _ in range(2):
            upload(self.world, self.process.api, self.world.ledger.add(redaction=False))
        self._pause(2 * self.world.analysis_seconds)

    def redaction(self) -> None:
        """Kill while redactions run."""
        for _ in range(2):
            redact(self.world, self.process.api, self.world.ledger.add(redaction=True))
        self._pause(2 * self.world.redaction_seconds)

    def callback(self) -> None:
        """Kill when a callback has come, before or after it is entered as delivered."""
        before = len(self.world.outside.requests)
        redact(self.world, self.process.api, self.world.ledger.add(redaction=True))
        wait_for(lambda: len(self.world.outside.requests), lambda count: count > before, PATIENCE)
        self._pause(CUT)

    def anything(self) -> None:
        """Kill while uploads, redactions and deletions come together."""
        self.cut_delete()
        self._begin(lambda api: upload(self.world, api, self.world.ledger.add(redaction=False)))
        self._begin(lambda api: redact(self.world, api, self.world.ledger.add(redaction=True)))
        self._pause(self.world.analysis_seconds + self.world.redaction_seconds)

    def _begin(self, request: Callable[[Api], None]) -> None:
        def send() -> None:
            try:
                request(self.process.api)
            except BaseException as failure:  # noqa: BLE001 - judged when the service has been killed
                self._failures.append(failure)

        self._threads.append(threading.Thread(target=send))
        self._threads[-1].start()

    def _pause(self, longest: float) -> None:
        """Let a random time pass, for that is where a kill belongs."""
        time.sleep(self.world.random.uniform(0, longest))


AIMS: dict[str, Callable[[Life], None]] = {
    "an upload's request": Life.cut_upload,
    "a redaction's request": Life.cut_redact,
    "a deletion": Life.cut_delete,
    "analyses": Life.analysis,
    "redactions": Life.redaction,
    "a callback": Life.callback,
    "all of them together": Life.anything,
}
