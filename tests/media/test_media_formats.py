"""Every sort of picture and sound comes out right: times, orientation, aspect, size, colours."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from scripts.sample_clip import Scene
from tests.media.makers import Picture, Recipe, Shown, info, psnr, read, still, write
from video_indexer_emulator.media.analyze import analyze
from video_indexer_emulator.media.models import FaceModels
from video_indexer_emulator.media.render import redact
from video_indexer_emulator.model import BlurringKind, Box, ClipInfo, RedactionPlan

BOX = Box(40, 30, 32, 40)
SCENE = Scene(2, 160, 120)


def pictures(count: int = 12, width: int = 160, height: int = 120) -> list[Picture]:
    """Return a few frames."""
    scene = SCENE if (width, height) == (160, 120) else Scene(2, width, height)
    return [scene.picture(index)[0] for index in range(count)]


def redacted(path: Path, upright: tuple[int, int] | None = None) -> Shown:
    """Hide one still box in the clip; return the result."""
    known = info(path, upright)
    target = path.with_name("redacted.mp4")
    plan = RedactionPlan(BlurringKind.BLACK)
    redact(path, [still(BOX, known.frame_count)], plan, known, target, lambda _: None)
    return read(target)


def is_black(picture: Picture, box: Box = BOX) -> bool:
    """Tell whether the box is black and the pixels well beside it aren't."""
    x, y, width, height = (int(side) for side in (box.x, box.y, box.width, box.height))
    inside = picture[y : y + height, x : x + width]
    beside = picture[y : y + height, x + 2 * width : x + 2 * width + 8]
    return bool(inside.max() < 12 and beside.mean() > 40)


FAST = {"preset": "ultrafast", "crf": "10"}
CODECS = {
    "h264 10 bit": (Recipe(pix_fmt="yuv420p10le"), "mp4"),
    "h264 4:2:2": (Recipe(pix_fmt="yuv422p"), "mp4"),
    "h264 4:4:4": (Recipe(pix_fmt="yuv444p"), "mp4"),
    "h264 rgb": (Recipe(codec="libx264rgb", pix_fmt="rgb24"), "mkv"),
    "h264 grey": (Recipe(pix_fmt="gray"), "mkv"),
    "h264 interlaced": (
        Recipe(options={"preset": "ultrafast", "crf": "10", "x264-params": "interlaced=1"}),
        "mp4",
    ),
    "h264 b-frames": (Recipe(options={"preset": "veryfast", "crf": "10", "bf": "3"}), "mp4"),
    "hevc": (
        Recipe(codec="libx265", options={"preset": "ultrafast", "x265-params": "log-level=none:crf=10"}),
        "mp4",
    ),
    "vp8": (Recipe(codec="libvpx", options={"deadline": "realtime", "crf": "4", "b": "2M"}), "webm"),
    "vp9": (Recipe(codec="libvpx-vp9", options={"deadline": "realtime", "crf": "10", "b": "0"}), "webm"),
    "av1": (Recipe(codec="libsvtav1", options={"preset": "12", "crf": "20"}), "mp4"),
    "mpeg4": (Recipe(codec="mpeg4", options={"q": "2", "b": "2M"}, clock=25), "avi"),
    "mjpeg": (Recipe(codec="mjpeg", pix_fmt="yuvj420p", options={"b": "4M"}), "mov"),
    "prores": (Recipe(codec="prores_ks", pix_fmt="yuv422p10le", options={}), "mov"),
    "mpegts": (Recipe(), "ts"),
    "flv": (Recipe(), "flv"),
}


