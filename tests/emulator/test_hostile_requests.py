"""Hostile requests: no answer 5xx, nothing told that isn't the caller's, and the service goes on."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
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


@pytest.mark.parametrize(
    ("tail", "params"),
    [
        ("Videos", {"partitions": "a\0b"}),
        ("Videos", {"createdAfter": "0001-01-01T00:00:00+14:00"}),
        ("Videos", {"createdBefore": "9999-12-31T23:59:59-14:00"}),
    ],
)
def test_what_no_database_can_take_is_refused(service: Process, tail: str, params: dict[str, str]) -> None:
    """PostgreSQL keeps no NUL, and no calendar has those hours in UTC."""
    assert service.api.get(tail, params=params).status_code == 400


def test_a_file_name_with_a_nul_is_refused(service: Process) -> None:
    """As any text with one."""
    part = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a\0b.mp4"\r\n\r\nx\r\n--b--\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=b"}

    assert service.api.post("Videos", headers=headers, content=part).status_code == 400


@pytest.mark.parametrize("host", [b"", b"Host: \r\n", b"Host: evil.example/x?\r\n", b'Host: a"<\r\n'])
def test_a_request_without_a_good_host_does_nothing(service: Process, video: str, host: bytes) -> None:
    """Every URL of the answer would be made from it."""
    before = len(service.api.videos())
    path = service.api.path(f"Videos/{video}/redact")
    lines = (
        b"POST %s HTTP/1.1\r\n%sAuthorization: Bearer %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
    address = service.url.removeprefix("http://").split(":")
    with socket.create_connection((address[0], int(address[1])), timeout=10) as connection:
        connection.sendall(lines % (path.encode(), host, service.api.token.encode()))
        answer = b"".join(iter(lambda: connection.recv(1 << 16), b""))

    assert answer.startswith(b"HTTP/1.1 400")
    assert len(service.api.videos()) == before


def test_hosts_that_never_answer_keep_nobody_waiting(tmp_path: Path) -> None:
    """Callers who wait for such a host are many; everybody else is answered at once."""
    with (
        Process(tmp_path / "data", "--allow-private-urls") as process,
        socket.create_server(("127.0.0.1", 0), backlog=128) as tarpit,
        ThreadPoolExecutor(60) as waiting,
    ):
        url = f"http://127.0.0.1:{tarpit.getsockname()[1]}/x.mp4"

        def ask_for_it() -> None:
            with suppress(httpx.TransportError):
                httpx.post(
                    process.url + process.api.path("Videos"), params={"name": "x", "videoUrl": url},
                    headers=process.api.bearer(), timeout=30,
                )  # fmt: skip

        asked = [waiting.submit(ask_for_it) for _ in range(60)]
        tarpit.settimeout(10)
        caller, _ = tarpit.accept()  # the first of them waits now
        for _ in range(20):
            answer = process.api.http.get(process.api.path("Videos"), headers=process.api.bearer(), timeout=5)
            assert answer.status_code == 200
        assert not any(one.done() for one in asked)
        caller.close()
        process.kill()


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
