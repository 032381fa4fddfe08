"""Changes of the service's own requests: the callback comes by way of the proxy, which alters it."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import httpx

from ...relay.messages import Request
from .words import Context, Kind, change

DIVERSION = "/_diverted/"
"""Path of the proxy to which diverted callbacks come; the true address follows, quoted."""

CALLBACK_SECONDS = 10.0


@change(Kind.REQUEST)
def alter_callback(  # noqa: PLR0913 - each is one part of the callback
    request: Request, _context: Context, *, drop: str = "", state: str = "", id: str = "",  # noqa: A002
    method: str = "POST", times: int = 1, body: str = "",
) -> bool:  # fmt: skip
    """The callback lacks a parameter, tells another state or video, isn't a POST, or has a body."""
    address = request.param("callbackUrl")
    if not address:
        return False
    video = request.places.get("videoId", "") if id == "original" else id
    altered = {"drop": drop, "state": state, "id": video, "body": body}
    orders = urlencode(altered | {"method": method, "times": times, "to": address})
    request.remove_param("callbackUrl")
    diverted = f"http://{request.header('host')}{DIVERSION}{quote(orders, safe='')}"
    request.set_params([*request.params, ("callbackUrl", diverted)])
    return True


async def deliver(path: str, query: str) -> None:
    """Bring a diverted callback to its true address, altered as its path orders."""
    orders = dict(parse_qsl(unquote(path.removeprefix(DIVERSION)), keep_blank_values=True))
    said = [(name, value) for name, value in parse_qsl(query) if name != orders["drop"]]
    said = [(name, orders.get(name) or value) for name, value in said]
    parts = urlsplit(orders["to"])
    both = "&".join(part for part in (parts.query, urlencode(said)) if part)
    address = urlunsplit((parts.scheme, parts.netloc, parts.path, both, ""))
    async with httpx.AsyncClient(timeout=CALLBACK_SECONDS) as client:
        for _ in range(int(orders["times"])):
            await client.request(orders["method"], address, content=orders["body"])
