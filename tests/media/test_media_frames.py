"""Bad input: every sort of it ends in the right error, before a frame is harmed."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

import itertools
import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from scripts.sample_clip import Scene
from tests.media.conftest import Sample
from tests.media.makers import Recipe, tone, write
from video_indexer_emulator.errors import (
    DamagedMedia,
    MediaError,
    NoVideoStream,
    PictureTooLarge,
    UnreadableMedia,
    VideoTooLong,
)
from video_indexer_emulator.media import frames as frames_module
from video_indexer_emulator.media.frames import open_clip
from video_indexer_emulator.media.opening import check_dimensions


def count_frames(path: Path) -> int:
    """Decode a clip whole."""
    with open_clip(path) as clip:
        return sum(1 for _ in clip.frames())


def test_a_sound_clip_is_read_whole(sample: Sample) -> None:
    assert count_frames(sample.path) == sample.truth.frame_count


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.mp4", b""),
        ("text.mp4", b"not a video\n" * 100),
        ("noise.mp4", np.random.default_rng(1).bytes(50_000)),
        ("zeros.mp4", bytes(50_000)),
        ("page.html", b"<html><body>hello</body></html>"),
        ("list.m3u8", b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n/etc/passwd\n#EXT-X-ENDLIST\n"),
        ("list.ffconcat", b"ffconcat version 1.0\nfile /etc/passwd\n"),
        ("playlist.mpd", b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>'),
        ("talk.sdp", b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n"),
        ("sub.srt", b"1\n00:00:01,000 --> 00:00:02,000\nhello\n"),
    ],
)
def test_what_is_no_video_is_unreadable(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableMedia):
        count_frames(path)


def test_a_still_picture_is_no_video(tmp_path: Path) -> None:
    path = tmp_path / "frame%03d.png"
    with av.open(str(tmp_path / "one.png"), "w", format="image2", options={"update": "1"}) as output:
        stream = output.add_stream("png", rate=1, width=64, height=64)
        stream.pix_fmt = "rgb24"
        output.mux(stream.encode(av.VideoFrame(64, 64, "rgb24")))
        output.mux(stream.encode(None))
    (tmp_path / "one.png").rename(path)
    with pytest.raises(UnreadableMedia):
        count_frames(path)


def test_names_that_look_like_urls_are_only_names(tmp_path: Path, sample: Sample) -> None:
    folder = tmp_path / "http:"
    folder.mkdir()
    for name in ("concat:a|b.mp4", "file:x.mp4", "%d.mp4", "a b;$(x)'\".mp4", "é\u202e.mp4", "-i.mp4"):
        path = folder / name
        path.write_bytes(sample.path.read_bytes())
        assert count_frames(path) == sample.truth.frame_count


def test_sound_only_has_no_video_stream(tmp_path: Path) -> None:
    path = tmp_path / "sound.m4a"
    with av.open(str(path), "w", format="mp4") as output:
        audio = output.add_stream("aac", rate=48_000, layout="mono")
        for frame in tone(0.5):
            output.mux(audio.encode(frame))
        output.mux(audio.encode(None))
    with pytest.raises(NoVideoStream):
        count_frames(path)


def test_a_clip_without_frames_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "none.mp4"
    with av.open(str(path), "w", format="mp4") as output:
        video = output.add_stream("libx264", rate=25, width=64, height=64, pix_fmt="yuv420p")
        output.start_encoding()
        output.mux(video.encode(None))
    with pytest.raises(MediaError) as caught:
        count_frames(path)
    assert type(caught.value) in {UnreadableMedia, NoVideoStream}


@pytest.mark.parametrize("share", [0.3, 0.6, 0.8])
@pytest.mark.parametrize("container", ["mp4", "mkv", "avi", "flv"])
def test_a_cut_off_file_is_damaged(tmp_path: Path, container: str, share: float) -> None:
    # The cut takes more than half a second away: less isn't told from a header that is a little wrong.
    pictures = (Scene(8, 160, 120).picture(index)[0] for index in range(200))
    formats = {"mp4": "mp4", "mkv": "matroska", "avi": "avi", "flv": "flv"}
    whole = write(
        tmp_path / f"whole.{container}",
        pictures,
        Recipe(container=formats[container], clock=25 if container == "avi" else 1000),
    )
    if container == "mp4":
        whole = faststart(whole)
    path = tmp_path / f"cut.{container}"
    content = whole.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(DamagedMedia):
        count_frames(path)


def faststart(path: Path) -> Path:
    """Copy an mp4 with its index in front."""
    target = path.with_name(f"fast_{path.name}")
    with (
        av.open(str(path)) as source,
        av.open(str(target), "w", options={"movflags": "+faststart"}) as output,
    ):
        stream = output.add_stream_from_template(source.streams.video[0])
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = stream
                output.mux(packet)
    return target


@pytest.mark.parametrize("kept", [0.2, 0.9])
def test_an_mp4_cut_before_its_index_is_damaged(tmp_path: Path, kept: float) -> None:
    plain = write(tmp_path / "plain.mp4", (Scene(1, 160, 120).picture(index)[0] for index in range(25)))
    path = tmp_path / "cut.mp4"
    content = plain.read_bytes()
    path.write_bytes(content[: int(content.index(b"moov") * kept)])
    with pytest.raises(DamagedMedia, match="the end is missing"):
        count_frames(path)


def test_rot_in_the_middle_is_damage(tmp_path: Path, sample: Sample) -> None:
    content = bytearray(sample.path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 3000] = np.random.default_rng(3).bytes(3000)
    path = tmp_path / "rot.mp4"
    path.write_bytes(content)
    with pytest.raises(DamagedMedia):
        count_frames(path)


@pytest.mark.parametrize("size", [(8193, 100), (100, 8193), (7000, 7000), (65_500, 65_500)])
def test_absurd_dimensions_are_too_large(size: tuple[int, int]) -> None:
    with pytest.raises(PictureTooLarge, match="Scale the video down"):
        check_dimensions(*size)


@pytest.mark.parametrize("size", [(7680, 4320), (8192, 4320), (2, 2)])
def test_the_largest_pictures_pass(size: tuple[int, int]) -> None:
    check_dimensions(*size)


def test_a_clip_of_too_many_pictures_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "long.mp4", (np.full((48, 64, 3), 90, np.uint8) for _ in range(5)), Recipe())
    monkeypatch.setattr(frames_module, "MAX_FRAMES", 5)
    assert count_frames(path) == 5

    monkeypatch.setattr(frames_module, "MAX_FRAMES", 4)
    with pytest.raises(VideoTooLong, match="cut it"):
        count_frames(path)


def test_a_header_that_promises_a_huge_picture_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.avi"
    recipe = Recipe(codec="huffyuv", pix_fmt="yuv422p", options={}, container="avi")
    write(path, (np.full((48, 64, 3), 90, np.uint8) for _ in range(5)), recipe)
    content = bytearray(path.read_bytes())
    at = content.index(b"strf") + 8 + 4  # the BITMAPINFOHEADER's width and height follow its size
    assert struct.unpack_from("<ii", content, at) == (64, 48)
    struct.pack_into("<ii", content, at, 12_000, 9_000)
    path.write_bytes(content)
    with pytest.raises(PictureTooLarge):
        count_frames(path)


def test_a_picture_that_grows_beyond_the_limit_in_mid_stream_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "grows.avi"
    recipe = Recipe(codec="mjpeg", pix_fmt="yuvj420p", options={}, container="avi")
    write(path, (np.full((48, 64, 3), 90, np.uint8) for _ in range(5)), recipe)
    content = bytearray(path.read_bytes())
    frame = bytes([0xFF, 0xC0])  # JPEG's start of frame: length, depth, height, width
    at = content.rindex(frame) + 5
    assert struct.unpack_from(">HH", content, at) == (48, 64)
    struct.pack_into(">HH", content, at, 65_000, 65_000)
    path.write_bytes(content)
    with pytest.raises(MediaError):
        count_frames(path)


def test_times_rise_even_where_the_file_says_otherwise(tmp_path: Path) -> None:
    stamps = [0, 40, 80, 80, 120, 119, 200]
    path = tmp_path / "odd.mkv"
    pictures = (np.full((48, 64, 3), 30 * index, np.uint8) for index in range(len(stamps)))
    recipe = Recipe(
        codec="mjpeg", pix_fmt="yuvj420p", options={}, stamps=sorted(set(stamps)), container="matroska"
    )
    write(path, list(pictures)[:6], recipe)
    with open_clip(path) as clip:
        seen = [frame.pts for _, frame in clip.frames()]
        assert clip.time_base == Fraction(1, 1000)
    assert all(earlier < later for earlier, later in itertools.pairwise(seen))  # type: ignore[operator]


def test_progress_reaches_the_end(sample: Sample) -> None:
    with open_clip(sample.path) as clip:
        seen = [clip.progress for _ in clip.frames()]
    assert seen == sorted(seen)
    assert seen[-1] > 0.95
