"""Times: clocks that begin anywhere or jump, and a last picture that stands long."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path

import av
import pytest

from tests.media.makers import Recipe, read, write
from tests.media.test_media_formats import pictures, redacted

FRAME = Fraction(1, 25)


@pytest.mark.parametrize("suffix", ["ts", "mpg", "flv", "mp4", "mkv"])
def test_a_clock_that_begins_hours_late_begins_at_zero(tmp_path: Path, suffix: str) -> None:
    codec = "mpeg2video" if suffix == "mpg" else "libx264"
    clock = 25 if suffix == "mpg" else 1000
    recipe = Recipe(codec=codec, options={}, start=Fraction(50_000), clock=clock)
    path = write(tmp_path / f"late.{suffix}", pictures(), recipe)
    assert read(path).times[0] > 49_000
    after = redacted(path)
    assert after.times[0] < FRAME
    assert abs(after.duration - 12 * FRAME) < FRAME


def test_sound_and_picture_lose_the_same_from_a_late_clock(tmp_path: Path) -> None:
    recipe = Recipe(audio=("aac",), start=Fraction(3, 10), container="mpegts")
    path = write(tmp_path / "late.ts", pictures(), recipe)
    before, after = read(path), redacted(path)
    apart = before.times[0] - before.audio[0][0][1]
    assert apart > Fraction(1, 4)
    assert abs(after.times[0] - after.audio[0][0][1] - apart) < Fraction(1, 1000)
    assert min(after.times[0], after.audio[0][0][1]) == 0


def test_joined_transport_streams_play_one_after_the_other(tmp_path: Path) -> None:
    recipe = Recipe(audio=("aac",), audio_seconds=0.48)
    piece = write(tmp_path / "piece.ts", pictures(), recipe)
    path = tmp_path / "joined.ts"
    path.write_bytes(piece.read_bytes() * 3)
    after = redacted(path)
    assert len(after.times) == 36
    steps = [later - earlier for earlier, later in itertools.pairwise(after.times)]
    # The sound is a little longer than the picture; the next piece begins after both.
    assert all(FRAME - Fraction(1, 1000) <= step < 3 * FRAME for step in steps)
    assert len(after.audio[0]) >= 3 * len(read(piece).audio[0]) - 2
    ends = [times[-1] for times in (after.times, [time for _, time in after.audio[0]])]
    assert abs(ends[0] - ends[1]) < 3 * FRAME, "picture and sound stay together"


@pytest.mark.parametrize("options", [{"preset": "ultrafast"}, {"preset": "medium", "bf": "2"}])
def test_a_last_picture_that_stands_long_keeps_its_length(tmp_path: Path, options: dict[str, str]) -> None:
    path = tmp_path / "long.mp4"
    with av.open(str(path), "w") as output:
        video = output.add_stream("libx264", rate=25, options=options, width=160, height=120)
        video.pix_fmt = "yuv420p"
        packets = []
        for index, picture in enumerate(pictures()):
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts = index
            packets += video.encode(frame)
        packets += video.encode(None)
        packets[-1].duration = round(8 / packets[-1].time_base)
        output.mux(packets)
    assert float(read(path).duration) > 8
    after = redacted(path)
    assert abs(after.duration - read(path).duration) <= FRAME
