"""The people of a video: who is seen, where, and how they look."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from attrs import field, frozen
from video_indexer_client import models
from video_indexer_client.api import videos as video_calls

from video_indexer_redaction.answers import NOT_OF_THE_CONTRACT, expect, parsed, unexpected
from video_indexer_redaction.commands import Call, Emit, Emitting, Operation
from video_indexer_redaction.downloads import artifact
from video_indexer_redaction.drafts import save
from video_indexer_redaction.errors import UnexpectedAnswer, UsageError
from video_indexer_redaction.session import Session, checked_id
from video_indexer_redaction.uploads import local_path
from video_indexer_redaction.videos import get_index, part_of

JPEG = b"\xff\xd8"
"""How every JPEG file begins."""


@frozen
class Face:
    """A person that the index lists, or an uncertain find that it leaves out."""

    id: int
    name: str
    confidence: float  # 0 to 1
    seen_seconds: float
    thumbnail_ids: tuple[UUID, ...] = ()  # the pictures of this person, the one that stands for them first
    appearances: tuple[tuple[float, float], ...] = ()  # starts and ends, in seconds
    listed: bool = True  # False: seen too briefly or unsurely for the index; hidden all the same


@frozen
class Thumbnail:
    """A picture of a person."""

    face_id: int
    id: UUID
    jpeg: bytes = field(repr=False)


def faces(session: Session, video_id: str, *, uncertain: bool = False) -> Operation[list[Face]]:
    """List the people whom the index shows: those seen long and surely enough.

    Args:
        session: The client.
        video_id: The video's id.
        uncertain: Append the finds that the index leaves out, which a redaction hides too. The Faces
            artifact has them, in the emulator's schema; where it has another one, nothing is appended.

    Raises:
        ServiceError: The video doesn't exist, or the token doesn't permit it.
        ConnectionFailed: The service can't be reached.
        UnexpectedAnswer: The index isn't one of the contract.
    """
    index = yield from get_index(session, video_id)
    listed = faces_of(index)
    if not uncertain:
        return listed
    return [*listed, *uncertain_of((yield from faces_artifact(session, video_id)))]


def faces_artifact(session: Session, video_id: str) -> Operation[dict[str, Any]]:
    """Fetch the Faces artifact: every face of every frame. Its schema is the service's own.

    Args:
        session: The client.
        video_id: The video's id.

    Raises:
        ServiceError: The video doesn't exist or isn't indexed, or the token doesn't permit it.
        ConnectionFailed: The service or the artifact's host can't be reached.
        UnexpectedAnswer: There is no JSON object.
    """
    answer = yield from artifact(session, video_id, "Faces")
    content: dict[str, Any] = parsed(answer, lambda body: expect(dict, body))
    return content


def face_boxes(session: Session, video_id: str) -> Operation[models.FacesArtifact]:
    """Fetch the Faces artifact, typed by the emulator's schema: boxes in pixels, frames with their times.

    Args:
        session: The client.
        video_id: The video's id.

    Raises:
        ServiceError: The video doesn't exist or isn't indexed, or the token doesn't permit it.
        ConnectionFailed: The service or the artifact's host can't be reached.
        UnexpectedAnswer: The service has another schema; `faces_artifact` gives what it sends.
    """
    answer = yield from artifact(session, video_id, "Faces")
    return parsed(answer, _boxes)


def thumbnails(session: Session, video_id: str) -> Emitting[Thumbnail]:
    """Fetch the pictures of all people, one after the other as the caller goes on.

    Args:
        session: The client.
        video_id: The video's id.

    Raises:
        ServiceError: The video doesn't exist, or the token doesn't permit it.
        ConnectionFailed: The service can't be reached.
        UnexpectedAnswer: What comes is no JPEG.
    """
    found = yield from faces(session, video_id)
    for face in found:
        for thumbnail_id in face.thumbnail_ids:
            picture = yield from _picture(session, video_id, thumbnail_id)
            yield Emit(Thumbnail(face.id, thumbnail_id, picture))


def thumbnail(session: Session, video_id: str, thumbnail_id: UUID | str) -> Operation[bytes]:
    """Fetch one picture, as a JPEG.

    Args:
        session: The client.
        video_id: The video's id.
        thumbnail_id: One of a face's `thumbnail_ids`.

    Raises:
        UsageError: The picture's id is no GUID.
        ServiceError: The video or the picture doesn't exist, or the token doesn't permit it.
        ConnectionFailed: The service can't be reached.
        UnexpectedAnswer: What comes is no JPEG.
    """
    try:
        wanted = UUID(str(thumbnail_id))
    except ValueError:
        wanted = None
    if wanted is None:
        raise UsageError("The id of a thumbnail is a GUID.")
    return (yield from _picture(session, video_id, wanted))


def save_thumbnails(session: Session, video_id: str, folder: str | os.PathLike[str]) -> Operation[list[Path]]:
    """Save the pictures of all people as `<face id>_<thumbnail id>.jpg`; returns their paths.

    Args:
        session: The client.
        video_id: The video's id.
        folder: Where they go; made if it is missing.

    Raises:
        ServiceError: The video doesn't exist, or the token doesn't permit it.
        ConnectionFailed: The service can't be reached.
        UnexpectedAnswer: What comes is no JPEG.
        OSError: A file can't be written.
    """
    place, saved = local_path(folder), list[Path]()
    for face in (yield from faces(session, video_id)):
        for thumbnail_id in face.thumbnail_ids:
            picture = yield from _picture(session, video_id, thumbnail_id)
            path = place / f"{face.id}_{thumbnail_id}.jpg"
            yield Call(partial(save, path, picture))
            saved.append(path)
    return saved


def faces_of(index: models.VideoIndex) -> list[Face]:
    """The people of an index; raises UnexpectedAnswer if they aren't told as the contract says."""
    with suppress(*NOT_OF_THE_CONTRACT):
        insights = part_of(index).insights
        return [_face(face) for face in (insights and insights.faces) or ()]
    raise UnexpectedAnswer("The faces of the index aren't told as the contract says.")


