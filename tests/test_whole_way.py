"""From a clip to a redacted clip through the service, judged by opening what came out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from scripts import redact_demo
from scripts.sample_clip import Box, SampleTruth, make_sample
from tests.emulator.api import Api
from tests.media.makers import Shown, around, psnr, read
from video_indexer_emulator.media.blur import GROWTH

HIDDEN = 22  # dB: a face that differs more than this from the source is hidden, not just encoded again
LEFT = 27  # dB: a small face in fast motion is at least this near to the source after encoding again
KEPT = 35  # dB: what is outside the hidden regions
SEEN = 0.5  # share of a face in the picture from which on it counts as visible


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SampleTruth]:
    """Two known people and a tone, with the truth."""
    path = tmp_path_factory.mktemp("whole way") / "sample.mp4"
    return path, make_sample(path, seconds=3)


@pytest.fixture(scope="module")
def artifact(emulator: Api, uploaded: str) -> dict[str, Any]:
    """The Faces artifact of the clip."""
    return emulator.faces(uploaded)


@pytest.fixture(scope="module")
def uploaded(emulator: Api, clip: tuple[Path, SampleTruth]) -> str:
    """The clip's id on the service, indexed."""
    video_id = emulator.upload(clip[0])
    assert emulator.wait_indexed(video_id) == "Processed"
    return video_id


@pytest.fixture(scope="module")
def ids(artifact: dict[str, Any], clip: tuple[Path, SampleTruth]) -> dict[str, int]:
    """Which face id the service gave to which person."""
    votes: dict[str, list[int]] = {person: [] for person in clip[1].boxes}
    for frame in artifact["frames"]:
        for face in frame["faces"]:
            centre = (face["x"] + face["width"] / 2, face["y"] + face["height"] / 2)
            for person, boxes in clip[1].boxes.items():
                if frame["index"] in boxes and _holds(boxes[frame["index"]], *centre):
                    votes[person].append(face["id"])
    return {person: max(set(seen), key=seen.count) for person, seen in votes.items()}


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height


@pytest.mark.parametrize("scope", ["Include", "Exclude"])
@pytest.mark.parametrize("chosen", ["Collins", "Hopper"])
def test_a_filter_hides_exactly_the_chosen_person_in_every_frame(  # noqa: PLR0917
    emulator: Api,
    uploaded: str,
    clip: tuple[Path, SampleTruth],
    ids: dict[str, int],
    tmp_path: Path,
    chosen: str,
    scope: str,
) -> None:
    """Include hides the one person wherever they are visible and leaves the other; Exclude the reverse."""
    assert len(set(ids.values())) == 2
    faces = {"blurringKind": "Black", "filter": {"ids": [ids[chosen]], "scope": scope}}
    new_id, content = emulator.redacted(uploaded, faces)
    result = tmp_path / f"{new_id}.mp4"
    result.write_bytes(content)
    before, after = read(clip[0]).pictures, read(result).pictures

    for person, boxes in clip[1].boxes.items():
        hidden = (person == chosen) == (scope == "Include")
        for index, box in boxes.items():
            if _visible(box, before[index]) >= SEEN:
                likeness = psnr(before[index], after[index], around(before[index], [box], 0.9))
                assert (likeness < HIDDEN) if hidden else (likeness > LEFT), (person, index)


def _visible(box: Box, picture: np.ndarray[Any, Any]) -> float:
    height, width = picture.shape[:2]
    across = min(width, box.x + box.width) - max(0.0, box.x)
    down = min(height, box.y + box.height) - max(0.0, box.y)
    return float(max(0.0, across) * max(0.0, down) / (box.width * box.height))


@pytest.fixture(scope="module")
def demonstration(emulator_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder out/ that the demonstration left, run once in a folder of its own."""
    folder = tmp_path_factory.mktemp("demonstration")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("VIDEO_INDEXER_URL", emulator_url)
        assert redact_demo.main(["--blurring-kind", "HighBlur"]) == 0
    return folder / "out"


def _read_both(out: Path) -> tuple[Shown, Shown]:
    return read(out / "sample.mp4"), read(out / "redacted.mp4")


def test_the_demonstration_keeps_time_and_sound(demonstration: Path) -> None:
    """Frame count and times are kept, the length within one frame, and each sound packet bit for bit."""
    before, after = _read_both(demonstration)

    assert before.times == after.times
    assert abs(before.duration - after.duration) <= 1 / 25
    assert before.audio == after.audio
    assert before.audio


def test_the_demonstration_hides_faces_and_nothing_else(demonstration: Path) -> None:
    """Every face of the artifact is changed; outside the hidden regions there is only codec noise."""
    before, after = _read_both(demonstration)
    faces = {
        f["index"]: f["faces"]
        for f in json.loads((demonstration / "faces.json").read_text("utf-8"))["frames"]
    }

    assert faces
    for index, (source, result) in enumerate(zip(before.pictures, after.pictures, strict=True)):
        boxes = [Box(f["x"], f["y"], f["width"], f["height"]) for f in faces.get(index, ())]
        visible = [box for box in boxes if _visible(box, source) >= SEEN]
        assert all(psnr(source, result, around(source, [box], 0.9)) < HIDDEN for box in visible)
        assert psnr(source, result, ~around(source, boxes, GROWTH + 0.5)) > KEPT


def test_the_demonstration_leaves_a_picture_of_before_and_after(demonstration: Path) -> None:
    """The picture shows the same frames twice, above with numbered boxes, below redacted."""
    picture = cv2.imread(str(demonstration / "before_after.png"))

    assert picture is not None
    upper, lower = np.split(picture, 2)
    assert upper.shape == lower.shape
    assert (upper == redact_demo.YELLOW).all(axis=2).any()
    assert not (lower == redact_demo.YELLOW).all(axis=2).any()
