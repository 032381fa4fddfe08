"""No face stays visible: each kind of face and clip that once did, made from portraits of packages."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest
from av.video.frame import VideoFrame

from benchmarks.redaction.contenders import Hidden, ours, paint
from benchmarks.redaction.scenes import Actor, Pose, Scene
from tests.media.makers import Picture, Recipe, write
from video_indexer_emulator.media.closer import CloserLook
from video_indexer_emulator.media.look import Looks, Shown
from video_indexer_emulator.media.parameters import DetectionSettings
from video_indexer_emulator.media.pictures import Orientation
from video_indexer_emulator.media.schedule import Kind, Schedule
from video_indexer_emulator.media.shots import NONE
from video_indexer_emulator.media.track import Tracker
from video_indexer_emulator.model import Box

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from benchmarks.redaction.scenes import Seen
    from video_indexer_emulator.media.models import FaceModels

SIZE = (640, 360)
HALF = 0.5  # of a face: if less is hidden, it is exposed


def plain(_: float) -> Picture:
    """Return slowly changing colours without a face."""
    rows, columns = np.mgrid[: SIZE[1], : SIZE[0]]
    waves = [100 + 50 * np.sin(rows / (19 + 7 * n)) * np.cos(columns / (23 + 5 * n)) for n in range(3)]
    return np.stack(waves, axis=2).astype(np.uint8)


def scene(pose: Pose, person: str = "Collins", seconds: float = 0.6) -> Scene:
    """Return somebody who keeps still."""
    return Scene("still", seconds, (Actor(person, lambda _: pose),), plain, size=SIZE)


def shares(
    truth: Iterable[Iterable[Seen]], hidden: list[list[Hidden]], size: tuple[int, int] = SIZE
) -> list[float]:
    """Return how much of each true face is hidden."""
    found = []
    for faces, regions in zip(truth, hidden, strict=True):
        mask = paint(regions, *size)
        for face in faces:
            height, width = face.region.shape
            found.append(float(mask[face.top : face.top + height, face.left : face.left + width].mean()))
    return found


def assert_hidden(shown: Scene, models: FaceModels, path: Path) -> None:
    truth = shown.write(path)
    _, hidden = ours(path, models)
    found = shares(truth, hidden)
    assert len(found) == shown.frame_count
    assert min(found) > HALF


@pytest.mark.parametrize("roll", [90, 135, 180, 225, 270])
@pytest.mark.parametrize("person", ["Collins", "Hopper"])
def test_a_face_is_hidden_at_any_roll(
    roll: float, person: str, detector_alone: FaceModels, tmp_path: Path
) -> None:
    """By the first detector alone, so that it holds without the second."""
    assert_hidden(scene(Pose(320, 180, 90, roll=roll), person), detector_alone, tmp_path / "clip.mp4")


EDGES = {"left": Pose(0, 180, 150), "right": Pose(640, 180, 150), "top": Pose(320, 20, 150)}


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("person", ["Collins", "Hopper"])
def test_half_a_face_at_an_edge_is_hidden(
    edge: str, person: str, detector_alone: FaceModels, tmp_path: Path
) -> None:
    assert_hidden(scene(EDGES[edge], person), detector_alone, tmp_path / "clip.mp4")


@pytest.mark.parametrize("height", [300, 420])
def test_a_face_as_large_as_the_picture_is_hidden(height: int, models: FaceModels, tmp_path: Path) -> None:
    assert_hidden(scene(Pose(320, 190, height)), models, tmp_path / "clip.mp4")


class Masked(Scene):
    """The same with a mask and dark glasses."""

    def _frame(self, time: float) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float32]], list[Seen]]:
        canvas, seen = super()._frame(time)
        for face in seen:
            x, y, width, height = face.box
            low = np.array([(0.08, 0.5), (0.92, 0.5), (0.8, 0.95), (0.5, 1.02), (0.2, 0.95)])
            points = (low * (width, height) + (x, y)).round().astype(np.int32)
            cv2.fillPoly(canvas, [points], (190, 160, 120))
            for side in (0.3, 0.7):
                centre = (round(x + side * width), round(y + 0.36 * height))
                cv2.circle(canvas, centre, round(0.17 * width), (15, 15, 15), -1)
            bridge = (round(x + 0.3 * width), round(y + 0.34 * height))
            cv2.line(canvas, bridge, (round(x + 0.7 * width), bridge[1]), (15, 15, 15), 3)
        return canvas, seen


@pytest.mark.parametrize("person", ["Collins", "Hopper"])
@pytest.mark.parametrize("height", [90, 130])
def test_a_face_with_a_mask_and_dark_glasses_is_hidden(
    person: str, height: int, models: FaceModels, tmp_path: Path
) -> None:
    bare = scene(Pose(320, 180, height), person)
    masked = Masked(bare.name, bare.seconds, bare.actors, bare.background, size=bare.size)
    assert_hidden(masked, models, tmp_path / "clip.mp4")


def with_face() -> tuple[Picture, list[Seen]]:
    return next(scene(Pose(320, 180, 90)).frames())


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_shot_of_a_few_frames_is_hidden_and_its_neighbours_are_not(
    length: int, models: FaceModels, tmp_path: Path
) -> None:
    """Wherever it begins, and the people of the shots around it aren't drawn into it."""
    face, truth = with_face()
    empty = np.full_like(face, 20)
    starts = (7, 20, 32, 45)
    shown = [empty] * 60
    for start in starts:
        shown[start : start + length] = [face] * length
    _, hidden = ours(write(tmp_path / "clip.mp4", shown), models)
    flashes = [start + offset for start in starts for offset in range(length)]
    found = shares([truth] * len(flashes), [hidden[frame] for frame in flashes])
    assert min(found) > HALF
    assert not any(hidden[frame] for frame in range(60) if frame not in flashes)


