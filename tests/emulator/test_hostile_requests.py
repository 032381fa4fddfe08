"""Hostile requests: no answer 5xx, nothing told that isn't the caller's, and the service goes on."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from benchmarks.hostile.requests import INNER_URLS, Request, requests
from benchmarks.hostile.wire import raw_requests
from tests.emulator.api import Api
from tests.emulator.outside import Outside
from tests.emulator.process import Process


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """A service that keeps private addresses off limits, as it does by default."""
    with Process(tmp_path_factory.mktemp("hostile") / "data") as process:
        yield process


@pytest.fixture(scope="module")
def video(service: Process, sample_clip: Path) -> str:
    """The id of a video that no hostile request may change."""
    return service.api.upload(sample_clip, indexingPreset="BasicVideo")


def send(api: Api, request: Request) -> httpx.Response | None:
    """Send a request; None where the client refuses to, or the service hangs up on it."""
    try:
        return api.http.request(request.method, request.path, **request.how)
    except (httpx.InvalidURL, httpx.ProtocolError, httpx.NetworkError, UnicodeEncodeError):
        return None


def test_no_hostile_request_is_a_server_error_or_lets_anybody_in(service: Process, video: str) -> None:
    """Ids, words, addresses, bodies, tokens, methods, hosts and multipart bodies with tricks inside."""
    api, answered, bad = service.api, 0, []
    for request in requests(api, video):
        answer = send(api, request)
        if answer is None:
            continue
        answered += 1
        let_in = request.family == "tokens" and answer.status_code not in {400, 401}
        if answer.status_code >= 500 or "set-cookie" in answer.headers or let_in:
            bad.append(
                (
                    request.family,
                    request.method,
                    request.path[:200],
                    str(request.how)[-200:],
                    answer.status_code,
                )
            )

    assert bad == []
    assert answered > 400
    assert api.get(f"Videos/{video}/Index").status_code == 200


def test_bytes_that_are_no_request_harm_nobody(service: Process, video: str) -> None:
    """Smuggling, wrong lengths, endless headers, other protocols: refused, or hung up on."""
    host, port = service.url.removeprefix("http://").split(":")
    for raw in raw_requests(service.api.path("Videos"), service.api.token):
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            try:
                connection.sendall(raw)
                connection.shutdown(socket.SHUT_WR)
                answer = b"".join(iter(lambda: connection.recv(1 << 16), b""))
            except (ConnectionError, TimeoutError):
                continue
        assert not answer.startswith((b"HTTP/1.1 5", b"HTTP/1.0 5")), raw[:300]
        assert b"HTTP/1.1 204" not in answer, raw[:300]
    assert service.api.get(f"Videos/{video}/Index").status_code == 200


@pytest.mark.parametrize("url", INNER_URLS)
def test_no_spelling_of_an_inner_address_is_fetched(service: Process, outside: Outside, url: str) -> None:
    """Decimal, octal, mapped, translated, with a user name, in full-width digits: each is refused."""
    there = url.replace("/x", f":{outside.url.rsplit(':', 1)[1]}/x") if url.count(":") == 1 else url

    answer = service.api.post("Videos", params={"name": "x", "videoUrl": there})

    assert answer.status_code == 400, answer.text
    assert outside.requests == []
