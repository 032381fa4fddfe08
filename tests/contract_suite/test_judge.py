"""The judge takes what the contract documents, and notices whatever it doesn't."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.breaches import Breach
from contract_tests.contract import contract
from contract_tests.judge import Judge
from tests.contract_suite.exchanges import BASE, PLACES, exchange, job, operation, problem

JOB = f"{BASE}/trial/Accounts/{PLACES['accountId']}/Jobs/3f6b2c1d4e"
UUID = "6d2c3a60-9b7f-4b12-8f4c-0f6f3d1f6a11"

GOOD: dict[str, tuple[Any, ...]] = {
    "a job under way": ("getJob", 200, job()),
    "a redaction taken": ("redactVideo", 202, None, {"location": JOB}),
    "a bodiless deletion": ("deleteVideo", 204),
    "an error": ("getJob", 404, problem("NOT_FOUND")),
    "a general error": ("redactVideo", 409, problem("GENERAL")),
    "a neighbour's error": ("getVideoIndex", 404, problem("VIDEO_NOT_FOUND")),
    "throttling": ("getJob", 429, None, {"retry_after": "0"}),
    "throttling in the gateway's words": (
        "getJob",
        429,
        {"statusCode": 429, "message": "Rate limit is exceeded. Try again in 5 seconds."},
        {"retry_after": "5"},
    ),
    "the longest wait": ("getJob", 504, problem("SERVER_TIMEOUT")),
    "an error of the resource manager": (
        "generateAccessToken",
        403,
        {"error": {"code": "A", "message": "b"}},
    ),
}

BAD: dict[str, tuple[Any, ...]] = {
    "an undocumented status": ("getJob", 302, None, {"location": JOB}),
    "no request id": ("getJob", 200, job(), {"x_ms_request_id": None}),
    "an empty request id": ("getJob", 200, job(), {"x_ms_request_id": ""}),
    "a request id that is no uuid": ("getJob", 200, job(), {"x_ms_request_id": "1234"}),
    "a request id without hyphens": ("getJob", 200, job(), {"x_ms_request_id": UUID.replace("-", "")}),
    "no location": ("redactVideo", 202),
    "a relative location": ("redactVideo", 202, None, {"location": "/trial/Accounts/x/Jobs/1"}),
    "a location with a token": ("redactVideo", 202, None, {"location": f"{JOB}?accessToken=x"}),
    "a location with a user": ("redactVideo", 202, None, {"location": JOB.replace("//", "//me@")}),
    "a location elsewhere": ("redactVideo", 202, None, {"location": f"{BASE}/trial/nothing"}),
    "no retry-after": ("getJob", 429),
    "a negative retry-after": ("getJob", 429, None, {"retry_after": "-1"}),
    "a retry-after with a fraction": ("getJob", 429, None, {"retry_after": "1.5"}),
    "a retry-after as a date": ("getJob", 429, None, {"retry_after": "Wed, 21 Oct 2026 07:28:00 GMT"}),
    "throttling with a body": ("getJob", 429, problem(), {"retry_after": "1"}),
    "throttling for other seconds": ("getJob", 429, {"message": "Wait 6 seconds."}, {"retry_after": "5"}),
    "a deletion with a body": ("deleteVideo", 204, problem()),
    "a job as text": ("getJob", 200, job(), {"content_type": "text/plain"}),
    "no content type": ("getJob", 200, job(), {"content_type": None}),
    "a job without its state": ("getJob", 200, job(state=None)),
    "a state as a number": ("getJob", 200, job(state=1)),
    "a state in the wrong case": ("getJob", 200, job(state="processing")),
    "a progress as text": ("getJob", 200, job(progress="20")),
    "a progress beyond 100": ("getJob", 200, job(progress=101)),
    "a time that is none": ("getJob", 200, job(creationTime="yesterday")),
    "a time without an offset": ("getJob", 200, job(creationTime="2026-01-01T10:00:00")),
    "an error in lower case": ("getJob", 404, {"errorType": "NOT_FOUND", "message": "x"}),
    "an error without its type": ("getJob", 404, {"Message": "x"}),
    "an error with more in it": ("getJob", 404, problem("NOT_FOUND") | {"TraceId": "1"}),
    "an unknown word for an error": ("getJob", 404, problem("LOST")),
    "a word of another status": ("getJob", 404, problem("SERVER_TIMEOUT")),
    "an error of the data plane for a token": ("generateAccessToken", 401, problem("USER_NOT_ALLOWED")),
}


def judged(case: tuple[Any, ...], judge: Judge | None = None) -> None:
    """Judge an answer that is told as operation, status, body, headers."""
    name, status, *rest = case
    body, headers = (*rest, None, {})[:2] if len(rest) < 2 else rest
    (judge or Judge(contract())).check(operation(name), exchange(name, status, body, **headers or {}))


@pytest.mark.parametrize("case", GOOD.values(), ids=GOOD.keys())
def test_what_the_contract_documents_is_taken(case: tuple[Any, ...]) -> None:
    """Else the suite would cry wolf."""
    judged(case)


@pytest.mark.parametrize("case", BAD.values(), ids=BAD.keys())
def test_what_the_contract_does_not_document_is_noticed(case: tuple[Any, ...]) -> None:
    """The judgement names the operation and shows the answer."""
    with pytest.raises(Breach, match=case[0]):
        judged(case)


def test_a_request_id_that_comes_twice_is_noticed() -> None:
    """Over operations, and whatever its case."""
    judge = Judge(contract())
    judged(("getJob", 200, job(), {"x_ms_request_id": UUID}), judge)

    with pytest.raises(Breach, match="came before"):
        judged(("deleteVideo", 204, None, {"x_ms_request_id": UUID.upper()}), judge)


def test_a_body_that_is_not_json_is_noticed() -> None:
    """It must be told as a breach, not as a broken test."""
    answer = exchange("getJob", 200, job())
    broken = type(answer)(**{**vars(answer), "body": b"<html>"})

    with pytest.raises(Breach, match="isn't JSON"):
        Judge(contract()).check(operation("getJob"), broken)


def test_a_live_service_may_break_what_only_ours_promises() -> None:
    """A missing request id, of which the vendor's page says that it is optional, is reported."""
    judge = Judge(contract(), live=True)

    judged(("getJob", 200, job(), {"x_ms_request_id": None}), judge)

    assert judge.reported == ["getJob: The header x-ms-request-id is missing."]


