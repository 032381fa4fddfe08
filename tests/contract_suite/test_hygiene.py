"""No token gets out by what a run prints or writes, even where the service gives it away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from contract_tests.exchange import Exchange
from contract_tests.reports import Reports
from tests.contract_suite.stub_service import stub
from tests.contract_suite.test_stub_run import CANARY, ROOT, run_suite

JWT = "eyJhbGciOiJSUzI1NiJ9.eyJBY2NvdW50SWQiOiIwIn0.c2lnbmF0dXJl"


@pytest.mark.slow
def test_a_service_that_gives_the_token_away_is_told_without_it(tmp_path: Path) -> None:
    """Failures, their comparisons, JUnit and HAR of a run that fails for it."""
    har, junit = tmp_path / "run.har", tmp_path / "run.xml"
    with stub(b"no video", CANARY, leaks=True) as server:
        chosen = ["-k", "test_jobs or test_generated_client", "-vv", "--showlocals"]
        done = run_suite(server, f"--har={har}", f"--junitxml={junit}", "-o", "junit_logging=all", *chosen)

    assert done.returncode == 1
    assert "The header Location carries more than an address" in done.stdout
    assert "curl -i -X POST" in done.stdout
    for text in (done.stdout, done.stderr, har.read_text("utf-8"), junit.read_text("utf-8")):
        assert CANARY not in text
    assert "given=***" in har.read_text("utf-8")


def test_every_form_of_a_secret_is_blanked_out() -> None:
    """In headers, queries, bodies and signed URLs; a JWT wherever it stands."""
    reports = Reports()
    reports.hide("a-secret-of-somebody", "tok", None)

    assert reports.clean("x a-secret-of-somebody y") == "x *** y"
    assert reports.clean(f"the token {JWT}, and more") == "the token ***, and more"
    assert (
        reports.clean("https://h/x?accessToken=abc&sig=def&sp=r")
        == "https://h/x?accessToken=***&sig=***&sp=r"
    )
    assert reports.clean("token") == "token"


def test_the_archive_has_every_exchange_and_no_secret(tmp_path: Path) -> None:
    """HAR 1.2, as browsers and proxies read it."""
    place = tmp_path / "run.har"
    reports = Reports(str(place))
    for status in (200, 429):
        reports.listen(
            Exchange(
                "POST",
                f"https://h/x?accessToken={CANARY}&name=a&token={CANARY}",
                {"Authorization": f"Bearer {CANARY}", "Content-Type": "application/json"},
                b'{"permissionType": "Reader"}',
                status,
                httpx.Headers({"Content-Type": "application/json", "Set-Cookie": CANARY}),
                json.dumps({"accessToken": CANARY}).encode(),
                0.25,
            )
        )
    reports.pytest_unconfigure()

    text = place.read_text("utf-8")
    log = json.loads(text)["log"]
    assert CANARY not in text
    assert (log["version"], [entry["response"]["status"] for entry in log["entries"]]) == ("1.2", [200, 429])
    request = log["entries"][0]["request"]
    assert request["postData"]["text"] == '{"permissionType": "Reader"}'
    assert {"name": "name", "value": "a"} in request["queryString"]
    assert log["entries"][0]["time"] == 250


HOSTILE = """
import pytest

EVIL = "\\x1b]0;title\\x07\\x1b[2J\\x1b[31mred\\x9b5mblink\\u202e"


def test_compared():
    answer = EVIL
    assert answer == "fine", f"the service said {answer}"


def test_printed():
    print(EVIL)
    raise ValueError(EVIL)


def test_skipped():
    pytest.skip(EVIL)
"""


def test_nothing_that_a_service_says_steers_the_terminal(tmp_path: Path) -> None:
    """Neither its title nor its colours; failures, captured output and reasons all show it as text."""
    (tmp_path / "conftest.py").write_text(
        "from contract_tests.reports import Reports\n"
        "def pytest_configure(config):\n    config.pluginmanager.register(Reports())\n"
    )
    (tmp_path / "test_hostile.py").write_text(HOSTILE)

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--color=no", "-p", "no:cacheprovider", "-rA", "."],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip

    said = done.stdout.decode("utf-8", "replace")
    assert "2 failed, 1 skipped" in said
    assert "\\x1b[31mred" in said
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(said)
