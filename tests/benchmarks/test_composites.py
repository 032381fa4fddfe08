"""Composites hold what they claim to, and their scores count what stays visible."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from benchmarks.redaction.catalogue import SATURATED, all_scenes
from benchmarks.redaction.catalogue import scenes as measured_scenes
from benchmarks.redaction.contenders import Hidden
from benchmarks.redaction.harder import FLASHES, harder_scenes
from benchmarks.redaction.people import cast
from benchmarks.redaction.scenes import Actor, Pose, Scene, Seen
from benchmarks.redaction.scores import score
from benchmarks.redaction.wearing import Worn, dressed

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.redaction.people import Cutout
    from benchmarks.redaction.scenes import Scene as AnyScene

SIZE = (100, 100)


def face(top: int = 20, height: int = 40) -> Seen:
    return Seen("A", (20.0, top, 40.0, height), 1.0, 20, top, np.ones((height, 40), bool))


def scenes() -> dict[str, AnyScene]:
    return {scene.name: scene for scene in harder_scenes(list(cast()))}


def collins() -> Cutout:
    return cast()["Collins"][0]


@pytest.mark.parametrize(("bottom", "exposed", "covered"), [(39, 1, 0), (41, 0, 0), (60, 0, 1)])
def test_a_face_of_which_less_than_half_is_hidden_is_exposed(bottom: int, exposed: int, covered: int) -> None:
    found = score([[face()]], [[Hidden(20, 20, 60, bottom)]], SIZE)
    assert (found.exposed, found.covered) == (exposed, covered)


@pytest.mark.parametrize(("height", "faces"), [(7, 0), (8, 1)])
def test_faces_count_from_8_pixels(height: int, faces: int) -> None:
    assert score([[face(height=height)]], [], SIZE).faces == faces


def test_a_mask_covers_the_mouth_and_leaves_the_eyes() -> None:
    plain, masked = collins(), dressed(collins(), (Worn.MASK,))
    assert changed(plain, masked, 0.75) > 0.95
    assert changed(plain, masked, 0.3) == 0


def test_glasses_cover_the_eyes_and_leave_the_mouth() -> None:
    plain, shaded = collins(), dressed(collins(), (Worn.GLASSES,))
    assert changed(plain, shaded, 0.36) > 0.6
    assert changed(plain, shaded, 0.75) == 0


def changed(one: Cutout, other: Cutout, down: float) -> float:
    """The share of a row of the face, so far down, that differs."""
    x, y, width, height = one.face
    row = round(y + down * height), slice(round(x), round(x + width))
    return float((one.picture[row] != other.picture[row]).any(axis=1).mean())


def test_faces_at_the_edge_are_cut_and_stay_half_visible() -> None:
    scene = scenes()["cut by the edge"]
    visible = [seen.visible for time in np.arange(0, scene.seconds, 0.4) for seen in scene._frame(time)[1]]
    assert min(visible) > 0.5
    assert np.mean(np.array(visible) < 0.9) > 0.3


def test_small_faces_are_between_8_and_16_pixels() -> None:
    heights = [seen.box[3] for seen in scenes()["8 to 16 px"]._frame(1.0)[1]]
    assert len(heights) == 8
    assert 8 <= min(heights) < max(heights) <= 16


def test_people_flash_up_for_one_to_three_frames() -> None:
    scene = scenes()["flashes of 1 to 3 frames"]
    shown = [bool(scene._frame(float(index / scene.rate))[1]) for index in range(scene.frame_count)]
    runs = [len(run) for run in "".join("x" if each else " " for each in shown).split()]
    assert runs == [frames for _, frames in FLASHES]


@pytest.mark.parametrize(
    ("name", "rate"), [("slides, one in 2 s", Fraction(1, 2)), ("one picture a second", Fraction(1))]
)
def test_slides_and_lapses_have_few_pictures(name: str, rate: Fraction, tmp_path: Path) -> None:
    scene = scenes()[name]
    truth = scene.write(tmp_path / "clip.mp4")
    with av.open(str(tmp_path / "clip.mp4")) as clip:
        video = clip.streams.video[0]
        times = [frame.time for frame in clip.decode(video)]
    assert len(times) == len(truth) == scene.seconds * rate
    assert np.diff(np.array(times, float)) == pytest.approx(float(1 / rate))


def test_few_bits_are_few(tmp_path: Path) -> None:
    grey = np.random.default_rng(1).integers(0, 255, (180, 320, 3)).astype(np.uint8)
    actor = Actor("Collins", lambda time: Pose(100 + 30 * time, 90, 60))
    clip = tmp_path / "clip.mp4"
    scene = Scene(
        "few", 2.0, (actor,), lambda time: np.roll(grey, round(40 * time), 1), (320, 180), bits=200_000
    )
    scene.write(clip)
    assert 8 * clip.stat().st_size / scene.seconds < 1.3 * 200_000


def test_scenes_that_tell_no_settings_apart_arent_measured() -> None:
    names = {scene.name for scene in all_scenes()}
    assert names >= SATURATED
    assert {scene.name for scene in measured_scenes()} == names - SATURATED
