"""How faces that stay visible, and what is hidden without need, are counted."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from benchmarks.redaction.contenders import Hidden, ours_marked
from benchmarks.redaction.exposure import measure
from benchmarks.redaction.exposure_report import Row, figures, page
from benchmarks.redaction.truth import MarkedClip, load_truth
from tests.media.makers import Recipe, write
from video_indexer_emulator.media.models import FaceModels

if TYPE_CHECKING:
    from pathlib import Path

WHERE = {"date": "2026-01-01", "cores": 2, "python": "3.11"}


def marked(folder: Path, *keys: list[Any], **changes: Any) -> MarkedClip:
    """A clip of 100 x 100 pixels, all of whose frames were looked at."""
    faces = [{"person": 1, "keys": list(keys)}] if keys else []
    (folder / "clip.json").write_text(
        json.dumps({
            "sha256": "ab", "repository": "owner/name", "path": "clip.mp4", "licence": "MIT",
            "kind": "street", "half": "test", "width": 100, "height": 100, "fps": 2, "frames": 10,
            "spans": [[0, 3, 1]], "faces": faces, **changes,
        }), "utf-8",
    )  # fmt: skip
    (clip,) = load_truth(folder)
    return clip


KEYS = [[frame, 20, 20, 40, 40] for frame in range(4)]
WHOLE, HALF_LESS, NOTHING = [Hidden(20, 20, 60, 60)], [Hidden(20, 20, 60, 39)], list[Hidden]()


def test_a_face_of_which_less_than_half_is_hidden_is_exposed(tmp_path: Path) -> None:
    found = measure(marked(tmp_path, *KEYS), [WHOLE, HALF_LESS, NOTHING, WHOLE])
    assert (found.faces, found.exposed, found.covered) == (4, 2, 2)


def test_a_frame_that_was_never_hidden_counts_as_clear(tmp_path: Path) -> None:
    assert measure(marked(tmp_path, *KEYS), [WHOLE]).exposed == 3


def test_the_longest_exposure_is_in_seconds_without_a_break(tmp_path: Path) -> None:
    found = measure(marked(tmp_path, *KEYS), [NOTHING, WHOLE, NOTHING, NOTHING])
    assert found.longest == 2 / 2


def test_marks_of_another_size_than_the_picture_shown_are_refused(tmp_path: Path) -> None:
    """A clip that is stored on its side was once marked so, and every face counted as exposed."""
    video = write(tmp_path / "clip.mp4", [np.zeros((64, 128, 3), np.uint8)] * 2, Recipe(rotation=-90))
    clip = marked(tmp_path, width=128, height=64)
    detector_alone = FaceModels.load(None, tmp_path)
    with pytest.raises(ValueError, match=r"shown as \(64, 128\), but marked as \(128, 64\)"):
        ours_marked(clip, video, detector_alone)
    assert ours_marked(marked(tmp_path, width=64, height=128), video, detector_alone) == [[], []]


def test_people_are_counted_once(tmp_path: Path) -> None:
    assert measure(marked(tmp_path, *KEYS), [NOTHING, WHOLE, NOTHING, NOTHING]).people == (1, 1)


def test_a_face_under_8_pixels_doesnt_count(tmp_path: Path) -> None:
    assert measure(marked(tmp_path, [0, 20, 20, 7, 7]), []).faces == 0


def test_what_is_hidden_beyond_the_grown_box_is_needless(tmp_path: Path) -> None:
    found = measure(marked(tmp_path, *KEYS), [[Hidden(0, 0, 100, 100)], WHOLE, WHOLE, WHOLE])
    assert found.needless[0] == pytest.approx(1 - 0.52 * 0.52)
    assert found.needless[1] == 0


def test_nothing_is_needless_in_an_area_that_is_ignored(tmp_path: Path) -> None:
    clip = marked(tmp_path, ignored=[[0, 3, 0, 0, 100, 100]])
    assert measure(clip, [[Hidden(10, 10, 30, 30)]]).needless_share == 0


def test_the_page_misses_its_bars_where_we_expose_more_than_the_peer(tmp_path: Path) -> None:
    clip = marked(tmp_path, *KEYS)
    text, kept = page([Row(clip, measure(clip, []), measure(clip, [WHOLE] * 4))], WHERE, "deface", [])
    assert not kept
    assert "| on no clip more exposed than deface | clip | **missed** |" in text
    assert "| exposed: at most 0.3% | 100.00% | **missed** |" in text


def test_the_page_meets_its_bars_where_all_is_hidden(tmp_path: Path) -> None:
    clip = marked(tmp_path, *KEYS)
    text, kept = page([Row(clip, measure(clip, [WHOLE] * 4), measure(clip, []))], WHERE, "deface", ["gone"])
    assert kept
    assert "the file is absent: gone" in text


def test_figures_of_several_clips_are_added_by_faces(tmp_path: Path) -> None:
    clip = marked(tmp_path, *KEYS)
    told = figures([measure(clip, [WHOLE] * 4), measure(clip, [])])
    assert (told["faces"], told["exposed"], told["exposed share"]) == (8, 4, 0.5)
