"""What the suite saw: when it runs for the review, and what its ledger is of."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from scripts.spec_review import crosscheck, lint, release, seen
from scripts.spec_review.__main__ import main
from scripts.spec_review.seen import Entry


@pytest.fixture(autouse=True)
def without_specmatic(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about the suite; a second opinion would take Java, a download and seconds for each."""
    monkeypatch.setattr(crosscheck, "opinion", lambda *_: crosscheck.NoOpinion("not asked", excused=True))


@pytest.mark.parametrize("status", [0, 1])
def test_a_suite_that_fails_fails_the_review(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], status: int
) -> None:
    """With --ledger, the suite's status is part of the verdict, and an older record is gone."""
    record = tmp_path / "ledger.json"
    record.write_text("of before", "utf-8")
    monkeypatch.setattr("scripts.spec_review.__main__.LEDGER", record)
    monkeypatch.setattr(lint, "lint", lambda *_: [])
    monkeypatch.setattr(lint, "read_waivers", list)
    ended = subprocess.CompletedProcess[str]([], status)
    monkeypatch.setattr(seen, "subprocess", SimpleNamespace(run=lambda *_, **__: ended))

    assert main(["--ledger", "--out", str(tmp_path)]) == status
    assert ("The contract suite failed." in capsys.readouterr().out) == bool(status)
    assert not record.exists()


def ledger(path: Path, *, whole: bool = True, contract: bytes | None = None) -> None:
    """Leave the ledger of a run there, of our contract unless told otherwise."""
    judged = (release.REPOSITORY / "openapi.yaml").read_bytes() if contract is None else contract
    digest = hashlib.sha256(judged).hexdigest()
    run = {"made": "2026", "live": False, "whole": whole, "contract": digest, "entries": []}
    path.write_text(json.dumps(run), "utf-8")


@pytest.mark.parametrize(
    ("before", "arguments", "runs"),
    [
        (lambda _: None, [], True),
        (lambda path: ledger(path, contract=b"another"), [], True),
        (lambda path: ledger(path, whole=False), [], True),
        (lambda path: path.write_text("{"), [], True),
        (ledger, [], False),
        (ledger, ["--ledger"], True),
        (lambda _: None, ["--without-ledger"], False),
        (ledger, ["--without-ledger"], False),
    ],
    ids=[
        "no run",
        "of another contract",
        "of a part",
        "cut off",
        "whole",
        "anew",
        "left out",
        "there and left out",
    ],
)
def test_the_suite_runs_where_no_run_of_it_tells_of_this_contract(  # noqa: PLR0917 - a table and three fixtures
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    before: Callable[[Path], None],
    arguments: list[str],
    runs: bool,
) -> None:
    """So the page is whole in a fresh clone; a line says beforehand that it takes a while."""
    record = tmp_path / "ledger.json"
    before(record)
    monkeypatch.setattr("scripts.spec_review.__main__.LEDGER", record)
    monkeypatch.setattr(lint, "lint", lambda *_: [])
    monkeypatch.setattr(lint, "read_waivers", list)
    ran: list[Path] = []

    def run(path: Path) -> int:
        ran.append(path)
        ledger(path)
        return 0

    monkeypatch.setattr(seen, "run_suite", run)

    assert main([*arguments, "--out", str(tmp_path)]) == 0

    assert ran == [record] * runs
    assert ("Running the contract suite" in capsys.readouterr().out) is runs
    page = (tmp_path / "index.html").read_text("utf-8")
    assert ("No run is recorded." in page) is (arguments == ["--without-ledger"])


def test_the_suite_doesnt_run_for_a_contract_that_isnt_the_one_beside_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It judges by openapi.yaml of this repository and no other."""
    spec = tmp_path / "openapi.yaml"
    spec.write_bytes((release.REPOSITORY / "openapi.yaml").read_bytes() + b"\n# a remark\n")
    monkeypatch.setattr(lint, "lint", lambda *_: [])
    monkeypatch.setattr(lint, "read_waivers", list)
    monkeypatch.setattr(seen, "run_suite", lambda _: pytest.fail("ran"))

    assert main(["--spec", str(spec), "--out", str(tmp_path)]) == 0


def test_a_recorded_run_is_read_with_what_it_is_of(tmp_path: Path) -> None:
    """A run of another contract is known by its digest; without a record there is none."""
    spec, path = release.REPOSITORY / "openapi.yaml", tmp_path / "ledger.json"
    entry = {"operation": "getJob", "kind": "answer", "name": "200", "seen": 1, "test": "t", "reason": None}
    run = {"made": "2026", "live": False, "whole": True, "entries": [entry]}
    assert seen.read(path, spec) is None

    for digest, current in ((hashlib.sha256(spec.read_bytes()).hexdigest(), True), ("0", False)):
        path.write_text(json.dumps({**run, "contract": digest}), "utf-8")
        record = seen.read(path, spec)
        assert record
        assert record.current is current
        assert record.entries == [Entry("getJob", "answer", "200", 1, "t", None)]
