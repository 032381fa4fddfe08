"""Connections that tell in a sentence when the service doesn't answer, and give up when it never does."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from .exchange import without_secrets

ENOUGH = 3  # requests in a row without an answer: a service that has gone won't come back for the other tests


class Answered(httpx.HTTPTransport):
    """Fails the test when a request gets no answer; ends the run when several in a row get none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._silent = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; see httpx.HTTPTransport."""
        try:
            response = super().handle_request(request)
        except httpx.TransportError as error:
            self._silent += 1
            self._give_up(request, error)
        self._silent = 0
        return response

    def _give_up(self, request: httpx.Request, error: httpx.TransportError) -> None:
        asked = without_secrets(f"{request.method} {request.url}")
        told = f"{asked} got no answer: {str(error) or 'it took too long'}."
        if self._silent >= ENOUGH:
            pytest.exit(f"The service has stopped answering, {ENOUGH} times in a row. {told}", returncode=4)
        pytest.fail(told, pytrace=False)
