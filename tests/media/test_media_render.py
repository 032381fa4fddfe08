"""What the redacted clip shows, judged by opening it again."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scripts.sample_clip import Scene
from tests.media.conftest import Sample
from tests.media.makers import Recipe, Shown, around, info, psnr, read, still, true_tracks, write
from video_indexer_emulator.errors import DamagedMedia, Interrupted
from video_indexer_emulator.media.blur import GROWTH
from video_indexer_emulator.media.render import redact
from video_indexer_emulator.model import BlurringKind, Box, FaceFilter, FilterScope, RedactionPlan

HIDDEN = 20  # dB: a face that differs more than this from the source is hidden, not just encoded again
KEPT = 35  # dB: what was left alone is at least this near to the source


def quiet(_: float) -> None:
    """Do nothing with the progress."""


@pytest.fixture(scope="module")
def source(sample: Sample) -> Shown:
    """The sample, decoded."""
    return read(sample.path)


@pytest.fixture(scope="module")
def redacted(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Shown]:
    """Return a function that redacts the sample by its truth and reads the result."""
    folder = tmp_path_factory.mktemp("redacted")
    expected = info(sample.path)
    done: dict[str, Shown] = {}

    def make(kind: BlurringKind, faces: FaceFilter | None = None) -> Shown:
        name = f"{kind}_{faces}"
        if name not in done:
            path = folder / f"{len(done)}.mp4"
            redact(sample.path, true_tracks(sample.truth), RedactionPlan(kind, faces), expected, path, quiet)
            done[name] = read(path)
        return done[name]

    return make


@pytest.mark.parametrize("kind", BlurringKind)
def test_times_sound_and_everything_around_the_faces_are_kept(
    sample: Sample, source: Shown, redacted: Callable[..., Shown], kind: BlurringKind
) -> None:
    result = redacted(kind)
    assert result.times == source.times
    assert abs(result.duration - source.duration) <= 1 / sample.truth.rate
    assert result.audio == source.audio
    assert result.video_stream["codec"] == "h264"
    assert result.video_stream["format"] == "yuv420p"
    for index, (before, after) in enumerate(zip(source.pictures, result.pictures, strict=True)):
        boxes = [boxes[index] for boxes in sample.truth.boxes.values() if index in boxes]
        # The encoder smears the edge of a hidden region by up to one of its blocks; ids stand above the line.
        reach = GROWTH + (1.0 if kind is BlurringKind.BOUNDING_BOX else 0.5)
        outside = ~around(before, boxes, reach)
        assert psnr(before, after, outside) > KEPT


@pytest.mark.parametrize("kind", [kind for kind in BlurringKind if kind is not BlurringKind.BOUNDING_BOX])
def test_every_face_is_hidden_in_every_frame(
    sample: Sample, source: Shown, redacted: Callable[..., Shown], kind: BlurringKind
) -> None:
    result = redacted(kind)
    for boxes in sample.truth.boxes.values():
        for index, box in boxes.items():
            face = around(source.pictures[index], [box], 0.9)
            assert psnr(source.pictures[index], result.pictures[index], face) < 25


def test_black_is_black(sample: Sample, redacted: Callable[..., Shown]) -> None:
    result = redacted(BlurringKind.BLACK)
    for boxes in sample.truth.boxes.values():
        for index, box in boxes.items():
            assert result.pictures[index][around(result.pictures[index], [box], 1.1)].max() <= 16


def test_an_outline_hides_nothing(sample: Sample, source: Shown, redacted: Callable[..., Shown]) -> None:
    result = redacted(BlurringKind.BOUNDING_BOX)
    for boxes in sample.truth.boxes.values():
        for index, box in boxes.items():
            inner = around(source.pictures[index], [box], 0.8)
            assert psnr(source.pictures[index], result.pictures[index], inner) > 28
            edge = around(source.pictures[index], [box], 1.4) & ~around(source.pictures[index], [box], 1.1)
            assert psnr(source.pictures[index], result.pictures[index], edge) < HIDDEN + 5


@pytest.mark.parametrize(
    ("scope", "hidden", "kept"),
    [(FilterScope.INCLUDE, "Collins", "Hopper"), (FilterScope.EXCLUDE, "Hopper", "Collins")],
)
def test_a_filter_hides_the_one_and_leaves_the_other(  # noqa: PLR0917
    sample: Sample,
    source: Shown,
    redacted: Callable[..., Shown],
    scope: FilterScope,
    hidden: str,
    kept: str,
) -> None:
    result = redacted(BlurringKind.BLACK, FaceFilter(frozenset({1000}), scope))
    for index, box in sample.truth.boxes[hidden].items():
        assert result.pictures[index][around(result.pictures[index], [box], 1.1)].max() <= 16
    for index, box in sample.truth.boxes[kept].items():
        face = around(source.pictures[index], [box], 1.0)
        assert psnr(source.pictures[index], result.pictures[index], face) > 28


def test_hiding_a_face_changes_no_later_frame(tmp_path: Path) -> None:
    """The decoder predicts later frames from earlier ones: those it keeps must stay as they were."""
    path = write(tmp_path / "in.mp4", [Scene(1, 160, 120).picture(0)[0]] * 10)
    track = still(Box(40, 30, 40, 50), 1)
    redact(path, [track], RedactionPlan(BlurringKind.BLACK), info(path), tmp_path / "out.mp4", quiet)
    before, after = read(path).pictures, read(tmp_path / "out.mp4").pictures
    assert psnr(before[0], after[0]) < HIDDEN
    assert all(psnr(one, other) > KEPT for one, other in zip(before[1:], after[1:], strict=True))


def test_no_tag_of_the_source_is_carried_over(tmp_path: Path) -> None:
    tags = {
        "title": "Secret",
        "comment": "Mine",
        "location": "+48.85+002.35/",
        "artist": "Me",
        "make": "Phone",
    }
    pictures = [Scene(1, 160, 120).picture(0)[0]] * 5
    path = write(tmp_path / "in.mp4", pictures, Recipe(metadata=tags))
    assert read(path).metadata["title"] == "Secret"
    redact(path, [], RedactionPlan(BlurringKind.BLACK), info(path), tmp_path / "out.mp4", quiet)
    result = read(tmp_path / "out.mp4")
    assert not set(tags.values()) & set(result.metadata.values())
    assert not set(tags) & set(result.metadata)
    for text in (b"Secret", b"+48.85", b"Phone"):
        assert text not in (tmp_path / "out.mp4").read_bytes()


@pytest.mark.parametrize("change", [-1, 1])
def test_another_frame_count_than_analysed_stops_the_work(
    sample: Sample, tmp_path: Path, change: int
) -> None:
    known = info(sample.path)
    expected = replace(known, frame_count=known.frame_count + change)
    with pytest.raises(DamagedMedia, match="were analysed"):
        redact(sample.path, [], RedactionPlan(BlurringKind.BLACK), expected, tmp_path / "out.mp4", quiet)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_redaction_leaves_nothing(sample: Sample, tmp_path: Path) -> None:
    def stop(share: float) -> None:
        if share > 0.5:
            raise Interrupted

    with pytest.raises(Interrupted):
        redact(
            sample.path, [], RedactionPlan(BlurringKind.BLACK), info(sample.path), tmp_path / "o.mp4", stop
        )
    assert list(tmp_path.iterdir()) == []


def test_a_failed_redaction_leaves_the_earlier_result(sample: Sample, tmp_path: Path) -> None:
    (tmp_path / "out.mp4").write_bytes(b"earlier")
    (tmp_path / "in.mp4").write_bytes(sample.path.read_bytes()[:20_000])
    with pytest.raises(DamagedMedia):
        redact(
            tmp_path / "in.mp4",
            [],
            RedactionPlan(BlurringKind.BLACK),
            info(sample.path),
            tmp_path / "out.mp4",
            quiet,
        )
    assert (tmp_path / "out.mp4").read_bytes() == b"earlier"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.mp4", "out.mp4"]


def test_progress_rises_to_one(sample: Sample, tmp_path: Path) -> None:
    told: list[float] = []
    redact(
        sample.path,
        [],
        RedactionPlan(BlurringKind.BLACK),
        info(sample.path),
        tmp_path / "out.mp4",
        told.append,
    )
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert np.diff(told).max() < 0.05
