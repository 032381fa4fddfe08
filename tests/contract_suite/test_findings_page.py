"""The page of findings: each rule once, with the contract's words, their source, and what came."""

from __future__ import annotations

import html

import pytest

from contract_tests.breaches import Breach
from contract_tests.contract import contract
from contract_tests.failures import Failures
from contract_tests.findings_page import markdown, page
from contract_tests.judge import Judge
from contract_tests.sources import said
from tests.contract_suite.exchanges import exchange, job, operation

TOKEN = "a-token-of-somebody"  # noqa: S105 - of no service


def found() -> Failures:
    """A run that met one rule twice, and one failing check."""
    failures = Failures()
    for test in ("a.py::one", "a.py::two"):
        failures.begin(test)
        answer = exchange("getJob", 200, job(progress=200), credential=f"Bearer {TOKEN}")
        with pytest.raises(Breach) as caught:
            Judge(contract()).check(operation("getJob"), answer)
        failures.take(caught.value)
    failures.fail("a.py::test_of_pages[3]", AssertionError("a page of 4 instead of 3"), "Pages are as asked.")
    return failures


def test_a_rule_stands_once_with_words_source_answer_and_a_line_for_a_shell() -> None:
    """And without the token."""
    text = html.unescape(page(found(), {"failed": 2, "passed": 7}, "http://service.example", str))

    assert text.count("<h2>200, /progress: maximum</h2>") == 1
    assert "2 times, at getJob (2)" in text
    assert "Percent; never falls." in text
    assert "documented" in text
    assert "curl -i" in text
    assert '"progress": 200' in text
    assert TOKEN not in text
    assert "Pages are as asked." in text
    assert "a page of 4 instead of 3" in text
    assert "1 rule broken, 2 times; 1 other check failed, 1 time. Tests: 2 failed, 7 passed." in text


def test_the_summary_has_a_row_for_each_finding() -> None:
    """In the Markdown of a continuous integration."""
    rows = [line for line in markdown(found(), {"failed": 2}).splitlines() if line.startswith("|")]

    assert rows[2:] == [
        "| 200, /progress: maximum | getJob | 2 | a.py::one |",
        "| test_of_pages |  | 1 | a.py::test_of_pages[3] |",
    ]


@pytest.mark.parametrize(
    ("rule", "words", "certainty"),
    [
        ("The header x-ms-request-id is missing.", "The server's own id of the request", "decided"),
        ("200, /progress: maximum", "Percent; never falls.", "documented"),
        ("the status 502", "", "documented"),
    ],
)
def test_the_nearest_words_of_the_contract_are_told(rule: str, words: str, certainty: str) -> None:
    """Of the header, of the member; where there are none, of the operation."""
    told = said("getJob", rule)

    assert told.text.startswith(words)
    assert told.text
    assert told.certainty == certainty
    assert told.sources
