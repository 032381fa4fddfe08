"""The suite's fixtures: what it is aimed at, a client of each account, and videos to work with."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from contract_tests import pacing
from contract_tests.absence import Presence
from contract_tests.contract import contract
from contract_tests.exchange import Exchange
from contract_tests.judge import Judge
from contract_tests.ledger import Ledger
from contract_tests.ledger_report import table
from contract_tests.observer import Observer
from contract_tests.recorded.recorder import Leak, Recorder
from contract_tests.reports import Reports
from contract_tests.service import Service
from contract_tests.sweeping import sweep
from contract_tests.target import Aim, WrongAim, aimed
from scripts.sample_clip import SampleTruth, make_sample

FIRST = ("test_operations", "test_beside_the_emulator")
LAST = ("test_workflow", "test_conformance", "test_ledger")
LEDGER = pytest.StashKey[Ledger]()
REPORTS = pytest.StashKey[Reports]()
RECORDER = pytest.StashKey[tuple[Recorder, Path]]()

MISSED_SHOWN = 30
"""Entries of the ledger that the end of a run lists at most; more of them would hide everything else."""

CLIP_SECONDS = 2.0
CLIP_SIZE = (320, 180)
CLIP_RATE = 15  # frames a second


def pytest_addoption(parser: pytest.Parser) -> None:
    """The suite's own switches."""
    group = parser.getgroup("contract", "conformance of a Video Indexer service")
    group.addoption("--live", action="store_true", help="keep to the vendor's limits and known behaviour")
    told = "write what was seen of the contract there, as HTML, or as JSON if the name ends so"
    group.addoption("--ledger", metavar="FILE", help=told)
    group.addoption("--har", metavar="FILE", help="write every request and answer there, without tokens")
    told = "write there what is answered otherwise than by the emulator"
    group.addoption("--differences", metavar="FILE", help=told)
    told = "keep the run there as goldens: one file for each kind of exchange, scrubbed"
    group.addoption("--record", metavar="DIR", help=told)
    told = "a module of the suite that goes before the others, such as test_semantics; may be repeated"
    group.addoption("--first", metavar="MODULE", action="append", default=[], help=told)
    for what, limit in (("uploads", pacing.MAX_UPLOADS), ("redactions", pacing.MAX_REDACTIONS)):
        told = f"{what} of a live run, {limit} unless told otherwise"
        group.addoption(f"--max-{what}", metavar="N", type=int, default=limit, help=told)


def pytest_configure(config: pytest.Config) -> None:
    """The same examples in each run, unless --hypothesis-seed asks for others."""
    fixed = config.getoption("--hypothesis-seed", default=None) is None
    settings.register_profile("contract", derandomize=fixed, database=None, deadline=None, max_examples=25)
    settings.register_profile("live", settings.get_profile("contract"), max_examples=5)
    settings.load_profile("live" if config.getoption("--live") else "contract")
    config.addinivalue_line("markers", "unknown(what): the contract doesn't say it; skipped on live")
    config.stash[REPORTS] = Reports(config.getoption("--har"))
    config.pluginmanager.register(config.stash[REPORTS], "contract-reports")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Assert nothing of a live service that nobody knows."""
    marker = item.get_closest_marker("unknown")
    if marker and item.config.getoption("--live"):
        pytest.skip(f"the contract doesn't say: {marker.args[0]}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is there at all comes first, broad and slow tests last; the ledger has the last word."""
    first = (*config.getoption("--first"), *FIRST)
    places = {name: place for place, name in enumerate(LAST)} | {
        name: place - len(first) - 1 for place, name in enumerate(first)
    }
    items.sort(key=lambda item: places.get(item.path.stem, -1))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show what the run saw of the contract."""
    if LEDGER in config.stash and is_whole_run(config):
        terminalreporter.section("what was seen of what the contract documents")
        lines = table(config.stash[LEDGER]).splitlines()
        missed = [line for line in lines if line.startswith("not seen")]
        if len(missed) > MISSED_SHOWN:
            lines = [line for line in lines if line not in missed]
            lines.append(f"{len(missed)} entries were not seen; --ledger FILE lists them")
        terminalreporter.write_line("\n".join(lines))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the goldens; those that had to be left out are named, and fail the run."""
    if RECORDER not in session.config.stash:
        return
    recorder, folder = session.config.stash[RECORDER]
    try:
        recorder.write(folder)
    except Leak as leak:
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        if reporter:
            reporter.write_line(f"\n{leak}", red=True)
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


def is_whole_run(config: pytest.Config) -> bool:
    """Whether nothing of the suite was left out by a choice on the command line."""
    chosen = config.option.keyword or config.option.markexpr
    names = any("::" in name or name.endswith(".py") for name in config.args)
    return not chosen and not names


@pytest.fixture(scope="session")
def aim(pytestconfig: pytest.Config) -> Iterator[Aim]:
    """The service under test."""
    try:
        with aimed(live=pytestconfig.getoption("live")) as found:
            yield found
    except WrongAim as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.USAGE_ERROR)


@pytest.fixture(scope="session")
def ledger(pytestconfig: pytest.Config) -> Ledger:
    """What the run has seen."""
    pytestconfig.stash[LEDGER] = Ledger(contract())
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
    return Observer(aim.url, judge, ledger, listeners=listeners)


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
    truth: SampleTruth


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """Two people before a moving background, with a tone."""
    path = tmp_path_factory.mktemp("clip") / "two people.mp4"
    width, height = CLIP_SIZE
    truth = make_sample(path, seconds=CLIP_SECONDS, width=width, height=height, rate=CLIP_RATE)
    return Clip(path, truth)


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
def indexed(aim: Aim, service: Service, clip: Clip) -> Iterator[Indexed]:
    """The clip, uploaded and indexed; or the video that VIDEO_INDEXER_VIDEO_ID names."""
    own = f"two people {uuid.uuid4()}"
    video_id = aim.video_id or service.upload(clip.path, name="two people", externalId=own)
    index = None if service.guard.lacks("getVideoIndex") else service.wait_indexed(video_id)
    if index is not None:
        assert index["state"] == "Processed", f"the clip's indexing ended in the state {index['state']}"
    yield Indexed(video_id, index)
    if aim.video_id is None:
        service.delete(video_id)


@pytest.fixture
def indexed_alone(service: Service, clip: Clip) -> Iterator[str]:
    """An indexed video for one test alone, which may spoil it."""
    video_id = service.upload(clip.path, name="alone")
    assert service.wait_indexed(video_id)["state"] == "Processed"
    yield video_id
    service.call("deleteVideo", places={"videoId": video_id})
