"""What each redactor hides of a clip: ours by its own analysis, deface in an environment of its own."""

from __future__ import annotations

import hashlib
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from video_indexer_emulator.media.analyze import DEFAULTS, analyze
from video_indexer_emulator.media.blur import hidden_region

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.redaction.truth import MarkedClip
    from video_indexer_emulator.media.models import FaceModels
    from video_indexer_emulator.media.parameters import DetectionSettings
    from video_indexer_emulator.model import Analysis

WORKER = Path(__file__).with_name("deface_worker.py")
KEPT = Path(__file__).parents[2] / "out" / "redaction" / "deface"
"""What deface hides doesn't change with our code, so it is kept between runs, by the clip's SHA-256."""


@dataclass(frozen=True)
class Hidden:
    """One hidden region. Edges in pixels, right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int
    face_id: int = 0
    track: int = 0
    oval: bool = False  # the ellipse in the rectangle, which is deface's default


def paint(regions: list[Hidden], width: int, height: int) -> NDArray[np.bool_]:
    """Return which pixels (H, W) are hidden."""
    mask = np.zeros((height, width), np.uint8)
    for region in regions:
        if region.oval:
            part = mask[region.top : region.bottom, region.left : region.right]
            axes = ((region.right - region.left) // 2, (region.bottom - region.top) // 2)
            if min(axes) > 0:
                cv2.ellipse(part, axes, axes, 0, 0, 360, 1, -1)
        else:
            mask[region.top : region.bottom, region.left : region.right] = 1
    return mask > 0


def ours(
    clip: Path, models: FaceModels, settings: DetectionSettings = DEFAULTS
) -> tuple[Analysis, list[list[Hidden]]]:
    """Analyse the clip as the service does; return what redaction without a filter hides in each frame."""
    analysis = analyze(clip, models, lambda _: None, settings)
    width, height = analysis.clip.width, analysis.clip.height
    frames: list[list[Hidden]] = [[] for _ in range(analysis.clip.frame_count)]
    for number, track in enumerate(analysis.tracks):
        for sighting in track.sightings:
            region = hidden_region(sighting.box, width + width % 2, height + height % 2)
            if region is not None:
                edges = (region.left, region.top, region.right, region.bottom)
                frames[sighting.frame].append(Hidden(*edges, track.face_id, number))
    return analysis, frames


def ours_marked(
    clip: MarkedClip, path: Path, models: FaceModels, settings: DetectionSettings = DEFAULTS
) -> list[list[Hidden]]:
    """Return what our redaction hides in each frame of a marked clip.

    Raises:
        ValueError: The marks are of a picture of another size: such figures would say nothing.
    """
    analysis, hidden = ours(path, models, settings)
    shown = (analysis.clip.width, analysis.clip.height)
    if shown != (clip.width, clip.height):
        raise ValueError(f"{clip.name} is shown as {shown}, but marked as {(clip.width, clip.height)}")
    return hidden


def deface(clip: Path, python: Path, *stretches: range) -> list[list[Hidden]]:
    """Ask deface, with its defaults; it isn't shown the frames outside of `stretches`, if there are any."""
    chosen = [f"{stretch[0]}-{stretch[-1]}" for stretch in stretches]
    command = [str(python), str(WORKER), str(clip), *chosen]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [
        [Hidden(left, top, right, bottom, oval=True) for left, top, right, bottom in frame]
        for frame in json.loads(done.stdout)
    ]


def deface_marked(clip: MarkedClip, path: Path, python: Path) -> list[list[Hidden]]:
    """Ask deface about the marked frames of a clip, or return what it answered before."""
    shown = hashlib.sha256(repr(clip.spans).encode()).hexdigest()[:8]  # these frames, and no others
    kept = KEPT / f"{clip.sha256}-{shown}.json"
    if not kept.exists():
        found = [
            [(r.left, r.top, r.right, r.bottom) for r in frame]
            for frame in deface(path, python, *(span.frames for span in clip.spans))
        ]
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(found), "utf-8")
    return [
        [Hidden(left, top, right, bottom, oval=True) for left, top, right, bottom in frame]
        for frame in json.loads(kept.read_text("utf-8"))
    ]
