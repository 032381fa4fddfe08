"""The controls bear what no tester sends: no body of theirs is a server error, and no page reads them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.emulator.conftest import Ask

HERE = {"Host": "localhost"}
PLAN = b'{"operationId": "getJob", "status": 429, %s}'

BODIES = [
    ("POST", "faults", b"[" * 100_000),
    ("POST", "faults", b'{"a":' * 100_000),
    ("POST", "faults", b"\xff\xfe"),
    ("POST", "faults", b""),
    ("POST", "faults", PLAN % b'"message": "\\ud800"'),
    ("POST", "faults", PLAN % b'"errorType": "\\udfff"'),
    ("POST", "faults", PLAN % (b'"count": ' + b"9" * 4000)),
    ("POST", "faults", PLAN % (b'"retryAfter": ' + b"9" * 4000)),
    ("POST", "faults", PLAN % b'"retryAfter": 1e300'),
    ("POST", "faults", PLAN % b'"retryAfter": 1e999'),
    ("POST", "faults", PLAN % b'"count": NaN'),
    ("POST", "faults", b'{"operationId": "getJob", "status": ' + b"9" * 5000 + b"}"),
    ("POST", "faults", b'{"operationId": "' + b"x" * 2_000_000 + b'", "status": 429}'),
    ("PUT", "clock", b'{"aheadSeconds": ' + b"9" * 400 + b"}"),
    ("PUT", "clock", b'{"aheadSeconds": 1e400}'),
    ("PUT", "clock", b'{"aheadSeconds": 99999999999}'),
    ("PUT", "pacing", b"[" * 100_000),
]


@pytest.mark.parametrize(("method", "tail", "content"), BODIES, ids=range(len(BODIES)))
def test_no_body_of_a_control_is_a_server_error(
    kept_service: Callable[..., Ask], method: str, tail: str, content: bytes
) -> None:
    """Deep, huge, half of a character, a number beyond all numbers."""
    ask = kept_service()

    answer = ask(method, f"/_emulator/{tail}", content=content, headers=HERE)

    assert answer.status_code == 400, answer.text
    assert len(answer.content) < 3_000
    assert ask("GET", "/_emulator/faults", headers=HERE).json() == {"faults": []}


@pytest.mark.parametrize("tail", ["health", "faults", "pacing"])
def test_a_rebound_name_doesnt_read_the_controls(kept_service: Callable[..., Ask], tail: str) -> None:
    """A page that reads from its own host sends no Origin; its host's name leads to this machine."""
    ask = kept_service()

    assert ask("GET", f"/_emulator/{tail}", headers={"Host": "evil.example"}).status_code == 421
    assert ask("GET", f"/_emulator/{tail}", headers=HERE).status_code == 200
