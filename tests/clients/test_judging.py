from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from contract_tests.redactions import Original
from contract_tests.video import Box, film
from scripts.sample_clip import SampleTruth, make_sample
from tests.clients.judging import WANTED, wrong_with_answers, wrong_with_file

EVERYBODY = {"blurringKind": "Black"}
TOKEN = ("generateAccessToken", "200")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SampleTruth]:
    """One second of two people, and where they are."""
    path = tmp_path_factory.mktemp("clients") / "clip.mp4"
    return path, make_sample(path, seconds=1, width=320, height=180, rate=10)


def original(path: Path, truth: SampleTruth) -> Original:
    """The clip as a service sees it that finds every face."""
    faces: dict[int, dict[int, Box]] = {}
    for number, boxes in enumerate(truth.boxes.values()):
        for frame, box in boxes.items():
            faces.setdefault(frame, {})[number] = Box(box.x, box.y, box.width, box.height)
    return Original("", film(path.read_bytes()), faces)


def test_a_file_that_isnt_redacted_is_noticed(clip: tuple[Path, SampleTruth]) -> None:
    """A client that hands the original back doesn't pass."""
    path, truth = clip
    wrongs = wrong_with_file(original(path, truth), truth, path, EVERYBODY)
    assert any("isn't black" in wrong for wrong in wrongs)


def test_faces_that_the_service_missed_are_noticed(clip: tuple[Path, SampleTruth]) -> None:
    """What the clip was painted from counts too, where nothing was found."""
    path, truth = clip
    blind = Original("", film(path.read_bytes()), {})
    assert any("is seen" in wrong for wrong in wrong_with_file(blind, truth, path, EVERYBODY))


def test_a_file_that_was_cut_off_is_noticed(clip: tuple[Path, SampleTruth], tmp_path: Path) -> None:
    """A broken download doesn't pass."""
    path, truth = clip
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(path.read_bytes()[:1000])
    assert "frames instead of 10" in wrong_with_file(original(path, truth), truth, broken, EVERYBODY)[0]


def test_a_missing_file_is_noticed(clip: tuple[Path, SampleTruth], tmp_path: Path) -> None:
    """A client that downloads nothing doesn't pass."""
    path, truth = clip
    assert wrong_with_file(original(path, truth), truth, tmp_path / "none.mp4", EVERYBODY)


@pytest.mark.parametrize("missing", [TOKEN, *WANTED])
def test_each_step_must_show_in_the_services_own_counters(missing: tuple[str, str]) -> None:
    """A program that reports a step which the service didn't see doesn't pass."""
    before = Counter({TOKEN: 3})
    after = before + Counter(WANTED) + Counter({TOKEN: 1})
    assert wrong_with_answers(before, after) == []
    after[missing] -= 1
    assert len(wrong_with_answers(before, after)) == 1
