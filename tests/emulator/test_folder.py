"""The data folder: who may have it, and what becomes of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.emulator.process import LISTENING
from video_indexer_emulator.errors import DataFolderUnusable
from video_indexer_emulator.storage.folder import DataFolder


def test_one_service_at_a_time_holds_a_folder(tmp_path: Path) -> None:
    """A second service is refused while the first holds the folder, and let in afterwards."""
    first = DataFolder(tmp_path / "data")

    with pytest.raises(DataFolderUnusable, match="in use by another vi-emulator"):
        DataFolder(tmp_path / "data")

    first.release()
    DataFolder(tmp_path / "data").release()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file where the folder should be ends in one clear line."""
    (tmp_path / "data").write_text("not a folder")

    with pytest.raises(DataFolderUnusable, match="give another --data"):
        DataFolder(tmp_path / "data")


def test_a_throw_away_folder_goes_with_the_parent(tmp_path: Path) -> None:
    """A short-lived service deletes its folder when its parent closes its input, as its death does."""
    data = tmp_path / "data"
    command = [sys.executable, "-m", "video_indexer_emulator", "--port", "0", "--data", str(data)]
    with subprocess.Popen(  # noqa: S603 - our own module
        [*command, "--stop-with-stdin", "--throw-away"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout
        assert child.stdin
        assert any(line.startswith(LISTENING) for line in child.stdout)
        assert data.is_dir()
        child.stdin.close()
        child.wait(30)

    assert not data.exists()


@pytest.mark.parametrize("flags", [["--workers", "0"], ["--port", "99999"], ["--token-seconds", "-1"]])
def test_numbers_that_make_no_sense_are_refused(flags: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """They are refused with a usage line, before anything is touched."""
    from video_indexer_emulator.command import main  # noqa: PLC0415

    with pytest.raises(SystemExit) as refused:
        main(flags)

    assert refused.value.code == 2
    assert flags[0] in capsys.readouterr().err
