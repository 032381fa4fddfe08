"""Looks at videos and canvases as pictures."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from PIL import Image
from playwright.sync_api import Page

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.int16]  # RGB (H, W, 3)


def frame_of(path: Path, number: int) -> Picture:
    """One frame of a video."""
    with av.open(str(path)) as container:
        for index, frame in enumerate(container.decode(video=0)):
            if index == number:
                return frame.to_ndarray(format="rgb24").astype(np.int16)
    raise AssertionError(f"{path} has no frame {number}")


def streams_of(path: Path) -> list[str]:
    """The kinds of a file's streams."""
    with av.open(str(path)) as container:
        return sorted(stream.type for stream in container.streams)


def difference(before: Picture, after: Picture, box: dict[str, Any]) -> float:
    """Mean difference of two pictures within a face's box, 0 to 255."""
    left, top = max(0, int(box["x"])), max(0, int(box["y"]))
    right, bottom = int(box["x"] + box["width"]), int(box["y"] + box["height"])
    return float(np.abs(before[top:bottom, left:right] - after[top:bottom, left:right]).mean())


def crowded_frame(artifact: dict[str, Any]) -> tuple[int, dict[int, dict[str, Any]]]:
    """A frame that shows as many people as any, from the middle of those: its number, boxes by id.

    Nobody is found twice in it.
    """
    frames = [f for f in artifact["frames"] if len({face["id"] for face in f["faces"]}) == len(f["faces"])]
    most = max(len(frame["faces"]) for frame in frames)
    crowded = [frame for frame in frames if len(frame["faces"]) == most]
    frame = crowded[len(crowded) // 2]
    return frame["index"], {face["id"]: face for face in frame["faces"]}


def drawn(page: Page, box: dict[str, Any]) -> list[list[int]]:
    """What the preview's canvas has within a box: a 6 by 6 grid of red, green, blue, opacity."""
    pixels: list[list[int]] = page.evaluate(
        """(box) => {
            const context = document.querySelector("canvas").getContext("2d");
            const found = [];
            for (let row = 0.5; row < 6; row += 1) {
                for (let column = 0.5; column < 6; column += 1) {
                    const x = box.x + (box.width * column) / 6;
                    const y = box.y + (box.height * row) / 6;
                    found.push([...context.getImageData(x, y, 1, 1).data]);
                }
            }
            return found;
        }""",
        box,
    )
    return pixels


def covered(page: Page) -> tuple[int, int, int, int] | None:
    """The rectangle around all that the preview covers: left, top, right, bottom; None for nothing."""
    found: list[int] | None = page.evaluate(
        """() => {
            const canvas = document.querySelector("canvas");
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            let [left, top, right, bottom] = [canvas.width, canvas.height, 0, 0];
            for (let at = 3; at < data.length; at += 4) {
                if (data[at] === 0) continue;
                const [x, y] = [((at - 3) / 4) % canvas.width, Math.floor((at - 3) / 4 / canvas.width)];
                [left, top] = [Math.min(left, x), Math.min(top, y)];
                [right, bottom] = [Math.max(right, x + 1), Math.max(bottom, y + 1)];
            }
            return right ? [left, top, right, bottom] : null;
        }"""
    )
    return (found[0], found[1], found[2], found[3]) if found else None


def seen(page: Page) -> Picture:
    """The player's picture with the preview over it, in the preview's pixels."""
    address: str = page.evaluate(
        """() => {
            const [video, preview] = [document.querySelector("video"), document.querySelector("canvas")];
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [preview.width, preview.height];
            const context = canvas.getContext("2d");
            context.drawImage(video, 0, 0, canvas.width, canvas.height);
            context.drawImage(preview, 0, 0);
            return canvas.toDataURL("image/png");
        }"""
    )
    content = base64.b64decode(address.partition(",")[2])
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), np.int16)
