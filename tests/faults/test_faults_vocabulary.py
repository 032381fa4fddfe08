"""Words of the vocabulary alter what they say, as a client sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from contract_tests.faults.catalogue import catalogue
from contract_tests.faults.vocabulary import WORDS
from contract_tests.relay.messages import Request
from tests.emulator.api import Api
from tests.faults.served import served
from video_indexer_emulator.settings import SECOND_DEVELOPMENT_ACCOUNT

Look = Callable[[Api, str], Any]


def _raw(api: Api, **headers: str) -> httpx.Response:
    return api.http.get(api.path("Videos"), headers=headers)


def _file(api: Api, video: str, **headers: str) -> httpx.Response:
    return httpx.get(api.get(f"Videos/{video}/SourceFile/DownloadUrl").json(), headers=headers)


def _bad_kind(kind: object) -> Look:
    return lambda api, video: api.post(
        f"Videos/{video}/redact", json={"faces": {"blurringKind": kind, "more": 1}}
    ).json()["Message"]


def _faces(api: Api, video: str) -> Any:
    return api.get(f"Videos/{video}/Index").json()["videos"][0]["insights"]["faces"]


CASES: list[tuple[str, Look, Callable[[Any], bool]]] = [
    ("request-id-missing", lambda a, v: a.get("Videos").headers, lambda h: "x-ms-request-id" not in h),
    (
        "request-id-constant",
        lambda a, v: {a.get("Videos").headers["x-ms-request-id"] for _ in range(3)},
        lambda ids: len(ids) == 1,
    ),
    ("upload-201", lambda a, v: a.post("Videos").status_code, lambda status: status == 400),
    ("missing-video-401", lambda a, v: a.get("Videos/none/Index").status_code, lambda s: s == 401),
    ("error-lower-camel", lambda a, v: a.get("Videos/none/Index").json(), lambda e: "errorType" in e),
    ("list-results-renamed", lambda a, v: a.get("Videos").json(), lambda page: "videos" in page),
    ("list-state-number", lambda a, v: a.get("Videos").json()["results"][0], lambda v: v["state"] == 7),
    ("index-state-lower-case", lambda a, v: a.state(v), lambda state: state == "processed"),
    ("face-listed-twice", _faces, lambda faces: {face["id"] for face in faces} == {1000}),
    ("face-left-out-of-index", _faces, lambda faces: len(faces) == 1),
    ("page-size-ignored", lambda a, v: a.videos(pageSize=1), lambda videos: len(videos) >= 1),
    ("no-token-accepted-on-list", lambda a, v: _raw(a).status_code, lambda status: status == 200),
    ("any-token-accepted", lambda a, v: _raw(a, authorization="Bearer bad").status_code, lambda s: s == 200),
    ("bearertoken-header-accepted", lambda a, v: _raw(a, bearertoken=a.token), lambda r: r.is_success),
    ("bearer-refused", lambda a, v: a.get("Videos").status_code, lambda status: status == 401),
    ("expired-token-issued", lambda a, v: a.get("Videos").status_code, lambda status: status == 401),
    ("file-truncated", lambda a, v: len(_file(a, v).content), lambda length: length > 0),
    ("ranges-ignored", lambda a, v: _file(a, v, range="bytes=0-9").status_code, lambda s: s == 200),
    (
        "content-range-missing",
        lambda a, v: _file(a, v, range="bytes=0-9").headers,
        lambda headers: "content-range" not in headers,
    ),
    ("signed-url-needs-token", lambda a, v: _file(a, v).status_code, lambda status: status == 401),
    ("kind-true-accepted", _bad_kind(True), lambda said: "oneOf" not in said),
    ("unknown-members-of-faces-accepted", lambda a, v: a.redact(v, {"more": 1}), bool),
    ("dead-job", lambda a, v: a.get(f"Jobs/{a.redact(v, {})}").status_code, lambda status: status == 404),
    ("list-omits-first", lambda a, v: a.videos(), lambda videos: True),
    ("missing-job-200", lambda a, v: a.get("Jobs/none").status_code, lambda status: status == 200),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "look", "altered"), CASES, ids=[case[0] for case in CASES])
def test_a_client_sees_the_fault(
    emulator_url: str, indexed: str, fault: str, look: Look, altered: Callable[[Any], bool]
) -> None:
    """What the client sees is what the fault says, and it is counted."""
    with served(emulator_url, catalogue()[fault]) as proxy, proxy.api() as api:
        seen = look(api, indexed)
        assert altered(seen), seen
        assert proxy.hits > 0 or fault in {"upload-201", "page-size-ignored"}


def test_another_account_sees_the_video(emulator_url: str, indexed: str) -> None:
    """The wall between accounts has a hole."""
    fault = catalogue()["videos-shared-between-accounts"]
    with served(emulator_url, fault) as proxy, proxy.api(SECOND_DEVELOPMENT_ACCOUNT) as stranger:
        assert stranger.get(f"Videos/{indexed}/Index").json()["id"] == indexed


def test_a_deletion_does_nothing(emulator_url: str, emulator: Api, indexed: str) -> None:
    """It is answered as if it were done."""
    with served(emulator_url, catalogue()["delete-does-nothing"]) as proxy, proxy.api() as api:
        assert api.call("DELETE", f"Videos/{indexed}").status_code == 204
        assert api.call("DELETE", "Videos/none").status_code == 404
        assert proxy.hits == 1
    assert emulator.state(indexed) == "Processed"


def test_a_job_lies(emulator_url: str, emulator: Api, indexed: str) -> None:
    """It is done before it is, and then it isn't."""
    emulator.hold(held=True)
    try:
        with served(emulator_url, catalogue()["done-at-once"]) as proxy, proxy.api() as api:
            early = api.get(f"Jobs/{api.redact(indexed, {})}")
    finally:
        emulator.hold(held=False)
    assert early.status_code == 303
    with served(emulator_url, catalogue()["under-way-after-done"]) as proxy, proxy.api() as api:
        job = api.redact(indexed, {})
        api.wait_job(job)
        assert api.get(f"Jobs/{job}").json()["state"] == "Processing"


