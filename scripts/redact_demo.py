"""Redact a clip, or the sample, and leave something to look at in out/.

    python -m scripts.redact_demo [CLIP] [flags of vi-redact, e.g. --blurring-kind Black --only 1000]

Leaves out/redacted.mp4, out/faces.json (the Faces artifact) and out/before_after.png (frames side by
side, with the faces numbered).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from scripts.sample_clip import make_sample
from video_indexer_emulator.media.frames import open_clip
from video_indexer_emulator.media.pictures import upright_bgr
from video_indexer_redaction.cli.arguments import add_flags
from video_indexer_redaction.cli.codes import OK
from video_indexer_redaction.cli.running import run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]  # BGR (H, W, 3)

OUT = Path("out")
SAMPLE_SECONDS = 6
COLUMNS = 4  # frames shown
WIDTH = 480  # pixels of one shown frame
GAP = 8  # pixels between shown frames
YELLOW = (0, 220, 255)
BLACK = (0, 0, 0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demonstration; returns vi-redact's exit code."""
    parser = argparse.ArgumentParser(description="Redact a clip and leave pictures of it in out/.")
    parser.add_argument("clip", nargs="?", type=Path, help="the clip; without one, a sample is made")
    add_flags(parser)
    parser.set_defaults(output=OUT / "redacted.mp4", faces=OUT / "faces.json")
    options = parser.parse_args(arguments)
    OUT.mkdir(exist_ok=True)
    picture = OUT / "before_after.png"
    options.clip = options.clip or _sample()
    for path in (options.output, options.faces, picture):
        if path.resolve() != options.clip.resolve():
            path.unlink(missing_ok=True)  # an earlier run's result must not pass for this one's
    code = run(options)
    if code == OK:
        artifact = json.loads(options.faces.read_text("utf-8"))
        cv2.imwrite(str(picture), before_after(options.clip, options.output, artifact))
        for path in (options.output, options.faces, picture):
            print(path.resolve())
    return code


def _sample() -> Path:
    path = OUT / "sample.mp4"
    make_sample(path, seconds=SAMPLE_SECONDS)
    print(f"Made a sample clip: {path.resolve()}")
    return path


def before_after(clip: Path, redacted: Path, artifact: dict[str, Any]) -> Picture:
    """Draw frames of both clips above each other, the upper row with numbered boxes.

    Returns BGR (H, W, 3).
    """
    boxes = {frame["index"]: frame["faces"] for frame in artifact["frames"]}
    chosen = _choose(boxes, artifact["frameCount"])
    before = [_numbered(picture, boxes.get(index, ())) for index, picture in _frames(clip, chosen)]
    after = [_shrunk(picture) for _, picture in _frames(redacted, chosen)]
    return np.vstack([_row(before), _row(after)])


def _choose(boxes: dict[int, Any], count: int) -> list[int]:
    """Choose frames evenly spread over those that show the most people."""
    most = max((len(faces) for faces in boxes.values()), default=0)
    crowded = [index for index, faces in sorted(boxes.items()) if len(faces) == most] or list(range(count))
    places = np.linspace(0, len(crowded) - 1, COLUMNS).round().astype(int)
    return [crowded[place] for place in places]


def _frames(path: Path, chosen: list[int]) -> list[tuple[int, Picture]]:
    found: dict[int, Picture] = {}
    with open_clip(path) as clip:
        for index, frame in clip.frames():
            if index in chosen:
                found[index] = upright_bgr(frame, clip.orientation)
            if index >= max(chosen):
                break
    return [(index, found[index]) for index in chosen]


def _numbered(picture: Picture, faces: Sequence[dict[str, Any]]) -> Picture:
    """Shrink a frame and draw the boxes of its faces, with their ids, sharply into it."""
    factor = WIDTH / picture.shape[1]
    small = _shrunk(picture)
    for face in faces:
        left, top = round(face["x"] * factor), round(face["y"] * factor)
        corner = (round((face["x"] + face["width"]) * factor), round((face["y"] + face["height"]) * factor))
        cv2.rectangle(small, (left, top), corner, YELLOW)
        label = (left, max(14, top - 4))
        for colour, thickness in ((BLACK, 3), (YELLOW, 1)):  # outlined, to be read on any background
            cv2.putText(small, str(face["id"]), label, cv2.FONT_HERSHEY_SIMPLEX, 0.5, colour, thickness)
    return small


def _shrunk(picture: Picture) -> Picture:
    height = round(picture.shape[0] * WIDTH / picture.shape[1])
    return np.asarray(cv2.resize(picture, (WIDTH, height), interpolation=cv2.INTER_AREA), np.uint8)


def _row(pictures: list[Picture]) -> Picture:
    framed = [
        cv2.copyMakeBorder(p, GAP, GAP, GAP, GAP, cv2.BORDER_CONSTANT, value=(32, 32, 32)) for p in pictures
    ]
    return np.asarray(np.hstack(framed), np.uint8)


if __name__ == "__main__":
    sys.exit(main())
