"""When the page on the strength of the kinds says that a bar is missed."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.redaction.strength_report import interval, page

WHERE = {"date": "2026-01-01", "cores": 2, "python": "3.11"}


def row(**changes: Any) -> dict[str, Any]:
    return {
        "found again": 0.0, "like itself": 1, "likeness, mean": 0.0, "likeness, highest": 0.2, "tracks": 100,
        "known from 16 frames": 50, "detail, mean": 1.0, "less detail than the kind before": None, **changes,
    }  # fmt: skip


def report(**kinds: dict[str, Any]) -> dict[str, Any]:
    rows = {kind: row() for kind in ("LowBlur", "MediumBlur", "HighBlur", "Black")} | kinds
    source = {
        "people": 10, "faces": 1000, "different people over": 100, "different people": 100_000,
        "kinds": rows,
    }  # fmt: skip
    return {"machine": WHERE, "sources": {"composites": source}}


def test_all_is_well_where_nobody_is_known_more_often_than_behind_black() -> None:
    text, kept = page(report())
    assert kept
    assert "missed" not in text


@pytest.mark.parametrize(
    ("kind", "changes", "bar"),
    [
        ("HighBlur", {"found again": 0.01}, "found again"),
        ("MediumBlur", {"like itself": 20}, "like itself"),
        ("HighBlur", {"like itself": 2}, "more like itself than MediumBlur"),
        ("MediumBlur", {"known from 16 frames": 56}, "known from 16 frames"),
    ],
)
def test_a_kind_that_leaves_more_misses_its_bar(kind: str, changes: dict[str, Any], bar: str) -> None:
    text, kept = page(report(**{kind: row(**changes)}))
    assert not kept
    assert f"| {kind} **missed: {bar}** |" in text


def test_low_blur_promises_nothing_but_its_name() -> None:
    assert page(report(LowBlur=row(**{"like itself": 500, "known from 16 frames": 100})))[1]


def test_the_interval_of_a_share_is_wilsons() -> None:
    for some, ends in ((0, (0.0, 0.037)), (50, (0.404, 0.596))):
        assert list(interval(some, 100)) == pytest.approx(list(ends), abs=0.001)
