"""Deleting a video: everything of it goes, at whatever moment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.emulator.api import Api, assert_problem, wait_for
from tests.emulator.outside import Outside, Page


def _folder(data: Path, video_id: str) -> Path:
    return data / "blobs" / "videos" / video_id


def _delete(emulator: Api, video_id: str) -> None:
    response = emulator.call("DELETE", f"Videos/{video_id}")

    assert response.status_code == 204, response.text
    assert response.content == b""


@pytest.fixture
def video(emulator: Api, sample_clip: Path) -> str:
    """A Processed video of this test's own."""
    video_id = emulator.upload(sample_clip)
    assert emulator.wait_indexed(video_id) == "Processed"
    return video_id


@pytest.fixture
def flush(emulator: Api, data_folder: Path, sample_clip: Path) -> Iterator[None]:
    """After the test, work that was queued before is over and has left nothing in the scratch folder."""
    yield
    emulator.hold(held=False)
    last = emulator.upload(sample_clip, priority="Low", excludedAI="Faces")
    emulator.wait_indexed(last)
    _delete(emulator, last)
    emulator.settled(data_folder)


def test_a_deleted_video_is_gone_everywhere(emulator: Api, data_folder: Path, video: str) -> None:
    """From every operation, from the list, and from the disk."""
    url = emulator.get(f"Videos/{video}/SourceFile/DownloadUrl").json()
    thumbnail = emulator.get(f"Videos/{video}/Index").json()["videos"][0]["thumbnailId"]
    assert _folder(data_folder, video).is_dir()

    _delete(emulator, video)

    for tail in ("Index", "ArtifactUrl?type=Faces", "SourceFile/DownloadUrl", f"Thumbnails/{thumbnail}"):
        assert_problem(emulator.get(f"Videos/{video}/{tail}"), 404, "BREAKDOWN_NOT_FOUND")
    redaction = emulator.post(f"Videos/{video}/redact", json={"faces": {}})
    assert_problem(redaction, 404, "BREAKDOWN_NOT_FOUND")
    assert video not in [item["id"] for item in emulator.videos()]
    assert not _folder(data_folder, video).exists()
    assert_problem(httpx.get(url), 404, "NOT_FOUND")


def test_a_video_is_deleted_once(emulator: Api, video: str) -> None:
    """The second time it isn't there."""
    _delete(emulator, video)

    assert_problem(emulator.call("DELETE", f"Videos/{video}"), 404, "BREAKDOWN_NOT_FOUND")


def test_deleting_one_leaves_the_others(emulator: Api, data_folder: Path, video: str, indexed: str) -> None:
    """Not even its twin is touched."""
    before = {path.name for path in _folder(data_folder, indexed).iterdir()}

    _delete(emulator, video)

    assert before == {path.name for path in _folder(data_folder, indexed).iterdir()}
    assert emulator.state(indexed) == "Processed"


@pytest.mark.usefixtures("flush")
def test_a_video_can_be_deleted_during_its_analysis(held: Api, data_folder: Path, sample_clip: Path) -> None:
    """The work sees it, stops, and leaves nothing."""
    video_id = held.upload(sample_clip)
    wait_for(lambda: held.state(video_id), lambda state: state == "Processing")

    _delete(held, video_id)
    held.hold(held=False)

    waiting = held.upload(sample_clip, excludedAI="Faces")
    assert held.wait_indexed(waiting) == "Processed"
    _delete(held, waiting)
    assert not _folder(data_folder, video_id).exists()
    assert_problem(held.get(f"Videos/{video_id}/Index"), 404, "BREAKDOWN_NOT_FOUND")


@pytest.mark.usefixtures("flush")
def test_a_video_can_be_deleted_before_its_analysis(held: Api, data_folder: Path, sample_clip: Path) -> None:
    """What waits in the queue finds nothing to do."""
    first, second = held.upload(sample_clip), held.upload(sample_clip)
    wait_for(lambda: held.state(first), lambda state: state == "Processing")

    _delete(held, second)
    held.hold(held=False)

    assert held.wait_indexed(first) == "Processed"
    _delete(held, first)
    assert not _folder(data_folder, second).exists()