def test_each_frame_is_looked_at_where_frames_are_rare(models: FaceModels, tmp_path: Path) -> None:
    """At one frame a second a face may be in a single one, of an otherwise still picture."""
    face, truth = with_face()
    empty = plain(0)
    shown = [empty, face, empty, empty, face, empty, face, empty]
    clip = write(tmp_path / "clip.mp4", shown, Recipe(rate=1))
    _, hidden = ours(clip, models)
    assert min(shares([truth] * 3, [hidden[frame] for frame in (1, 4, 6)])) > HALF


def test_a_face_that_appears_in_one_frame_of_a_still_picture_is_hidden(
    models: FaceModels, tmp_path: Path
) -> None:
    """It is no cut: the rest of the picture stays. Small, in any frame."""
    face, truth = next(scene(Pose(320, 180, 70)).frames())
    for at in (10, 11, 12, 13):
        shown = [plain(0)] * 24
        shown[at] = face
        _, hidden = ours(write(tmp_path / f"{at}.mp4", shown), models)
        assert min(shares([truth], [hidden[at]])) > HALF


def test_no_face_is_found_in_clips_without_one(models: FaceModels, tmp_path: Path) -> None:
    clip = write(tmp_path / "clip.mp4", [plain(0)] * 30)
    analysis, hidden = ours(clip, models)
    assert analysis.people == ()
    assert not any(hidden)


def test_what_is_too_uncertain_to_be_listed_is_hidden(models: FaceModels, tmp_path: Path) -> None:
    """Half a second out of six isn't enough for the index."""
    face, truth = with_face()
    shown = [plain(0)] * 50 + [face] * 6 + [plain(0)] * 100
    analysis, hidden = ours(write(tmp_path / "clip.mp4", shown), models)
    assert [person.prominent for person in analysis.people] == [False]
    assert min(shares([truth] * 6, hidden[50:56])) > HALF


def test_a_crowd_of_small_faces_is_hidden(models: FaceModels, tmp_path: Path) -> None:
    """More than a look's hints: 24 faces of 14 to 20 pixels."""

    def standing(number: int) -> Actor:
        pose = Pose(60 + 75 * (number % 8), 80 + 100 * (number // 8), 14 + number % 4 * 2)
        return Actor(("Collins", "Hopper")[number % 2], lambda _: pose)

    actors = tuple(standing(number) for number in range(24))
    shown = replace(scene(Pose(0, 0, 1)), actors=actors)
    truth = shown.write(tmp_path / "clip.mp4")
    _, hidden = ours(tmp_path / "clip.mp4", models)
    assert min(shares(truth, hidden)) > HALF


class Asked:
    """A second detector that sees nothing and keeps the sizes of the pictures that it is shown."""

    def __init__(self) -> None:
        self.widths: list[int] = []

    def run(self, _: object, inputs: dict[str, Picture]) -> list[np.ndarray[tuple[int, ...], np.dtype[Any]]]:
        """Answer as the network would."""
        height, width = inputs["input.1"].shape[2:]
        self.widths.append(width)
        cells = height // 4, width // 4
        return [np.zeros((1, maps, *cells), np.float32) for maps in (1, 2, 2, 10)]


@pytest.mark.parametrize(
    ("width", "kinds", "asked"),
    [
        (320, Kind.AUDIT, {320}),
        (320, Kind.THOROUGH, {320, 544}),  # three times as wide, in two tiles
        (640, Kind.THOROUGH, {640, 704}),  # twice, in two tiles
    ],
)
def test_a_small_picture_is_enlarged_for_a_thorough_look_of_the_second_detector(
    width: int, kinds: Kind, asked: set[int], detector_alone: FaceModels
) -> None:
    """It finds half and more of the faces of 8 to 12 pixels so, and next to none otherwise."""
    auditor = Asked()
    small = np.asarray(cv2.resize(plain(0), (width, width * 9 // 16)), np.uint8)
    frame = VideoFrame.from_ndarray(small, format="bgr24")
    with Looks(replace(detector_alone, auditor=auditor), DetectionSettings()) as looks:
        assert not list(looks.begin(Shown(0, frame, Orientation()), kinds))
        list(looks.rest())
    assert set(auditor.widths) == asked


def test_the_second_detector_is_asked_at_least_six_times_a_second() -> None:
    schedule = Schedule(DetectionSettings())
    looks = [schedule.due(frame, Fraction(frame, 25), NONE) for frame in range(100)]
    assert sum(bool(kinds and Kind.AUDIT in kinds) for kinds in looks) >= 4 * 6


@pytest.mark.parametrize("roll", [90, 180, 270])
def test_a_face_that_lies_is_not_taken_back_since_the_second_detector_sees_it_upright_only(
    roll: float, models: FaceModels
) -> None:
    """It is asked once more, close up and upright; of the look at the whole picture it made nothing."""
    picture, (face,) = next(scene(Pose(320, 180, 40, roll=roll)).frames())
    closer = CloserLook(models, 0)
    closer.take(0, picture, 1.0)
    found = closer.seek(Box(*face.box), roll)
    assert found is not None
    found.second = 0.0
    tracker = Tracker(DetectionSettings(), closer)
    tracker.update(0, [found])
    assert found.seconded
