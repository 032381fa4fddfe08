"""The preview hides what the service hides: its numbers are those of the blur."""

from __future__ import annotations

import re

import cv2

from video_indexer_emulator.media.blur import GRIDS, GROWTH, MARGIN
from video_indexer_emulator.model import BlurringKind
from video_indexer_emulator.portal.pages import STATIC

HIDING = (STATIC / "hiding.js").read_text("utf-8")
GRID = re.compile(r"(\w+): \{ columns: (\d+), rows: (\d+), smooth: (true|false) \}")


def test_the_preview_has_the_numbers_of_the_blur() -> None:
    """After a change of media/blur.py, write the same into portal/static/hiding.js."""
    found = {
        BlurringKind(kind): (int(columns), int(rows), smooth == "true")
        for kind, columns, rows, smooth in GRID.findall(HIDING)
    }

    assert found == {
        kind: (grid.columns, grid.rows, grid.interpolation != cv2.INTER_NEAREST)
        for kind, grid in GRIDS.items()
    }
    assert f"GROWTH = {GROWTH:g};" in HIDING
    assert f"MARGIN = {MARGIN:g};" in HIDING


def test_the_portal_offers_every_kind() -> None:
    """And by the names of the contract."""
    choice = (STATIC / "choice.js").read_text("utf-8")

    assert set(re.findall(r'^  \["(\w+)"', choice, re.MULTILINE)) == set(BlurringKind)
