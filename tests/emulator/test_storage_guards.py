"""What lies on the disk: others' files stay, ours are for nobody else, and there is room for them."""

from __future__ import annotations

import os
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.emulator.api import Api, assert_problem
from tests.emulator.outside import Outside, Page
from tests.emulator.process import Process
from video_indexer_emulator.command import main
from video_indexer_emulator.errors import DataFolderUnusable, NoRoom, StorageUnusable
from video_indexer_emulator.storage.blobs import Blobs
from video_indexer_emulator.storage.folder import DataFolder
from video_indexer_emulator.storage.room import LOOK_EVERY, RESERVE, Growing, ensure_room

OLD = time.time() - 1_000_000


def test_somebody_elses_scratch_folder_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The service's own is emptied at each start; `--data` may name any folder by mistake."""
    mine = tmp_path / "scratch" / "thesis.txt"
    mine.parent.mkdir()
    mine.write_text("years of work")

    assert main(["--data", str(tmp_path), "--port", "0"]) == 1

    assert mine.read_text() == "years of work"
    assert "another --data" in capsys.readouterr().err


def test_a_data_folder_of_ours_is_taken_again(tmp_path: Path) -> None:
    """With what a crash has left in its scratch folder."""
    first = DataFolder(tmp_path)
    assert first.executor_id
    first.release()
    (tmp_path / "scratch").mkdir()
    (tmp_path / "scratch" / "left").write_text("x")

    DataFolder(tmp_path).release()


def test_a_folder_of_others_holds_no_lock_when_it_was_refused(tmp_path: Path) -> None:
    """It can be used once it is cleared."""
    (tmp_path / "scratch").mkdir()
    (tmp_path / "scratch" / "x").write_text("x")
    with pytest.raises(DataFolderUnusable):
        DataFolder(tmp_path)
    (tmp_path / "scratch" / "x").unlink()

    DataFolder(tmp_path).release()


def test_other_files_in_a_folder_of_blobs_are_no_orphans(tmp_path: Path) -> None:
    """`--blobs file:///home/me` may hold videos of one's own, and files with a number sign."""
    (tmp_path / "scratch").mkdir()
    blobs = Blobs(f"file://{tmp_path / 'me'}", tmp_path, tmp_path / "scratch")
    holiday = tmp_path / "me" / "videos" / "Holiday 2019" / "beach.mp4"
    track = tmp_path / "me" / "music" / "track#1"
    for path in (holiday, track):
        path.parent.mkdir(parents=True)
        path.write_text("mine")
        os.utime(path, (OLD, OLD))
    blobs.put("videos/abcdefghij/source.mp4", b"x")

    assert blobs.video_ids() == ["abcdefghij"]
    blobs.clear_staged(datetime.now(UTC))

    assert holiday.exists()
    assert track.exists()


@pytest.mark.parametrize("url", ["https://files.example/", "http://127.0.0.1:9/x", "memory:///", "ftp://x/y"])
def test_a_url_that_is_no_store_is_told_in_a_line(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is served from it."""
    with pytest.raises(StorageUnusable, match="az://container"):
        Blobs(url, tmp_path, tmp_path)

    assert main(["--data", str(tmp_path / "data"), "--port", "0", "--blobs", url]) == 1
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="Windows has other permissions")
def test_nothing_that_is_made_can_be_read_by_others(tmp_path: Path, sample_clip: Path) -> None:
    """Databases, blobs and keys, wherever they lie."""
    (tmp_path / "data").mkdir(mode=0o755)
    blobs = tmp_path / "blobs"
    before = os.umask(0o022)
    try:
        with Process(tmp_path / "data", "--blobs", f"file://{blobs}") as process:
            video = process.api.upload(sample_clip)
            assert process.api.wait_indexed(video) == "Processed"
            made = [*(tmp_path / "data").rglob("*"), blobs, *blobs.rglob("*")]
            open_to_others = [path for path in made if path.stat().st_mode & 0o077]
    finally:
        os.umask(before)

    assert len(made) > 5
    assert open_to_others == []


def full(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    """Let the disk have so many bytes left."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))


def test_what_has_no_room_is_not_begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A reserve stays."""
    full(monkeypatch, RESERVE + 1000)

    ensure_room(tmp_path, 1000)
    with pytest.raises(NoRoom):
        ensure_room(tmp_path, 1001)


def test_a_file_of_unknown_length_ends_where_the_room_does(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Many that come at once see each other's growth."""
    full(monkeypatch, RESERVE + LOOK_EVERY)
    growing = Growing(tmp_path)
    growing.wrote(LOOK_EVERY - 1)

    full(monkeypatch, RESERVE + LOOK_EVERY - 1)
    with pytest.raises(NoRoom):
        growing.wrote(1)


def test_an_upload_without_room_is_refused_and_leaves_nothing(
    emulator: Api, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says what to do, names no path, and others are answered as before."""
    before = len(emulator.videos())
    full(monkeypatch, RESERVE + 10)

    answer = emulator.post("Videos", params={"name": "x"}, files={"f": ("x.mp4", bytes(100_000))})

    assert_problem(answer, 500, "GENERAL")
    assert "no room" in answer.json()["Message"]
    assert str(data_folder) not in answer.text
    assert len(emulator.videos()) == before
    emulator.settled(data_folder)


@pytest.mark.usefixtures("tidy")
def test_a_fetch_and_a_redaction_without_room_fail_and_say_so(
    emulator: Api, indexed: str, outside: Outside, sample_clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rather than to fill the disk for everybody."""
    outside.pages["/clip.mp4"] = Page(content=sample_clip.read_bytes())
    emulator.hold(held=True)
    url = {"name": "x", "videoUrl": f"{outside.url}/clip.mp4"}
    video = emulator.post("Videos", params=url).json()["id"]
    job = emulator.redact(indexed, {})
    full(monkeypatch, 10)
    emulator.hold(held=False)

    assert emulator.wait_indexed(video) == "Failed"
    assert emulator.wait_job(job).json()["state"] == "Failed"
    assert "no room" in emulator.get(f"Videos/{video}/Index").json()["videos"][0]["failureMessage"]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104 - what is refused
def test_a_short_secret_is_not_enough_beyond_loopback(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It could be guessed."""
    monkeypatch.setenv("VIDEO_INDEXER_EMULATOR_SECRET", "hunter2")

    assert main(["--data", str(tmp_path / "data"), "--host", host, "--port", "0"]) == 1

    assert "16 or more" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()
