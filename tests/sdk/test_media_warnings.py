"""What a result doesn't keep of its clip is told: by the SDK, the command and its JSON."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.sdk.uses import good, index
from tests.sdk.ways import EITHER, Way
from video_indexer_redaction import MediaWarning, Redaction
from video_indexer_redaction.cli.console import Console
from video_indexer_redaction.cli.redact import report
from video_indexer_redaction.cli.service import any_service
from video_indexer_redaction.errors import UsageError

LEFT_OUT = MediaWarning("StreamLeftOut", "Stream 2 (sound, unknown) is left out")
HIDDEN = MediaWarning("PictureHidden", "From 0.00 to 0.50 seconds the picture is hidden whole", 0.0, 0.5)
WIRE = [
    {"code": LEFT_OUT.code, "message": LEFT_OUT.message},
    {"code": HIDDEN.code, "message": HIDDEN.message, "startSeconds": 0, "endSeconds": 0.5},
]


@EITHER
def test_warnings_of_the_index_come_with_the_redaction(way: Way, tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/Index"):
            told = index()
            told["videos"][0]["warnings"] = WIRE
            return httpx.Response(200, json=told)
        return good(request)

    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"clip")
    made = way("redact_video", clip, tmp_path / "out.mp4", handler=answer)
    assert made.warnings == (LEFT_OUT, HIDDEN)


@EITHER
def test_a_service_that_tells_nothing_warns_of_nothing(way: Way, tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"clip")
    assert way("redact_video", clip, tmp_path / "out.mp4", handler=good).warnings == ()


def test_the_command_shows_warnings_also_in_its_document(capsys: pytest.CaptureFixture[str]) -> None:
    flags = {"only": None, "but": None, "blurring_kind": "Black", "keep": False, "faces": None}
    made = Redaction(Path("out.mp4"), (), "v", "r", warnings=(LEFT_OUT, HIDDEN))
    report(made, argparse.Namespace(**flags), Console(json=True, quiet=False))
    output = capsys.readouterr()
    assert LEFT_OUT.message in output.err
    told: list[dict[str, Any]] = json.loads(output.out)["warnings"]
    assert told[1] == {
        "code": "PictureHidden", "message": HIDDEN.message, "startSeconds": 0.0, "endSeconds": 0.5,
    }  # fmt: skip


def test_a_flag_for_an_emulator_of_its_own_is_refused_beside_a_named_service(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VIDEO_INDEXER_URL", "http://127.0.0.1:1")
    with (
        pytest.raises(UsageError, match="start that one with --damaged hide"),
        any_service("--damaged", "hide"),
    ):
        pass
