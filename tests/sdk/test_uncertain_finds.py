"""What is hidden though the index leaves it out is named, with its times and what became of it."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.sdk.uses import good
from tests.sdk.ways import EITHER, FILES, Way
from video_indexer_redaction import Face, Redaction
from video_indexer_redaction.cli.console import Console
from video_indexer_redaction.cli.redact import report

FOUND = {
    "faces": [
        {"id": 1000, "name": "Unknown #1", "confidence": 0.9, "listed": True, "appearances": []},
        {
            "id": 1001,
            "name": "Unknown #2",
            "confidence": 0.6,
            "listed": False,
            "appearances": [{"start": "0:00:01", "end": "0:00:01.5"}, {"start": "0:01:02", "end": "0:01:03"}],
        },
    ],
    "frames": [],
}
FIND = Face(1001, "Unknown #2", 0.6, 1.5, (), ((1.0, 1.5), (62.0, 63.0)), listed=False)


def service(artifact: Any) -> Any:
    """A service whose Faces artifact is this."""

    def answer(request: httpx.Request) -> httpx.Response:
        if str(request.url).startswith(FILES) and request.method == "GET":
            return httpx.Response(200, json=artifact)
        return good(request)

    return answer


@EITHER
def test_uncertain_finds_are_listed_with_their_times_if_they_are_wanted(way: Way) -> None:
    assert FIND in way("faces", "v", uncertain=True, handler=service(FOUND))
    assert FIND not in way("faces", "v", handler=service(FOUND))


@EITHER
@pytest.mark.parametrize("other", [{}, {"faces": [{"id": 1}]}, {"faces": "none"}, {"faces": [7]}])
def test_an_artifact_of_another_schema_names_none(way: Way, other: Any) -> None:
    found = way("faces", "v", uncertain=True, handler=service(other))
    assert all(face.listed for face in found)


@EITHER
def test_one_call_names_what_it_hid_though_the_index_leaves_it_out(way: Way, tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"clip")
    made = way("redact_video", clip, tmp_path / "out.mp4", handler=service(FOUND))
    assert made.uncertain == (FIND,)


@EITHER
def test_a_service_without_the_artifact_redacts_all_the_same(way: Way, tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"clip")

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(404) if request.url.path.endswith("ArtifactUrl") else good(request)

    assert way("redact_video", clip, tmp_path / "out.mp4", handler=answer).uncertain == ()


def said(capsys: pytest.CaptureFixture[str], **chosen: Any) -> tuple[str, dict[str, Any]]:
    """What the command says of a redaction, and its document."""
    flags = {"only": None, "but": None, "blurring_kind": "Black", "keep": False, "faces": None}
    made = Redaction(Path("out.mp4"), (), "v", "r", uncertain=(FIND,))
    report(made, argparse.Namespace(**{**flags, **chosen}), Console(json=True, quiet=False))
    output = capsys.readouterr()
    return output.err, json.loads(output.out)


def test_the_command_names_uncertain_finds_and_says_that_they_were_hidden(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for chosen in ({}, {"but": [1000]}):
        text, document = said(capsys, **chosen)
        assert "Uncertain find 1001: 1.00 to 1.50 s, 62.00 to 63.00 s, confidence 0.60, hidden" in text
        assert "left visible" not in text
        (find,) = document["uncertain"]
        assert (find["id"], find["outcome"]) == (1001, "hidden")
        assert find["appearances"] == [[1.0, 1.5], [62.0, 63.0]]


def test_the_command_warns_of_uncertain_finds_that_a_choice_leaves_visible(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text, document = said(capsys, only=[1000])
    assert "Uncertain finds that were left visible: 1001" in text
    assert document["uncertain"][0]["outcome"] == "left as it is"
