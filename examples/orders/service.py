"""A web service that has clips redacted: it keeps a job's URL, is told by callback, and streams to a store.

    uvicorn --factory examples.orders.service:from_environment

`POST /orders {"clip_url": "https://…"}` begins an order, `GET /orders/{id}` tells how it stands. Nothing is
waited for and no file lies here: the service fetches the clip, calls back when it is indexed, and again when
it is redacted; then the result is streamed from there to the blob store. Each callback, and `sweep` for
those that got lost, does the same: it asks the service how the order stands, and takes the next step.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import os
import sqlite3
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import obstore
from obstore.store import ObjectStore, from_url
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from video_indexer_redaction import AsyncRedactionClient, Target, parse_callback, target_from_environment
from video_indexer_redaction.errors import NotFound, ProcessingFailed, RedactionError, UsageError

SCHEMA = """CREATE TABLE IF NOT EXISTS orders (
    id TEXT PRIMARY KEY, state TEXT NOT NULL, video TEXT NOT NULL, job_url TEXT, failure TEXT
)"""


class Orders:
    """The orders, and what is to be done with each."""

    def __init__(
        self, client: AsyncRedactionClient, database: str, store: ObjectStore, public_url: str, secret: str
    ) -> None:
        self.secret = secret
        self._client = client
        self._store = store
        self._public_url = public_url
        self._rows = sqlite3.connect(database, isolation_level=None)
        self._rows.row_factory = sqlite3.Row
        self._rows.execute(SCHEMA)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def close(self) -> None:
        """Close the database."""
        self._rows.close()

    async def begin(self, clip_url: str) -> str:
        """Have a clip fetched; returns the order's id."""
        order = uuid.uuid4().hex
        async with self._locks[order]:  # the callback may be faster than the row
            video = await self._client.upload(url=clip_url, external_id=order, callback_url=self._hook(order))
            self._rows.execute("INSERT INTO orders VALUES (?, 'indexing', ?, NULL, NULL)", (order, video))
        return order

    def find(self, order: str) -> dict[str, Any] | None:
        """An order as it stands."""
        row = self._rows.execute("SELECT * FROM orders WHERE id = ?", (order,)).fetchone()
        return dict(row) if row else None

    async def advance(self, order: str) -> None:
        """Take the next step of an order, if it is time; doing that twice does no harm."""
        async with self._locks[order]:
            row = self.find(order)
            try:
                if row and row["state"] == "indexing":
                    await self._redact(order, row["video"])
                elif row and row["state"] == "redacting":
                    await self._deliver(order, row["video"], row["job_url"])
            except ProcessingFailed as error:
                self._update(order, state="failed", failure=error.failure_message or str(error))

    async def sweep(self) -> None:
        """Look after all orders that are under way; call it now and then."""
        open_orders = self._rows.execute("SELECT id FROM orders WHERE state IN ('indexing', 'redacting')")
        for (order,) in open_orders.fetchall():
            await self.advance(order)

    async def _redact(self, order: str, video: str) -> None:
        index = await self._client.get_index(video)
        if index.state not in {"Processed", "Failed", "Quarantined"}:
            return
        await self._client.wait_until_indexed(video, deadline=0)  # raises if the service couldn't read it
        job = await self._client.begin_redact(video, "Black", callback_url=self._hook(order))
        self._update(order, state="redacting", job_url=job.url)

    async def _deliver(self, order: str, video: str, job_url: str) -> None:
        job = self._client.job(job_url)
        if not await job.done():
            return
        redacted = await job.result()
        await obstore.put_async(self._store, f"{order}.mp4", self._client.stream(redacted))
        self._update(order, state="done")
        for done in (redacted, video):
            await self._client.delete(done)

    def _hook(self, order: str) -> str:
        return f"{self._public_url}/hook?order={order}&secret={self.secret}"

    def _update(self, order: str, **values: str) -> None:
        names = ", ".join(f"{name} = ?" for name in values)  # names of our own, never a caller's
        self._rows.execute(f"UPDATE orders SET {names} WHERE id = ?", (*values.values(), order))  # noqa: S608


async def begin(request: Request) -> Response:
    """Begin an order."""
    try:
        order = await request.app.state.orders.begin(str((await request.json())["clip_url"]))
    except (json.JSONDecodeError, KeyError, TypeError):
        return JSONResponse({"error": 'Send {"clip_url": "https://…"}.'}, 400)
    except RedactionError as error:
        return JSONResponse({"error": str(error), "request": error.request_id}, 502)
    return JSONResponse({"order": order}, 202)


async def show(request: Request) -> Response:
    """Tell how an order stands."""
    row = request.app.state.orders.find(request.path_params["order"])
    return JSONResponse(row or {"error": "There is no such order."}, 200 if row else 404)


async def hook(request: Request) -> Response:
    """Take a callback of the service. Nothing signs it, so a secret of ours must come back with it."""
    orders: Orders = request.app.state.orders
    try:
        callback = parse_callback(str(request.url))
    except UsageError:
        return Response(status_code=400)
    if not hmac.compare_digest(callback.query.get("secret", "").encode(), orders.secret.encode()):
        return Response(status_code=403)
    try:
        await orders.advance(callback.query.get("order", ""))
    except NotFound:
        return Response(status_code=404)
    except RedactionError:
        return Response(status_code=503)  # the service calls again, or `sweep` finds it
    return Response(status_code=204)


def application(target: Target, database: str, store: ObjectStore, public_url: str, secret: str) -> Starlette:
    """The service; `public_url` is where Video Indexer reaches it."""

    @asynccontextmanager
    async def running(app: Starlette) -> AsyncIterator[None]:
        async with AsyncRedactionClient(target) as client:
            app.state.orders = Orders(client, database, store, public_url, secret)
            yield
            app.state.orders.close()

    routes = [
        Route("/orders", begin, methods=["POST"]),
        Route("/orders/{order}", show),
        Route("/hook", hook, methods=["POST"]),
    ]
    return Starlette(routes=routes, lifespan=running)


def from_environment() -> Starlette:
    """The service as ORDERS_* and VIDEO_INDEXER_* say."""
    target = target_from_environment()
    if target is None:
        raise UsageError("Set VIDEO_INDEXER_URL, and what docs/settings.md says beside it.")
    names = ("ORDERS_DATABASE", "ORDERS_STORE", "ORDERS_PUBLIC_URL", "ORDERS_SECRET")
    database, store, public_url, secret = (os.environ[name] for name in names)
    return application(target, database, from_url(store), public_url, secret)
