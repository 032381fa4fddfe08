"""Looking at a clip without looking for faces."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from tests.media.conftest import Sample
from tests.media.makers import Recipe, write
from video_indexer_emulator.media.inspect import inspect, poster_of
from video_indexer_emulator.model import Analysis


def test_the_facts_are_those_of_the_analysis(sample: Sample, analysis: Analysis) -> None:
    told: list[float] = []
    clip, poster = inspect(sample.path, told.append)
    assert clip == analysis.clip
    assert poster is not None
    assert told == sorted(told)


def test_the_poster_is_no_black_frame_where_there_is_another(tmp_path: Path) -> None:
    black = np.zeros((120, 160, 3), np.uint8)
    ramp = np.tile(np.linspace(0, 255, 160, dtype=np.uint8)[None, :, None], (120, 1, 3))
    path = write(tmp_path / "in.mp4", [black] * 5 + [ramp] * 5, Recipe(rate=2))
    for jpeg in (poster_of(path), inspect(path, lambda _: None)[1]):
        assert jpeg is not None
        picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
        assert picture is not None
        assert picture.std() > 50
