"""A server that does no work: any request gets the same 200. It shows the load generator's ceiling.

python -m benchmarks.raw PORT LENGTH
"""

from __future__ import annotations

import asyncio
import sys
from typing import cast


class Answering(asyncio.Protocol):
    """Answers each GET without reading it; requests have no body and aren't pipelined."""

    answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own class isn't a subclass

    def data_received(self, data: bytes) -> None:
        """Answer once the request's head has ended."""
        if data.endswith(b"\r\n\r\n"):
            self._transport.write(self.answer)


async def serve(port: int, length: int) -> None:
    """Answer until the process is ended."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    Answering.answer = head.encode() + b"x" * length
    server = await asyncio.get_running_loop().create_server(Answering, "127.0.0.1", port)
    await server.serve_forever()


def main() -> None:
    """Run the command, on uvloop where it is installed."""
    job = serve(int(sys.argv[1]), int(sys.argv[2]))
    try:
        import uvloop  # noqa: PLC0415 - not to be had on Windows
    except ModuleNotFoundError:
        asyncio.run(job)
    else:
        uvloop.run(job)


if __name__ == "__main__":
    main()
