"""The preview hides what the service hides: its numbers are those of the blur."""

from __future__ import annotations

import re

import cv2
import pytest

from video_indexer_emulator.media.blur import COLOURS, GRIDS, GROWTH, MARGIN
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


def test_the_preview_draws_outlines_in_the_colours_of_the_file() -> None:
    """Players turn the file's luma and chroma into these."""
    found = re.search(r"OUTLINES = \[(.*?)\]", HIDING)
    assert found
    shown = [tuple(bytes.fromhex(code)) for code in re.findall(r"#([0-9a-f]{6})", found[1])]

    assert [pytest.approx(_rgb(*colour), abs=3) for colour in COLOURS] == shown


def _rgb(luma: int, blue: int, red: int) -> tuple[float, ...]:
    """What ITU-R BT.601 in limited range makes of Y, U and V."""
    light, blue, red = 1.164 * (luma - 16), blue - 128, red - 128
    mixed = (light + 1.596 * red, light - 0.392 * blue - 0.813 * red, light + 2.017 * blue)
    return tuple(min(255.0, max(0.0, value)) for value in mixed)
