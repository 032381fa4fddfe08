"""The preview hides what the service hides: its numbers are those of the blur."""

from __future__ import annotations

import re

import cv2
import pytest

from video_indexer_emulator.media.blur import GRIDS, GROWTH, MARGIN
from video_indexer_emulator.media.outline import DIGITS, LABEL, LINE, LINES_PER_UNIT
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


@pytest.mark.parametrize(("name", "colour"), [("LINE", LINE), ("LABEL", LABEL)])
def test_the_preview_draws_outlines_in_the_colours_of_the_file(
    name: str, colour: tuple[int, int, int]
) -> None:
    """Players turn the file's luma and chroma into these."""
    found = re.search(rf'{name} = "#([0-9a-f]{{6}})";', HIDING)
    assert found

    assert pytest.approx(_rgb(*colour), abs=3) == tuple(bytes.fromhex(found[1]))


def test_the_preview_writes_ids_in_the_digits_of_the_file() -> None:
    """At the same size."""
    assert re.findall(r'^  "([01 ]+)",$', HIDING, re.MULTILINE) == list(DIGITS)
    assert f"LINES_PER_UNIT = {LINES_PER_UNIT};" in HIDING


def _rgb(luma: int, blue: int, red: int) -> tuple[float, ...]:
    """What ITU-R BT.601 in limited range makes of Y, U and V."""
    light, blue, red = 1.164 * (luma - 16), blue - 128, red - 128
    mixed = (light + 1.596 * red, light - 0.392 * blue - 0.813 * red, light + 2.017 * blue)
    return tuple(min(255.0, max(0.0, value)) for value in mixed)