def uncertain_of(artifact: Mapping[str, Any]) -> list[Face]:
    """The finds of a Faces artifact that the index leaves out; none where it isn't the emulator's."""
    people = artifact.get("faces")
    try:
        return [_find(person) for person in people or () if person["listed"] is False]
    except NOT_OF_THE_CONTRACT:
        return []


def _boxes(body: object) -> models.FacesArtifact:
    """The artifact as its model, with every number a number; raises what `parsed` translates."""
    found = models.FacesArtifact.from_dict(expect(dict, body))
    for person in found.faces:
        expect(int, person.id)
    for frame in found.frames:
        expect(int, frame.index)
        for box in frame.faces:
            expect(int, box.id)
            _ = [expect(int | float, size) for size in (box.x, box.y, box.width, box.height, box.score)]  # type: ignore[arg-type] # a union will do
    return found


def _find(person: Mapping[str, Any]) -> Face:
    spans = tuple((_seconds(part["start"]), _seconds(part["end"])) for part in person["appearances"])
    seen = sum((end - start for start, end in spans), 0.0)
    name, confidence = expect(str, person["name"]), float(person["confidence"])
    return Face(expect(int, person["id"]), name, confidence, seen, (), spans, listed=False)


def _picture(session: Session, video_id: str, thumbnail_id: UUID) -> Operation[bytes]:
    described = video_calls.get_video_thumbnail._get_kwargs(
        **session.account, video_id=checked_id(video_id), thumbnail_id=thumbnail_id, format_="Jpeg"
    )
    answer = yield from session.get(described)
    if answer.status != 200 or not answer.body.startswith(JPEG):
        raise unexpected(answer, "The thumbnail is no JPEG.")
    return answer.body


def _face(face: models.Face) -> Face:
    spans = tuple((_seconds(part.start), _seconds(part.end)) for part in face.instances or ())
    seen = sum((end - start for start, end in spans), 0.0)
    pictures = dict.fromkeys([face.thumbnail_id, *(picture.id for picture in face.thumbnails or ())])
    # All zeros: there is none.
    known = tuple(picture for picture in pictures if isinstance(picture, UUID) and picture.int)
    name = expect(str, face.name or "")
    return Face(expect(int, face.id), name, float(face.confidence or 0), seen, known, spans)


def _seconds(span: str) -> float:
    hours, minutes, seconds = span.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
