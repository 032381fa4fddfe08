"""Finding faces in one picture with YuNet: network input, decoding of its outputs, suppression of doubles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import onnxruntime as ort

from video_indexer_emulator.model import Box

from .geometry import overlap, scaled, visible_share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

STRIDES = (8, 16, 32)
SAME_FACE = 0.3  # boxes with a larger overlap (IoU) are one face; OpenCV's own setting

BACKED = 0.4  # overlap from which the second detector means the same face
WITHIN = 0.3  # share of a face by which it is in the picture; the rest of it is mirrored, or beyond the edge


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """One face found in one picture."""

    box: Box
    score: float
    landmarks: NDArray[np.float32]  # (5, 2): right eye, left eye, nose tip, right and left mouth corner
    second: float | None = None  # score of the second detector for this place; None where it wasn't asked

    def shifted(self, right: float, down: float) -> Detection:
        """Return the same face in a picture of which this one is a part."""
        box = self.box
        moved = Box(box.x + right, box.y + down, box.width, box.height)
        return replace(self, box=moved, landmarks=self.landmarks + np.array((right, down), np.float32))

    def belongs_to(self, width: int, height: int) -> bool:
        """Tell whether enough of the face lies inside a picture of this size for it to be in the picture."""
        return visible_share(self.box, width, height) >= WITHIN

    def scaled(self, factor: float) -> Detection:
        """Return the same face in a picture that is larger by this factor."""
        return replace(self, box=scaled(self.box, factor), landmarks=self.landmarks * np.float32(factor))


def release(session: Any) -> None:
    """Have the runtime give back the memory of earlier, larger pictures."""
    options = ort.RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    session.run(None, {"input": np.zeros((1, 3, 32, 32), np.float32)}, options)


def detect(session: Any, picture: NDArray[np.uint8], threshold: float) -> list[Detection]:
    """Find the faces of a BGR picture (H, W, 3), best first."""
    height, width = picture.shape[:2]
    padded = cv2.copyMakeBorder(picture, 0, -height % 32, 0, -width % 32, cv2.BORDER_CONSTANT)
    tensor = cv2.dnn.blobFromImage(padded)  # (1, 3, H, W), float32, values as they are
    names = [f"{kind}_{stride}" for stride in STRIDES for kind in ("cls", "obj", "bbox", "kps")]
    outputs = session.run(names, {"input": tensor})
    found = [
        _decode(stride, padded.shape[1] // stride, threshold, outputs[4 * level : 4 * level + 4])
        for level, stride in enumerate(STRIDES)
    ]
    rows = np.concatenate(found)
    return [_detection(row) for row in rows[best_of_each(rows[:, :4], rows[:, 4])]]


def _decode(
    stride: int, columns: int, threshold: float, outputs: Sequence[NDArray[np.float32]]
) -> NDArray[np.float32]:
    """Turn one level's anchors (1, N, ...) into rows (n, 15): x, y, width, height, score, 5 points."""
    classes, objects, boxes, points = outputs
    scores = np.sqrt(np.clip(classes[0, :, 0], 0, 1) * np.clip(objects[0, :, 0], 0, 1))
    kept = np.flatnonzero(scores >= threshold)
    cells = np.stack([kept % columns, kept // columns], axis=1).astype(np.float32)
    centres = (cells + boxes[0, kept, :2]) * stride
    sizes = np.exp(np.minimum(boxes[0, kept, 2:], 8)) * stride  # the cap keeps noise from overflowing
    landmarks = (points[0, kept].reshape(-1, 5, 2) + cells[:, None]) * stride
    return np.concatenate(
        [centres - sizes / 2, sizes, scores[kept, None], landmarks.reshape(-1, 10)], axis=1
    ).astype(np.float32)


def _detection(row: NDArray[np.float32]) -> Detection:
    x, y, width, height, score = (float(value) for value in row[:5])
    return Detection(Box(x, y, width, height), min(score, 1.0), row[5:].reshape(5, 2))


def suppress(found: list[Detection]) -> list[Detection]:
    """Keep one detection of each face, the best."""
    boxes = [(face.box.x, face.box.y, face.box.width, face.box.height) for face in found]
    return [found[index] for index in best_of_each(boxes, [face.score for face in found])]


def best_of_each(
    boxes: NDArray[np.float32] | list[tuple[float, float, float, float]],
    scores: NDArray[np.float32] | list[float],
) -> list[int]:
    """Return the indexes of the best box (x, y, width, height) of each face, the best first."""
    if not len(boxes):
        return []
    kept = cv2.dnn.NMSBoxes(boxes, scores, 0.0, SAME_FACE)  # type: ignore[arg-type]
    return [int(index) for index in np.asarray(kept).ravel()]


def joined(first: list[Detection], second: list[Detection]) -> list[Detection]:
    """Return the best detection of each face, with what the second detector gives to its place."""
    return [replace(face, second=_backing(face, second)) for face in suppress(first + second)]


def _backing(face: Detection, second: list[Detection]) -> float:
    there = [by.second or 0.0 for by in second if overlap(face.box, by.box) > BACKED]
    return max(there, default=0.0)
