"""The suite as a plugin of pytest: its switches, the order of its tests, and what the end of a run says."""

from __future__ import annotations

import hashlib
import os
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir

from . import pacing
from .accepting import WrongRule, accepted
from .accepting import write as write_baseline
from .contract import FILE
from .embedded import NoEmulator
from .failures import Failures
from .findings_page import markdown, page
from .ledger_report import table, write
from .recorded.recorder import Leak
from .reports import Reports
from .stash import AIM, LEDGER, RECORDER, REPORTS
from .target import WrongAim, aimed

FIRST = ("test_operations", "test_beside_the_emulator", "test_first_look")
LAST = ("test_workflow", "test_conformance", "test_last_look", "test_ledger")
SCRATCH = pytest.StashKey[TemporaryDirectory[str]]()
COUNTED = ("failed", "error", "passed", "skipped")
"""Outcomes of tests, by pytest's names."""

BASELINE = pytest.StashKey[int]()  # breaches in the one that was written
OPEN = pytest.StashKey[ExitStack]()

MISSED_SHOWN = 30
"""Entries of the ledger that the end of a run lists at most; more of them would hide everything else."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The suite's own switches."""
    group = parser.getgroup("contract", "conformance of a Video Indexer service")
    group.addoption("--live", action="store_true", help="keep to the vendor's limits and known behaviour")
    told = "write what was seen of the contract there, as HTML, or as JSON if the name ends so"
    group.addoption("--coverage-report", "--ledger", dest="ledger", metavar="FILE", help=told)
    told = "accept breaches of this rule, as the end of a run names it; may be repeated"
    group.addoption("--accept", metavar="RULE[@OPERATION]", action="append", default=[], help=told)
    told = "accept the breaches of this file; fail where one is new or gone"
    group.addoption("--baseline", metavar="FILE", type=Path, help=told)
    told = "write all breaches there as a baseline, and end with 0"
    group.addoption("--write-baseline", metavar="FILE", type=Path, help=told)
    group.addoption("--har", metavar="FILE", help="write every request and answer there, without tokens")
    told = "write each kind of breach there, as a page to send to the service's owner"
    group.addoption("--html", metavar="FILE", type=Path, help=told)
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
    try:
        known = accepted(config.getoption("--accept"), config.getoption("--baseline"))
        failures = Failures(known, at_once=config.getoption("maxfail") == 1)
        config.stash[REPORTS] = Reports(config.getoption("--har"), failures)
    except OSError as error:
        raise pytest.UsageError(f"{error.filename}: {error.strerror}.") from error
    except WrongRule as error:
        raise pytest.UsageError(str(error)) from error
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
    _write_findings(terminalreporter, config)
    if BASELINE in config.stash:
        place = config.getoption("--write-baseline")
        terminalreporter.write_line(f"{config.stash[BASELINE]} known breaches are written to {place}.")
    if LEDGER in config.stash and is_whole_run(config):
        terminalreporter.section("what was seen of what the contract documents")
        lines = table(config.stash[LEDGER]).splitlines()
        missed = [line for line in lines if line.startswith("not ")]
        if len(missed) > MISSED_SHOWN:
            lines = [line for line in lines if line not in missed]
            entries = len(config.stash[LEDGER].missing())
            lines.append(f"{entries} entries were not seen; --coverage-report FILE lists them")
        terminalreporter.write_line("\n".join(lines))


def _write_findings(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The page that --html asks for, and the summary of GitHub's actions; with the numbers of the console."""
    reports, aim = config.stash[REPORTS], config.stash.get(AIM, None)
    tests = {name: len(terminalreporter.stats.get(name, ())) for name in COUNTED}
    if aim and (place := config.getoption("--html")):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(page(reports.failures, tests, aim.url, reports.clean), "utf-8")
    if aim and (github := os.environ.get("GITHUB_STEP_SUMMARY")):
        with Path(github).open("a", encoding="utf-8") as summary:
            summary.write(reports.clean(markdown(reports.failures, tests)))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write what the run leaves, and decide how it ends."""
    config = session.config
    if LEDGER in config.stash and (place := config.getoption("--coverage-report")):
        whole = is_whole_run(config) and not session.testsfailed
        digest = hashlib.sha256(FILE.read_bytes()).hexdigest()
        found = {"contract": digest, "live": config.getoption("--live"), "whole": whole}
        write(config.stash[LEDGER], Path(place), **found)
    session.exitstatus = _ended(session, config.stash[REPORTS].failures)
    _write_goldens(session)


def _ended(session: pytest.Session, failures: Failures) -> int:
    """The exit code: a breach that no test told counts too, and one that was accepted and is gone."""
    config, code = session.config, int(session.exitstatus)
    if code not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        return code
    if place := config.getoption("--write-baseline"):
        config.stash[BASELINE] = write_baseline(place, failures.kinds())
        return pytest.ExitCode.OK
    whole = is_whole_run(config) and not session.shouldstop and not session.shouldfail
    gone = failures.accepted.gone() if whole else []
    config.stash[REPORTS].gone = gone
    return pytest.ExitCode.TESTS_FAILED if gone or failures.unaccepted() else code


def _write_goldens(session: pytest.Session) -> None:
    """Those that had to be left out are named, and fail the run."""
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
