"""JSON bodies: how large they may be, and what of JSON is taken."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request

from video_indexer_emulator.errors import InvalidInput

BODY_LIMIT = 256 * 1024
"""Bytes of a JSON body; the largest one of the contract, a list of face ids, has room for 30,000."""

LARGE_BODY = 16 * 1024
"""Bytes of a JSON body from which on it is read in a thread, so that no other request waits for it."""


async def limited_body(request: Request) -> bytes:
    """Read a body; raises InvalidInput beyond BODY_LIMIT."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > BODY_LIMIT:
            raise InvalidInput(f"The body is larger than {BODY_LIMIT} bytes.")
        parts.append(part)
    return b"".join(parts)


def parse_json(content: bytes) -> Any:
    """Read JSON that can be stored and sent again; raises InvalidInput for anything else."""
    if not content:
        raise InvalidInput("The body is empty; send JSON.")
    try:
        value = json.loads(content, parse_constant=_refuse_constant)
        if (
            b"\\ud" in content.lower()
        ):  # half of a pair stands for no character: nothing could store or send it
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise InvalidInput("The body is nested too deeply.") from error
    except ValueError as error:
        raise InvalidInput(f"The body isn't valid JSON: {error}") from error
    return value


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
