"""The clips that the suite carries are those that `scripts.suite_clips` makes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from contract_tests.clips import CROWD, TINY, TRUTH, TWO_PEOPLE, truth
from contract_tests.video import film
from scripts.suite_clips import make_clips


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all of them, made anew."""
    folder = tmp_path_factory.mktemp("clips")
    make_clips(folder)
    return folder


@pytest.mark.parametrize("clip", [TWO_PEOPLE, TINY, CROWD], ids=lambda clip: clip.stem)
def test_a_clip_shows_what_the_script_paints(fresh: Path, clip: Path) -> None:
    """Whatever the encoder's version makes of the bytes."""
    carried, made = film(clip.read_bytes()), film((fresh / clip.name).read_bytes())

    assert carried.times == made.times
    pairs = zip(carried.pictures, made.pictures, strict=True)
    assert max(float(np.abs(a.astype(np.int16) - b).mean()) for a, b in pairs) < 3


def test_the_truth_is_that_of_the_script(fresh: Path) -> None:
    """Every box of every frame."""
    assert (fresh / TRUTH.name).read_text("utf-8") == TRUTH.read_text("utf-8")
    shown, carried = truth(), film(TWO_PEOPLE.read_bytes())
    assert len(carried.pictures) == shown.frame_count
    assert carried.pictures[0].shape == (shown.height, shown.width, 3)
