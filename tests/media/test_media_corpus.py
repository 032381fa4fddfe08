"""Each kind of file comes out right or is refused in helpful words, and `docs/inputs.md` says how."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

from pathlib import Path

import pytest

from tests.media.corpus.kinds import Kind
from tests.media.corpus.odd_kinds import KINDS
from tests.media.corpus.page import table
from tests.media.corpus.tools import Probed, is_hidden, needs_ffmpeg, pictures_of, probe, redacted
from video_indexer_emulator.errors import MediaError
from video_indexer_emulator.media.inspect import inspect

PAGE = Path(__file__).parents[2] / "docs" / "inputs.md"
INTERNAL = ("Error", "avcodec", "Errno", "pytest", "video_indexer", "Traceback")
WITHIN = 0.021  # seconds: times, and sound beside picture


def ahead(source: Probed) -> float:
    """Return how many seconds a file's sound begins before its picture."""
    starts = [
        float(stream["start_time"]) for stream in (source.video, *source.sounds) if "start_time" in stream
    ]
    return starts[0] - min(starts) if starts else 0.0


@needs_ffmpeg
@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.refused], ids=lambda kind: kind.id)
def test_a_kind_of_file_comes_out_right(kind: Kind, tmp_path: Path) -> None:
    path = kind.written(tmp_path)
    known, result = redacted(path)
    found = probe(result)
    video = found.video
    assert (video["codec_name"], [sound["codec_name"] for sound in found.sounds]) == (
        kind.codec, list(kind.sound),
    )  # fmt: skip
    assert video["pix_fmt"] in kind.pixels
    assert (video["width"], video["height"]) == kind.size
    if kind.aspect:
        assert video.get("sample_aspect_ratio", "1:1") == kind.aspect
    lead = ahead(probe(path)) if kind.start is None and kind.sound else kind.start or 0.0
    assert float(video["start_time"]) == pytest.approx(lead, abs=WITHIN)
    assert float(video["duration"]) == pytest.approx(kind.duration, abs=0.041)
    assert sorted(warning.code for warning in known.warnings) == sorted(kind.warnings)
    shown = pictures_of(result, kind.size)
    assert len(shown) == kind.frames == known.frame_count
    assert all(is_hidden(picture) for picture in shown)


@needs_ffmpeg
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.refused], ids=lambda kind: kind.id)
def test_what_is_no_video_is_refused_in_words_that_help(kind: Kind, tmp_path: Path) -> None:
    path = kind.written(tmp_path)
    with pytest.raises(MediaError) as caught:
        inspect(path, lambda _: None)
    assert kind.refused in str(caught.value)
    assert not any(word in str(caught.value) for word in INTERNAL)


def test_the_page_shows_the_table() -> None:
    assert table() in PAGE.read_text("utf-8"), "python -m tests.media.corpus.page"


def test_there_are_enough_kinds() -> None:
    assert len(KINDS) >= 120
    assert len({kind.id for kind in KINDS}) == len(KINDS)