@pytest.mark.parametrize("name", CODECS)
def test_codecs_and_pixel_formats(tmp_path: Path, name: str) -> None:
    recipe, suffix = CODECS[name]
    if recipe.codec not in av.codecs_available:
        pytest.skip(f"this FFmpeg has no {recipe.codec}")
    path = write(tmp_path / f"in.{suffix}", pictures(), recipe)
    before, after = read(path), redacted(path)
    tolerance = Fraction(1, 10_000)  # mp4 counts no finer than this for some clocks
    first = before.times[0] - after.times[0]
    if suffix != "ts":  # its clock starts anywhere; the distances count
        assert abs(first) <= tolerance
    assert len(after.times) == len(before.times)
    for one, other in zip(before.times, after.times, strict=True):
        assert abs(one - other - first) <= tolerance
    deep = "10" in recipe.pix_fmt
    assert after.video_stream["format"] in ({"yuv420p10le"} if deep else {"yuv420p", "yuvj420p"})
    for source, result in zip(before.pictures, after.pictures, strict=True):
        assert is_black(result)
        assert psnr(source[90:], result[90:]) > 30  # 4:4:4 loses some colour in becoming 4:2:0


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_rotated_clips_come_out_upright(tmp_path: Path, rotation: int) -> None:
    """The box is given in upright pixels; stored ones lie on their side."""
    turns = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
    shown = pictures()
    # Stored turned by as much clockwise as the tag turns counter-clockwise.
    stored = [np.asarray(cv2.rotate(picture, turns[rotation]), np.uint8) for picture in shown]
    path = write(tmp_path / "in.mp4", stored, Recipe(rotation=rotation, aspect=Fraction(4, 3)))
    result = redacted(path, upright=(160, 120))
    assert all(is_black(picture) for picture in result.pictures)
    assert all(psnr(one[90:], other[90:]) > 33 for one, other in zip(shown, result.pictures, strict=True))
    aspect = Fraction(4, 3) if rotation == 180 else Fraction(3, 4)
    assert result.video_stream["aspect"] == aspect
    with av.open(str(tmp_path / "redacted.mp4")) as container:
        assert next(iter(container.decode(video=0))).rotation == 0


def test_pixels_that_arent_square_stay_so(tmp_path: Path) -> None:
    path = write(tmp_path / "in.mp4", pictures(), Recipe(aspect=Fraction(2, 1)))
    assert redacted(path).video_stream["aspect"] == Fraction(2, 1)


@pytest.mark.parametrize("size", [(161, 120), (160, 121), (161, 121)])
def test_odd_sizes_grow_by_a_repeated_pixel(tmp_path: Path, size: tuple[int, int]) -> None:
    path = write(tmp_path / "in.mkv", pictures(5, *size), Recipe(codec="ffv1", options={}))
    before, after = read(path), redacted(path)
    width, height = size
    for one, other in zip(before.pictures, after.pictures, strict=True):
        assert other.shape[:2] == (height + height % 2, width + width % 2)
        assert is_black(other)
        assert psnr(one[90:], other[90:height, :width]) > 33


def test_uneven_times_are_kept(tmp_path: Path) -> None:
    stamps = [0, 33, 66, 200, 210, 640, 700, 1500, 1533, 1566, 2900, 3000]
    path = write(tmp_path / "in.mp4", pictures(), Recipe(stamps=stamps))
    assert redacted(path).times == read(path).times == [Fraction(stamp, 1000) for stamp in stamps]


@pytest.mark.parametrize("container", ["mp4", "matroska"])
def test_a_picture_that_starts_late_stays_late(tmp_path: Path, container: str) -> None:
    recipe = Recipe(start=Fraction(852, 1000), audio=("aac",), container=container)
    path = write(tmp_path / "in.mp4", pictures(), recipe)
    before, after = read(path), redacted(path)
    assert before.times[0] == Fraction(852, 1000)
    assert after.times == before.times
    assert [content for content, _ in after.audio[0]] == [content for content, _ in before.audio[0]]
    for (_, one), (_, other) in zip(before.audio[0], after.audio[0], strict=True):
        assert abs(one - other) <= Fraction(1, 1000)


@pytest.mark.parametrize("name", ["in.mkv", "in.webm", "in.mp4", "in.mov"])
def test_a_file_that_begins_late_isnt_cut_off(tmp_path: Path, name: str, detector_alone: FaceModels) -> None:
    codec = "libvpx-vp9" if name.endswith("webm") else "libx264"
    path = write(tmp_path / name, pictures(), Recipe(codec=codec, options={}, start=Fraction(2)))
    found = analyze(path, detector_alone, lambda _: None)
    assert found.clip.frame_count == len(read(path).times)
    assert found.frame_edges[0] == 2


@pytest.mark.parametrize("count", [1, 2, 3])
def test_very_short_clips(tmp_path: Path, count: int, detector_alone: FaceModels) -> None:
    path = write(tmp_path / "in.mp4", pictures(count))
    assert redacted(path).times == read(path).times
    found = analyze(path, detector_alone, lambda _: None)
    assert found.clip.frame_count == count
    assert found.clip.duration == pytest.approx(count / 25, abs=0.02)


