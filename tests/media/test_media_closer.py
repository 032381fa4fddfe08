"""Faces that a look at the whole picture misses, and that a closer look finds."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.redaction.contenders import ours
from benchmarks.redaction.scenes import Actor, Pose, Scene
from benchmarks.redaction.scores import score
from video_indexer_emulator.media.closer import CloserLook
from video_indexer_emulator.media.detect import detect
from video_indexer_emulator.model import Box

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from video_indexer_emulator.media.models import FaceModels

SIZE = (640, 360)
MIDDLE = (320, 180)


def clouds(_: float) -> NDArray[np.uint8]:
    """Return soft grey clouds."""
    rows, columns = np.mgrid[: SIZE[1], : SIZE[0]]
    grey = 120 + 40 * np.sin(rows / 31) * np.cos(columns / 47)
    return np.repeat(grey[:, :, None], 3, axis=2).astype(np.uint8)


def scene(name: str, pose: Callable[[float], Pose | None], **more: float) -> Scene:
    """Return a second with Eileen Collins."""
    return Scene(name, 1.0, (Actor("Collins", pose),), clouds, size=SIZE, **more)  # type: ignore[arg-type]


HARD = (
    scene("16 pixels", lambda time: Pose(300 + 20 * time, 180, 16)),
    scene("tilted by 60 degrees", lambda _: Pose(*MIDDLE, 60, roll=60)),
    scene("tilting from one side to the other", lambda time: Pose(*MIDDLE, 50, roll=120 * time - 60)),
    scene("turned far aside", lambda _: Pose(*MIDDLE, 36, turn=1.0)),
)


@pytest.mark.parametrize("hard", HARD, ids=lambda scene: scene.name)
def test_a_hard_face_is_hidden_in_every_frame(hard: Scene, models: FaceModels, tmp_path: Path) -> None:
    truth = hard.write(tmp_path / "clip.mp4")

    _, hidden = ours(tmp_path / "clip.mp4", models)

    result = score(truth, hidden, SIZE)
    assert result.faces == hard.frame_count
    assert result.missed == []
    assert result.outside < 0.02


def test_a_closer_look_is_surer_of_a_small_face_than_a_look_at_the_whole(models: FaceModels) -> None:
    picture, (face,) = next(scene("small", lambda _: Pose(*MIDDLE, 16)).frames())
    closer = CloserLook(models, 0)
    closer.take(0, picture, 1.0)

    found = closer.seek(Box(*face.box))

    assert found is not None
    assert found.score > 0.85
    whole = [seen.score for seen in detect(models.detector, picture, 0.05)]
    assert found.score > max(whole, default=0.0) + 0.2
    assert found.box.x == pytest.approx(face.box[0], abs=3)
    assert found.box.height == pytest.approx(face.box[3], abs=4)


@pytest.mark.parametrize("roll", [-60.0, 60.0])
def test_the_box_goes_around_a_tilted_face_and_its_tilt_is_known(models: FaceModels, roll: float) -> None:
    picture, (face,) = next(scene("tilted", lambda _: Pose(*MIDDLE, 80, roll=roll)).frames())
    closer = CloserLook(models, 0)
    closer.take(0, picture, 1.0)

    found = closer.seek(Box(*face.box), -45.0, 0.0, 45.0)

    assert found is not None
    assert found.roll == pytest.approx(roll, abs=15)
    assert found.box.width == pytest.approx(face.box[2], rel=0.2)
    assert found.box.height == pytest.approx(face.box[3], rel=0.2)


def test_nothing_is_found_where_nothing_is(models: FaceModels) -> None:
    closer = CloserLook(models, 0)
    closer.take(0, clouds(0), 1.0)

    assert closer.seek(Box(300, 160, 40, 50), -45.0, 0.0, 45.0) is None


def test_a_face_is_followed_back_to_before_a_whole_look_was_sure_of_it(
    models: FaceModels, tmp_path: Path
) -> None:
    """It comes nearer from 9 pixels on; the first sure look comes late, and the frames before count too."""
    coming = scene("coming nearer", lambda time: Pose(*MIDDLE, 9 + 16 * time))
    truth = coming.write(tmp_path / "clip.mp4")

    _, hidden = ours(tmp_path / "clip.mp4", models)

    assert score(truth, hidden, SIZE).missed == []
