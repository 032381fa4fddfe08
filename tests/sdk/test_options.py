"""Options for a few calls, ids of requests, log lines and spans."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.sdk.conftest import ACCOUNT, CANARY, HASTY
from tests.sdk.test_job_objects import DONE, RUNNING, used
from tests.sdk.test_retrying import DOWN, EMPTY
from tests.sdk.uses import SIGNATURE
from tests.sdk.ways import API, EITHER, FILES, TARGET, Script, Way
from video_indexer_redaction import RedactionClient, Target
from video_indexer_redaction.errors import ConnectionFailed, RedactionError, ServerFailure, UsageError
from video_indexer_redaction.target import ArmAccount

SERVER_ID = "6d2c3a60-9b7f-4b12-8f4c-0f6f3d1f6a11"
CLIENT_ID = "x-ms-client-request-id"


@EITHER
def test_options_are_those_of_the_copy_alone(way: Way) -> None:
    """The client stays as it was, and shares its connections."""
    service = Script(DOWN)

    def use(client: Any, value: Callable[[Any], Any]) -> list[int]:
        counts = []
        for one in (client.with_options(max_retries=0), client.with_options(max_retries=1), client):
            before = len(service.sent)
            with pytest.raises(ServerFailure):
                value(one.find("x"))
            counts.append(len(service.sent) - before)
        return counts

    assert used(way, service, use) == [1, 2, HASTY.attempts]


@EITHER
def test_a_timeout_of_a_copy_is_that_of_its_requests(way: Way) -> None:
    """Of reads and writes."""
    service = Script(EMPTY)

    used(way, service, lambda client, value: value(client.with_options(timeout=1.5).find("x")))

    assert service.sent[0].extensions["timeout"]["read"] == 1.5


@EITHER
def test_headers_go_to_the_api_and_to_no_other_host(way: Way, tmp_path: Any) -> None:
    """Neither to a file's host nor to Azure Resource Manager; options add up."""
    sent: list[httpx.Request] = []
    arm = Target(API, "trial", ACCOUNT, arm=ArmAccount("http://arm.test", "s", "g", "n", CANARY))

    def serve(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        if request.url.host == "arm.test":
            return httpx.Response(200, json={"accessToken": "t"})
        if str(request.url).startswith(FILES):
            return httpx.Response(200, content=b"mp4")
        return httpx.Response(200, json=f"{FILES}/file?{SIGNATURE}")

    def use(client: Any, value: Callable[[Any], Any]) -> None:
        changed = client.with_options(headers={"X-One": "1"}).with_options(headers={"X-Two": "2"})
        value(changed.download("v", tmp_path / "out.mp4"))

    used(way, serve, use, arm)

    with_header = {request.url.host for request in sent if request.headers.get("x-one") == "1"}
    assert with_header == {request.url.host for request in sent if request.headers.get("x-two") == "2"}
    assert with_header == {"api.test"}
    assert {request.url.host for request in sent} == {"api.test", "arm.test", "files.test"}


@pytest.mark.parametrize(
    "headers",
    [{"Authorization": "x"}, {"HOST": "x"}, {"a b": "x"}, {"X": "a\r\nB: c"}, {"X": "é"}, {"": "x"}],
)
def test_a_header_that_cannot_be_sent_is_refused(headers: Mapping[str, str]) -> None:
    """Or that is the client's own."""
    with RedactionClient(TARGET) as client, pytest.raises(UsageError, match="header"):
        client.with_options(headers=headers)


@EITHER
def test_a_call_carries_an_id_that_its_retries_share(way: Way) -> None:
    """A UUID; the next call has another."""
    service = Script(DOWN, EMPTY)

    used(way, service, lambda client, value: [value(client.find("x")), value(client.find("x"))])

    ids = [request.headers[CLIENT_ID] for request in service.sent]
    assert [UUID(text).version for text in ids] == [4, 4, 4]
    assert ids[0] == ids[1] != ids[2]


@EITHER
def test_an_id_of_the_callers_own_takes_its_place(way: Way) -> None:
    """In whatever case its header is written."""
    service = Script(EMPTY)

    def use(client: Any, value: Callable[[Any], Any]) -> None:
        value(client.with_options(headers={"X-MS-Client-Request-Id": "mine"}).find("x"))

    used(way, service, use)

    assert service.sent[0].headers.get_list(CLIENT_ID) == ["mine"]


@EITHER
@pytest.mark.parametrize(
    ("answer", "server_id"),
    [
        (httpx.Response(400, headers={"x-ms-request-id": SERVER_ID}), SERVER_ID),
        (httpx.Response(200, text="no JSON", headers={"x-ms-request-id": SERVER_ID}), SERVER_ID),
        (httpx.ReadError("reset"), None),
        (httpx.ConnectError("refused"), None),
    ],
    ids=["refused", "strange", "cut", "unreachable"],
)
def test_every_error_tells_the_ids_of_its_request(way: Way, answer: Any, server_id: str | None) -> None:
    """The client's own, and the service's where it answered."""
    sent: list[str] = []

    def serve(request: httpx.Request) -> httpx.Response:
        sent.append(request.headers[CLIENT_ID])
        if isinstance(answer, Exception):
            raise type(answer)(*answer.args, request=request)  # type: ignore[call-arg] # httpx's
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    with pytest.raises(RedactionError) as caught:
        way("find", "x", handler=serve)

    assert (caught.value.client_request_id, caught.value.request_id) == (sent[-1], server_id)


@EITHER
def test_retries_and_waits_are_logged_at_info(way: Way, caplog: pytest.LogCaptureFixture) -> None:
    """With what failed, when it goes on, and by which id the service knows it; what hasn't changed isn't."""
    caplog.set_level(logging.INFO, "video_indexer_redaction")
    service = Script(httpx.ConnectError("refused"), RUNNING, RUNNING, DONE)

    way("wait_for_job", "j", handler=service)

    lines = [record.getMessage() for record in caplog.records if record.name == "video_indexer_redaction"]
    assert len(lines) == 2
    assert f"GET /trial/Accounts/{ACCOUNT}/Jobs/j failed (" in lines[0]
    assert "refused" in lines[0]
    assert f"retry 1 in 0.0 s, client request id {service.sent[0].headers[CLIENT_ID]}" in lines[0]
    assert lines[1].startswith("Job j: Processing, 5%; next look in 0.")


@EITHER
def test_a_download_that_goes_on_is_logged_without_its_signature(
    way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    """By the video's id."""
    caplog.set_level(logging.INFO, "video_indexer_redaction")
    left = [httpx.Response(503), httpx.Response(200, content=b"mp4")]

    def serve(request: httpx.Request) -> httpx.Response:
        if str(request.url).startswith(FILES):
            return left.pop(0)
        return httpx.Response(200, json=f"{FILES}/file?{SIGNATURE}")

    way("stream", "v", handler=serve)

    assert "The download of video v broke off after 0 bytes (503)" in caplog.text
    assert SIGNATURE not in caplog.text


class Span:
    """As OpenTelemetry's."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.attributes: dict[str, Any] = {}
        self.ended = False

    def set_attributes(self, attributes: Mapping[str, Any]) -> None:
        """Remember them."""
        self.attributes |= attributes

    def set_attribute(self, name: str, value: Any) -> None:
        """Remember it."""
        self.attributes[name] = value

    def end(self) -> None:
        """Note it."""
        self.ended = True


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> list[Span]:
    """Every span that was begun, by a stand-in for OpenTelemetry that somebody has imported."""
    begun: list[Span] = []

    class Tracer:
        def start_span(self, name: str) -> Span:
            begun.append(Span(name))
            return begun[-1]

        @contextmanager
        def start_as_current_span(self, name: str) -> Iterator[Span]:
            span = self.start_span(name)
            yield span
            span.end()

    module = ModuleType("opentelemetry.trace")
    module.__dict__["get_tracer"] = lambda _: Tracer()
    monkeypatch.setitem(sys.modules, "opentelemetry.trace", module)
    return begun


@EITHER
def test_calls_and_their_requests_are_spans(way: Way, spans: list[Span]) -> None:
    """One for the call and one for each try, without query and token."""
    service = Script(DOWN, EMPTY)

    way("find", "x", handler=service)

    assert [span.name for span in spans] == ["video_indexer_redaction.find", "GET api.test", "GET api.test"]
    assert [span.attributes.get("http.response.status_code") for span in spans] == [None, 503, 200]
    assert [span.attributes.get("http.request.resend_count") for span in spans] == [None, None, 1]
    assert spans[1].attributes["az.client_request_id"] == service.sent[0].headers[CLIENT_ID]
    assert spans[1].attributes["url.full"] == f"{API}/trial/Accounts/{ACCOUNT}/Videos"
    assert all(span.ended for span in spans)
    assert CANARY not in repr([span.attributes for span in spans])


@EITHER
def test_a_try_that_gets_no_answer_is_a_span_too(way: Way, spans: list[Span]) -> None:
    """It ends without a status."""
    with pytest.raises(ConnectionFailed):
        way("find", "x", handler=Script(httpx.ReadError("reset")))

    assert len(spans) == 1 + HASTY.attempts
    assert not [span for span in spans if "http.response.status_code" in span.attributes]
    assert all(span.ended for span in spans[1:])
