"""Sound: whatever mp4 or AAC can't hold is resampled, encoded or left out, and that is told."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.media.corpus.tools import PATTERN, TONE, ffmpeg, needs_ffmpeg, probe, redacted, samples_of
from video_indexer_emulator.media.sound import RATES, aac_rate
from video_indexer_emulator.model import SourceStream, StreamUse

pytestmark = needs_ffmpeg


@pytest.mark.parametrize(
    ("rate", "layout", "name"),
    [
        (11_024, "mono", "in.avi"),
        (192_000, "stereo", "in.mov"),
        (5_000, "mono", "in.avi"),
        (96_000, "5.1", "in.mkv"),
        (44_100, "downmix", "in.mkv"),
        (48_000, "quad", "in.mkv"),
        (48_000, "7.1", "in.mkv"),
        (48_000, "hexadecagonal", "in.mkv"),
    ],
)
def test_any_rate_and_layout_becomes_aac_of_the_same_length(
    tmp_path: Path, rate: int, layout: str, name: str
) -> None:
    path = tmp_path / name
    ffmpeg(*PATTERN, *TONE, "-af", f"aresample={rate},aformat=channel_layouts={layout}",
           "-c:a", "pcm_s16le", "-c:v", "mjpeg", path)  # fmt: skip
    _, result = redacted(path)
    sound = probe(result).sounds[0]
    assert sound["codec_name"] == "aac"
    assert int(sound["sample_rate"]) in RATES
    assert float(sound["duration"]) == pytest.approx(0.48, abs=0.02)
    assert np.abs(samples_of(result)[4800:19_200]).max() > 0.02


def test_rates_that_aac_knows_stay() -> None:
    assert [aac_rate(rate) for rate in (8000, 11_024, 44_100, 48_000, 50_000, 176_400, 192_000, 384_000)] == [
        8000, 11_025, 44_100, 48_000, 64_000, 44_100, 48_000, 48_000,
    ]  # fmt: skip


def test_sound_without_a_decoder_is_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "in.mov"
    ffmpeg(*PATTERN, *TONE, "-map", 0, "-map", 1, "-map", 1, path)
    content = path.read_bytes()
    at = content.rindex(b"stsd")
    rest = content[at:].replace(b"mp4a", b"apac").replace(b"esds", b"dapa")  # as iPhones write beside AAC
    path.write_bytes(content[:at] + rest)
    known, result = redacted(path)
    assert known.streams[1].use is StreamUse.COPIED
    assert known.streams[2] == SourceStream(
        2, "audio", "unknown", StreamUse.LEFT_OUT, "its format can't be decoded"
    )
    assert [stream["codec_type"] for stream in probe(result).streams] == ["video", "audio"]


def test_sound_stays_beside_its_time_over_a_gap(tmp_path: Path) -> None:
    path = tmp_path / "gap.mkv"
    sound = "sine=r=48000:d=1,aselect=lt(t\\,0.3)+gt(t\\,0.7)"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=1", "-f", "lavfi", "-i", sound,
           "-c:a", "pcm_s16le", path)  # fmt: skip
    _, result = redacted(path)
    heard = samples_of(result)
    assert [np.abs(heard[at : at + 4800]).max() > 0.02 for at in (4800, 21_600, 38_400)] == [
        True, False, True,
    ]  # fmt: skip


def test_low_rates_of_mp3_become_aac(tmp_path: Path) -> None:
    path = tmp_path / "in.avi"
    ffmpeg(*PATTERN, *TONE, "-ar", 11_025, "-c:a", "libmp3lame", "-c:v", "mpeg4", path)
    _, result = redacted(path)
    assert probe(result).sounds[0]["codec_name"] == "aac"
