"""A job from its start to its end, held still where the service can hold it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from .conftest import Indexed
from .service import Service


@pytest.fixture
def held(service: Service) -> Iterator[Service]:
    """A service whose work waits at its next step."""
    service.control("PUT", "pacing", json={"held": True})
    yield service
    service.control("PUT", "pacing", json={"held": False})


def test_a_job_that_is_not_done_says_so(held: Service, indexed: Indexed) -> None:
    """While the work stands still, each poll is 200, under way, and the new video isn't Processed."""
    mark = str(uuid.uuid4())  # of this run alone: an earlier one may have left videos behind
    job = held.redact(indexed.id, {"blurringKind": "Black"}, name="held", externalId=mark)
    states = []
    for _ in range(5):
        answer = held.job(job)
        assert answer.status_code == 200, f"a job that can't be done answered {answer.status_code}"
        states.append(answer.json()["state"])
        assert answer.json()["progress"] < 100, "a job that can't be done says that all is done"
    assert set(states) <= {"NotStarted", "Processing"}, states

    new = [video for video in held.videos() if video["externalId"] == mark]
    assert len(new) == 1, "the new video is listed before it is ready, once"
    assert new[0]["state"] in {"Uploaded", "Processing"}, new[0]["state"]
    assert new[0]["hasSourceVideoFile"] is False, "there is no file yet"
    early = held.call("getVideoSourceFileDownloadUrl", places={"videoId": new[0]["id"]})
    assert early.status_code >= 400, "the file of a redaction that isn't done can be fetched"
    held.control("PUT", "pacing", json={"held": False})
    assert held.wait_job(job).status_code == 303
    held.delete(new[0]["id"])


def test_a_finished_job_leads_to_the_new_file(service: Service, indexed: Indexed) -> None:
    """303, and the Location works as it stands, with the token that the client sends again."""
    job = service.redact(indexed.id, {"blurringKind": "HighBlur"}, name="finished", externalId="finished")

    done = service.wait_job(job)

    assert done.status_code == 303, f"the job ended with {done.status_code}"
    again = service.job(job)
    assert (again.status_code, again.headers["location"]) == (303, done.headers["location"])
    new_id = done.headers["location"].split("/Videos/")[1].split("/")[0]
    index = service.index(new_id)
    assert (index["state"], index["name"]) == ("Processed", "finished")
    assert index["videos"][0]["externalId"] == "finished"
    headers = {"Authorization": f"Bearer {service.token}"}
    followed = service.http.get(done.headers["location"], headers=headers)
    assert followed.status_code == 200, f"the Location answered {followed.status_code}"
    content = service.fetch(followed.json()).content
    assert content == service.download(new_id), "the Location leads to another file"
    service.delete(new_id)


def test_the_location_of_a_job_works_as_it_stands(service: Service, indexed: Indexed) -> None:
    """The absolute address that the 202 gives is the job's."""
    answer = service.call("redactVideo", places={"videoId": indexed.id}, json={"faces": {"blurringKind": 3}})
    assert answer.status_code == 202, answer.text
    headers = {"Authorization": f"Bearer {service.token}"}

    polled = service.http.get(answer.headers["location"], headers=headers)

    assert polled.status_code in {200, 303}, f"the Location answered {polled.status_code}"
    ended = service.wait_job(answer.headers["location"].rsplit("/", 1)[1])
    service.delete(ended.headers["location"].split("/Videos/")[1].split("/")[0])


def test_each_redaction_has_a_job_and_a_video_of_its_own(service: Service, indexed: Indexed) -> None:
    """The same request twice is two redactions."""
    jobs = [service.redact(indexed.id, {"blurringKind": "Black"}) for _ in range(2)]

    locations = [service.wait_job(job).headers["location"] for job in jobs]

    assert len(set(jobs)) == 2
    assert len(set(locations)) == 2
    for location in locations:
        service.delete(location.split("/Videos/")[1].split("/")[0])


def test_a_job_that_never_was_is_not_found(service: Service) -> None:
    """404, as for a job of another account."""
    answer = service.job("neverwas00")
    assert (answer.status_code, answer.json()["ErrorType"]) == (404, "NOT_FOUND")


def test_a_redaction_without_its_file_fails_and_stays_failed(service: Service, indexed_alone: str) -> None:
    """The state is Failed with a failureMessage, and the new video is Failed too."""
    service.control("POST", f"videos/{service.target.account_id}/{indexed_alone}/expire-source")
    mark = str(uuid.uuid4())
    job = service.redact(indexed_alone, {"blurringKind": "Black"}, externalId=mark)

    ended = service.wait_job(job)

    assert (ended.status_code, ended.json()["state"]) == (200, "Failed")
    assert service.job(job).json() == ended.json()
    (failed,) = [video for video in service.videos() if video["externalId"] == mark]
    assert failed["state"] == "Failed"
    assert failed["hasSourceVideoFile"] is False, "a redaction that failed has no file"
    lost = service.call("getVideoSourceFileDownloadUrl", places={"videoId": failed["id"]})
    assert lost.status_code >= 400, "the file of a redaction that failed can be fetched"
    service.delete(failed["id"])
