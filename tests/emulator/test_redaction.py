"""Redaction jobs: accepted, followed, finished, and how they fail."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import httpx
import pytest

from tests.emulator.api import Api, assert_problem, wait_for
from tests.emulator.pictures import SAME, difference
from video_indexer_emulator.jobs.media_processes import MediaProcesses
from video_indexer_emulator.model import BlurringKind

pytestmark = pytest.mark.usefixtures("tidy")


def test_a_redaction_is_accepted_with_the_address_of_its_job(emulator: Api, indexed: str) -> None:
    """Absolute, without a token, on the host that the caller named; no body."""
    response = emulator.post(
        f"Videos/{indexed}/redact", json={"faces": {}}, headers={"Host": "indexer.example:8443"}
    )

    assert response.status_code == 202
    assert response.content == b""
    account = f"/trial/Accounts/{emulator.account.id}"
    pattern = re.escape(f"http://indexer.example:8443{account}/Jobs/") + "[a-z0-9]{10}"
    assert re.fullmatch(pattern, response.headers["location"])


def test_a_running_job_shows_its_progress_and_a_finished_one_leads_to_the_file(
    emulator: Api, indexed: str
) -> None:
    """200 with a progress that never falls, then 303 to the download's address."""
    emulator.hold(held=True)
    response = emulator.post(f"Videos/{indexed}/redact", json={"faces": {}})
    job_id = response.headers["location"].rsplit("/", 1)[1]
    first = emulator.get(f"Jobs/{job_id}")
    emulator.hold(held=False)

    seen = [first]
    wait_for(lambda: seen.append(emulator.get(f"Jobs/{job_id}")), lambda _: seen[-1].status_code != 200)

    assert first.json()["state"] == "Processing"
    assert first.json()["jobType"] == "Redaction"
    assert re.fullmatch(r"[0-9-]{10}T[0-9:]{8}\.\d{7}Z", first.json()["creationTime"])
    progress = [answer.json()["progress"] for answer in seen[:-1]]
    assert progress == sorted(progress)
    assert seen[-1].status_code == 303
    assert seen[-1].content == b""
    location = httpx.URL(seen[-1].headers["location"])
    assert str(location).startswith(emulator.url)
    assert re.fullmatch(
        f"/trial/Accounts/{emulator.account.id}/Videos/[a-z0-9]{{10}}/SourceFile/DownloadUrl", location.path
    )
    assert location.query == b""
    assert emulator.http.get(location, headers=emulator.bearer()).status_code == 200


def test_the_new_video_is_listed_at_once_and_has_no_file_until_it_is_done(
    emulator: Api, indexed: str
) -> None:
    """With what the caller said of it; it has no face insights, so it can't be redacted again."""
    emulator.hold(held=True)
    said = {"name": "hidden", "description": "d", "externalId": "e", "privacy": "Public"}
    job_id = emulator.redact(indexed, {}, **said)
    (target,) = [video for video in emulator.videos() if video["name"] == "hidden"]

    assert (target["description"], target["externalId"], target["privacyMode"]) == ("d", "e", "Public")
    assert target["state"] == "Processing"
    assert target["hasSourceVideoFile"] is False
    download = f"Videos/{target['id']}/SourceFile/DownloadUrl"
    again = f"Videos/{target['id']}/redact"
    assert_problem(emulator.get(download), 404, "NOT_FOUND")
    assert_problem(emulator.post(again, json={"faces": {}}), 409, "VIDEO_INDEXING_IN_PROGRESS")

    emulator.hold(held=False)
    assert target["id"] in emulator.wait_job(job_id).headers["location"]
    assert emulator.get(download).status_code == 200
    assert_problem(emulator.post(again, json={"faces": {}}), 400, "INVALID_INPUT")
    artifact = emulator.get(f"Videos/{target['id']}/ArtifactUrl?type=Faces")
    assert_problem(artifact, 404, "VIDEO_HAS_NO_ARTIFACTS")
    index = emulator.get(f"Videos/{target['id']}/Index").json()
    assert index["videos"][0]["insights"] is None
    assert (index["state"], index["durationInSeconds"]) == ("Processed", 2)


def test_the_source_is_never_touched(emulator: Api, indexed: str, sample_clip: Path) -> None:
    """Its file and its index are what they were."""
    before = emulator.get(f"Videos/{indexed}/Index").json()

    emulator.redacted(indexed, {"blurringKind": "Black"})

    assert before == emulator.get(f"Videos/{indexed}/Index").json()
    assert sample_clip.read_bytes() == emulator.download(f"Videos/{indexed}/SourceFile/DownloadUrl")


