"""The last word: everything that the contract documents was seen, or it is written down why not."""

from __future__ import annotations

import pytest

from .ledger import Ledger
from .ledger_report import needless, unexplained
from .plugin import is_whole_run
from .target import Aim
from .tolerances import STRICT_ALONE, TOLERANT_ALONE

NOT_ASKED_FOR = ("written in a live run", STRICT_ALONE, TOLERANT_ALONE)
"""Parts of the reasons for which a test is skipped although everything can be looked at."""


def test_nothing_is_skipped_where_all_can_be_seen(request: pytest.FixtureRequest, aim: Aim) -> None:
    """With the controls, a second account, tokens to issue and a reachable receiver, each test runs."""
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    able = aim.controls and aim.neighbour and aim.private_urls and aim.target.arm and not aim.video_id
    if not able or aim.live or reporter is None or request.session.testsfailed:
        pytest.skip("this service hasn't everything that the tests can use, or something failed")
    skipped = [(report.nodeid, str(report.longrepr[2])) for report in reporter.stats.get("skipped", ())]
    left_out = [each for each in skipped if not any(reason in each[1] for reason in NOT_ASKED_FOR)]
    assert not left_out, left_out


def test_everything_documented_was_seen(request: pytest.FixtureRequest, aim: Aim, ledger: Ledger) -> None:
    """Operations, statuses, headers, values, forms of auth, links and callbacks, each by a judged answer."""
    if not is_whole_run(request.config):
        pytest.skip("only a part of the suite ran")
    if aim.live:
        pytest.skip("a live run is too small to see everything; see the table")
    if not aim.controls:
        pytest.skip("without the emulator's controls, planned errors and more can't be seen; see the table")

    assert not unexplained(ledger), "\n".join(map(str, unexplained(ledger)))
    assert not needless(ledger), f"unseen.yaml explains what was seen: {needless(ledger)}"
