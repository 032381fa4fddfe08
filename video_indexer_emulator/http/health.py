"""Whether the service can work: what /healthz tells to whoever starts and stops containers."""

from __future__ import annotations

import time
from collections.abc import Callable

import anyio
import anyio.to_thread

PATIENCE = 2.0
"""Seconds; orchestrators wait between 1 and 5 by default, and ask again."""

KEPT = 1.0
"""Seconds for which a finding counts: anybody may ask, and asking must not be work."""


class Health:
    """Asks the database, at most one question at a time."""

    def __init__(self, ask: Callable[[], object]) -> None:
        """`ask` raises where the database doesn't answer."""
        self._ask = ask
        self._alone = anyio.CapacityLimiter(1)  # a database that hangs takes no thread from requests
        self._asked = -KEPT
        self._well = False

    async def __call__(self) -> bool:
        """Tell whether the database answers."""
        if time.monotonic() - self._asked >= KEPT:
            self._well = await self._answers()
            self._asked = time.monotonic()
        return self._well

    async def _answers(self) -> bool:
        try:
            with anyio.fail_after(PATIENCE):
                await anyio.to_thread.run_sync(self._ask, abandon_on_cancel=True, limiter=self._alone)
        except Exception:  # noqa: BLE001 - whatever the database's library raises
            return False
        return True
