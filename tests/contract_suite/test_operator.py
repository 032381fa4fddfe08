"""Beyond loopback an emulator's controls want its secret, and the suite has it to give."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from contract_tests.contract import contract
from contract_tests.embedded import embedded_emulator
from contract_tests.judge import Judge
from contract_tests.ledger import Ledger
from contract_tests.observer import Observer
from contract_tests.service import Service
from contract_tests.target import DEVELOPMENT, PREFIX, Aim, aimed, target
from tests.attack.ground import mine

OWN_SECRET = "a-secret-of-its-own-for-this-test-0123456789"  # noqa: S105 - of the emulator below
EVERYWHERE = "0.0.0.0"  # noqa: S104 - that the emulator asks for its secret, as it does beyond loopback


def values(url: str, arm_url: str) -> dict[str, str]:
    """The variables of an emulator with a secret of its own."""
    return DEVELOPMENT | {"URL": url, "ARM_URL": arm_url, "ARM_TOKEN": OWN_SECRET}


def of(aim: Aim) -> Service:
    """The service as the suite's tests have it."""
    return Service(aim, Observer(aim.url, Judge(contract()), Ledger(contract())))


def test_the_suite_opens_the_controls_with_the_emulators_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """They answer 401 without it."""
    with embedded_emulator("--host", EVERYWHERE, secret=OWN_SECRET) as printed:
        url = printed.replace(EVERYWHERE, "127.0.0.1")
        for name, value in values(url, url).items():
            monkeypatch.setenv(PREFIX + name, value)

        assert httpx.get(f"{url}/_emulator/health").status_code == 401
        with aimed(live=False) as aim, closing(of(aim)) as service:
            assert aim.controls
            assert service.control("GET", "health").json()["status"] == "ok"


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_suites_own_emulator_gets_no_token_of_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the account's nor a cloud's."""
    for name in ("VIDEO_INDEXER_ACCESS_TOKEN", "VIDEO_INDEXER_ARM_TOKEN", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "not-for-the-child")

    with embedded_emulator():
        environments = [Path(f"/proc/{pid}/environ").read_bytes() for pid in mine()]

    assert environments
    assert not any(b"not-for-the-child" in each for each in environments)


@pytest.mark.parametrize("arm_url", ["https://management.azure.com", "http://127.0.0.1:8701"])
def test_an_entra_token_goes_to_no_other_host(arm_url: str) -> None:
    """The data plane of the live service has no controls, and no use for it."""
    aim = target(values("http://127.0.0.1:8700", arm_url))

    assert aim.operator == {}
