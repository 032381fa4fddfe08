"""Real clips: found again, hidden, and not found any more."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import CLIPS
from tests.media.makers import Picture, read
from video_indexer_emulator.media.analyze import analyze
from video_indexer_emulator.media.detect import detect
from video_indexer_emulator.media.geometry import overlap
from video_indexer_emulator.media.models import FaceModels
from video_indexer_emulator.media.render import redact
from video_indexer_emulator.model import Analysis, BlurringKind, Box, RedactionPlan

pytestmark = pytest.mark.clips

PEOPLE = {
    "asl_sister.mkv": 1,
    "foreman_cif.mp4": 1,
    "cisco_zhling_720p.mp4": 1,
    "cisco_2people_9frames.mp4": 2,
    "intel_classroom.mp4": 4,
    "intel_face-demographics-walking-and-pause.mp4": 3,
    "intel_head-pose-face-detection-female-and-male.mp4": 2,
}


def quiet(_: float) -> None:
    """Do nothing with the progress."""


def hidden(name: str, found: Analysis, kind: BlurringKind, folder: Path) -> list[Picture]:
    """Redact a clip; return what it shows."""
    redact(CLIPS / name, found.tracks, RedactionPlan(kind), found.clip, folder / "out.mp4", quiet)
    return read(folder / "out.mp4").pictures


@pytest.mark.parametrize("name", PEOPLE)
def test_as_many_people_as_there_are(name: str, models: FaceModels) -> None:
    found = analyze(CLIPS / name, models, quiet)
    assert sum(person.prominent for person in found.people) == PEOPLE[name]


def test_faces_that_two_other_detectors_agree_on_are_found(models: FaceModels) -> None:
    name = "intel_head-pose-face-detection-female-and-male"
    consensus = json.loads((CLIPS / f"{name}.consensus.json").read_text())
    found = analyze(CLIPS / f"{name}.mp4", models, quiet)
    boxes: dict[int, list[Box]] = {}
    for track in found.tracks:
        for sighting in track.sightings:
            boxes.setdefault(sighting.frame, []).append(sighting.box)
    agreed = [  # rows of track, left, top, right, bottom, share of detectors
        (frame, Box(left, top, right - left, bottom - top))
        for frame, rows in enumerate(consensus["frames"])
        for _, left, top, right, bottom, _ in rows
    ]
    assert agreed
    missed = [
        (frame, box)
        for frame, box in agreed
        if max((overlap(box, seen) for seen in boxes.get(frame, [])), default=0) < 0.4
    ]
    assert len(missed) <= 0.01 * len(agreed)


# Share of the faces found before that the detector may still find. The target for Low is .65.
AGAIN = {
    BlurringKind.LOW_BLUR: 0.65,
    BlurringKind.MEDIUM_BLUR: 0.05,
    BlurringKind.HIGH_BLUR: 0,
    BlurringKind.BLACK: 0,
}


@pytest.fixture(scope="module")
def crowd(models: FaceModels) -> dict[str, Analysis]:
    """Clips with eight people together."""
    names = ("intel_classroom.mp4", "foreman_cif.mp4", "intel_face-demographics-walking-and-pause.mp4")
    return {name: analyze(CLIPS / name, models, quiet) for name in names}


@pytest.mark.parametrize("kind", AGAIN)
def test_hidden_faces_arent_found_again(
    kind: BlurringKind, models: FaceModels, crowd: dict[str, Analysis], tmp_path: Path
) -> None:
    before = after = 0
    for name, found in crowd.items():
        shown = hidden(name, found, kind, tmp_path)
        for one, other in zip(read(CLIPS / name).pictures[::4], shown[::4], strict=True):
            before += len(detect(models.detector, one, 0.6))
            after += len(detect(models.detector, other, 0.6))
    assert before > 100
    assert after <= AGAIN[kind] * before
