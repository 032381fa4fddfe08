"""`/healthz`: what containers and load balancers ask."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable

import pytest

from tests.emulator.api import Api
from tests.emulator.conftest import Ask
from video_indexer_emulator.http import health
from video_indexer_emulator.http.health import Health


def test_anybody_may_ask_and_learns_nothing_else(service: Callable[..., Ask]) -> None:
    """Without a secret, by any name, also beyond loopback; no account, version or number is told."""
    ask = service(host="0.0.0.0", secret="mine, and long enough")  # noqa: S104, S106

    response = ask("GET", "/healthz", token=None, headers={"Host": "pod-7"}, peer="203.0.113.9")

    assert (response.status_code, response.text) == (200, "ok\n")
    assert set(response.headers) == {"cache-control", "content-length", "content-type"}
    assert response.headers["cache-control"] == "no-store"


def test_a_probe_without_a_host_is_answered(emulator: Api) -> None:
    """Some send HTTP/1.0 and no Host header at all."""
    with socket.create_connection(("127.0.0.1", emulator.http.base_url.port or 80)) as connection:
        connection.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(4096), b""))

    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"\r\n\r\nok\n")


def test_head_is_enough_and_nothing_else_is_taken(emulator: Api) -> None:
    """`wget --spider` sends HEAD."""
    head, post = emulator.http.head("/healthz"), emulator.http.post("/healthz")

    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", "3")
    assert (post.status_code, post.headers["allow"]) == (405, "GET, HEAD")


def test_a_location_may_be_called_healthz(emulator: Api) -> None:
    """Only the path itself is taken from the contract."""
    assert emulator.http.get(f"/healthz/Accounts/{emulator.account.id}/Videos").status_code == 401


def test_a_database_that_doesnt_answer_makes_it_503(
    service: Callable[..., Ask], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of it is not told either."""

    def fail(_catalog: object) -> bool:
        raise ConnectionError("secret detail")

    monkeypatch.setattr("video_indexer_emulator.storage.catalog.Catalog.is_held", fail)
    ask = service()

    response = ask("GET", "/healthz")

    assert (response.status_code, response.text) == (503, "unavailable\n")


def test_a_database_that_hangs_is_told_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """And takes one thread, however often it is asked."""
    monkeypatch.setattr(health, "PATIENCE", 0.05)
    monkeypatch.setattr(health, "KEPT", 0.0)
    asked: list[int] = []
    released = threading.Event()

    def hang() -> None:
        asked.append(1)
        released.wait(30)

    async def ask() -> list[bool]:
        look = Health(hang)
        return [await look(), await look(), await look()]

    try:
        assert asyncio.run(ask()) == [False, False, False]
    finally:
        released.set()
    assert len(asked) == 1


def test_asking_often_is_no_work() -> None:
    """A finding counts for a second."""
    asked: list[int] = []

    async def ask() -> None:
        look = Health(lambda: asked.append(1))
        for _ in range(50):
            assert await look()

    asyncio.run(ask())
    assert len(asked) == 1
