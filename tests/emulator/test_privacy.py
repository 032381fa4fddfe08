"""What is left of a video where nobody should find it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.emulator.process import Process
from tests.media.makers import Recipe, write

MARK = "Zarathustra-Quillfeather"
"""Stands in name, tags and ids, and nowhere else on this machine."""


def files_with(folder: Path, mark: str) -> list[str]:
    """The files below a folder in which a text stands."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if mark.encode() in path.read_bytes()]


def test_of_a_deleted_video_nothing_is_left_on_disk(tmp_path: Path, sample_clip: Path) -> None:
    """Neither file nor picture nor name: not in blobs, scratch or free pages of a database."""
    data = tmp_path / "data"
    with Process(data) as service:
        api = service.api
        words = {"name": MARK, "description": MARK, "externalId": MARK, "metadata": MARK, "fileName": MARK}
        video_id = api.upload(sample_clip, **words)
        assert api.wait_indexed(video_id) == "Processed"
        new_id, _ = api.redacted(video_id, {"blurringKind": "Black"})
        assert files_with(data, MARK)

        for each in (video_id, new_id):
            assert api.call("DELETE", f"Videos/{each}").status_code == 204
        assert files_with(data, MARK) == []  # while it runs, too
        service.stop()

    assert files_with(data, MARK) == []
    assert not list((data / "blobs").rglob("*.*"))
    assert not list((data / "scratch").iterdir())


def test_a_redacted_file_says_nothing_that_its_pictures_dont(tmp_path: Path) -> None:
    """No tags, no place, no names of streams or of the file: none of their words is in its bytes."""
    pictures = [np.full((96, 128, 3), 10 * index, np.uint8) for index in range(10)]
    tags = {
        "title": MARK,
        "artist": MARK,
        "comment": MARK,
        "location": "+48.8577+002.2950/",
        "description": MARK,
    }
    clip = write(tmp_path / "clip.mp4", pictures, Recipe(metadata=tags))
    assert MARK.encode() in clip.read_bytes()
    with Process(tmp_path / "data") as service:
        video_id = service.api.upload(clip)
        assert service.api.wait_indexed(video_id) == "Processed"
        _, content = service.api.redacted(video_id, {"blurringKind": "Black"})

    assert MARK.encode() not in content
    assert b"48.8577" not in content
