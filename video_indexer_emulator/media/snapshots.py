"""Small JPEG pictures: a person's face, and the clip's poster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from video_indexer_emulator.model import Box

MARGIN = 1.6  # side of the square cut out, against the face's longer side
LARGEST_FACE = 256  # pixels a side; larger cut-outs are scaled down
POSTER_WIDTH = 640
JPEG_QUALITY = 88


def face_jpeg(picture: NDArray[np.uint8], box: Box) -> bytes:
    """Return the face with a margin, from a BGR picture."""
    height, width = picture.shape[:2]
    reach = max(box.width, box.height) * MARGIN / 2
    centre_x, centre_y = box.x + box.width / 2, box.y + box.height / 2
    left, right = np.clip([centre_x - reach, centre_x + reach], 0, width).astype(int)
    top, bottom = np.clip([centre_y - reach, centre_y + reach], 0, height).astype(int)
    right, bottom = max(right, left + 1), max(bottom, top + 1)
    return jpeg(picture[top:bottom, left:right], LARGEST_FACE)


def sharpness(picture: NDArray[np.uint8], box: Box) -> float:
    """Return how much fine detail the box shows: the variance of the Laplacian of its 64 x 64 version."""
    height, width = picture.shape[:2]
    left, top = (int(np.clip(box.x, 0, width - 1)), int(np.clip(box.y, 0, height - 1)))
    right = int(np.clip(box.x + box.width, left + 1, width))
    bottom = int(np.clip(box.y + box.height, top + 1, height))
    grey = cv2.cvtColor(picture[top:bottom, left:right], cv2.COLOR_BGR2GRAY)
    return float(cv2.Laplacian(cv2.resize(grey, (64, 64)), cv2.CV_32F).var())


def jpeg(picture: NDArray[np.uint8], longest_width: int) -> bytes:
    """Return a BGR picture as JPEG, no wider than this."""
    height, width = picture.shape[:2]
    if width > longest_width:
        size = (longest_width, max(1, round(height * longest_width / width)))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return data.tobytes()
