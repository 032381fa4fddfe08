"""Pictures that change their coding, or that the container describes otherwise than their own stream."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.media.corpus.boxes import with_two_descriptions
from tests.media.corpus.tools import (
    PATTERN,
    ffmpeg,
    frames_of,
    is_hidden,
    needs_ffmpeg,
    pictures_of,
    probe,
    redacted,
)

pytestmark = needs_ffmpeg

GROUPS = ("-c:v", "libx264", "-preset", "ultrafast", "-g", 6)


def test_a_second_sample_description_is_decoded_by_its_own(tmp_path: Path) -> None:
    for coder in (0, 1):
        ffmpeg(*PATTERN, *GROUPS, "-coder", coder, tmp_path / f"{coder}.mp4")
    path = with_two_descriptions(tmp_path / "1.mp4", tmp_path / "0.mp4", tmp_path / "two.mp4")
    before = pictures_of(path, (160, 120))
    _, result = redacted(path, 6)
    after = pictures_of(result, (160, 120))
    assert len(after) == len(before) == 24
    for index, (one, other) in enumerate(zip(before, after, strict=True)):
        assert is_hidden(other) == (index < 6)
        assert np.abs(one[60:].astype(int) - other[60:]).mean() < 6


@pytest.mark.parametrize("hidden", [True, False])
def test_the_shape_of_a_pixel_in_the_container_alone_is_kept(tmp_path: Path, *, hidden: bool) -> None:
    plain = tmp_path / "plain.mp4"
    ffmpeg(*PATTERN, "-vf", "setsar=1", *GROUPS, plain)
    path = tmp_path / "in.mp4"
    ffmpeg("-i", plain, "-c", "copy", "-aspect", "1:1", path)
    assert probe(path).video["sample_aspect_ratio"] == "3:4"
    _, result = redacted(path, 6 if hidden else 0)  # of the one, the rest is copied; of the other, all
    assert probe(result).video["sample_aspect_ratio"] == "3:4"


@pytest.mark.parametrize("order", ["tff", "bff"])
def test_interlaced_pictures_stay_interlaced_in_the_order_of_their_fields(tmp_path: Path, order: str) -> None:
    path = tmp_path / "in.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=160x128:r=50:d=0.48", "-vf", f"interlace=scan={order}",
           "-c:v", "libx264", "-x264-params", f"{order}=1", "-flags", "+ilme+ildct", path)  # fmt: skip
    _, result = redacted(path)
    assert frames_of(result)[0]["interlaced_frame"] == 1
    assert frames_of(result)[0]["top_field_first"] == int(order == "tff")


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("in.webm", ("libvpx-vp9", "-pix_fmt", "yuva420p")),
        ("in.mov", ("qtrle", "-pix_fmt", "argb")),
        ("in.apng", ("apng", "-pix_fmt", "rgba")),
    ],
)
def test_what_was_cut_away_by_alpha_stays_away(tmp_path: Path, name: str, codec: tuple[str, ...]) -> None:
    """The left half is transparent; its colours are still in the file."""
    path = tmp_path / name
    seen_through = "format=rgba,geq=r=200:g=200:b=200:a=255*gte(X\\,80)"
    ffmpeg(*PATTERN, "-vf", seen_through, "-c:v", *codec, path)
    known, result = redacted(path, 0)
    for picture in pictures_of(result, (160, 120)):
        assert picture[:, :70].max() < 24
        assert picture[:, 90:].min() > 180
    assert [warning.code for warning in known.warnings] == ["MadeOpaque"]


def test_a_change_of_size_is_told(tmp_path: Path) -> None:
    for size in ("160x120", "240x180"):
        ffmpeg("-f", "lavfi", "-i", f"testsrc2=s={size}:r=25:d=0.24", tmp_path / f"{size}.ts")
    path = tmp_path / "in.ts"
    path.write_bytes(b"".join((tmp_path / f"{size}.ts").read_bytes() for size in ("160x120", "240x180")))
    known, result = redacted(path)
    assert [warning.code for warning in known.warnings] == ["SizeChanged", "ClockContinued"]
    assert all(is_hidden(picture) for picture in pictures_of(result, (160, 120)))
