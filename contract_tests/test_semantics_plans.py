"""What is easily missed in a redacted file: edges and slivers of faces, spots, the kind with a filter."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from .conftest import Indexed
from .redactions import KINDS, REACH, Original, Redactions, is_plain, load, request, with_id
from .service import Service
from .video import PEAK, Box, Mask, Picture, brightness, likeness, outside

pytestmark = pytest.mark.unknown("how strong the kinds are, and what a redacted file is like")

ALIKE = 30.0  # dB at a face; two redactions of one kind measure 36 and more, of two kinds 22 and less
WHOLE = 25.0  # dB; each quarter of a hidden face measures less, and of one that is left more
BLOCK, BLOCK_KEPT = 12, 28.0  # pixels, and dB of the block beside the faces that has changed most
GRAIN_KEPT = 0.8  # share of the fine structure beside the faces that is left; 0.98 was measured
DARK_EDGE = 30.0  # of 255; the mean of a box's outer strip, which the codec blends with what is beside it
GLIMPSE = 0.05  # share of a face that must be in the picture for Black to cover it


@pytest.fixture(scope="module")
def original(service: Service, indexed: Indexed) -> Original:
    """The clip before, with its faces."""
    return load(service, indexed.id)


@pytest.fixture(scope="module")
def redactions(service: Service, original: Original) -> Iterator[Redactions]:
    """The clip after, in whatever way is asked for."""
    made = Redactions(service, original)
    yield made
    made.clear()


def quarters(box: Box) -> Iterator[Box]:
    """The four quarters of a box."""
    width, height = box.width / 2, box.height / 2
    for column in range(2):
        for row in range(2):
            yield Box(box.x + column * width, box.y + row * height, width, height)


def worst_block(before: Picture, after: Picture, rest: Mask) -> float:
    """PSNR of the square that has changed most, of those that lie within the mask."""
    rows, columns = rest.shape[0] // BLOCK * BLOCK, rest.shape[1] // BLOCK * BLOCK
    shape = (rows // BLOCK, BLOCK, columns // BLOCK, BLOCK)
    errors = ((before.astype(np.float64) - after) ** 2).mean(axis=2)[:rows, :columns]
    whole = rest[:rows, :columns].reshape(shape).all(axis=(1, 3))
    worst = float(errors.reshape(shape).mean(axis=(1, 3))[whole].max(initial=1e-9))
    return 10 * math.log10(PEAK**2 / worst)


def grain(picture: Picture, mask: Mask) -> float:
    """Fine structure within a mask: the mean magnitude of the Laplacian."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    return float(np.abs(cv2.Laplacian(grey, cv2.CV_32F))[mask].mean())


@pytest.mark.parametrize("kind", KINDS)
def test_a_filter_does_not_change_the_kind(original: Original, redactions: Redactions, kind: str) -> None:
    """A chosen face looks as it does when everybody is hidden in that way, and not as in any other."""
    face = original.ids[0]
    filtered = redactions.of(request(kind, "Include", [face]))
    for other in KINDS:
        reference = redactions.of(request(other))
        for index, box in original.sightings({face}):
            if other != kind and is_plain(original.film.pictures[index], box):
                continue  # every kind but Black looks the same there
            mask = box.mask(filtered.pictures[index].shape)
            near = likeness(filtered.pictures[index], reference.pictures[index], mask)
            told = f"frame {index}: {kind} with a filter and {other} without are {near:.0f} dB alike"
            assert (near > ALIKE) == (other == kind), told


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.endswith("Blur")])
def test_no_quarter_of_a_face_is_left(original: Original, redactions: Redactions, kind: str) -> None:
    """A blur covers the whole box, not only its middle."""
    result = redactions.of(request(kind))
    left: dict[int, list[float]] = {number: [] for number in range(4)}
    for index, box in original.sightings(set(original.ids)):
        before, after = original.film.pictures[index], result.pictures[index]
        for number, quarter in enumerate(quarters(box)):
            left[number].append(likeness(before, after, quarter.mask(after.shape)))
    medians = {number: float(np.median(found)) for number, found in left.items()}
    assert max(medians.values()) < WHOLE, f"{kind}: the quarters of faces are as they were: {medians} dB"


def test_black_reaches_to_the_edges(original: Original, redactions: Redactions) -> None:
    """The outermost tenth of every box is black too, even where only a sliver of a face is to be seen."""
    result = redactions.of(request("Black"))
    for index, boxes in original.faces.items():
        after = result.pictures[index]
        for face, box in boxes.items():
            strip = box.mask(after.shape) & ~box.scaled(0.9).mask(after.shape)
            if box.visible(after.shape) >= GLIMPSE and strip.any():
                level = brightness(after, strip)
                assert level < DARK_EDGE, f"frame {index}, face {face}: an edge of {level:.0f} of 255"


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_small_is_changed_beside_the_faces(
    original: Original, redactions: Redactions, kind: str
) -> None:
    """No spot is added and no grain lost, which an average over the picture would hide."""
    for index, after in enumerate(redactions.of(request(kind)).pictures):
        before = original.film.pictures[index]
        boxes = [box.scaled(REACH) for box in original.faces.get(index, {}).values()]
        if kind == "BoundingBox":
            boxes += [with_id(box, after.shape[0]) for box in boxes]
        rest = outside(after.shape, boxes)
        near = worst_block(before, after, rest)
        assert near > BLOCK_KEPT, f"frame {index}: a spot beside the faces is changed ({near:.0f} dB)"
        left = grain(after, rest) / grain(before, rest)
        assert left > GRAIN_KEPT, f"frame {index}: {left:.0%} of the background's grain is left"


def test_the_file_ends_where_its_boxes_end(service: Service, redactions: Redactions) -> None:
    """The mp4's boxes fill the file: nothing is cut off, and nothing hangs on."""
    redactions.of(request("Black"))
    content = service.download(redactions.ids[-1])
    at, kinds = 0, []
    while at < len(content):
        size, kind = struct.unpack_from(">I4s", content.ljust(at + 8, b"\0"), at)
        assert 8 <= size <= len(content) - at, f"box {kind!r} at {at} of {len(content)} has {size} bytes"
        kinds.append(kind)
        at += size
    assert kinds[0] == b"ftyp", kinds
    assert {b"moov", b"mdat"} <= set(kinds), kinds
