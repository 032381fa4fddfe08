"""Every recorded answer is read by the generated client, the SDK and the suite's judge."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import httpx
import pytest
from video_indexer_client import models

from contract_tests.contract import contract
from contract_tests.judge import Judge
from contract_tests.recorded.forms import Forms, forms
from contract_tests.recorded.scrub import Scrubber
from tests.contract_suite.exchanges import exchange
from tests.recorded.conftest import HERE, Recording, recordings
from video_indexer_redaction.answers import parsed, service_error
from video_indexer_redaction.commands import Answer
from video_indexer_redaction.jobs import read_job
from video_indexer_redaction.people import faces_of

ALL = recordings()
LIVE = [each for each in ALL if each.operation]
INDEXES = [each for each in ALL if each.operation == "getVideoIndex"]
OBJECTS = [each for each in ALL if isinstance(each.body, dict) and each.json_schema]
MODELS = {"AccessTokenResponse", "ErrorResponse", "ArmErrorResponse"}


def name(recording: Recording) -> str:
    """Of its file."""
    return recording.file


def answer(recording: Recording) -> Answer:
    """As the SDK sees it."""
    return Answer(recording.status, httpx.Headers(), json.dumps(recording.body).encode())


def spelled(body: Any) -> Forms:
    """The forms of a body; the client writes Z as +00:00, which says the same."""
    return {
        place: {form.replace("time Z", "time with offset") for form in found}
        for place, found in forms([body]).items()
    }


def model(recording: Recording) -> Any:
    """The class of the generated client for it."""
    schema = recording.json_schema
    assert schema is not None
    return getattr(models, schema["$ref"].rsplit("/", 1)[1])


def test_the_index_names_every_file_once() -> None:
    """A recording without a source is none."""
    files = sorted(path.stem for path in HERE.glob("*.json"))
    assert sorted(each.file for each in ALL) == files
    assert len(files) >= 15
    assert len({each.operation or each.schema or each.file for each in ALL}) >= 8


@pytest.mark.parametrize("recording", LIVE, ids=name)
def test_the_suite_takes_a_recorded_answer_of_a_live_service(recording: Recording) -> None:
    """Nothing of it breaks the contract; what only our own service promises may be missing."""
    assert recording.operation
    judge = Judge(contract(), live=True)
    asked = contract().operations[recording.operation]

    found = judge.findings(asked, exchange(recording.operation, recording.status, recording.body))

    assert [each.what for each in found if not each.decided] == []


@pytest.mark.parametrize("recording", OBJECTS, ids=name)
def test_the_generated_client_reads_a_recorded_answer_and_loses_nothing(recording: Recording) -> None:
    """Members that the contract doesn't name are kept."""
    read = model(recording).from_dict(recording.body)

    assert spelled(read.to_dict()) == spelled(recording.body)


@pytest.mark.parametrize("recording", INDEXES, ids=name)
def test_the_sdk_reads_a_recorded_index(recording: Recording) -> None:
    """With the people in it."""
    index = parsed(answer(recording), models.VideoIndex.from_dict)

    people = faces_of(index)

    told = (recording.body["videos"][0].get("insights") or {}).get("faces") or []
    assert [each.id for each in people] == [each["id"] for each in told]
    assert index.state == "Processed"


NULLS = ("knownPersonId", "thumbnails", "instances", "thumbnailId")


@pytest.mark.parametrize("recording", INDEXES, ids=name)
def test_lists_and_ids_of_an_index_may_be_null(recording: Recording) -> None:
    """They are read as absent, and written as they came; the suite takes them of a live service."""
    body = copy.deepcopy(recording.body) | {"videosRanges": None}
    body["videos"][0]["insights"]["faces"] = [{"id": 7, "name": "a"} | dict.fromkeys(NULLS)]
    body["summarizedInsights"] = {"faces": [{"id": 7, "knownPersonId": None}]}
    judge = Judge(contract(), live=True)

    index = parsed(Answer(200, httpx.Headers(), json.dumps(body).encode()), models.VideoIndex.from_dict)

    (person,) = faces_of(index)
    assert (person.id, person.appearances, person.thumbnail_ids) == (7, (), ())
    assert spelled(index.to_dict()) == spelled(body)
    found = judge.findings(contract().operations["getVideoIndex"], exchange("getVideoIndex", 200, body))
    assert [each.what for each in found if not each.decided] == []


@pytest.mark.parametrize("recording", INDEXES, ids=name)
def test_an_index_of_2018_is_read_with_its_time_as_it_came(recording: Recording) -> None:
    """The vendor's page of then prints no RFC 3339."""
    body = recording.body | {"created": "2018/2/2 18:00:00.000"}

    index = parsed(Answer(200, httpx.Headers(), json.dumps(body).encode()), models.VideoIndex.from_dict)

    assert index.created == "2018/2/2 18:00:00.000"
    assert index.to_dict()["created"] == "2018/2/2 18:00:00.000"


def test_our_own_service_must_write_rfc_3339() -> None:
    """The older form is a live service's alone."""
    body = next(each.body for each in INDEXES) | {"created": "2018/2/2 18:00:00.000"}
    asked = contract().operations["getVideoIndex"]

    found = Judge(contract(), live=False).findings(asked, exchange("getVideoIndex", 200, body))

    assert any("date-time" in each.what for each in found)


def test_the_sdk_reads_a_recorded_job() -> None:
    """It is under way."""
    (recording,) = (each for each in ALL if each.operation == "getJob")
    status = read_job(answer(recording))
    assert (status.state, status.done, status.failed) == ("Processing", False, False)


@pytest.mark.parametrize("recording", [each for each in ALL if each.status >= 400], ids=name)
def test_the_sdk_reads_a_recorded_error(recording: Recording) -> None:
    """Its word and its sentence."""
    error = service_error(answer(recording))
    assert error is not None
    assert error.error_type in {"URL_UNREACHABLE", "AuthorizationFailed"}


def test_the_sdk_reads_the_body_of_a_429_that_has_one() -> None:
    """Old clients took the seconds from its message."""
    (recording,) = (each for each in ALL if each.file == "throttled-old")
    error = service_error(Answer(429, httpx.Headers(), json.dumps(recording.body).encode()))
    assert error is not None
    assert error.status == 429


@pytest.mark.parametrize("recording", ALL, ids=name)
def test_a_recording_holds_nothing_of_anybody(recording: Recording) -> None:
    """Scrubbed once more it stays the same, and its texts say nothing."""
    assert Scrubber().value(recording.body) == recording.body
    texts = re.findall(r'"((?:[^"\\]|\\.)*)"', json.dumps(recording.body))
    assert not [text for text in texts if "@" in text or len(text) > 150]
