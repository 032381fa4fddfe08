"""Quality: about the source's size with no visible loss, and 10 bit where the source is."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from scripts.sample_clip import make_sample
from tests.media.corpus.tools import ffmpeg, frames_of, needs_ffmpeg, probe, redacted
from video_indexer_emulator.model import Codec, Coding, Quality

pytestmark = needs_ffmpeg

PQ = "colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc"
LIGHT = "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1):max-cll=1000,400"
TESTED = ("-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=0.48")


def likeness(one: Path, other: Path) -> float:
    """Return the SSIM of two clips below the hidden box, 0 to 1."""
    below = "crop=iw:ih/2:0:ih/2"
    command = ["ffmpeg", "-i", str(one), "-i", str(other), "-lavfi",
               f"[0:v]{below}[a];[1:v]{below}[b];[a][b]ssim", "-f", "null", "-"]  # fmt: skip
    said = subprocess.run(command, capture_output=True, check=True).stderr.decode()  # noqa: S603
    (value,) = re.findall(r"All:([0-9.]+)", said)
    return float(value)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two people, hardly compressed."""
    path = tmp_path_factory.mktemp("quality") / "scene.mp4"
    make_sample(path, seconds=2, width=320, height=240, rate=15)
    return path


@pytest.mark.parametrize(
    ("codec", "options"),
    [
        ("libx264", ("-crf", 28)),
        ("libx265", ("-crf", 30, "-x265-params", "log-level=none")),
        ("libaom-av1", ("-crf", 30, "-cpu-used", 8)),
    ],
)
def test_a_result_is_about_as_large_as_its_source_and_looks_like_it(
    scene: Path, tmp_path: Path, codec: str, options: tuple[object, ...]
) -> None:
    path = tmp_path / "in.mp4"
    ffmpeg("-i", scene, "-an", "-c:v", codec, *options, path)
    _, result = redacted(path)
    assert result.stat().st_size <= 1.3 * path.stat().st_size
    assert likeness(path, result) > 0.97


def test_hdr_becomes_hevc_of_10_bit_with_all_that_it_says_of_its_light(tmp_path: Path) -> None:
    path = tmp_path / "in.mp4"
    ffmpeg(*TESTED, "-pix_fmt", "yuv420p10le", "-c:v", "libx265",
           "-x265-params", f"log-level=none:{PQ}:{LIGHT}", path)  # fmt: skip
    _, result = redacted(path)
    video = probe(result).video
    assert (video["codec_name"], video["codec_tag_string"]) == ("hevc", "hvc1")
    assert (video["pix_fmt"], video["color_transfer"]) == ("yuv420p10le", "smpte2084")
    assert (video["color_primaries"], video["color_space"]) == ("bt2020", "bt2020nc")
    assert light_of(result) == light_of(path)


def light_of(path: Path) -> list[dict[str, object]]:
    kinds = {"Mastering display metadata", "Content light level metadata"}
    told = [each for each in frames_of(path)[0]["side_data_list"] if each["side_data_type"] in kinds]
    assert len(told) == 2
    return sorted(told, key=lambda each: str(each["side_data_type"]))


def test_hdr_in_h264_is_brought_into_the_usual_range(tmp_path: Path) -> None:
    path = tmp_path / "in.mp4"
    ffmpeg(*TESTED, "-pix_fmt", "yuv420p10le", "-c:v", "libx265",
           "-x265-params", f"log-level=none:{PQ}", path)  # fmt: skip
    _, result = redacted(path, coding=Coding(Codec.H264))
    video = probe(result).video
    assert (video["codec_name"], video["pix_fmt"]) == ("h264", "yuv420p")
    assert (video["color_transfer"], video["color_primaries"], video["color_space"]) == ("bt709",) * 3


@pytest.mark.parametrize("name", ["prores", "h264"])
def test_10_bit_stays_10_bit(tmp_path: Path, name: str) -> None:
    codec = {"prores": ("prores_ks", "yuv422p10le"), "h264": ("libx264", "yuv420p10le")}[name]
    path = tmp_path / "in.mov"
    ffmpeg(*TESTED, "-c:v", codec[0], "-pix_fmt", codec[1], path)
    _, result = redacted(path)
    assert probe(result).video["pix_fmt"] == "yuv420p10le"


@pytest.mark.parametrize("codec", [Codec.HEVC, Codec.AV1])
def test_the_codec_of_the_result_can_be_chosen(tmp_path: Path, codec: Codec) -> None:
    path = tmp_path / "in.mp4"
    ffmpeg(*TESTED, path)
    _, result = redacted(path, coding=Coding(codec))
    assert probe(result).video["codec_name"] == codec


def test_a_smaller_file_is_smaller_and_a_finer_one_larger(scene: Path, tmp_path: Path) -> None:
    path = tmp_path / "in.mp4"
    ffmpeg("-i", scene, "-an", "-t", 1, path)
    sizes = [redacted(path, coding=Coding(quality=each))[1].stat().st_size for each in (
        Quality.SMALL, Quality.SOURCE, Quality.HIGH)]  # fmt: skip
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[1] * 0.8
