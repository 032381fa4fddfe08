"""A long clip is redacted in parts, and nobody sees or hears where they were joined."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.media.makers import Recipe, info, psnr, read, write
from tests.media.test_media_splice import CLOSED, COUNT, GROUP, KEPT, coders, hidden, scenery
from video_indexer_emulator.errors import DamagedMedia, Interrupted, PartsDiffer
from video_indexer_emulator.media import parts as parts_module
from video_indexer_emulator.media.coding import X264_PRESETS
from video_indexer_emulator.media.parts import cut, join, redact_part
from video_indexer_emulator.media.render import redact
from video_indexer_emulator.model import BlurringKind, FaceTrack, Part, RedactionPlan, Speed

ALIKE = 40  # dB
BLACK = RedactionPlan(BlurringKind.BLACK, None)
EVERY = range(COUNT // GROUP)


@pytest.fixture(autouse=True)
def short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a part be as short as a group of pictures."""
    monkeypatch.setattr(parts_module, "PART_SECONDS", 0.3)


def spans(source: Path, tracks: list[FaceTrack]) -> list[tuple[int, int]]:
    return cut(source, tracks, BLACK, info(source))


def redacted_parts(source: Path, tracks: list[FaceTrack]) -> list[tuple[Part, Path]]:
    made = []
    for number, (first, end) in enumerate(spans(source, tracks)):
        part, path = Part("job", number, first, end), source.with_name(f"part-{number}.mp4")
        redact_part(source, tracks, BLACK, info(source), part, path, lambda _: None)
        made.append((part, path))
    return made


def joined(source: Path, tracks: list[FaceTrack]) -> Path:
    result = source.with_name("joined.mp4")
    join(source, info(source), redacted_parts(source, tracks), result, lambda _: None)
    return result


def clip(folder: Path, options: dict[str, str] | None = None, **recipe: object) -> Path:
    chosen = Recipe(options={**CLOSED, **(options or {})}, audio=("aac",), audio_seconds=COUNT / 25, **recipe)  # type: ignore[arg-type]
    return write(folder / "clip.mp4", scenery(), chosen)


@settings(max_examples=6, deadline=None)  # each encodes and decodes many clips
@given(coder=coders, touched=st.sets(st.sampled_from(EVERY), min_size=3))
def test_joined_parts_are_what_one_pass_makes(
    tmp_path_factory: pytest.TempPathFactory, coder: dict[str, str], touched: set[int]
) -> None:
    if coder["profile"] == "baseline":
        coder = {**coder, "bf": "0"}
    source = clip(tmp_path_factory.mktemp("parts"), coder)
    tracks = hidden(touched)
    whole = source.with_name("whole.mp4")
    redact(source, tracks, BLACK, info(source), whole, lambda _: None)
    assert len(spans(source, tracks)) > 1
    before, once, after = read(source), read(whole), read(joined(source, tracks))
    assert after.times == before.times == once.times
    assert after.audio == before.audio
    assert after.duration == once.duration
    assert after.video_stream == once.video_stream
    for index, (one, other, single) in enumerate(
        zip(before.pictures, after.pictures, once.pictures, strict=True)
    ):
        if index // GROUP not in touched:
            assert np.array_equal(one, other), "a copied picture is the same to the bit"
        elif index % GROUP == 4:
            assert psnr(one[50:90, 70:100], other[50:90, 70:100]) < 20, "the face is hidden"
        else:
            assert psnr(one, other) > KEPT
        assert psnr(single, other) > KEPT


def test_the_result_does_not_depend_on_who_redacts_the_parts(tmp_path: Path) -> None:
    source = clip(tmp_path)
    tracks = hidden(EVERY)
    first = read(joined(source, tracks))
    again = [
        (part, path.with_name(f"again-{part.number}.mp4")) for part, path in redacted_parts(source, tracks)
    ]
    for part, path in reversed(again):
        redact_part(source, tracks, BLACK, info(source), part, path, lambda _: None)
    result = tmp_path / "again.mp4"
    join(source, info(source), again, result, lambda _: None)
    second = read(result)
    assert (first.times, first.audio) == (second.times, second.audio)
    # The encoder's last bits vary from run to run, whichever process runs it.
    assert min(map(psnr, first.pictures, second.pictures)) > ALIKE


def test_a_face_in_every_group_does_not_keep_a_clip_whole(tmp_path: Path) -> None:
    source = clip(tmp_path)
    assert spans(source, hidden(EVERY)) == [(start, start + GROUP) for start in range(0, COUNT, GROUP)]


def test_copied_groups_count_for_next_to_nothing(tmp_path: Path) -> None:
    source = clip(tmp_path)
    assert spans(source, hidden([4, 5])) == [(0, 50), (50, 60)]
    assert spans(source, []) == []


def test_a_long_clip_has_a_limited_number_of_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts_module, "MOST_PARTS", 2)
    source = clip(tmp_path)
    assert spans(source, hidden(EVERY)) == [(0, 30), (30, 60)]


@pytest.mark.parametrize("options", [{"x264-params": "open-gop=1:bframes=3"}, {"g": "250"}])
def test_what_has_no_sure_place_for_a_cut_stays_whole(tmp_path: Path, options: dict[str, str]) -> None:
    source = clip(tmp_path, options)
    assert spans(source, hidden(EVERY)) == []


def test_a_short_clip_stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts_module, "PART_SECONDS", 1.3)  # of 2.4 seconds
    source = clip(tmp_path)
    assert spans(source, hidden(EVERY)) == []


def test_irregular_times_are_kept_over_the_joints_of_parts(tmp_path: Path) -> None:
    stamps = [round(1000 * index / 25 + 7 * (index % 3) + 400 * (index > 25)) for index in range(COUNT)]
    source = clip(tmp_path, stamps=stamps)
    result = joined(source, hidden(EVERY))
    assert read(result).times == read(source).times


def test_parts_of_different_encoders_are_not_joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = clip(tmp_path)
    tracks = hidden(EVERY)
    parts = redacted_parts(source, tracks)
    monkeypatch.setitem(X264_PRESETS, Speed.FAST, "ultrafast")
    part, path = parts[2]
    redact_part(source, tracks, BLACK, info(source), part, path, lambda _: None)
    with pytest.raises(PartsDiffer):
        join(source, info(source), parts, tmp_path / "out.mp4", lambda _: None)
    assert not (tmp_path / "out.mp4").exists()


def test_a_part_that_is_missing_or_wrong_is_noticed(tmp_path: Path) -> None:
    source = clip(tmp_path)
    parts = redacted_parts(source, hidden(EVERY))
    for wrong in (parts[:-1], [(parts[0][0], source), *parts[1:]]):
        with pytest.raises(DamagedMedia, match="pictures"):
            join(source, info(source), wrong, tmp_path / "out.mp4", lambda _: None)
        assert not (tmp_path / "out.mp4").exists()


def test_work_on_a_part_can_be_stopped_and_leaves_nothing(tmp_path: Path) -> None:
    source = clip(tmp_path)

    def stop(share: float) -> None:
        if share > 0.5:
            raise Interrupted

    with pytest.raises(Interrupted):
        redact_part(
            source, hidden(EVERY), BLACK, info(source), Part("job", 1, 10, 20), tmp_path / "p.mp4", stop
        )
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]
