"""Each kind of hiding does what its name says, on plain pixels."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from scripts.sample_clip import COLLINS, HOPPER, Portrait
from video_indexer_emulator.media.blur import GROWTH, hidden_region, hide
from video_indexer_emulator.media.pictures import Planes
from video_indexer_emulator.model import BlurringKind, Box

BOX = Box(101.3, 60.7, 41.2, 53.9)
BLURS = [BlurringKind.LOW_BLUR, BlurringKind.MEDIUM_BLUR, BlurringKind.HIGH_BLUR]


def noise(width: int = 320, height: int = 240) -> Planes:
    """Return planes full of detail."""
    random = np.random.default_rng(5)
    return Planes(
        random.integers(16, 236, (height, width), np.uint8),
        random.integers(16, 240, (height // 2, width // 2), np.uint8),
        random.integers(16, 240, (height // 2, width // 2), np.uint8),
    )


def copied(planes: Planes) -> Planes:
    """Return planes that can be written to."""
    return Planes(*(plane.copy() for plane in planes))


def energy(plane: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> float:
    """Return the detail in a plane: the variance of its Laplacian."""
    return float(cv2.Laplacian(plane, cv2.CV_64F).var())


@pytest.mark.parametrize("kind", [kind for kind in BlurringKind if kind is not BlurringKind.BOUNDING_BOX])
def test_nothing_outside_the_region_is_touched(kind: BlurringKind) -> None:
    before = noise()
    after = copied(before)
    hide(after, BOX, kind, 1000)
    region = hidden_region(BOX, 320, 240)
    assert region is not None
    for step, one, other in zip((1, 2, 2), before, after, strict=True):
        outside = np.ones(one.shape, bool)
        region.of(outside, step)[:] = False
        assert np.array_equal(one[outside], other[outside])


def test_the_region_covers_the_grown_box_on_even_pixels() -> None:
    region = hidden_region(BOX, 320, 240)
    assert region is not None
    assert region.left <= BOX.x - BOX.width * (GROWTH - 1) / 2
    assert region.bottom >= BOX.y + BOX.height * (1 + (GROWTH - 1) / 2)
    assert all(side % 2 == 0 for side in (region.left, region.top, region.right, region.bottom))


@pytest.mark.parametrize("box", [Box(-30, -30, 50, 50), Box(300, 220, 80, 80), Box(-50, -50, 500, 500)])
@pytest.mark.parametrize("kind", BlurringKind)
def test_faces_at_the_edge_are_hidden_as_far_as_they_are_in_the_picture(box: Box, kind: BlurringKind) -> None:
    before = noise()
    after = copied(before)
    hide(after, box, kind, 1000)
    if kind is not BlurringKind.BOUNDING_BOX:
        region = hidden_region(box, 320, 240)
        assert region is not None
        assert energy(region.of(after.y, 1)) < energy(region.of(before.y, 1)) / 20


@pytest.mark.parametrize("kind", BlurringKind)
def test_a_face_outside_of_the_picture_changes_nothing(kind: BlurringKind) -> None:
    before = noise()
    after = copied(before)
    hide(after, Box(400, 10, 50, 50), kind, 1000)
    hide(after, Box(10, -90, 50, 50), kind, 1000)
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))


@pytest.mark.parametrize("kind", BlurringKind)
def test_a_face_of_a_pixel_is_no_trouble(kind: BlurringKind) -> None:
    hide(noise(), Box(50.5, 50.5, 0.3, 0.3), kind, 1000)


@pytest.mark.parametrize("black", [0, 16])
def test_black_is_constant_and_opaque(black: int) -> None:
    planes = noise()
    hide(planes, BOX, BlurringKind.BLACK, 1000, black)
    region = hidden_region(BOX, 320, 240)
    assert region is not None
    assert np.unique(region.of(planes.y, 1)).tolist() == [black]
    assert np.unique(region.of(planes.u, 2)).tolist() == [128]
    assert np.unique(region.of(planes.v, 2)).tolist() == [128]


@pytest.mark.parametrize("height", [24, 60, 200])
@pytest.mark.parametrize("portrait", [COLLINS, HOPPER])
def test_low_keeps_more_detail_than_medium_and_medium_more_than_high(
    portrait: Portrait,
    height: int,
) -> None:
    picture, _ = portrait.load()
    scale = height / portrait.face.height
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    whole = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    grey = np.asarray(whole[: whole.shape[0] // 2 * 2, : whole.shape[1] // 2 * 2], np.uint8)
    x, y = portrait.face.x - portrait.oval.x, portrait.face.y - portrait.oval.y
    box = Box(x * scale, y * scale, portrait.face.width * scale, height)
    chroma = np.full((grey.shape[0] // 2, grey.shape[1] // 2), 128, np.uint8)
    region = hidden_region(box, grey.shape[1], grey.shape[0])
    assert region is not None
    energies = []
    for kind in BLURS:
        planes = Planes(grey.copy(), chroma.copy(), chroma.copy())
        hide(planes, box, kind, 1000)
        energies.append(energy(region.of(planes.y, 1)))
    assert all(more > less for more, less in pairwise(energies))


def test_the_blur_depends_on_nothing_outside_the_region() -> None:
    """What lies beside the region must not leak in, nor the region's content out."""
    one = noise()
    other = copied(one)
    region = hidden_region(BOX, 320, 240)
    assert region is not None
    inside = region.of(one.y, 1).copy()
    other.y[:] = 200
    region.of(other.y, 1)[:] = inside
    for kind in BLURS:
        first, second = copied(one), copied(other)
        hide(first, BOX, kind, 1000)
        hide(second, BOX, kind, 1000)
        assert np.array_equal(region.of(first.y, 1), region.of(second.y, 1))
