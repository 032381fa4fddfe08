"""What redact_video finds out before it sends anything, keeps beside the clip, and does when broken off."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.sdk.uses import good
from tests.sdk.ways import EITHER, Way
from video_indexer_redaction import Redaction
from video_indexer_redaction.errors import ServerFailure, UsageError


class Account:
    """A service that answers well and remembers the calls; `trouble` may answer or raise first."""

    def __init__(self, trouble: Callable[[httpx.Request], httpx.Response | None] = lambda _: None) -> None:
        self.calls: list[tuple[str, str]] = []
        self._trouble = trouble

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer as the transport asks."""
        self.calls.append((request.method, request.url.path))
        return self._trouble(request) or good(request)

    def deleted(self) -> list[str]:
        """Ids of the videos whose deletion was asked for, in turn."""
        return [path.rsplit("/", 1)[1] for method, path in self.calls if method == "DELETE"]


class PowerCut(BaseException):
    """No Exception, as Ctrl-C and the cancellation of a task are none."""


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Something to upload, in a folder of its own."""
    path = tmp_path / "in" / "clip.mp4"
    path.parent.mkdir()
    path.write_bytes(b"clip")
    return path


@EITHER
@pytest.mark.parametrize(
    "how", [{"kind": "Mosaic"}, {"only": [1], "but": [2]}, {"only": ["Bob"]}, {"faces_file": "a/folder"}]
)
def test_what_cannot_work_is_found_out_before_anything_is_sent(
    way: Way, how: dict[str, Any], clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clip may take hours to be indexed."""
    (tmp_path / "a" / "folder").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    service = Account()

    with pytest.raises((UsageError, OSError)):
        way("redact_video", clip, tmp_path / "out.mp4", handler=service, **how)

    assert service.calls == []
    assert not (tmp_path / "out.mp4").exists()


@EITHER
@pytest.mark.parametrize("output", ["", "file/out.mp4", "\0.mp4", "x" * 300 + ".mp4"])
def test_an_output_that_cannot_be_written_is_named_before_anything_is_sent(
    way: Way, output: str, clip: Path, tmp_path: Path
) -> None:
    """By the name that the caller gave it, not by the hidden one under which it would grow."""
    (tmp_path / "file").write_text("not a folder")
    service = Account()

    with pytest.raises((OSError, UsageError)) as caught:
        way("redact_video", clip, tmp_path / output, handler=service)

    assert service.calls == []
    assert ".part" not in str(caught.value)
    assert str(caught.value)


@EITHER
def test_the_faces_artifact_is_kept_where_it_is_wanted(way: Way, clip: Path, tmp_path: Path) -> None:
    """It is there only until the clip's video is deleted."""
    faces = tmp_path / "new" / "faces.json"

    made: Redaction = way(
        "redact_video", clip, tmp_path / "out.mp4", faces_file=str(faces), handler=Account()
    )

    assert made.faces_file == faces
    assert json.loads(faces.read_text("utf-8")) == {"frames": []}
    assert [faces] == list(faces.parent.iterdir())


@EITHER
def test_without_a_place_for_it_the_artifact_is_read_once_and_not_kept(
    way: Way, clip: Path, tmp_path: Path
) -> None:
    """It names what is hidden though the index leaves it out."""
    service = Account()

    made: Redaction = way("redact_video", clip, tmp_path / "out.mp4", handler=service)

    assert made.faces_file is None
    assert len([path for _, path in service.calls if "ArtifactUrl" in path]) == 1


@EITHER
def test_an_artifact_that_cannot_be_had_ends_the_call(way: Way, clip: Path, tmp_path: Path) -> None:
    """It was asked for; nothing is left on the service, nor half a file here."""

    def trouble(request: httpx.Request) -> httpx.Response | None:
        return httpx.Response(500) if "ArtifactUrl" in request.url.path else None

    service = Account(trouble)

    with pytest.raises(ServerFailure):
        way("redact_video", clip, tmp_path / "out.mp4", faces_file=tmp_path / "f.json", handler=service)

    assert service.deleted() == ["with m"]
    assert list(tmp_path.iterdir()) == [clip.parent]


@EITHER
def test_a_break_while_deleting_deletes_all_the_same(way: Way, clip: Path, tmp_path: Path) -> None:
    """The clip is there by then, and whole."""
    left = [PowerCut()]

    def trouble(request: httpx.Request) -> None:
        if request.method == "DELETE" and left:
            raise left.pop()

    service = Account(trouble)

    with pytest.raises(PowerCut) as caught:
        way("redact_video", clip, tmp_path / "out.mp4", handler=service)

    assert service.deleted() == ["with m", "with m", "new"]
    assert not getattr(caught.value, "__notes__", ())
    assert (tmp_path / "out.mp4").exists()


@EITHER
def test_a_second_break_says_what_may_be_left(way: Way, clip: Path, tmp_path: Path) -> None:
    """For somebody who presses Ctrl-C until it ends."""

    def trouble(request: httpx.Request) -> None:
        if request.method == "DELETE":
            raise PowerCut

    with pytest.raises(PowerCut) as caught:
        way("redact_video", clip, tmp_path / "out.mp4", handler=Account(trouble))

    assert caught.value.__notes__ == ["Videos may be left on the service: with m, new"]
