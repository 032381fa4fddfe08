"""nginx before two emulators: one that learns its address by headers, one that was given it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.emulator.process import Process
from tests.proxy.nginx import SILENT, Nginx, free_port, is_installed
from tests.tls import Pair, certified


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """A certificate for this machine."""
    return certified(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="session")
def nginx(emulator_url: str, pair: Pair, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """Start nginx, and an emulator whose --public-url leads through it."""
    if not is_installed():
        pytest.skip("there is no nginx: apt-get install nginx")
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    public = f"https://localhost:{port}/{SILENT}"
    with (
        Process(tmp_path_factory.mktemp("silent") / "data", "--public-url", public) as silent,
        Nginx(folder, pair, port, emulator_url, silent.url) as proxy,
    ):
        yield proxy


@pytest.fixture(autouse=True)
def trusted(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clients of these tests trust that certificate, as their users would."""
    monkeypatch.setenv("SSL_CERT_FILE", str(pair.authority))
