"""The proxy, served from a thread of this process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from contract_tests.faults.catalogue import Fault, read_fault
from contract_tests.faults.proxy import Proxy
from contract_tests.relay.server import Relay, serving
from tests.emulator.api import Api, wait_for
from video_indexer_emulator.model import Account
from video_indexer_emulator.settings import DEVELOPMENT_ACCOUNT


@dataclass(frozen=True)
class Served:
    """A running proxy."""

    url: str
    proxy: Proxy

    @property
    def hits(self) -> int:
        """How often the fault took effect; a failed change fails the test."""
        assert self.proxy.tally.errors == []
        return self.proxy.tally.hits

    def api(self, account: Account = DEVELOPMENT_ACCOUNT) -> Api:
        """A raw client of an account, through the proxy."""
        return Api(self.url, account)


@contextmanager
def served(upstream_url: str, fault: Fault | None = None) -> Iterator[Served]:
    """Serve a proxy of mutants on a free port of loopback."""
    proxy = Proxy(upstream_url, fault)
    with listening(proxy) as url:
        yield Served(url, proxy)


@contextmanager
def listening(proxy: Relay) -> Iterator[str]:
    """Serve any proxy; gives its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = serving(proxy)
    thread = threading.Thread(target=server.run, args=([listener],), name="proxy", daemon=True)
    thread.start()
    wait_for(lambda: server.started, bool)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=30)
    listener.close()


def fault(where: dict[str, object], **change: object) -> Fault:
    """A fault of the test's own."""
    return read_fault("test", {"id": "own", "promise": "", "where": where, "change": change})
