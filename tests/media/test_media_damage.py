"""Damage: refused with its place, or hidden whole and listed."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

from pathlib import Path

import pytest

from tests.media.corpus.tools import ffmpeg, is_hidden, needs_ffmpeg, pictures_of, redacted
from video_indexer_emulator.errors import DamagedMedia
from video_indexer_emulator.media.inspect import inspect

pytestmark = needs_ffmpeg

PACKET = 188  # bytes, of a transport stream


@pytest.fixture
def torn(tmp_path: Path) -> Path:
    """A transport stream of three groups of 12 pictures; the second one lost a piece."""
    whole = tmp_path / "whole.ts"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=1.44", "-c:v", "libx264", "-g", 12,
           "-keyint_min", 12, "-sc_threshold", 0, "-bf", 0, "-b:v", "800k", whole)  # fmt: skip
    content = whole.read_bytes()
    at = len(content) // PACKET // 2 * PACKET
    path = tmp_path / "torn.ts"
    path.write_bytes(content[: at - 2 * PACKET] + content[at:])
    return path


def test_damage_is_refused_with_its_place_in_seconds(torn: Path) -> None:
    with pytest.raises(DamagedMedia, match=r"damaged 0\.\d seconds from its start"):
        inspect(torn, lambda _: None)


def test_damaged_pictures_are_hidden_whole_and_listed_if_that_is_asked_for(torn: Path) -> None:
    known, result = redacted(torn, hide_damage=True)
    shown = pictures_of(result, (320, 240))
    assert len(shown) == known.frame_count
    dark = [index for index, picture in enumerate(shown) if picture.max() < 24]
    assert dark
    assert tuple(dark) == known.damaged
    assert 12 <= dark[0] <= dark[-1] < 24, "only the group that was torn"
    assert all(is_hidden(picture) for index, picture in enumerate(shown) if index not in dark)
    (warning,) = known.warnings
    assert warning.code == "PictureHidden"
    assert warning.start == pytest.approx(dark[0] / 25, abs=0.05)
    assert warning.end == pytest.approx((dark[-1] + 1) / 25, abs=0.1)


def test_a_clip_that_was_cut_off_is_read_as_far_as_it_goes_if_that_is_asked_for(tmp_path: Path) -> None:
    whole, path = tmp_path / "whole.mp4", tmp_path / "cut.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=4", "-movflags", "+faststart", whole)
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    known, result = redacted(path, hide_damage=True)
    assert 20 < known.frame_count < 90
    assert "EndMissing" in [warning.code for warning in known.warnings]
    assert len(pictures_of(result, (160, 120))) == known.frame_count


def test_a_whole_clip_is_copied_where_damage_would_be_hidden(tmp_path: Path) -> None:
    path = tmp_path / "whole.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=0.48", path)
    known, _ = redacted(path, hide_damage=True)
    assert (known.warnings, known.damaged) == ((), ())
