"""Pictures that change their coding, or that the container describes otherwise than their own stream."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.media.corpus.boxes import with_two_descriptions
from tests.media.corpus.tools import PATTERN, ffmpeg, is_hidden, needs_ffmpeg, pictures_of, probe, redacted

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