@pytest.mark.usefixtures("flush")
def test_a_video_can_be_deleted_while_it_is_fetched(
    held: Api, data_folder: Path, outside: Outside, sample_clip: Path
) -> None:
    """An upload by URL, too."""
    outside.pages["/clip.mp4"] = Page(content=sample_clip.read_bytes())
    response = held.post("Videos", params={"name": "n", "videoUrl": f"{outside.url}/clip.mp4"})
    video_id = response.json()["id"]
    wait_for(lambda: held.state(video_id), lambda state: state == "Processing")

    _delete(held, video_id)
    held.hold(held=False)

    waiting = held.upload(sample_clip, excludedAI="Faces")
    held.wait_indexed(waiting)
    _delete(held, waiting)
    assert not _folder(data_folder, video_id).exists()


@pytest.mark.usefixtures("flush")
def test_the_source_can_be_deleted_during_a_redaction(emulator: Api, data_folder: Path, video: str) -> None:
    """The job fails and says why; its video stays, as Failed, without a file."""
    emulator.hold(held=True)
    job_id = emulator.redact(video, {}, name="redaction of a deleted video")
    _delete(emulator, video)
    emulator.hold(held=False)

    answer = emulator.wait_job(job_id)

    assert answer.json()["state"] == "Failed"
    assert "deleted" in answer.json()["failureMessage"]
    (target,) = [item for item in emulator.videos() if item["name"] == "redaction of a deleted video"]
    assert target["state"] == "Failed"
    assert not _folder(data_folder, target["id"]).exists()
    assert_problem(emulator.get(f"Videos/{target['id']}/SourceFile/DownloadUrl"), 410, "SOURCE_VIDEO_DELETED")
    _delete(emulator, target["id"])


@pytest.mark.usefixtures("flush")
def test_the_new_video_can_be_deleted_during_its_redaction(
    emulator: Api, data_folder: Path, video: str
) -> None:
    """The job fails and says why; the source is as it was."""
    emulator.hold(held=True)
    job_id = emulator.redact(video, {}, name="unwanted")
    (target,) = [item["id"] for item in emulator.videos() if item["name"] == "unwanted"]
    _delete(emulator, target)
    emulator.hold(held=False)

    answer = emulator.wait_job(job_id)

    assert answer.json()["state"] == "Failed"
    assert "deleted" in answer.json()["failureMessage"]
    assert not _folder(data_folder, target).exists()
    assert emulator.state(video) == "Processed"
    _delete(emulator, video)


def test_the_new_video_can_be_deleted_after_its_redaction(
    emulator: Api, data_folder: Path, video: str
) -> None:
    """The job's redirect then leads to nothing; the source is as it was."""
    job_id = emulator.redact(video, {})
    location = emulator.wait_job(job_id).headers["location"]
    new_id = location.split("/Videos/")[1].split("/")[0]
    _delete(emulator, new_id)

    assert emulator.get(f"Jobs/{job_id}").status_code == 303
    followed = httpx.get(location, headers=emulator.bearer())
    assert_problem(followed, 404, "BREAKDOWN_NOT_FOUND")
    assert not _folder(data_folder, new_id).exists()
    assert emulator.state(video) == "Processed"
    _delete(emulator, video)


def test_expiring_the_source_keeps_the_insights(emulator: Api, video: str) -> None:
    """As the vendor's retention does: the file is gone (410), what was found is not."""
    response = emulator.control("POST", f"videos/{emulator.account.id.upper()}/{video}/expire-source")

    assert response.status_code == 204
    gone = emulator.get(f"Videos/{video}/SourceFile/DownloadUrl")
    assert_problem(gone, 410, "SOURCE_VIDEO_DELETED")
    assert emulator.get(f"Videos/{video}/Index").json()["videos"][0]["insights"]["faces"]
    assert emulator.get(f"Videos/{video}/ArtifactUrl?type=Faces").status_code == 200
    _delete(emulator, video)


def test_a_redaction_of_a_video_whose_source_has_expired_fails_and_says_why(
    emulator: Api, video: str
) -> None:
    """It is accepted, for the insights are there, and then there is nothing to redact."""
    emulator.control("POST", f"videos/{emulator.account.id}/{video}/expire-source")
    response = emulator.post(f"Videos/{video}/redact", json={"faces": {}})

    answer = emulator.wait_job(response.headers["location"].rsplit("/", 1)[1])

    assert answer.json()["state"] == "Failed"
    assert answer.json()["failureMessage"] == "The file of the source video was deleted."
    _delete(emulator, video)


def test_expiring_the_source_of_an_unknown_video_is_not_found(emulator: Api) -> None:
    """Or of another account's."""
    response = emulator.control("POST", f"videos/{emulator.account.id}/nobody/expire-source")

    assert_problem(response, 404, "BREAKDOWN_NOT_FOUND")
