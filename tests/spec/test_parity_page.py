"""docs/parity.md is what the contract and the recordings make of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import parity
from tests.spec.walks import Node, operations


def rows(document: Node) -> dict[str, list[str]]:
    """The table, by operation."""
    recordings = [{"file": "a", "answers": "getJob 200", "date": "2023-05"}, {"file": "b", "date": "2020"}]
    text = parity.render(document, recordings, ["getJob-303", "listVideos-200"])
    cells = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return {line[0]: line[1:] for line in cells[2:]}


def test_the_page_is_up_to_date() -> None:
    """It says what the script would write."""
    assert parity.main(["--check"]) == 0


def test_a_page_that_is_not_up_to_date_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what to do."""
    page = tmp_path / "parity.md"
    page.write_text("old", "utf-8")
    assert parity.main(["--check", "--page", str(page)]) == 1
    assert "python -m scripts.parity" in capsys.readouterr().out


def test_every_operation_has_a_row_with_its_counts(document: Node) -> None:
    """Parts that several use count for each."""
    found = rows(document)
    assert found.keys() == {operation.id for operation in operations(document)}
    assert found["getJob"][4:7] == ["1", "2023-05", "1"]
    assert found["listVideos"][4:7] == ["0", "-", "1"]
    assert int(found["getVideoIndex"][0]) > int(found["deleteVideo"][0])


def test_a_source_without_a_date_does_not_count(document: Node) -> None:
    """Our own repository is no source that one looks at."""
    assert all(line[-1].startswith("2026-") for line in rows(document).values())
