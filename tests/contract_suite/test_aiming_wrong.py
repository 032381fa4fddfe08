"""A service that can't be judged at all is told in a sentence, at once."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import httpx
import pytest

from contract_tests import target as target_module
from contract_tests.target import WrongAim, aimed
from contract_tests.transport import ENOUGH, Answered

HEAD = b"HTTP/1.1 %s\r\nContent-Length: %d\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
TRICKLE_SECONDS = 0.05
CANARY = "canary.token"


@contextmanager
def service(behave: Callable[[socket.socket, bytes], None]) -> Iterator[str]:
    """Serve each connection by a function of it and of what it was sent; gives the address."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def one(connection: socket.socket) -> None:
            with connection:
                try:
                    behave(connection, connection.recv(65536))
                except OSError:
                    return  # the suite has hung up

        def loop() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=one, args=(connection,), daemon=True).start()

        threading.Thread(target=loop, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def aim_at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Aim the suite at an address with a token, and open and close the aim."""

    def aim(url: str, token: str = CANARY) -> None:
        names = {"URL": url, "LOCATION": "trial", "ACCOUNT_ID": "11111111-2222-4333-8444-555555555555"}
        for name, value in (names | {"ACCESS_TOKEN": token}).items():
            monkeypatch.setenv(f"VIDEO_INDEXER_{name}", value)
        with aimed(live=False):
            pass

    return aim


def answering(status: bytes) -> Callable[[socket.socket, bytes], None]:
    """Answer everything but the health probe with this status."""

    def behave(connection: socket.socket, sent: bytes) -> None:
        connection.sendall(HEAD % (b"404 Not Found" if b"_emulator" in sent else status, 2) + b"{}")

    return behave


def test_a_service_that_trickles_is_given_up(
    aim_at: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is on the whole answer, not on each byte."""
    monkeypatch.setattr(target_module, "PROBE_SECONDS", 0.5)

    pace = threading.Event()  # never set: the service's own pace is what the test is about

    def trickle(connection: socket.socket, _: bytes) -> None:
        connection.sendall(HEAD % (b"200 OK", 100_000))
        while True:
            connection.sendall(b" ")
            pace.wait(TRICKLE_SECONDS)

    begun = monotonic()
    with service(trickle) as url, pytest.raises(WrongAim, match="wasn't whole"):
        aim_at(url)
    assert monotonic() - begun < 30


def test_a_service_that_hangs_up_is_told(aim_at: Callable[..., None]) -> None:
    """It is there, and says nothing."""
    with service(lambda *_: None) as url, pytest.raises(WrongAim, match="nothing answers there as it should"):
        aim_at(url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:notaport", "127.0.0.1:9", "http://[::1", "ftp://127.0.0.1"]
)
def test_an_address_that_is_none_is_told(aim_at: Callable[..., None], url: str) -> None:
    """The variable's name and value stand in the sentence."""
    with pytest.raises(WrongAim, match="VIDEO_INDEXER_URL is"):
        aim_at(url)


@pytest.mark.parametrize("token", ["two\nlines", "tökén", "a b"])
def test_a_token_that_no_header_can_carry_is_refused(aim_at: Callable[..., None], token: str) -> None:
    """Without showing it."""
    with pytest.raises(WrongAim, match="no header can carry") as told:
        aim_at("http://127.0.0.1:9", token)
    assert token not in str(told.value)


@pytest.mark.parametrize(
    ("status", "words"),
    [(b"401 Unauthorized", "is VIDEO_INDEXER_ACCESS_TOKEN right"), (b"429 Slow", "--live")],
)
def test_a_service_that_lets_nobody_in_is_told_once(
    aim_at: Callable[..., None], status: bytes, words: str
) -> None:
    """Instead of by each test."""
    with service(answering(status)) as url, pytest.raises(WrongAim, match=words) as told:
        aim_at(url)
    assert "canary" not in str(told.value)


def test_one_request_without_an_answer_fails_its_test_and_several_end_the_run() -> None:
    """In one sentence, without the token; an answer in between begins the count anew."""
    with (
        service(lambda *_: None) as silent,
        service(answering(b"200 OK")) as good,
        httpx.Client(transport=Answered()) as client,
    ):
        for _ in range(ENOUGH - 1):
            with pytest.raises(pytest.fail.Exception, match="got no answer") as failed:
                client.get(f"{silent}/x?accessToken=canary")
            assert "canary" not in str(failed.value)
        client.get(f"{good}/x")
        for _ in range(ENOUGH - 1):
            with pytest.raises(pytest.fail.Exception):
                client.get(silent)
        with pytest.raises(pytest.exit.Exception, match="has stopped answering"):
            client.get(silent)


def test_a_refused_entra_token_is_told_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, with the variable that it came from, and without the token."""
    with service(answering(b"401 Unauthorized")) as url:
        names = {"URL": url, "ARM_URL": url, "LOCATION": "trial", "ARM_TOKEN": CANARY}
        names |= {"ACCOUNT_ID": "11111111-2222-4333-8444-555555555555", "SUBSCRIPTION_ID": "s"}
        for name, value in (names | {"RESOURCE_GROUP": "g", "ACCOUNT_NAME": "a"}).items():
            monkeypatch.setenv(f"VIDEO_INDEXER_{name}", value)
        with pytest.raises(WrongAim, match=r"answered 401: is VIDEO_INDEXER_ARM_TOKEN right") as told:
            aimed(live=False).__enter__()

    assert CANARY not in str(told.value)


def test_an_emulators_own_secret_is_taken_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the SDK takes it, where nothing but the address is given."""
    sent: list[bytes] = []

    def behave(connection: socket.socket, request: bytes) -> None:
        sent.append(request)
        connection.sendall(HEAD % (b"200 OK", 2) + b"{}")

    with service(behave) as url:
        monkeypatch.setenv("VIDEO_INDEXER_URL", url)
        monkeypatch.setenv("VIDEO_INDEXER_EMULATOR_SECRET", CANARY)
        with aimed(live=False) as aim:
            assert aim.target.arm is not None
            assert aim.target.arm.bearer == CANARY

    assert any(b"POST" in each and CANARY.encode() in each for each in sent)
