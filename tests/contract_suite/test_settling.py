"""What becomes of a test: failed by what it met first, skipped where it couldn't go on, else as it was."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from contract_tests.accepting import Accepted
from contract_tests.breaches import Breach
from contract_tests.contract import contract
from contract_tests.failures import Failures
from contract_tests.judge import Judge
from contract_tests.ledger import Entry
from contract_tests.reaching import cause_in
from contract_tests.settling import settle
from tests.contract_suite.exchanges import exchange, job, operation


def met(failures: Failures, test: str, status: int = 200, body: Any = None) -> None:
    """Let a test meet an answer of getJob that breaks the contract."""
    failures.begin(test)
    with pytest.raises(Breach) as caught:
        Judge(contract()).check(operation("getJob"), exchange("getJob", status, body))
    failures.take(caught.value)


def settled(failures: Failures, test: str, error: BaseException | None = None, when: str = "call") -> Any:
    """The report of a test's phase, after what was found had its say."""
    report = SimpleNamespace(when=when, outcome="failed" if error else "passed", longrepr="", sections=[])
    report.failed, report.nodeid = error is not None, test
    item: Any = SimpleNamespace(nodeid=test, location=("a.py", 1, "x"), function=settled, config=None)
    caught = None
    if error is not None:
        try:
            raise error
        except type(error):
            caught = pytest.ExceptionInfo.from_current()
    settle(failures, report, item, caught)
    return report


def test_the_first_test_that_meets_a_breach_fails_and_the_next_doesnt() -> None:
    """Though both pass by what they look at."""
    failures = Failures()
    met(failures, "a.py::one", body=job(progress=200))
    first = settled(failures, "a.py::one")
    met(failures, "a.py::two", body=job(progress=200))
    second = settled(failures, "a.py::two")

    assert (first.outcome, second.outcome) == ("failed", "passed")
    assert "getJob breaks the contract" in first.longrepr


def test_a_breach_of_a_setup_fails_the_call() -> None:
    """So that the test runs all the same."""
    failures = Failures()
    met(failures, "a.py::one", body=job(progress=200))

    assert settled(failures, "a.py::one", when="setup").outcome == "passed"
    assert settled(failures, "a.py::one").outcome == "failed"


def test_a_test_that_cant_go_on_is_skipped_with_the_rule() -> None:
    """If an earlier one has told it; else it tells it."""
    failures = Failures()
    met(failures, "a.py::one", 502)
    first = settled(failures, "a.py::one", KeyError("id"))
    met(failures, "a.py::two", 502)
    second = settled(failures, "a.py::two", AssertionError("got 502"))

    assert first.outcome == "failed"
    assert "It couldn't go on" in first.longrepr
    assert second.outcome == "skipped"
    assert second.longrepr[2] == "Skipped: not looked at because of the status 502"
    assert not failures.checks


def test_a_failure_of_its_own_stays_one_beside_a_breach() -> None:
    """Two breaches at once are two findings."""
    failures = Failures()
    met(failures, "a.py::one", body=job(progress=200))
    report = settled(failures, "a.py::one", AssertionError("the list isn't in order"))

    assert report.outcome == "failed"
    assert report.sections[0][0] == "beside this"
    assert list(failures.checks) == ["one"]
    assert failures.title() == "1 rule broken, 1 time; 1 other check failed, 1 time"


def test_what_is_accepted_fails_nothing() -> None:
    """Neither a rule nor a check by the name of its test."""
    failures = Failures(Accepted({"200-progress-maximum": 0, "one": 0}))
    met(failures, "a.py::one", body=job(progress=200))

    assert settled(failures, "a.py::one").outcome == "passed"
    assert settled(failures, "a.py::one", AssertionError("known")).outcome == "skipped"
    assert not failures.unaccepted()
    assert failures.accepted.gone() == []


@pytest.mark.parametrize(
    ("entry", "cause"),
    [
        (Entry("getJob", "answer", "303"), "getJob: 200, /progress: maximum"),
        (Entry("listVideos", "answer", "200"), None),
    ],
)
def test_what_wasnt_reached_names_the_breach(entry: Entry, cause: str | None) -> None:
    """Of the same operation; where nothing was broken or cut short, there is none."""
    failures = Failures()
    met(failures, "a.py::one", body=job(progress=200))

    assert cause_in(failures)(entry) == cause


def test_what_tests_that_were_cut_short_would_have_seen_names_their_breach() -> None:
    """Also of other operations."""
    failures = Failures()
    met(failures, "a.py::one", 502)
    settled(failures, "a.py::one", KeyError("id"))

    assert cause_in(failures)(Entry("listVideos", "answer", "200")) == "getJob: the status 502"
