"""A reverse proxy between suite and service that commits one fault of the catalogue, or none.

    python -m contract_tests.faults.proxy UPSTREAM PORT [--fault ID] [--form FORM] [--hits FILE]

Port 0 takes any free one; the line `listening on URL` says which. What isn't altered is streamed.
The Host header goes on as it came, so that the addresses which the service builds from it lead back
through the proxy. Requests to `/_emulator` always pass unchanged.
"""

from __future__ import annotations

import argparse
import socket
from pathlib import Path

from ..relay.messages import Answer, Request
from ..relay.server import CONTROLS, Relay, read_request, serving
from .catalogue import Fault, catalogue
from .committing import Committing, Tally
from .forms import Form
from .vocabulary.callbacks import DIVERSION, deliver

LISTENING = "listening on "


class Proxy(Relay):
    """A proxy that commits one fault, or none."""

    def __init__(
        self,
        upstream_url: str,
        fault: Fault | None = None,
        tally: Tally | None = None,
        form: Form = Form.ALWAYS,
    ) -> None:
        super().__init__(upstream_url)
        self.tally = tally or Tally()
        self._committing = Committing(self._upstream, fault, self.tally, form) if fault else None

    async def _answer(self, request: Request) -> Answer:
        if request.path.startswith(DIVERSION):
            return await self._divert(request)
        if request.path.startswith(CONTROLS):
            return await self._control(request)
        if self._committing is None:
            return await super()._answer(request)
        if self._committing.wants_body(request):
            request.body = await read_request(request)
        return await self._committing.answer(request)

    async def _divert(self, request: Request) -> Answer:
        await deliver(request.path, request.query)
        return Answer(status=204, headers=[], body=b"")

    async def _control(self, request: Request) -> Answer:
        """Pass a control on; the clock is taken note of."""
        request.body = await read_request(request)
        answer = await self._upstream.forward(request)
        if answer.status == 200 and request.method == "PUT" and request.path == f"{CONTROLS}clock":
            self._upstream.ahead_seconds = request.json["aheadSeconds"]
        elif request.path == f"{CONTROLS}reset":
            self._upstream.ahead_seconds = 0
        return answer


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("upstream", help="URL of the service")
    parser.add_argument("port", type=int, help="port to listen on; 0 takes any free one")
    parser.add_argument("--fault", choices=sorted(catalogue()), metavar="ID", help="the fault to commit")
    told = "when the fault shows itself"
    parser.add_argument("--form", type=Form, choices=list(Form), default=Form.ALWAYS, help=told)
    parser.add_argument("--hits", type=Path, help="file that counts how often the fault took effect")
    options = parser.parse_args()
    fault = catalogue()[options.fault] if options.fault else None
    listener = socket.create_server(("127.0.0.1", options.port))
    print(f"{LISTENING}http://127.0.0.1:{listener.getsockname()[1]}", flush=True)  # noqa: T201
    serving(Proxy(options.upstream, fault, Tally(options.hits), options.form)).run(sockets=[listener])


if __name__ == "__main__":
    main()
