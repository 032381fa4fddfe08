"""Leads a Python program's connections to other addresses, by name, without a change of its code.

Python imports a module of this name by itself when it starts, if its folder is on PYTHONPATH. LEAD is JSON:
`{"api.example.com": ["127.0.0.1", 8443]}`. What the program sends, the name in TLS and `Host` among it, stays
as it is.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from typing import Any

LED: dict[str, list[Any]] = json.loads(os.environ.get("LEAD", "{}"))
_getaddrinfo = socket.getaddrinfo


def getaddrinfo(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
    """Resolve a name, the led ones to their address and port."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in LED:
        host, port = LED[name]
    return _getaddrinfo(host, port, *arguments, **options)


socket.getaddrinfo = getaddrinfo
# aiohttp resolves names by this module where it can, which asks DNS by itself; without it, as everybody does.
sys.modules["aiodns"] = None  # type: ignore[assignment]
