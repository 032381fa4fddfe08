"""Known breaches are accepted by name, and missed when they are gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_tests.accepting import Accepted, WrongRule, accepted, write
from contract_tests.breaches import rule_id

RULE = "The header x-ms-request-id is missing."


@pytest.mark.parametrize(
    "written",
    [RULE, rule_id(RULE), "the-header-*-is-missing", f"{RULE}@getJob", f"{rule_id(RULE)}@getJob"],
)
def test_a_rule_is_accepted_as_it_is_told_or_in_its_short_form(written: str) -> None:
    """Of every operation, or of the one that is named."""
    known = Accepted({written: 0})

    assert known.takes(RULE, "getJob")
    assert not known.takes("200, /state: type", "getJob")
    assert known.takes(RULE, "listVideos") == ("@" not in written)


def test_what_was_accepted_and_not_met_is_gone() -> None:
    """By what was written."""
    known = Accepted({"a-rule": 0, "the-header-*": 0})
    known.takes(RULE, "getJob")

    assert known.gone() == ["a-rule"]


@pytest.mark.parametrize("written", ["a-rule@noOperation", "@getJob", "..."])
def test_what_names_no_rule_is_refused(written: str) -> None:
    """Rather than never met."""
    with pytest.raises(WrongRule):
        accepted([written], None)


def test_a_baseline_that_was_written_accepts_what_it_was_written_of(tmp_path: Path) -> None:
    """Rules of operations, and checks that go by their test."""
    place = tmp_path / "known" / "baseline.txt"
    kinds = [("getJob", RULE), ("listVideos", "200, /results/*/id: required id"), ("", "test_of_something")]

    assert write(place, kinds) == 3
    known = accepted([], place)
    assert all(known.takes(rule, operation) for operation, rule in kinds)
    assert not known.takes(RULE, "listVideos")
    assert known.gone() == []
