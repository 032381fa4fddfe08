"""Whether the service can work: what /healthz answers to a container orchestrator."""

from __future__ import annotations

import threading
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
        self._looking = anyio.Lock()
        self._asking = threading.Lock()  # a question that hangs outlives the wait for it
        self._asked = float("-inf")
        self._well = False

    async def __call__(self) -> bool:
        """Tell whether the database answers."""
        async with self._looking:
            if time.monotonic() - self._asked >= KEPT:
                self._well = await self._answers()
                self._asked = time.monotonic()
            return self._well

    async def _answers(self) -> bool:
        try:
            with anyio.fail_after(PATIENCE):
                return await anyio.to_thread.run_sync(self._question, abandon_on_cancel=True)
        except Exception:  # noqa: BLE001 - whatever the database's library raises
            return False

    def _question(self) -> bool:
        if not self._asking.acquire(blocking=False):
            return False  # the last one still hangs; a database that does takes one thread, not all
        try:
            self._ask()
        finally:
            self._asking.release()
        return True
