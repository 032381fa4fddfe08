"""A second detector of another kind, which audits the first: CenterFace finds faces by their centres.

It is surer than YuNet of profiles, of faces in the dark, upside down, masked or cut by an edge, and takes
fewer things for faces; but it costs ten times as much (`benchmarks/results/recall.md`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from video_indexer_emulator.model import Box

from .detect import Detection, best_of_each

if TYPE_CHECKING:
    from numpy.typing import NDArray

STRIDE = 4  # pixels of the picture for each cell of the network's maps
OUTPUTS = ["537", "538", "539", "540"]  # how likely a centre is; height and width; its offset; landmarks
SEEN = 0.2  # score from which this network has seen a face: 300 frames without one stay below
SEEN_LARGE = 0.25  # the same for a large face, of which it is surer: fists and hair stay below
LARGE = 48  # pixels of height
FAINT = 0.1  # from here on it says that there may be one
OWN_SCALE = np.array([0.0, FAINT, SEEN, 0.5, 1.0])
FIRST_SCALE = np.array([0.3, 0.45, 0.55, 0.65, 0.69])
"""What they are worth among those of the first detector: enough to be hidden, never enough for the index."""


def has_seen(box: Box, score: float | None) -> bool:
    """Whether this network has seen a face, by the score that it gives to a box; None: it wasn't asked."""
    return score is not None and score >= (SEEN if box.height < LARGE else SEEN_LARGE)


def audit(session: Any, picture: NDArray[np.uint8]) -> list[Detection]:
    """Find the faces of a BGR picture (H, W, 3), best first, with scores like the first detector's."""
    height, width = picture.shape[:2]
    padded = cv2.copyMakeBorder(picture, 0, -height % 32, 0, -width % 32, cv2.BORDER_CONSTANT)
    tensor = cv2.dnn.blobFromImage(padded, swapRB=True)
    heat, sizes, offsets, points = session.run(OUTPUTS, {"input.1": tensor})
    rows, columns = np.nonzero(heat[0, 0] >= FAINT)
    scores = heat[0, 0, rows, columns]
    high, wide = np.exp(np.minimum(sizes[0, :, rows, columns].T, 8)) * STRIDE
    down, right = offsets[0, :, rows, columns].T
    left = (columns + right + 0.5) * STRIDE - wide / 2
    top = (rows + down + 0.5) * STRIDE - high / 2
    marks = points[0, :, rows, columns].reshape(-1, 5, 2)  # y and x, as shares of the box
    landmarks = np.stack(
        [marks[:, :, 1] * wide[:, None] + left[:, None], marks[:, :, 0] * high[:, None] + top[:, None]],
        axis=2,
    ).astype(np.float32)
    mapped = np.interp(scores, OWN_SCALE, FIRST_SCALE)
    boxes = np.stack([left, top, wide, high], axis=1).astype(np.float32)
    return [
        Detection(Box(*map(float, boxes[n])), float(mapped[n]), landmarks[n], second=float(scores[n]))
        for n in best_of_each(boxes, scores)
    ]
