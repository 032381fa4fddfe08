"""The suite as a plugin of pytest: its switches, the order of its tests, and what the end of a run says."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir

from . import pacing
from .embedded import NoEmulator
from .ledger import Ledger
from .ledger_report import table
from .recorded.recorder import Leak, Recorder
from .reports import Reports
from .target import Aim, WrongAim, aimed

FIRST = ("test_operations", "test_beside_the_emulator")
LAST = ("test_workflow", "test_conformance", "test_ledger")
LEDGER = pytest.StashKey[Ledger]()
REPORTS = pytest.StashKey[Reports]()
RECORDER = pytest.StashKey[tuple[Recorder, Path]]()
AIM = pytest.StashKey[Aim]()
SCRATCH = pytest.StashKey[TemporaryDirectory[str]]()
OPEN = pytest.StashKey[ExitStack]()

MISSED_SHOWN = 30
"""Entries of the ledger that the end of a run lists at most; more of them would hide everything else."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The suite's own switches."""
    group = parser.getgroup("contract", "conformance of a Video Indexer service")
    group.addoption("--live", action="store_true", help="keep to the vendor's limits and known behaviour")
    told = "write what was seen of the contract there, as HTML, or as JSON if the name ends so"
    group.addoption("--coverage-report", "--ledger", dest="ledger", metavar="FILE", help=told)
    group.addoption("--har", metavar="FILE", help="write every request and answer there, without tokens")
    told = "write there what is answered otherwise than by the emulator"
    group.addoption("--differences", metavar="FILE", help=told)
    told = "keep the run there as goldens: one file for each kind of exchange, scrubbed"
    group.addoption("--record", metavar="DIR", help=told)
    for what, limit in (("uploads", pacing.MAX_UPLOADS), ("redactions", pacing.MAX_REDACTIONS)):
        told = f"{what} of a live run, {limit} unless told otherwise"
        group.addoption(f"--max-{what}", metavar="N", type=int, default=limit, help=told)


def pytest_configure(config: pytest.Config) -> None:
    """The same examples in each run, unless --hypothesis-seed asks for others."""
    if config.getoption("numprocesses", default=None):
        raise pytest.UsageError("Leave out -n: workers that share one service would see each other's videos.")
    if "HYPOTHESIS_STORAGE_DIRECTORY" not in os.environ:
        config.stash[SCRATCH] = TemporaryDirectory(prefix="vi-contract-")
        set_hypothesis_home_dir(config.stash[SCRATCH].name)  # else it would make a folder where it is called
    fixed = config.getoption("--hypothesis-seed", default=None) is None
    settings.register_profile("contract", derandomize=fixed, database=None, deadline=None, max_examples=25)
    settings.register_profile("live", settings.get_profile("contract"), max_examples=5)
    settings.load_profile("live" if config.getoption("--live") else "contract")
    config.addinivalue_line("markers", "unknown(what): the contract doesn't say it; skipped on live")
    har = config.getoption("--har")
    try:
        config.stash[REPORTS] = Reports(har)
    except OSError as error:
        raise pytest.UsageError(f"--har {har} can't be written: {error.strerror}.") from error
    config.pluginmanager.register(config.stash[REPORTS], "contract-reports")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Find the service before anything else is done; a sentence says why it can't be judged."""
    if session.config.option.collectonly:
        return
    session.config.stash[OPEN] = ExitStack()
    try:
        found = session.config.stash[OPEN].enter_context(aimed(live=session.config.getoption("--live")))
    except (WrongAim, NoEmulator) as error:
        raise pytest.UsageError(str(error)) from error
    session.config.stash[AIM] = found


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the emulator, if it is our own, and leave nothing behind."""
    if opened := config.stash.get(OPEN, None):
        opened.close()
    if scratch := config.stash.get(SCRATCH, None):
        scratch.cleanup()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Assert nothing of a live service that nobody knows."""
    marker = item.get_closest_marker("unknown")
    if marker and item.config.getoption("--live"):
        pytest.skip(f"the contract doesn't say: {marker.args[0]}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is there at all comes first, broad and slow tests last; the ledger has the last word."""
    places = {name: place for place, name in enumerate(LAST)} | {
        name: place - len(FIRST) - 1 for place, name in enumerate(FIRST)
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
