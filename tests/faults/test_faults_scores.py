"""Results are written when that is asked for, and never otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_tests.faults import sharpness
from contract_tests.faults.catalogue import catalogue
from contract_tests.faults.scores import Scores
from contract_tests.faults.trials import Outcome, Row, Verdict

FAULT = "progress-falls"
CAUGHT = Outcome(Verdict.CAUGHT, 1.0, hits=1, by="some test")


@pytest.mark.parametrize("recording", [True, False])
def test_outcomes_are_kept_only_when_recording(tmp_path: Path, *, recording: bool) -> None:
    """What is known can be asked for in either case."""
    scores = Scores(tmp_path / "results", recording=recording)
    scores.record(Row.SUITE, FAULT, CAUGHT)
    scores.write(catalogue())

    assert (scores.outcome(Row.SUITE, FAULT) or {})["verdict"] == "caught"
    assert (tmp_path / "results").exists() is recording


class AllCaught:
    """Trials that needn't be run."""

    def __init__(self, *_: object) -> None:
        pass

    def __enter__(self) -> AllCaught:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, _: str) -> Outcome:
        """Caught."""
        return CAUGHT


@pytest.mark.parametrize(("flags", "written"), [([], False), (["--record"], True)])
def test_trying_a_fault_leaves_the_committed_results_alone(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    flags: list[str],
    written: bool,
) -> None:
    """Unless --record is given; what came out is printed in either case."""
    monkeypatch.setattr(sharpness, "Trials", AllCaught)
    monkeypatch.setattr(sharpness, "Scores", lambda **how: Scores(tmp_path / "results", **how))

    assert sharpness.main(["--known-clean", "--only", FAULT, *flags]) == 0

    assert (tmp_path / "results" / "sharpness.md").exists() is written
    assert "caught" in capsys.readouterr().out
