"""`Outbound`, made when something is first sent: its libraries would take a tenth of the start."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from video_indexer_emulator.jobs.outbound import Outbound

CERTIFICATE_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


class LateOutbound:
    """Sends requests to URLs that a caller gave. Safe to use from many threads."""

    def __init__(self, *, allow_private: bool, failed: Callable[[str], None] = lambda _purpose: None) -> None:
        """As `Outbound`; raises CertificateUnusable for a variable that names no certificates."""
        self._allow_private = allow_private
        self._failed = failed
        self._lock = threading.Lock()
        self._made: Outbound | None = None
        if any(os.environ.get(name) for name in CERTIFICATE_VARIABLES):
            self._outbound()

    def check(self, url: str) -> None:
        """As `Outbound.check`."""
        self._outbound().check(url)

    def fetch(
        self, url: str, target: Path, max_bytes: int, wanted: Callable[[], object] = lambda: None
    ) -> None:
        """As `Outbound.fetch`."""
        self._outbound().fetch(url, target, max_bytes, wanted)

    def notify(self, url: str, **values: str) -> None:
        """As `Outbound.notify`."""
        self._outbound().notify(url, **values)

    def _outbound(self) -> Outbound:
        with self._lock:
            if self._made is None:
                from video_indexer_emulator.jobs.outbound import Outbound  # noqa: PLC0415 - see above

                self._made = Outbound(allow_private=self._allow_private, failed=self._failed)
            return self._made
