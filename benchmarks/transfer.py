"""One large upload or download, by a client that does as little as it can, in a process of its own.

    python -m benchmarks.transfer '{"method": …, "url": …, "headers": {…}, "file": …, "before": …, …}'

`file` is sent between `before` and `after`. The response's body is read and thrown away.
Prints JSON: status, seconds from the first byte sent to the last one read, bytes of the body.
"""

from __future__ import annotations

import json
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PIECE = 256 * 1024
TIMEOUT = 120


def transfer(ask: dict[str, Any]) -> dict[str, Any]:
    """Do it; returns what the command prints."""
    parts, file = urlsplit(ask["url"]), ask.get("file")
    before, after = ask.get("before", "").encode(), ask.get("after", "").encode()
    connection = HTTPConnection(parts.netloc, timeout=TIMEOUT, blocksize=PIECE)
    began = time.perf_counter()
    connection.putrequest(ask["method"], f"{parts.path}?{parts.query}", skip_accept_encoding=True)
    for name, value in ask["headers"].items():
        connection.putheader(name, value)
    if file is not None:
        connection.putheader("Content-Length", str(len(before) + Path(file).stat().st_size + len(after)))
    connection.endheaders(before or None)
    if file is not None:
        with Path(file).open("rb") as content:
            connection.sock.sendfile(content)
        connection.send(after)
    response, buffer, read = connection.getresponse(), memoryview(bytearray(PIECE)), 0
    while count := response.readinto(buffer):
        read += count
    seconds = time.perf_counter() - began
    connection.close()
    return {"status": response.status, "seconds": seconds, "bytes": read}


def main() -> None:
    """Run the command."""
    print(json.dumps(transfer(json.loads(sys.argv[1]))))


if __name__ == "__main__":
    main()
