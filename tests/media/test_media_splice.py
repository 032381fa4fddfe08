"""Groups of pictures in which nothing is hidden are copied as they are, and nobody sees the joints."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.media.makers import Picture, Recipe, info, psnr, read, write
from video_indexer_emulator.errors import Interrupted
from video_indexer_emulator.media.gops import Splice, plan_splice
from video_indexer_emulator.media.h264 import parameter_sets, set_id, unit_type, units_of
from video_indexer_emulator.media.render import redact
from video_indexer_emulator.model import BlurringKind, Box, FaceTrack, RedactionPlan, Sighting

FACE = Box(60, 40, 50, 60)
GROUP = 10  # pictures
COUNT = 60
KEPT = 35  # dB
CLOSED = {"preset": "medium", "g": str(GROUP), "keyint_min": str(GROUP), "sc_threshold": "0"}


def scenery(count: int = COUNT, width: int = 160, height: int = 120) -> Iterable[Picture]:
    """Yield pictures that move, so that they depend on each other."""
    ground = np.random.default_rng(7).integers(0, 255, (height + count, width + 2 * count, 3), np.uint8)
    soft = np.asarray(cv2.GaussianBlur(ground, (0, 0), 4), np.uint8)
    for index in range(count):
        yield np.ascontiguousarray(soft[index : index + height, 2 * index : 2 * index + width])


def hidden(groups: Iterable[int]) -> list[FaceTrack]:
    """Return a track that is there for one picture in the middle of each of these groups."""
    return [FaceTrack(1000 + group, (Sighting(group * GROUP + 4, FACE, 0.9),)) for group in groups]


def redacted(source: Path, tracks: list[FaceTrack]) -> Path:
    """Redact in black, beside the source."""
    result = source.with_name("redacted.mp4")
    redact(source, tracks, RedactionPlan(BlurringKind.BLACK, None), info(source), result, lambda _: None)
    return result


def plan(source: Path, changed: Iterable[int] = ()) -> Splice | None:
    return plan_splice(source, set(changed), info(source).frame_count)


def pictures_of(path: Path) -> list[list[bytes]]:
    """Return the NAL units with a picture's slices, by picture in the order of decoding."""
    with av.open(str(path)) as container:
        return [
            [bytes(unit) for unit in units_of(memoryview(packet)) if unit_type(unit) in range(1, 6)]
            for packet in container.demux(container.streams.video[0])
            if packet.size
        ]


coders = st.fixed_dictionaries({
    "profile": st.sampled_from(["baseline", "main", "high"]),
    "bf": st.sampled_from(["0", "2", "5"]),
    "refs": st.sampled_from(["1", "4"]),
    "x264-params": st.sampled_from(["b-pyramid=none", "b-pyramid=normal", "sps-id=1", "slices=3"]),
})  # fmt: skip


