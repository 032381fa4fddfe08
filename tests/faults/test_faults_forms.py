"""A fault that comes and goes shows itself now and then, in a form that doesn't change from run to run."""

from __future__ import annotations

import pytest

from contract_tests.contract import contract
from contract_tests.faults.catalogue import catalogue
from contract_tests.faults.forms import AFTER, NTH, PAGED, Form, Turns, intermittent
from contract_tests.faults.proxy import Proxy
from contract_tests.relay.messages import Request
from tests.emulator.api import Api
from tests.faults.served import fault, listening


def asked(video: str = "a", query: str = "") -> Request:
    """A request about a video."""
    return Request(method="GET", path="/", query=query, headers=[], places={"videoId": video})


@pytest.mark.parametrize(
    ("form", "requests", "shown"),
    [
        (Form.ALWAYS, [asked()] * 3, {0, 1, 2}),
        (Form.EVERY_NTH, [asked()] * 9, {NTH - 1, 2 * NTH - 1}),
        (Form.AFTER_SOME, [asked()] * (AFTER + 2), {AFTER, AFTER + 1}),
        (Form.ONE_SUBJECT, [asked(video) for video in "aabacba"], {2, 5}),
        (Form.SECOND_PAGE, [asked(query=text) for text in ("", "skip=0", "skip=2", "SKIP=5")], {2, 3}),
    ],
)
def test_a_form_shows_a_fault_now_and_then(form: Form, requests: list[Request], shown: set[int]) -> None:
    """By the number of messages, the video, or the page."""
    turns = Turns(form)
    assert {number for number, each in enumerate(requests) if turns.shows(each)} == shown


def test_a_fault_has_a_form_in_which_it_can_show_itself() -> None:
    """One video where each operation is about one, a second page where there are pages."""
    for each in catalogue().values():
        operations = [o for name, o in contract().operations.items() if each.where.means(name)]
        match intermittent(each):
            case Form.ONE_SUBJECT:
                assert all("{videoId}" in o.template or "{jobId}" in o.template for o in operations), each.id
            case Form.SECOND_PAGE:
                assert {o.id for o in operations} <= PAGED, each.id
            case form:
                assert form in {Form.EVERY_NTH, Form.AFTER_SOME}


def test_the_proxy_commits_a_fault_in_its_form(emulator_url: str) -> None:
    """One answer of four is altered, and counted."""
    lost = fault({"operation": "listVideos"}, remove_header={"name": "x-ms-request-id"})
    proxy = Proxy(emulator_url, lost, form=Form.EVERY_NTH)
    with listening(proxy) as url, Api(url) as api:
        altered = ["x-ms-request-id" not in api.get("Videos").headers for _ in range(8)]

    assert altered == [False, False, False, True] * 2
    assert proxy.tally.hits == 2
