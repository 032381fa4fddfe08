"""What a run may do to a service that costs money, with answers made by hand."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from pyrate_limiter import Rate

from contract_tests.absence import Presence, is_absent
from contract_tests.pacing import VENDOR_RATES, Budget, Guard, Limiter, limited
from contract_tests.plugin import pytest_runtest_setup
from contract_tests.sweeping import sweep
from contract_tests.target import Aim, development_target
from tests.contract_suite.stub_service import ACCOUNT, LOCATION, VIDEO, stub

BASE = "http://service.example"
AIM = Aim(development_target(BASE), None, controls=False, private_urls=False, live=True, video_id=None)
PATH = f"{BASE}/{AIM.target.location}/Accounts/{AIM.target.account_id}"
FIFTH = 200  # milliseconds
TOKEN = "canary-7f3a9c-token-that-nobody-may-see"  # noqa: S105 - made up


def answer(method: str, url: str, status: int, body: Any = None, **headers: str) -> httpx.Response:
    """An answer made by hand."""
    content = b"" if body is None else json.dumps(body).encode()
    return httpx.Response(status, headers=headers, request=httpx.Request(method, url), content=content)


def test_the_limiter_holds_back_what_is_too_much() -> None:
    """Twelve requests at ten in a fifth of a second take more than that; without rates nothing is held."""
    limiter, free = Limiter(Rate(10, FIFTH)), Limiter()
    start = time.monotonic()
    for _ in range(12):
        limiter.wait()
    assert time.monotonic() - start > 0.15
    start = time.monotonic()
    for _ in range(1000):
        free.wait()
    assert time.monotonic() - start < 0.15


def test_live_has_the_vendors_rates() -> None:
    """Ten a second, 120 a minute, by one limiter for all clients of a service; none elsewhere."""
    assert [(rate.limit, rate.interval) for rate in VENDOR_RATES] == [(10, 1000), (120, 60000)]
    assert limited(AIM) is limited(replace(AIM))
    assert limited(AIM).rates == VENDOR_RATES
    assert limited(replace(AIM, live=False)).rates == ()


def test_a_live_run_uploads_once_and_redacts_four_times() -> None:
    """What was refused costs nothing; one more is skipped, with the switch that allows it."""
    guard = Guard(AIM, Budget.of(AIM))
    upload, redact = f"{PATH}/Videos?name=x", f"{PATH}/Videos/5s4rvyf3pb/redact"
    for refused in (400, 401, 404, 429):
        guard.before(httpx.Request("POST", upload))
        guard.after(answer("POST", upload, refused, {"ErrorType": "INVALID_INPUT", "Message": "No."}))
    guard.before(httpx.Request("POST", upload))
    guard.after(answer("POST", upload, 200, {"id": "5s4rvyf3pb"}))
    for number in range(4):
        guard.before(httpx.Request("POST", redact))
        guard.after(answer("POST", redact, 202, Location=f"{PATH}/Jobs/job{number}"))

    for url, switch in ((upload, "--max-uploads"), (redact, "--max-redactions")):
        with pytest.raises(pytest.skip.Exception, match=switch):
            guard.before(httpx.Request("POST", url))
    guard.before(httpx.Request("GET", f"{PATH}/Videos"))


@pytest.mark.parametrize("status", [500, 504, 302])
def test_an_upload_that_may_have_arrived_counts(status: int) -> None:
    """The service failed, or answered nobody knows what: it may have the file all the same."""
    guard = Guard(AIM, Budget.of(AIM))
    upload = f"{PATH}/Videos?name=x"
    guard.before(httpx.Request("POST", upload))
    guard.after(answer("POST", upload, status))

    with pytest.raises(pytest.skip.Exception, match="--max-uploads"):
        guard.before(httpx.Request("POST", upload))


def test_an_upload_without_an_answer_counts() -> None:
    """A connection that breaks off: the service may have the file all the same."""
    guard = Guard(AIM, Budget.of(AIM))
    guard.before(httpx.Request("POST", f"{PATH}/Videos?name=x"))

    with pytest.raises(pytest.skip.Exception, match="--max-uploads"):
        guard.before(httpx.Request("POST", f"{PATH}/Videos?name=x"))


def test_elsewhere_there_is_no_budget() -> None:
    """Nothing is counted where nothing costs."""
    budget = Budget.of(replace(AIM, live=False))
    for _ in range(100):
        budget.require("uploadVideo")
        budget.spend("uploadVideo")


def test_what_was_made_is_remembered_until_it_is_deleted() -> None:
    """Uploads, and redactions by their job, then by the new video."""
    guard = Guard(AIM, Budget.of(AIM))
    guard.after(answer("POST", f"{PATH}/Videos", 200, {"id": "first"}))
    guard.after(answer("POST", f"{PATH}/Videos/first/redact", 202, Location=f"{PATH}/Jobs/job1"))
    assert (list(guard.made.videos), list(guard.made.jobs)) == (["first"], ["job1"])

    place = f"{PATH}/Videos/second/SourceFile/DownloadUrl"
    guard.after(answer("GET", f"{PATH}/Jobs/job1", 303, Location=place))
    guard.after(answer("GET", f"{PATH}/Jobs/job1", 303, Location=place))
    guard.after(answer("DELETE", f"{PATH}/Videos/first", 204))

    assert (list(guard.made.videos), list(guard.made.jobs)) == (["second"], [])


def test_what_cannot_be_deleted_is_told() -> None:
    """A stub that can't delete: the new video of an open redaction is found, tried, and named."""
    with stub(b"", TOKEN) as server:
        target = replace(
            development_target(server.url), location=LOCATION, account_id=ACCOUNT, access_token=TOKEN
        )
        aim = Aim(target, None, controls=False, private_urls=False, live=False, video_id=VIDEO)
        guard = Guard(aim, Budget.of(aim))
        job_id = server.start()
        guard.made.jobs[job_id] = None
        guard.made.jobs["neverwas00"] = None

        left = sweep(aim, TOKEN, guard)

    assert left == ["job neverwas00"], "the stub answers 404 to a deletion: then it's gone"
    assert server.jobs[job_id]["video"] in guard.made.videos