def test_a_live_index_needs_its_id_and_state_alone() -> None:
    """What recorded answers lack is reported of a live service, and a breach of our own."""
    bare = ("getVideoIndex", 200, {"id": "5s4rvyf3pb", "state": "Processed"})
    judge = Judge(contract(), live=True)

    judged(bare, judge)

    assert any('"videos" is a required property' in line for line in judge.reported), judge.reported
    with pytest.raises(Breach, match='"accountId" is a required property'):
        judged(bare)


@pytest.mark.parametrize("member", ["id", "state"])
def test_a_live_index_without_id_or_state_is_a_breach(member: str) -> None:
    """A reader can do nothing with it."""
    index = {"id": "5s4rvyf3pb", "state": "Processed"}
    del index[member]
    with pytest.raises(Breach):
        judged(("getVideoIndex", 200, index), Judge(contract(), live=True))


def test_a_live_video_of_a_wrong_type_is_a_breach() -> None:
    """Only what is promised beyond the reader's needs is reported."""
    index = {"id": "5s4rvyf3pb", "state": "Processed", "durationInSeconds": "5"}
    with pytest.raises(Breach):
        judged(("getVideoIndex", 200, index), Judge(contract(), live=True))


def test_a_live_job_may_tell_its_state_by_number() -> None:
    """As some services were seen to; ours promises the word."""
    judge = Judge(contract(), live=True)
    judged(("getJob", 200, {"state": 1, "progress": 20}), judge)
    assert judge.reported, "the missing members are reported"


def test_a_live_service_may_not_break_the_rest() -> None:
    """A job without its state is a breach anywhere."""
    with pytest.raises(Breach):
        judged(("getJob", 200, job(state=None)), Judge(contract(), live=True))


def test_a_breach_shows_how_to_send_the_request_again_without_the_token() -> None:
    """A curl line, with what was secret blanked out."""
    answer = exchange("getJob", 302, query="accessToken=c4n4ry", credential="Bearer c4n4ry")

    with pytest.raises(Breach) as caught:
        Judge(contract()).check(operation("getJob"), answer)

    assert "curl -i" in str(caught.value)
    assert "c4n4ry" not in str(caught.value)