REQUESTS = [
    ("scope-swapped", {"filter": {"scope": "Include"}}, {"filter": {"scope": "Exclude"}}),
    ("filter-dropped", {"filter": {"ids": [1], "scope": "Include"}}, {}),
    ("only-the-first-id", {"filter": {"ids": [1, 2]}}, {"filter": {"ids": [1]}}),
    ("low-and-high-swapped", {"blurringKind": "LowBlur"}, {"blurringKind": "HighBlur"}),
    ("low-and-high-swapped", {"blurringKind": 1}, {"blurringKind": 2}),
    ("kind-true-accepted", {"blurringKind": True}, {"blurringKind": 1}),
    ("kind-minus-one-accepted", {"blurringKind": -1}, {"blurringKind": 0}),
    ("kind-fraction-accepted", {"blurringKind": 1.5}, {"blurringKind": 1}),
    ("default-is-black", {}, {"blurringKind": "Black"}),
    ("empty-ids-accepted", {"filter": {"ids": [], "scope": "Include"}}, {}),
    ("unknown-members-of-faces-accepted", {"more": 1}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "sent", "heard"), REQUESTS)
def test_the_service_hears_something_else(fault: str, sent: dict[str, Any], heard: dict[str, Any]) -> None:
    """The redaction that the service gets isn't the one that was sent."""
    seeded = catalogue()[fault]
    request = Request(method="POST", path="/", headers=[])
    request.set_json({"faces": sent})
    assert WORDS[seeded.change].function(request, None, **seeded.arguments) is True
    assert request.json == {"faces": heard}


def test_what_is_not_meant_stays() -> None:
    """1 is no true, and 1.0 no 1: a fault about one of them leaves the others alone."""
    request = Request(method="POST", path="/", headers=[])
    request.set_json({"faces": {"blurringKind": 1}})
    arguments = catalogue()["kind-true-accepted"].arguments
    assert WORDS["take_for"].function(request, None, **arguments) is False
