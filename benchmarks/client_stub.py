"""A server that does next to nothing, so that what is measured beside it is the client.

    python -m benchmarks.client_stub PORT

It answers a job's status, the address of a video's file, and files of `/file/SIZE` bytes, made as they
are sent.
"""

from __future__ import annotations

import asyncio
import json
import sys

JOB = {
    "creationTime": "2026-01-01T00:00:00.1234567+00:00",
    "lastUpdateTime": "2026-01-01T00:00:01.1234567+00:00",
    "progress": 40,
    "jobType": "Redaction",
    "state": "Processing",
}
JOB_ANSWER = json.dumps(JOB).encode()
"""As a job's answer is while it runs."""

PIECE = bytes(256 * 1024)
"""Of a file, made once."""


async def serve(port: int) -> None:
    """Answer until the process is ended."""
    server = await asyncio.start_server(_converse, "127.0.0.1", port)
    await server.serve_forever()


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer the requests of one connection; none has a body."""
    try:
        while request := await reader.readuntil(b"\r\n\r\n"):
            path = request.split(b" ", 2)[1].partition(b"?")[0].decode()
            await _answer(path, _host(request), writer)
    except (asyncio.IncompleteReadError, ConnectionError):
        pass  # the client has gone
    finally:
        writer.close()


async def _answer(path: str, host: str, writer: asyncio.StreamWriter) -> None:
    if path.startswith("/file/"):
        await _send_file(int(path.rsplit("/", 1)[1]), writer)
        return
    size = path.split("/")[-3]  # of `…/Videos/SIZE/SourceFile/DownloadUrl`: the id says how long its file is
    body = JOB_ANSWER if "/Jobs/" in path else json.dumps(f"http://{host}/file/{size}").encode()
    writer.write(_head("application/json; charset=utf-8", len(body)) + body)
    await writer.drain()


async def _send_file(size: int, writer: asyncio.StreamWriter) -> None:
    writer.write(_head("video/mp4", size))
    while size:
        piece = memoryview(PIECE)[:size]
        writer.write(piece)
        await writer.drain()
        size -= len(piece)


def _head(kind: str, length: int) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n".encode()


def _host(request: bytes) -> str:
    lines = request.decode("latin-1").split("\r\n")
    return next(line[5:].strip() for line in lines if line.lower().startswith("host:"))


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
