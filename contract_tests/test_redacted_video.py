"""What is to be had of a redacted video: nothing that shows or names the people of the original."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import cv2
import httpx
import numpy as np
import pytest

from .conftest import Indexed
from .receiver import listed
from .service import Service
from .video import Picture, film

pytestmark = pytest.mark.unknown("index, list and pictures of a redacted video")


@dataclass(frozen=True)
class Redacted:
    """The clip with everybody blacked out."""

    id: str
    index: dict[str, Any]
    entry: dict[str, Any]


@pytest.fixture(scope="module")
def redacted(service: Service, indexed: Indexed) -> Iterator[Redacted]:
    """A redaction of everybody."""
    video_id = service.redacted(indexed.id, {"blurringKind": "Black"}, name="nobody")
    yield Redacted(video_id, service.index(video_id), listed(service, video_id))
    service.delete(video_id)


def ask(
    service: Service, operation_id: str, video_id: str, thumbnail: str = "", **params: str
) -> httpx.Response:
    """Ask something about a video."""
    places = {"videoId": video_id} | ({"thumbnailId": thumbnail} if thumbnail else {})
    return service.call(operation_id, places=places, params=params)


def face_thumbnails(indexed: Indexed) -> list[str]:
    """The ids of all pictures of people."""
    faces = indexed.index["videos"][0]["insights"]["faces"]
    return [each["id"] for face in faces for each in face["thumbnails"]]


def test_it_has_no_insights(redacted: Redacted) -> None:
    """Neither in full nor in short."""
    assert redacted.index["videos"][0]["insights"] is None
    assert not (redacted.index.get("summarizedInsights") or {}).get("faces")


@pytest.mark.parametrize("artifact", ["Faces", "FacesThumbnails"])
def test_it_has_no_artifacts(service: Service, redacted: Redacted, artifact: str) -> None:
    """Above all not those of the original."""
    answer = ask(service, "getVideoArtifactUrl", redacted.id, type=artifact)
    assert answer.status_code == 404, f"{artifact} of a redacted video got {answer.status_code}"


def test_the_originals_faces_are_not_among_its_pictures(
    service: Service, indexed: Indexed, redacted: Redacted
) -> None:
    """A thumbnail id of the original leads nowhere under the new video."""
    for thumbnail in [*face_thumbnails(indexed), indexed.thumbnail_id]:
        answer = ask(service, "getVideoThumbnail", redacted.id, thumbnail)
        assert answer.status_code == 404, f"the original's {thumbnail} got {answer.status_code}"


def _apart(picture: Picture, frames: list[Picture]) -> float:
    """Mean distance to the nearest of some frames, in grey levels."""
    size = (picture.shape[1], picture.shape[0])
    resized = (cv2.resize(frame, size, interpolation=cv2.INTER_AREA) for frame in frames)
    return min(float(np.abs(picture.astype(np.int16) - frame).mean()) for frame in resized)


def test_its_picture_shows_no_face(service: Service, indexed: Indexed, redacted: Redacted) -> None:
    """The thumbnail is cut from the redacted file, not from the original."""
    answer = ask(service, "getVideoThumbnail", redacted.id, redacted.entry["thumbnailId"])
    picture = cv2.imdecode(np.frombuffer(answer.content, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None, "the thumbnail is no picture"
    shown = np.asarray(picture, np.uint8)

    own = _apart(shown, film(service.download(redacted.id)).pictures)
    original = _apart(shown, film(service.download(indexed.id)).pictures)

    assert own < original, f"{own:.1f} levels from the redacted frames, {original:.1f} from the original's"


def test_it_measures_what_the_original_measures(indexed: Indexed, redacted: Redacted) -> None:
    """Length as number, as span and as range; width and height; one thumbnail in list and index."""
    before, after = indexed.index, redacted.index
    assert after["durationInSeconds"] == before["durationInSeconds"] == redacted.entry["durationInSeconds"]
    assert after.get("duration") == before.get("duration")
    assert after["videosRanges"] == [{"videoId": redacted.id, "range": before["videosRanges"][0]["range"]}]
    for name in ("width", "height"):
        assert after["videos"][0].get(name) == before["videos"][0].get(name), name
    assert after["videos"][0]["thumbnailId"] == redacted.entry["thumbnailId"]
    assert redacted.entry["thumbnailVideoId"] == redacted.id
    assert int(redacted.entry["thumbnailId"].replace("-", ""), 16), "a finished video has a picture"


def test_it_is_as_old_as_it_is(indexed: Indexed, redacted: Redacted) -> None:
    """Created after the original, and indexed after that, all within this run."""
    created = datetime.fromisoformat(redacted.entry["created"])
    done = datetime.fromisoformat(redacted.entry["lastIndexed"])
    now = datetime.now(created.tzinfo)
    slack = timedelta(minutes=5)
    assert datetime.fromisoformat(indexed.index["created"]) <= created <= done + timedelta(seconds=1)
    assert abs(now - created) < timedelta(minutes=20), f"created {created}, now {now}"
    assert done < now + slack, f"indexed {done}, now {now}"
