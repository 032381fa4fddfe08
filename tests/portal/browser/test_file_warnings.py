"""What a result doesn't keep of its file is told on the video's page."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.emulator.api import Api
from tests.media.corpus.tools import PATTERN, ffmpeg, needs_ffmpeg
from tests.portal.browser.conftest import Opener, shoot


@needs_ffmpeg
def test_a_stream_that_is_left_out_is_told(open_page: Opener, emulator: Api, tmp_path: Path) -> None:
    """By its kind, and why."""
    words, path = tmp_path / "words.srt", tmp_path / "with subtitles.mp4"
    words.write_text("1\n00:00:00,000 --> 00:00:00,400\nhello\n", "utf-8")
    ffmpeg(*PATTERN, "-i", words, "-c:s", "mov_text", path)
    video = emulator.upload(path)
    assert emulator.wait_indexed(video) == "Processed"
    page = open_page(f"/#/videos/{video}")
    about = page.get_by_role("region", name="About this file")
    expect(about.get_by_role("listitem")).to_have_text(
        "Stream 1 (subtitles, mov_text) is left out: it may show or name people"
    )
    shoot(page, "file-warnings")
    emulator.call("DELETE", f"Videos/{video}")


def test_nothing_is_told_where_all_is_kept(open_page: Opener, video: str) -> None:
    """No empty panel stands there."""
    page = open_page(f"/#/videos/{video}")
    expect(page.get_by_role("checkbox", name="Hide Unknown #1")).to_be_visible()
    expect(page.get_by_role("region", name="About this file")).to_have_count(0)
