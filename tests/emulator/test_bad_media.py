"""Files that are no good video: a clear end that says why, and the next good one still works."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from av.audio.frame import AudioFrame

from tests.emulator.api import Api


def _garbage(_: bytes) -> bytes:
    return np.random.default_rng(1).integers(0, 256, 200_000, np.uint8).tobytes()


def _text(_: bytes) -> bytes:
    return b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"


def _concat_script(_: bytes) -> bytes:
    return b"ffconcat version 1.0\nfile /etc/passwd\n"


def _picture(_: bytes) -> bytes:

    return bytes(cv2.imencode(".png", np.zeros((8, 8, 3), np.uint8))[1])


def _half(clip: bytes) -> bytes:
    return clip[: len(clip) // 2]


def _head(clip: bytes) -> bytes:
    return clip[:600]


def _without_index(clip: bytes) -> bytes:
    return clip.replace(b"moov", b"junk")


def _no_frames(clip: bytes) -> bytes:
    """An mp4 whose video track is announced and empty."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp4", options={"movflags": "+empty_moov"}) as output:
        stream = output.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        output.start_encoding()
    return target.getvalue()


def _sound_only(_: bytes) -> bytes:
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as output:
        stream = output.add_stream("aac", rate=44_100, layout="mono")
        frame = AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 44_100, 0, Fraction(1, 44_100)
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return target.getvalue()


def _absurd_size(_: bytes) -> bytes:
    """A raw AVI that says to be 60000 by 60000 pixels."""
    width = height = 60_000
    header = struct.pack("<IIIIIIIIII16x", 40_000, 0, 0, 0x10, 1, 0, 1, 0, width, height)
    stream = b"vidsMJPG" + struct.pack("<IHHIIIIIIII8x", 0, 0, 0, 0, 1, 25, 0, 1, 0, 0, 0)
    form = struct.pack("<IIIHHIIIIII", 40, width, height, 1, 24, 0x47504A4D, 0, 0, 0, 0, 0)

    def chunk(name: bytes, content: bytes) -> bytes:
        return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)

    streams = chunk(b"LIST", b"strl" + chunk(b"strh", stream) + chunk(b"strf", form))
    headers = chunk(b"LIST", b"hdrl" + chunk(b"avih", header) + streams)
    return chunk(
        b"RIFF", b"AVI " + headers + chunk(b"LIST", b"movi" + chunk(b"00dc", b"\xff\xd8\xff\xd9" * 50))
    )


def _one_byte(_: bytes) -> bytes:
    return b"\x00"


BAD: list[Callable[[bytes], bytes]] = [
    _garbage, _text, _concat_script, _half, _head,
    _without_index, _no_frames, _sound_only, _absurd_size, _one_byte,
]  # fmt: skip


@pytest.mark.parametrize("spoil", BAD)
@pytest.mark.parametrize("preset", ["Default", "BasicVideo"])
def test_a_bad_file_ends_as_a_failed_video_that_says_why(
    emulator: Api, tmp_path: Path, sample_clip: Path, spoil: Callable[[bytes], bytes], preset: str
) -> None:
    """With faces looked for or not; it isn't redacted, can be deleted, and leaves nothing."""
    path = tmp_path / "bad.mp4"
    path.write_bytes(spoil(sample_clip.read_bytes()))

    video_id = emulator.upload(path, indexingPreset=preset)

    assert emulator.wait_indexed(video_id) == "Failed"
    entry = emulator.get(f"Videos/{video_id}/Index").json()["videos"][0]
    assert len(entry["failureMessage"]) > 20
    assert entry["failureCode"] in {
        "UnsupportedFileType", "InputFileWithNoVideoConflict", "InvalidFileFormat", "InvalidInput",
    }  # fmt: skip
    assert str(tmp_path) not in entry["failureMessage"]
    redaction = emulator.post(f"Videos/{video_id}/redact", json={"faces": {}})
    assert redaction.status_code == 400
    assert entry["failureMessage"] in redaction.json()["Message"]
    assert emulator.get(f"Videos/{video_id}/ArtifactUrl?type=Faces").status_code == 404
    assert emulator.call("DELETE", f"Videos/{video_id}").status_code == 204


def test_sound_alone_is_good_for_a_preset_of_sound(emulator: Api, tmp_path: Path) -> None:
    """It needs no picture; it has no faces."""
    path = tmp_path / "tone.mp4"
    path.write_bytes(_sound_only(b""))

    video_id = emulator.upload(path, indexingPreset="AudioOnly")

    assert emulator.wait_indexed(video_id) == "Processed"
    index = emulator.get(f"Videos/{video_id}/Index").json()
    assert index["videos"][0]["width"] == 0
    assert "faces" not in index["videos"][0]["insights"]
    redaction = emulator.post(f"Videos/{video_id}/redact", json={"faces": {}})
    assert redaction.status_code == 400
    emulator.call("DELETE", f"Videos/{video_id}")


def test_after_all_bad_files_a_good_one_still_works(
    emulator: Api, tmp_path: Path, data_folder: Path, sample_clip: Path
) -> None:
    """All at once in the queue, the good one behind them."""
    ids = []
    for number, spoil in enumerate(BAD):
        path = tmp_path / f"{number}.mp4"
        path.write_bytes(spoil(sample_clip.read_bytes()))
        ids.append(emulator.upload(path))
    good = emulator.upload(sample_clip)

    assert emulator.wait_indexed(good) == "Processed"
    assert emulator.redacted(good, {"blurringKind": "Black"})[1]
    assert {"Failed"} == {emulator.wait_indexed(video_id) for video_id in ids}
    emulator.settled(data_folder)
    for video_id in (*ids, good):
        emulator.call("DELETE", f"Videos/{video_id}")


def test_a_still_picture_is_taken_or_refused_with_a_reason(emulator: Api, tmp_path: Path) -> None:
    """It is a clip of one frame, or none at all; it is never a crash."""
    path = tmp_path / "still.mp4"
    path.write_bytes(_picture(b""))
    video_id = emulator.upload(path)

    state = emulator.wait_indexed(video_id)

    entry = emulator.get(f"Videos/{video_id}/Index").json()["videos"][0]
    assert state == "Processed" or entry["failureMessage"]
    emulator.call("DELETE", f"Videos/{video_id}")
