"""Reading the marks. One file a clip, facts only: boxes, attributes, the clip's SHA-256 and where it is from.

    {"sha256": …, "repository": "owner/name", "path": …, "prepared": …, "licence": …,
     "kind": …, "scene": …, "half": "tune",
     "width": …, "height": …, "fps": …, "frames": …,
     "spans": [[first, last, step], …],
     "ignored": [[first, last, x, y, width, height], …],
     "faces": [{"person": 1, "skin": "light", …, "keys": [[frame, x, y, width, height, {"yaw": "half"}], …]}]}

An attribute of a face holds for all its keys, but for those that say otherwise. Keys may stand between the
frames that were looked at, where a face doesn't move evenly.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.redaction.truth.marks import (
    Area,
    Blur,
    Cover,
    Half,
    Light,
    MarkedFace,
    Skin,
    Span,
    Yaw,
    follow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Key = tuple[int, MarkedFace]

FOLDER = Path(__file__).with_name("clips")
EDGE = 1  # pixel: a box that comes so near to an edge of the picture is cut by it
DEFAULTS: dict[str, Any] = {
    "yaw": "front", "roll": 0, "cover": "none", "blur": "none", "light": "normal", "skin": "unknown",
    "depicted": False,
}  # fmt: skip


@dataclass(frozen=True)
class MarkedClip:
    """A clip with its marked faces."""

    name: str
    sha256: str  # of the file, hexadecimal
    repository: str  # owner/name on GitHub
    path: str  # in the repository
    prepared: str  # how the file was made of that one; empty: it is that one
    licence: str
    kind: str  # of footage: street, sport, interview …
    scene: str  # clips with the same people, at the same place, share it, and their half
    half: Half
    width: int
    height: int
    fps: float
    frame_count: int
    spans: tuple[Span, ...]
    faces: tuple[tuple[Key, ...], ...]  # of each person, by frame
    areas: tuple[tuple[int, int, Area], ...]  # first frame, last frame, area

    @cached_property
    def frames(self) -> dict[int, tuple[MarkedFace, ...]]:
        """The faces of each marked frame, by its number from 0, in pixels of the upright picture."""
        found: dict[int, list[MarkedFace]] = {frame: [] for span in self.spans for frame in span.frames}
        for keys in self.faces:
            for span in self.spans:
                for frame, face in follow(keys, span):
                    found[frame].append(face)
        return {frame: tuple(faces) for frame, faces in sorted(found.items())}

    @cached_property
    def ignored(self) -> dict[int, tuple[Area, ...]]:
        """The areas of each marked frame in which neither exposure nor needless hiding can be judged."""
        return {
            frame: tuple(area for first, last, area in self.areas if first <= frame <= last)
            for frame in self.frames
        }

    @property
    def looked_at(self) -> list[int]:
        """The frames that were looked at."""
        return [frame for span in self.spans for frame in span.looked_at]

    def find(self, folders: Iterable[Path]) -> Path | None:
        """Return the clip's file in one of the folders, whatever its name there; None where there is none."""
        for folder in folders:
            for path in sorted(folder.iterdir()) if folder.is_dir() else []:
                if (
                    path.is_file()
                    and _sha256(path, path.stat().st_mtime_ns, path.stat().st_size) == self.sha256
                ):
                    return path
        return None


@cache
def _sha256(path: Path, _changed: int, _size: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def load_truth(folder: Path = FOLDER) -> list[MarkedClip]:
    """Read the marks of all clips, by name.

    Raises:
        ValueError: A file isn't as described above; the message names it.
    """
    return [_load(path) for path in sorted(folder.glob("*.json"))]


def _load(path: Path) -> MarkedClip:
    try:
        return _clip(path.stem, json.loads(path.read_text("utf-8")))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from error


def _clip(name: str, told: dict[str, Any]) -> MarkedClip:
    spans = tuple(Span(*span) for span in told["spans"])
    size = (told["width"], told["height"])
    faces = tuple(tuple(_keys(face, spans, size)) for face in told["faces"])
    if any(span.last >= told["frames"] for span in spans):
        raise ValueError(f"a span ends after the last of {told['frames']} frames")
    return MarkedClip(
        name=name, sha256=told["sha256"], repository=told["repository"], path=told["path"],
        prepared=told.get("prepared", ""),
        licence=told["licence"], kind=told["kind"], scene=told.get("scene") or name, half=Half(told["half"]),
        width=size[0], height=size[1], fps=told["fps"], frame_count=told["frames"], spans=spans, faces=faces,
        areas=tuple(
            (first, last, Area((x, y, width, height)))
            for first, last, x, y, width, height in told.get("ignored", [])
        ),
    )  # fmt: skip


def _keys(face: dict[str, Any], spans: tuple[Span, ...], size: tuple[int, int]) -> Iterator[Key]:
    before = -1
    for frame, x, y, width, height, *own in face["keys"]:
        if frame <= before or not any(span.first <= frame <= span.last for span in spans):
            raise ValueError(f"face {face['person']}: frame {frame} is out of order or in no span")
        if min(x, y) < 0 or min(width, height) <= 0 or x + width > size[0] or y + height > size[1]:
            raise ValueError(f"face {face['person']}, frame {frame}: the box leaves the picture")
        before = frame
        marked = _face(face, (x, y, width, height), own[0] if own else {}, size)
        yield frame, replace(marked, looked_at=any(frame in span.looked_at for span in spans))


def _face(
    face: dict[str, Any], box: tuple[float, float, float, float], own: dict[str, Any], size: tuple[int, int]
) -> MarkedFace:
    told = {**DEFAULTS, **{name: face[name] for name in face.keys() & DEFAULTS.keys()}, **own}
    if told.keys() != DEFAULTS.keys():
        raise ValueError(f"face {face['person']}: unknown attributes {sorted(told.keys() - DEFAULTS.keys())}")
    x, y, width, height = box
    cut = min(x, y) < EDGE or x + width > size[0] - EDGE or y + height > size[1] - EDGE
    return MarkedFace(
        person=face["person"], box=box, yaw=Yaw(told["yaw"]), roll=told["roll"], cover=Cover(told["cover"]),
        blur=Blur(told["blur"]), light=Light(told["light"]), skin=Skin(told["skin"]),
        depicted=told["depicted"], cut=cut, looked_at=True,
    )  # fmt: skip
