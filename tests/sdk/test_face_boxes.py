"""Each face's box in each frame, typed."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.sdk.ways import EITHER, FILES, Way
from video_indexer_redaction import development_target
from video_indexer_redaction.errors import UnexpectedAnswer

ROOT = Path(__file__).resolve().parents[2]


def example() -> dict[str, Any]:
    """The contract's own example."""
    examples = yaml.safe_load((ROOT / "openapi.yaml").read_text("utf-8"))["components"]["examples"]
    found: dict[str, Any] = copy.deepcopy(examples["FacesArtifact"]["value"])
    return found


def asked(way: Way, artifact: Any) -> Any:
    """The boxes of an artifact."""

    def serve(request: httpx.Request) -> httpx.Response:
        if str(request.url).startswith(FILES):
            return httpx.Response(200, json=artifact)
        return httpx.Response(200, json=f"{FILES}/faces?sig=s")

    return way("face_boxes", "v", handler=serve)


@EITHER
def test_boxes_are_typed(way: Way) -> None:
    """Pixels, seconds, ids and scores, as the contract has them."""
    found = asked(way, example())

    box = found.frames[0].faces[0]
    assert (found.width, found.frames[1].start_seconds) == (1280, 0.04)
    assert (box.id, box.x, box.width, box.score) == (1000, 602.5, 88.2, 0.93)


@EITHER
@pytest.mark.parametrize(
    "spoil",
    [
        lambda artifact: artifact.pop("frames"),
        lambda artifact: artifact["frames"][0].pop("index"),
        lambda artifact: artifact["frames"][0]["faces"][0].update(x="left"),
        lambda artifact: artifact["faces"][0].update(id="a"),
        lambda artifact: artifact.update(frames=5),
    ],
    ids=["no frames", "no index", "a word for a number", "a word for an id", "a number for a list"],
)
def test_an_artifact_of_another_schema_is_refused(way: Way, spoil: Any) -> None:
    """Rather than typed wrongly."""
    artifact = example()
    spoil(artifact)

    with pytest.raises(UnexpectedAnswer, match="another form"):
        asked(way, artifact)


@EITHER
def test_the_emulators_boxes_are_read(way: Way, emulator_url: str, indexed: str) -> None:
    """Of both people of the sample."""
    found = way("face_boxes", indexed, target=development_target(emulator_url))

    assert {box.id for frame in found.frames for box in frame.faces} >= {1000, 1001}
    assert (found.width, found.height) == (320, 180)
