"""The index tells what becomes of each stream of a file, and what its redaction doesn't keep."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

from pathlib import Path

from tests.emulator.api import Api
from tests.media.corpus.tools import PATTERN, TONE, ffmpeg, needs_ffmpeg

pytestmark = needs_ffmpeg


def test_streams_and_warnings_are_in_the_index_of_source_and_result(emulator: Api, tmp_path: Path) -> None:
    path = tmp_path / "in.mkv"
    (tmp_path / "words.srt").write_text("1\n00:00:00,000 --> 00:00:00,400\nhello\n", "utf-8")
    ffmpeg(*PATTERN, *TONE, "-i", tmp_path / "words.srt", "-c:a", "pcm_s16le", "-c:s", "srt", path)
    video = emulator.upload(path)
    assert emulator.wait_indexed(video) == "Processed"
    done = emulator.wait_job(emulator.redact(video, {"blurringKind": "Black"}))
    assert done.status_code == 303
    target = done.headers["Location"].split("/Videos/")[1].split("/")[0]
    for video_id in (video, target):
        told = emulator.get(f"Videos/{video_id}/Index").json()["videos"][0]
        assert [(each["kind"], each["use"]) for each in told["sourceStreams"]] == [
            ("video", "Encoded"), ("audio", "Encoded"), ("subtitle", "LeftOut"),
        ]  # fmt: skip
        (warning,) = told["warnings"]
        assert warning["code"] == "StreamLeftOut"
        assert warning["message"].startswith("Stream 2 (subtitles, subrip) is left out")


def test_a_file_without_anything_to_say_has_no_warnings(emulator: Api, indexed: str) -> None:
    told = emulator.get(f"Videos/{indexed}/Index").json()["videos"][0]
    assert told["warnings"] == []
    assert {each["kind"] for each in told["sourceStreams"]} == {"video", "audio"}
