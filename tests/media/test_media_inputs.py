"""The table of inputs in docs/inputs.md, and the rows that no other module holds."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import av
import pytest

from tests.media.makers import Recipe, info, read, write
from tests.media.test_media_formats import is_black, pictures, redacted

ROOT = Path(__file__).parents[2]
BT2020, PQ, BT2020_MATRIX = 9, 16, 9  # FFmpeg's AVCOL_PRI_, AVCOL_TRC_ and AVCOL_SPC_


def test_each_row_of_the_table_names_tests_that_exist() -> None:
    written = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests" / "media").glob("test_*.py"))
    rows = [
        line for line in (ROOT / "docs" / "inputs.md").read_text("utf-8").splitlines() if "`test_" in line
    ]
    assert len(rows) > 20
    for row in rows:
        for name in re.findall(r"`(test_\w+)`", row):
            assert f"def {name}(" in written, f"{name} of the row {row}"


def test_pictures_that_an_edit_list_hides_are_gone(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.mp4", pictures(), Recipe(options={"preset": "medium", "crf": "10"}))
    path = tmp_path / "edited.mp4"
    with av.open(str(whole)) as source, av.open(str(path), "w") as output:
        stream = output.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None and packet.pts is not None:
                shift = round(Fraction(5, 25) / packet.time_base)
                packet.pts, packet.dts = packet.pts - shift, packet.dts - shift
                packet.stream = stream
                output.mux(packet)
    before, after = read(path), redacted(path)
    assert len(before.pictures) == 12 - 5
    assert after.times == before.times
    assert all(is_black(picture) for picture in after.pictures)
    with av.open(str(path.with_name("redacted.mp4"))) as container:
        assert sum(packet.size > 0 for packet in container.demux(video=0)) == 12 - 5


def test_hdr_keeps_its_colour_tags(tmp_path: Path) -> None:
    if "libx265" not in av.codecs_available:
        pytest.skip("this FFmpeg has no libx265")
    tags = "log-level=none:crf=10:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc"
    recipe = Recipe(
        codec="libx265", pix_fmt="yuv420p10le", options={"preset": "ultrafast", "x265-params": tags}
    )
    after = redacted(write(tmp_path / "in.mp4", pictures(), recipe))
    assert all(is_black(picture) for picture in after.pictures)
    with av.open(str(tmp_path / "redacted.mp4")) as container:
        context = container.streams.video[0].codec_context
        assert (context.color_primaries, context.color_trc, context.colorspace) == (BT2020, PQ, BT2020_MATRIX)


def test_opus_beside_vp9_is_copied(tmp_path: Path) -> None:
    fast = {"deadline": "realtime", "crf": "10", "b": "0"}
    recipe = Recipe(codec="libvpx-vp9", options=fast, audio=("libopus",), audio_seconds=0.48)
    path = write(tmp_path / "in.webm", pictures(), recipe)
    before, after = read(path), redacted(path)
    assert [content for content, _ in after.audio[0]] == [content for content, _ in before.audio[0]]
    for (_, one), (_, other) in zip(before.audio[0], after.audio[0], strict=True):
        assert abs(one - other) <= Fraction(1, 1000)  # Matroska's clock


def test_subtitles_and_chapters_are_left_behind(tmp_path: Path) -> None:
    plain = write(tmp_path / "plain.mkv", pictures(), Recipe(audio=("aac",)))
    (tmp_path / "words.srt").write_text("1\n00:00:00,000 --> 00:00:00,400\nEileen Collins\n", "utf-8")
    path = tmp_path / "in.mkv"
    with (
        av.open(str(plain)) as source,
        av.open(str(tmp_path / "words.srt")) as words,
        av.open(str(path), "w") as output,
    ):
        streams = {stream.index: output.add_stream_from_template(stream) for stream in source.streams}
        text = output.add_stream_from_template(words.streams.subtitles[0])
        output.set_chapters(
            [
                {
                    "id": 1,
                    "start": 0,
                    "end": 400,
                    "time_base": Fraction(1, 1000),
                    "metadata": {"title": "Grace"},
                }
            ]
        )
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                output.mux(packet)
        for packet in words.demux():
            if packet.dts is not None:
                packet.stream = text
                output.mux(packet)
    with av.open(str(path)) as made:
        assert made.chapters()
        assert "subtitle" in [stream.type for stream in made.streams]
    assert info(path).frame_count == 12
    after = redacted(path)
    assert after.streams == ["video", "audio"]
    content = (tmp_path / "redacted.mp4").read_bytes()
    assert b"Eileen" not in content
    assert b"Grace" not in content
    with av.open(str(tmp_path / "redacted.mp4")) as result:
        assert not result.chapters()