def test_a_clip_without_sound_stays_without(tmp_path: Path) -> None:
    path = write(tmp_path / "in.mp4", pictures())
    assert redacted(path).streams == ["video"]


def test_every_sound_track_is_carried_over(tmp_path: Path) -> None:
    path = write(
        tmp_path / "in.mkv", pictures(), Recipe(audio=("aac", "libopus", "flac", "ac3", "libmp3lame"))
    )
    before, after = read(path), redacted(path)
    assert after.streams == ["video"] + ["audio"] * 5
    for one, other in zip(before.audio, after.audio, strict=True):
        assert [content for content, _ in one] == [content for content, _ in other]
        assert all(abs(x - y) < Fraction(1, 500) for (_, x), (_, y) in zip(one, other, strict=True))


@pytest.mark.parametrize("codec", ["wavpack", "pcm_s16le"])
def test_sound_that_mp4_cant_hold_becomes_aac(tmp_path: Path, codec: str) -> None:
    path = write(tmp_path / "in.mkv", pictures(), Recipe(audio=(codec,), audio_seconds=2))
    redacted(path)
    with av.open(str(tmp_path / "redacted.mp4")) as container:
        audio = container.streams.audio[0]
        assert audio.codec_context.name == "aac"
        samples = sum(frame.samples for frame in container.decode(audio=0))
    assert samples == pytest.approx(96_000, rel=0.05)


def test_aac_from_a_transport_stream(tmp_path: Path) -> None:
    path = write(tmp_path / "in.ts", pictures(), Recipe(audio=("aac",)))
    redacted(path)
    with av.open(str(tmp_path / "redacted.mp4")) as container:
        assert sum(frame.samples for frame in container.decode(audio=0)) > 40_000


def test_full_range_and_its_tag_are_kept(tmp_path: Path) -> None:
    ramp = np.tile(np.linspace(0, 255, 160, dtype=np.uint8)[None, :, None], (120, 1, 3))
    path = write(tmp_path / "in.mp4", [ramp] * 5, Recipe(pix_fmt="yuvj420p", color_range=2))
    before, after = read(path), redacted(path)
    assert before.video_stream["range"] == after.video_stream["range"] == 2
    assert psnr(before.pictures[2][90:], after.pictures[2][90:]) > 38


def test_a_cover_picture_isnt_the_picture_and_isnt_carried_over(tmp_path: Path) -> None:
    plain = write(tmp_path / "plain.mp4", pictures(), Recipe(audio=("aac",)))
    path = tmp_path / "in.mp4"
    with av.open(str(plain)) as source, av.open(str(path), "w") as output:
        cover = output.add_stream("mjpeg", rate=25, width=320, height=240, pix_fmt="yuvj420p")
        cover.disposition = av.stream.Disposition.attached_pic
        streams = {stream.index: output.add_stream_from_template(stream) for stream in source.streams}
        frame = av.VideoFrame(320, 240, "yuvj420p")
        frame.pts = 0
        output.mux(cover.encode(frame))
        output.mux(cover.encode(None))
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                output.mux(packet)
    known = ClipInfo(160, 120, 25.0, 12, Fraction(12, 25), has_audio=True)
    target = tmp_path / "redacted.mp4"
    redact(path, [still(BOX, 12)], RedactionPlan(BlurringKind.BLACK), known, target, lambda _: None)
    result = read(target)
    assert result.streams == ["video", "audio"]
    assert all(is_black(picture) for picture in result.pictures)


def test_a_change_of_size_in_mid_stream_keeps_the_first_size(tmp_path: Path) -> None:
    path = tmp_path / "in.ts"
    parts = [write(tmp_path / "a.ts", pictures(6)), write(tmp_path / "b.ts", pictures(6, 240, 180))]
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    count = len(read(path).pictures)
    known = ClipInfo(160, 120, 25.0, count, Fraction(count, 25), has_audio=False)
    target = tmp_path / "redacted.mp4"
    redact(path, [still(BOX, count)], RedactionPlan(BlurringKind.BLACK), known, target, lambda _: None)
    result = read(target).pictures
    assert len(result) == count
    assert all(picture.shape == (120, 160, 3) and is_black(picture) for picture in result)