@pytest.mark.parametrize(
    ("response", "absent"),
    [
        (httpx.Response(404, html="<h1>Not Found</h1>"), True),
        (httpx.Response(405), True),
        (httpx.Response(501, text="no"), True),
        (httpx.Response(404, json={"detail": "Not Found"}), True),
        (httpx.Response(404, json={"error": "not found"}), True),
        (httpx.Response(404, json={"Message": "No HTTP resource was found that matches the URI."}), True),
        (httpx.Response(404, json={"ErrorType": None, "Message": "No."}), True),
        (httpx.Response(404, json={"ErrorType": "NOT_FOUND", "Message": None}), False),
        (httpx.Response(404, json={"ErrorType": "NOT_FOUND"}), False),
        (httpx.Response(404, json={"error": {"code": "ResourceNotFound", "message": "No."}}), False),
        (httpx.Response(404, headers={"x-ms-request-id": "1"}), False),
        (httpx.Response(500), False),
        (httpx.Response(401), False),
        (httpx.Response(200, html="<h1>Welcome</h1>"), False),
    ],
)
def test_only_a_server_that_never_heard_of_it_lacks_an_operation(
    response: httpx.Response, absent: bool
) -> None:
    """Whatever answers wrongly is there, and judged."""
    assert is_absent(response) is absent


def test_where_there_are_controls_nothing_is_skipped_as_absent() -> None:
    """A proxy that breaks an operation of the emulator must lead to failures."""
    presence = Presence(replace(AIM, controls=True), lambda: "x", {"getJob": "GET … answered 404"})
    presence.require("getJob")
    presence.aim = AIM
    with pytest.raises(pytest.skip.Exception, match="needs getJob, which this service doesn't answer"):
        presence.require("getJob")


@pytest.mark.parametrize("live", [True, False])
def test_what_nobody_knows_is_not_asserted_of_a_live_service(*, live: bool) -> None:
    """The marker skips on live, with what the contract doesn't say."""
    marker = SimpleNamespace(args=("strength of the blurs",))
    item: Any = SimpleNamespace(
        get_closest_marker=lambda name: marker if name == "unknown" else None,
        config=SimpleNamespace(getoption=lambda _: live),
    )
    if not live:
        pytest_runtest_setup(item)
        return
    with pytest.raises(pytest.skip.Exception, match="the contract doesn't say: strength of the blurs"):
        pytest_runtest_setup(item)
