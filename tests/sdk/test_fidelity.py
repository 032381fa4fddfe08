"""The fidelity matrix has no empty cell, and both clients fill it alike."""

from __future__ import annotations

import pytest

from tests.sdk.fidelity import UNDOCUMENTED, matrix, operations
from tests.sdk.test_service_errors import CLASSES

Matrix = dict[tuple[str, str], tuple[str, str]]


@pytest.fixture(scope="module")
def cells() -> Matrix:
    """The whole matrix."""
    return {(operation, answer): (one, other) for operation, answer, one, other in matrix()}


def test_every_answer_of_every_operation_has_its_cell(cells: Matrix) -> None:
    """The ten that the SDK uses, what is documented of each, and what is not."""
    expected = {(known.name, str(status)) for known in operations() for status in known.statuses}
    expected |= {(known.name, f"({name})") for known in operations() for name in UNDOCUMENTED}

    assert expected == cells.keys()
    assert len({name for name, _ in cells}) == 10


def test_both_clients_give_the_same(cells: Matrix) -> None:
    """Result or error."""
    assert {key: pair for key, pair in cells.items() if pair[0] != pair[1] or not pair[0]} == {}


def test_a_documented_error_is_its_class_with_all_that_it_tells(cells: Matrix) -> None:
    """429 alone has no body, and says how long to wait."""
    for (operation, answer), (outcome, _) in cells.items():
        if answer.startswith("(") or int(answer) < 400:
            continue
        kind = "Unauthorized" if answer == "403" else CLASSES[int(answer)].__name__
        words = "" if answer == "429" and operation != "generateAccessToken" else ", GENERAL, Words."
        wait = ", after 7 s" if answer == "429" else ""

        assert f"{kind} {answer}{words}{wait}, request id" == outcome, operation


def test_a_documented_success_is_a_result(cells: Matrix) -> None:
    """Of the method's own type."""
    successes = {key: pair[0] for key, pair in cells.items() if key[1] in {"200", "202", "204", "303"}}

    assert [key for key, outcome in successes.items() if " of " not in outcome] == []
    assert successes["uploadVideo", "200"] == "str of upload"
    assert successes["getJob", "200"] == successes["getJob", "303"] == "JobStatus of get_job"


def test_what_nobody_documents_is_a_typed_error(cells: Matrix) -> None:
    """But for a deletion, of whose answer nothing is read where it is empty or an object."""
    odd = {key for key, pair in cells.items() if key[1].startswith("(") and " of " in pair[0]}

    assert {("deleteVideo", "(200, empty)"), ("deleteVideo", "(200, JSON of another shape)")} == odd