@settings(max_examples=12, deadline=None)  # each encodes and decodes three clips
@given(coder=coders, touched=st.sets(st.integers(0, COUNT // GROUP - 1), max_size=5))
def test_joined_pictures_decode_as_the_sources_do_whoever_encoded_them(
    tmp_path_factory: pytest.TempPathFactory, coder: dict[str, str], touched: set[int]
) -> None:
    if coder["profile"] == "baseline":
        coder = {**coder, "bf": "0"}
    folder = tmp_path_factory.mktemp("splice")
    recipe = Recipe(options={**CLOSED, **coder}, audio=("aac",), audio_seconds=COUNT / 25)
    source = write(folder / "clip.mp4", scenery(), recipe)
    before, after = read(source), read(redacted(source, hidden(touched)))
    assert after.times == before.times
    assert after.audio == before.audio
    assert after.duration == before.duration
    for index, (one, other) in enumerate(zip(before.pictures, after.pictures, strict=True)):
        if index // GROUP not in touched:
            assert np.array_equal(one, other), "a copied picture is the same to the bit"
        elif index % GROUP == 4:
            assert psnr(one[50:90, 70:100], other[50:90, 70:100]) < 20, "the face is hidden"
        else:
            assert psnr(one, other) > KEPT


def test_the_slices_of_copied_groups_are_the_sources_own(tmp_path: Path) -> None:
    source = write(tmp_path / "clip.mp4", scenery(), Recipe(options=CLOSED))
    before, after = pictures_of(source), pictures_of(redacted(source, hidden([2])))
    same = [one == other for one, other in zip(before, after, strict=True)]
    assert same == [index // GROUP != 2 for index in range(COUNT)]


def test_the_header_holds_the_parameter_sets_of_both_encoders_under_different_ids(tmp_path: Path) -> None:
    source = write(tmp_path / "clip.mp4", scenery(), Recipe(options=CLOSED))
    with av.open(str(redacted(source, hidden([2])))) as container:
        sets = parameter_sets(container.streams.video[0].codec_context.extradata or b"")
    assert sets is not None
    assert sorted((unit_type(unit), set_id(unit)) for unit in sets) == [(7, 0), (7, 1), (8, 0), (8, 1)]


def test_a_clip_in_which_nothing_is_hidden_is_copied_whole(tmp_path: Path) -> None:
    source = write(tmp_path / "clip.mp4", scenery(), Recipe(options=CLOSED))
    assert pictures_of(redacted(source, [])) == pictures_of(source)


def test_irregular_times_are_kept_over_the_joints(tmp_path: Path) -> None:
    stamps = [round(1000 * index / 25 + 7 * (index % 3) + 400 * (index > 25)) for index in range(COUNT)]
    source = write(tmp_path / "clip.mp4", scenery(), Recipe(options=CLOSED, stamps=stamps))
    assert plan(source) is not None
    assert read(redacted(source, hidden([1, 4]))).times == read(source).times


def test_a_late_start_and_the_shape_of_a_pixel_are_kept(tmp_path: Path) -> None:
    recipe = Recipe(options=CLOSED, start=Fraction(17, 20), aspect=Fraction(4, 3), audio=("aac",))
    source = write(tmp_path / "clip.mp4", scenery(), recipe)
    assert plan(source) is not None
    before, after = read(source), read(redacted(source, hidden([0, 3])))
    assert (after.times, after.audio) == (before.times, before.audio)
    assert after.video_stream["aspect"] == Fraction(4, 3)


def test_matroska_in_h264_is_copied_too(tmp_path: Path) -> None:
    source = write(tmp_path / "clip.mkv", scenery(), Recipe(options=CLOSED))
    result = redacted(source, hidden([2]))
    assert read(result).times == read(source).times
    assert pictures_of(result)[:GROUP] == pictures_of(source)[:GROUP]


def test_messages_beside_the_pictures_are_left_behind(tmp_path: Path) -> None:
    source = write(tmp_path / "clip.mp4", scenery(), Recipe(options=CLOSED))
    assert b"x264 - core" in source.read_bytes()
    result = redacted(source, [])
    with av.open(str(result)) as container:
        types = {
            unit_type(unit)
            for packet in container.demux(container.streams.video[0])
            if packet.size
            for unit in units_of(memoryview(packet))
        }
    assert types == {1, 5}
    assert b"x264 - core" not in result.read_bytes()


@pytest.mark.parametrize(
    ("reason", "recipe", "suffix"),
    [
        ("open groups", Recipe(options={**CLOSED, "x264-params": "open-gop=1:bframes=3"}), "mp4"),
        ("periodic refresh without IDR", Recipe(options={**CLOSED, "x264-params": "intra-refresh=1"}), "mp4"),
        ("interlaced", Recipe(options={**CLOSED, "x264-params": "interlaced=1"}), "mp4"),
        ("turned", Recipe(options=CLOSED, rotation=90), "mp4"),
        ("4:4:4", Recipe(options=CLOSED, pix_fmt="yuv444p"), "mp4"),
        ("10 bit", Recipe(options=CLOSED, pix_fmt="yuv420p10le"), "mp4"),
        ("another codec", Recipe(codec="mpeg4", options={"g": "10"}), "mp4"),
        ("another form of H.264", Recipe(options=CLOSED), "ts"),
        ("times of decoding alone", Recipe(options={**CLOSED, "bf": "0"}), "avi"),
    ],
)
def test_what_cant_be_joined_is_encoded_whole(
    tmp_path: Path, reason: str, recipe: Recipe, suffix: str
) -> None:
    source = write(tmp_path / f"clip.{suffix}", scenery(), recipe)
    assert plan(source, [4]) is None, reason
    result = read(redacted(source, hidden([1])))
    assert len(result.pictures) == COUNT


def test_a_count_that_differs_from_the_analysis_is_never_copied(tmp_path: Path) -> None:
    source = write(tmp_path / "clip.mp4", scenery(), Recipe(options=CLOSED))
    assert plan_splice(source, set(), COUNT - 1) is None


def test_progress_is_told_and_can_stop_the_work_while_packets_are_copied(tmp_path: Path) -> None:
    source = write(tmp_path / "clip.mp4", scenery(), Recipe(options=CLOSED))

    def stop(share: float) -> None:
        if share > 0.5:
            raise Interrupted

    result = tmp_path / "out.mp4"
    with pytest.raises(Interrupted):
        redact(source, [], RedactionPlan(BlurringKind.BLACK, None), info(source), result, stop)
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"\1",
        b"\0\0\0\1\x67",
        b"\1\x64\0\x1f\xff",
        b"\1\x64\0\x1f\xff\xe1\0\x40ab",
        b"\1\x64\0\x1f\xfc\xe0\0",
    ],
)
def test_broken_headers_are_not_taken_for_good_ones(header: bytes) -> None:
    assert parameter_sets(header) is None


@pytest.mark.parametrize("packet", [b"\0\0\0\x05ab", b"\0\0\0\0", b"\0\0"])
def test_broken_packets_are_told(packet: bytes) -> None:
    with pytest.raises(ValueError, match="NAL"):
        list(units_of(memoryview(packet)))