@pytest.mark.parametrize(("number", "kind"), list(enumerate(BlurringKind)))
def test_a_kind_by_number_is_the_kind_by_name(
    emulator: Api, indexed: str, number: int, kind: BlurringKind
) -> None:
    """The same faces are hidden in the same way; 1.0 is a number of JSON as 1 is."""
    files = [
        emulator.redacted(indexed, {"blurringKind": word})[1] for word in (kind.value, number, float(number))
    ]

    assert difference(files[0], files[1]) < SAME
    assert difference(files[0], files[2]) < SAME


def test_each_kind_gives_another_picture_and_none_is_the_default(emulator: Api, indexed: str) -> None:
    """MediumBlur is what the contract says for a request that names no kind."""
    files = {kind: emulator.redacted(indexed, {"blurringKind": kind})[1] for kind in BlurringKind}

    for first, second in combinations(BlurringKind, 2):
        assert difference(files[first], files[second]) > SAME, f"{first} and {second}"
    assert difference(files[BlurringKind.MEDIUM_BLUR], emulator.redacted(indexed, {})[1]) < SAME


def test_include_of_everybody_hides_everybody(emulator: Api, indexed: str) -> None:
    """As no filter does; Exclude of one is Include of the other."""

    def file(scope: str, *ids: int) -> bytes:
        choice = {"blurringKind": "Black", "filter": {"ids": ids, "scope": scope}}
        return emulator.redacted(indexed, choice)[1]

    everybody, first, second = (
        emulator.redacted(indexed, {"blurringKind": "Black"})[1], file("Include", 1000), file("Include", 1001)
    )  # fmt: skip

    assert difference(everybody, file("Include", 1000, 1001, 1000)) < SAME
    assert difference(first, file("Exclude", 1001)) < SAME
    assert difference(second, file("Exclude", 1000)) < SAME
    assert difference(first, second) > SAME
    assert difference(first, everybody) > SAME
    assert difference(second, everybody) > SAME


@pytest.mark.parametrize("job_id", ["nobody", "a-b", "A" * 64])
def test_an_unknown_job_is_not_found(emulator: Api, job_id: str) -> None:
    """Ids are opaque."""
    assert_problem(emulator.get(f"Jobs/{job_id}"), 404, "NOT_FOUND")


def test_a_video_in_analysis_is_busy(emulator: Api, indexed: str, sample_clip: Path) -> None:
    """409 until it is Processed."""
    emulator.hold(held=True)
    video_id = emulator.upload(sample_clip)
    response = emulator.post(f"Videos/{video_id}/redact", json={"faces": {}})
    emulator.hold(held=False)

    assert_problem(response, 409, "VIDEO_INDEXING_IN_PROGRESS")
    emulator.wait_indexed(video_id)
    assert emulator.post(f"Videos/{video_id}/redact", json={"faces": {}}).status_code == 202


def test_a_source_that_was_damaged_in_between_fails_the_job_which_says_why(
    emulator: Api, data_folder: Path, sample_clip: Path
) -> None:
    """The analysis could read it, the redaction can't; nothing half-made is left."""
    video_id = emulator.upload(sample_clip)
    emulator.wait_indexed(video_id)
    (source,) = (data_folder / "blobs" / "videos" / video_id).glob("source*")
    content = source.read_bytes()
    source.write_bytes(content[: len(content) // 2])

    answer = emulator.wait_job(emulator.redact(video_id, {}, name="damaged"))

    assert (answer.status_code, answer.json()["state"]) == (200, "Failed")
    assert "damaged" in answer.json()["failureMessage"]
    (target,) = [video for video in emulator.videos() if video["name"] == "damaged"]
    assert target["state"] == "Failed"
    assert not (data_folder / "blobs" / "videos" / target["id"]).exists()
    emulator.settled(data_folder)


def test_a_mistake_of_our_own_fails_the_job_and_doesnt_hang_it(
    emulator: Api, indexed: str, sample_clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error that nobody foresaw ends the work, too; the next one is done as ever."""

    def broken(*_: object) -> None:
        raise RuntimeError("nobody foresaw this")

    with monkeypatch.context() as patch:
        patch.setattr(MediaProcesses, "run", broken)
        answer = emulator.wait_job(emulator.redact(indexed, {}))
        video_id = emulator.upload(sample_clip)
        state = emulator.wait_indexed(video_id)

    assert answer.json()["state"] == "Failed"
    assert answer.json()["failureMessage"] == "The redaction failed; the service's log says why"
    assert state == "Failed"
    assert emulator.wait_job(emulator.redact(indexed, {})).status_code == 303
