"""The suite's fixtures: what it is aimed at, a client of each account, and videos to work with."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from . import pacing
from .absence import Presence
from .clips import TWO_PEOPLE, Truth, truth
from .contract import contract
from .exchange import Exchange
from .judge import Judge
from .ledger import Ledger
from .observer import Observer
from .reaching import cause_in
from .recorded.recorder import Recorder
from .service import Service
from .stash import AIM, LEDGER, RECORDER, REPORTS
from .sweeping import sweep
from .target import Aim

pytest_plugins = (f"{__package__}.plugin",)  # here as contract_tests.plugin, in the wheel by another name


@pytest.fixture(scope="session")
def aim(pytestconfig: pytest.Config) -> Aim:
    """The service under test."""
    return pytestconfig.stash[AIM]


NO_CALLBACKS = {
    "* · callback · *": "The service may not call this machine (see vi-emulator --allow-private-urls)."
}


@pytest.fixture(scope="session")
def ledger(pytestconfig: pytest.Config, aim: Aim) -> Ledger:
    """What the run has seen."""
    found = Ledger(contract(), beyond={} if aim.private_urls else NO_CALLBACKS)
    found.cause = cause_in(pytestconfig.stash[REPORTS].failures)
    pytestconfig.stash[LEDGER] = found
    return pytestconfig.stash[LEDGER]


@pytest.fixture(scope="session")
def observer(pytestconfig: pytest.Config, aim: Aim, ledger: Ledger) -> Observer:
    """Judges every answer of the run."""
    reports = pytestconfig.stash[REPORTS]
    reports.hide(aim.target.access_token, aim.target.arm.bearer if aim.target.arm else None)
    judge = Judge(contract(), live=aim.live, reported=reports.reported)
    listeners: list[Callable[[Exchange], None]] = [reports.listen]
    if folder := pytestconfig.getoption("--record"):
        recorder = Recorder.of(aim)
        pytestconfig.stash[RECORDER] = recorder, Path(folder)
        listeners.append(recorder.take)
    return Observer(aim.url, judge, ledger, listeners=listeners, failures=reports.failures)


@pytest.fixture(autouse=True)
def running(request: pytest.FixtureRequest, observer: Observer) -> None:
    """Tell the observer which test is running."""
    observer.test = request.node.nodeid


@pytest.fixture(scope="session")
def service(pytestconfig: pytest.Config, aim: Aim, observer: Observer) -> Iterator[Service]:
    """The account under test; on live, and wherever a service isn't ours, what was made is deleted."""
    limits = (pytestconfig.getoption("--max-uploads"), pytestconfig.getoption("--max-redactions"))
    presence = Presence(aim, lambda: client.token)
    guard = pacing.Guard(aim, pacing.Budget.of(aim, *limits), pacing.limited(aim), presence)
    client = Service(aim, observer, guard=guard)
    yield client
    if (aim.live or not aim.controls) and (guard.made.jobs or guard.made.videos or presence.job_id):
        pytestconfig.stash[REPORTS].left += sweep(aim, client.token, guard)
    client.close()


@pytest.fixture(scope="session")
def presence(service: Service) -> Presence:
    """Tells which operations the service has at all."""
    assert service.guard.presence is not None
    return service.guard.presence


@pytest.fixture(scope="session")
def neighbour(aim: Aim, observer: Observer) -> Iterator[Service]:
    """Another account of the same service."""
    if aim.neighbour is None:
        pytest.skip("needs a second account, which only the emulator's development accounts have")
    client = Service(aim, observer, aim.neighbour)
    yield client
    client.close()


@dataclass(frozen=True)
class Clip:
    """The clip that is uploaded, and what it shows."""

    path: Path
    truth: Truth


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """Two people before a moving background, with a tone."""
    path = tmp_path_factory.mktemp("clip") / "two people.mp4"
    shutil.copyfile(TWO_PEOPLE, path)
    return Clip(path, truth())


NO_VIDEO = "No video to work with: its upload or analysis failed, as told above; the rest can't be judged."


@dataclass(frozen=True)
class Indexed:
    """A video of the service that is Processed and has faces; it stays there for the whole run."""

    id: str
    known: dict[str, Any] | None = field(repr=False)  # its index; None where the service tells none

    @property
    def index(self) -> dict[str, Any]:
        """What was found in the video."""
        if self.known is None:
            pytest.skip("needs getVideoIndex, which this service doesn't answer")
        return self.known

    @property
    def face_ids(self) -> tuple[int, ...]:
        """The faces' ids, in the order of the index."""
        insights = self.index["videos"][0]["insights"] or {}
        return tuple(face["id"] for face in insights.get("faces", ()))

    @property
    def external_id(self) -> str:
        """What the uploader called it."""
        return str(self.index["videos"][0].get("externalId") or "") or pytest.skip(
            "needs a video with an external id, and the one that was given has none"
        )

    @property
    def thumbnail_id(self) -> str:
        """Of the video's own picture."""
        return str(self.index["videos"][0]["thumbnailId"])


@pytest.fixture(scope="session")
def indexed(request: pytest.FixtureRequest, aim: Aim, service: Service, clip: Clip) -> Iterator[Indexed]:
    """The clip, uploaded and indexed; or the video that VIDEO_INDEXER_VIDEO_ID names."""
    try:
        video_id = aim.video_id or service.upload(
            clip.path, name="two people", externalId=f"two people {uuid.uuid4()}"
        )
        index = None if service.guard.lacks("getVideoIndex") else service.wait_indexed(video_id)
        if index is not None:
            assert index["state"] == "Processed", f"the clip's indexing ended in the state {index['state']}"
    except Exception:
        request.session.shouldfail = NO_VIDEO
        raise
    yield Indexed(video_id, index)
    if aim.video_id is None:
        service.delete(video_id)


Looks = dict[str, dict[str, str]]
"""What was answered at the beginning, by the question."""


@pytest.fixture(scope="session")
def looks() -> Looks:
    """What the first look has seen."""
    return {}


@pytest.fixture
def indexed_alone(service: Service, clip: Clip) -> Iterator[str]:
    """An indexed video for one test alone, which may spoil it."""
    video_id = service.upload(clip.path, name="alone")
    assert service.wait_indexed(video_id)["state"] == "Processed"
    yield video_id
    service.call("deleteVideo", places={"videoId": video_id})
