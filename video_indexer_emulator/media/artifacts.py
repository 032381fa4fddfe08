"""What an analysis leaves behind as files: the faces artifact, the thumbnails, and the tracks themselves."""

from __future__ import annotations

import io
import json
import zipfile
from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from video_indexer_emulator.model import Analysis, Box, FaceTrack, Person, Sighting

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMA_VERSION = "1.1"
ALGO_VERSION = "yunet-2023mar+centerface+sface-2021dec/2"
TRACKS_VERSION = 1
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed date makes the zip the same for the same analysis


def faces_artifact(analysis: Analysis) -> dict[str, Any]:
    """Return the Faces artifact, in our versioned schema.

    Boxes are in pixels of the upright picture, rounded to a tenth; frames without faces are left out;
    those of people are written as `0:00:05.04`, those of frames are seconds. All count from the first frame.
    """
    clip, edges = analysis.clip, analysis.frame_edges
    return {
        "schemaVersion": SCHEMA_VERSION,
        "algoVersion": ALGO_VERSION,
        "width": clip.width,
        "height": clip.height,
        "frameRate": round(clip.frame_rate, 3),
        "frameCount": clip.frame_count,
        "durationSeconds": round(float(clip.duration), 3),
        "firstFrameSeconds": _micros(edges[0]),
        "faces": [_face(person) for person in analysis.people],
        "frames": _frames(analysis.tracks, edges),
    }


def _face(person: Person) -> dict[str, Any]:
    return {
        "id": person.face_id,
        "name": unknown_name(person.face_id),
        "confidence": round(person.confidence, 4),
        "listed": person.prominent,
        "thumbnails": [thumbnail_file(thumbnail.id) for thumbnail in person.thumbnails],
        "appearances": [
            {"start": time_span(seen.start), "end": time_span(seen.end)} for seen in person.appearances
        ],
    }


def _frames(tracks: Sequence[FaceTrack], edges: Sequence[float]) -> list[dict[str, Any]]:
    faces: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for track in tracks:
        for sighting in track.sightings:
            box = sighting.box
            faces[sighting.frame].append(
                {
                    "id": track.face_id,
                    "x": round(box.x, 1),
                    "y": round(box.y, 1),
                    "width": round(box.width, 1),
                    "height": round(box.height, 1),
                    "score": round(sighting.score, 3),
                }
            )
    return [
        {
            "index": index,
            "startSeconds": _micros(edges[index] - edges[0]),
            "endSeconds": _micros(edges[index + 1] - edges[0]),
            "faces": sorted(faces[index], key=lambda face: (face["id"], face["x"])),
        }
        for index in sorted(faces)
    ]


def _micros(seconds: float) -> float:
    """Seconds, to the microsecond: finer than any player's clock."""
    return round(seconds, 6)


def unknown_name(face_id: int) -> str:
    """Return the name of a person whom nobody named, as the vendor writes it."""
    return f"Unknown #{face_id - 999}"


def thumbnail_file(thumbnail_id: str) -> str:
    """Return the file name of a thumbnail inside the zip."""
    return f"FaceInstanceThumbnail_{thumbnail_id}.jpg"


def time_span(seconds: Fraction) -> str:
    """Write a time as the vendor does: hours without a leading zero, no trailing zeros (`0:00:05.04`)."""
    micros = round(seconds * 1_000_000)
    whole, rest = divmod(micros, 1_000_000)
    fraction = f".{rest:06d}".rstrip("0").rstrip(".")
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}{fraction}"


def thumbnails_zip(analysis: Analysis) -> bytes:
    """Return a zip of all face pictures; the same bytes for the same analysis."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for person in analysis.people:
            for thumbnail in person.thumbnails:
                archive.writestr(zipfile.ZipInfo(thumbnail_file(thumbnail.id), ZIP_EPOCH), thumbnail.jpeg)
    return buffer.getvalue()


def tracks_to_json(tracks: Sequence[FaceTrack]) -> bytes:
    """Write tracks compactly: for each its id, first frame, and rows of x, y, width, height, score.

    Boxes are kept to a hundredth of a pixel, far below what the hidden region is rounded to.
    """
    body = {"version": TRACKS_VERSION, "tracks": [_track_row(track) for track in tracks]}
    return json.dumps(body, separators=(",", ":")).encode()


def _track_row(track: FaceTrack) -> dict[str, Any]:
    return {
        "id": track.face_id,
        "start": track.sightings[0].frame if track.sightings else 0,
        "rows": [_row(seen) for seen in track.sightings],
    }


def _row(seen: Sighting) -> list[float]:
    box = seen.box
    sides = (box.x, box.y, box.width, box.height)
    return [*(round(side, 2) for side in sides), round(seen.score, 4)]


def tracks_from_json(data: bytes) -> tuple[FaceTrack, ...]:
    """Read back what `tracks_to_json` wrote.

    Raises:
        ValueError: Another version.
    """
    body = json.loads(data)
    if body.get("version") != TRACKS_VERSION:
        raise ValueError(f"tracks of version {body.get('version')!r}, this is {TRACKS_VERSION}")
    return tuple(
        FaceTrack(
            entry["id"],
            tuple(
                Sighting(entry["start"] + offset, Box(*row[:4]), row[4])
                for offset, row in enumerate(entry["rows"])
            ),
        )
        for entry in body["tracks"]
    )
