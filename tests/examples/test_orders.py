"""The example of a web service: told by callback, it delivers to a blob store and leaves nothing behind."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from obstore.store import LocalStore

from examples.orders.service import Orders, application
from tests.emulator.api import wait_for
from tests.sdk.stub import Reply, serving
from tests.sdk.test_sdk_whole_way import frames
from video_indexer_redaction import AsyncRedactionClient
from video_indexer_redaction.pytest_plugin import RunningEmulator

SECRET = "a-secret-of-the-test"  # noqa: S105 - of this test


@contextmanager
def running(app: Any, listener: socket.socket) -> Iterator[None]:
    """Serve from a thread."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    wait_for(lambda: server.started, bool)
    yield
    server.should_exit = True
    thread.join(30)


@pytest.fixture
def clip_url(sample_clip: Path) -> Iterator[str]:
    """Where the service fetches the clip."""
    with serving() as host:
        host.always(Reply(200, sample_clip.read_bytes(), {"Content-Type": "video/mp4"}))
        yield f"{host.url}/clip.mp4"


@pytest.fixture
def orders(video_indexer_emulator: RunningEmulator, tmp_path: Path) -> Iterator[httpx.Client]:
    """A client of the running service."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        store = LocalStore(tmp_path / "store", mkdir=True)
        app = application(video_indexer_emulator.target, str(tmp_path / "orders.db"), store, url, SECRET)
        with running(app, listener), httpx.Client(base_url=url, trust_env=False) as client:
            yield client


def test_an_order_is_delivered_by_callbacks_alone(
    orders: httpx.Client,
    video_indexer_emulator: RunningEmulator,
    clip_url: str,
    sample_clip: Path,
    tmp_path: Path,
) -> None:
    """The result lies in the store, the job's URL in the database, and nothing is left on the service."""
    order = orders.post("/orders", json={"clip_url": clip_url}).json()["order"]

    def ended() -> Any:
        return orders.get(f"/orders/{order}").json()

    done = wait_for(ended, lambda row: row["state"] in {"done", "failed"})

    assert done["state"] == "done", done
    assert done["job_url"].startswith(video_indexer_emulator.url)
    assert frames(tmp_path / "store" / f"{order}.mp4") == frames(sample_clip)
    with video_indexer_emulator.client() as client:
        wait_for(lambda: list(client.list()), lambda videos: videos == [])


def test_a_clip_that_is_none_fails_with_the_services_reason(orders: httpx.Client) -> None:
    """And the order says so."""
    with serving() as host:
        host.always(Reply(200, b"no video", {"Content-Type": "video/mp4"}))
        order = orders.post("/orders", json={"clip_url": f"{host.url}/clip.mp4"}).json()["order"]
        row = wait_for(lambda: orders.get(f"/orders/{order}").json(), lambda row: row["state"] == "failed")

    assert row["failure"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/hook", 400),
        ("/hook?id=v&state=Processed&order=x", 403),
        (f"/hook?id=v&state=Processed&order=x&secret={SECRET}", 204),
    ],
)
def test_a_callback_of_nobody_does_nothing(orders: httpx.Client, path: str, status: int) -> None:
    """Without the secret it is refused; with it, the order is looked at, and there is none."""
    assert orders.post(path).status_code == status


@pytest.mark.parametrize("body", ["", "[]", "{}"])
def test_an_order_without_a_clip_is_refused(orders: httpx.Client, body: str) -> None:
    """With what to send."""
    answer = orders.post("/orders", content=body)

    assert (answer.status_code, "clip_url" in answer.text) == (400, True)


def test_a_lost_callback_is_made_up_for_by_a_sweep(
    video_indexer_emulator: RunningEmulator, clip_url: str, tmp_path: Path
) -> None:
    """In another process, which has the database alone."""

    async def use() -> list[str]:
        store, database = LocalStore(tmp_path / "store", mkdir=True), str(tmp_path / "orders.db")
        nowhere = "http://127.0.0.1:9"
        states: list[str] = []
        async with AsyncRedactionClient(video_indexer_emulator.target) as client:
            first = Orders(client, database, store, nowhere, SECRET)
            order = await first.begin(clip_url)
            first.close()
            for _ in range(600):
                later = Orders(client, database, store, nowhere, SECRET)
                await later.sweep()
                row = later.find(order)
                later.close()
                assert row
                if row["state"] not in states:
                    states.append(row["state"])
                if row["state"] == "done":
                    return states
                await asyncio.sleep(0.1)
        return states

    assert asyncio.run(use())[-2:] == ["redacting", "done"]
    assert [path.suffix for path in (tmp_path / "store").iterdir()] == [".mp4"]
