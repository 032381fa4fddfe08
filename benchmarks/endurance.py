"""Many clients for a long time: does the service stay well while it redacts?

    python -m benchmarks.endurance [--clients 200] [--minutes 10]

A fifth of the time the clients poll a finished job, for the latency without video work. Then they poll what
runs: some of them upload, one redacts without a pause, all delete what they have made. Writes
results/load.md; exits with 1 if any answer is a 5xx or missing, if memory grows, or if work doesn't end.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from scripts.sample_clip import make_sample
from video_indexer_redaction import RedactionClient, Target, development_target, embedded_emulator

RESULT = Path(__file__).parent / "results" / "load.md"
POLL = 2.0
"""Seconds between two polls of a client, as the SDK does once a job has run for a while."""

UPLOADERS = 20
UPLOAD_EVERY = 120.0
"""Seconds between two uploads of one of them: together one in six seconds."""

KEEP = 3.0
"""Seconds for which an idle connection is used again; the service closes it after five."""

LOOK = 5.0
"""Seconds between two looks at the memory."""

GROWTH_MIB = 64
"""By how much the second half's peak may exceed the first half's."""

REST_SECONDS = 120.0
"""In which all work must end when nobody wants any more."""

OPEN = {"Uploaded", "Processing"}


@dataclass
class Seen:
    """What the clients saw in one phase."""

    latencies: list[float] = field(default_factory=list)  # seconds, of status polls
    statuses: Counter[str] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)  # MiB
    ended: Counter[str] = field(default_factory=Counter)  # uploads and redactions that ended, by state

    def bad(self) -> dict[str, int]:
        """Answers that are the service's fault, or didn't come, by status or error."""
        return {status: count for status, count in self.statuses.items() if status[0] not in "23"}


class Clients:
    """All clients of one service."""

    def __init__(self, http: httpx.AsyncClient, target: Target, clip: bytes) -> None:
        self._http = http
        self._root = f"/{target.location}/Accounts/{target.account_id}"
        self._clip = clip
        self.seen = Seen()
        self.job = ""  # that everybody polls
        self.source = ""
        self.over = asyncio.Event()  # set when a phase is to end

    async def send(self, method: str, tail: str, **how: object) -> httpx.Response | None:
        """Send a request and note its status; None if no answer came."""
        try:
            answer = await self._http.request(method, f"{self._root}/{tail}", **how)  # type: ignore[arg-type]
        except httpx.HTTPError as error:
            self.seen.statuses[type(error).__name__] += 1
            return None
        self.seen.statuses[str(answer.status_code)] += 1
        return answer

    async def upload(self, name: str) -> str:
        """Upload the clip; returns the video's id, empty if that went wrong."""
        answer = await self.send(
            "POST", "Videos", params={"name": name}, files={"f": ("clip.mp4", self._clip)}
        )
        return str(answer.json()["id"]) if answer and answer.status_code == 200 else ""

    async def indexed(self, video: str) -> str:
        """Wait for a video's end; returns its state."""
        while True:
            answer = await self.send("GET", f"Videos/{video}/Index")
            state = str(answer.json()["state"]) if answer and answer.status_code == 200 else "Uploaded"
            if state not in OPEN:
                return state
            await asyncio.sleep(POLL)

    async def poll(self) -> None:
        """Be one of those who only ask how the job stands."""
        await asyncio.sleep(random.uniform(0, POLL))  # noqa: S311
        while not self.over.is_set():
            began = time.perf_counter()
            await self.send("GET", f"Jobs/{self.job}")
            self.seen.latencies.append(time.perf_counter() - began)
            await self._pause(random.uniform(0.5, 1.5) * POLL)  # noqa: S311

    async def bring(self) -> None:
        """Be one of those who upload, wait and delete."""
        await self._pause(random.uniform(0, UPLOAD_EVERY))  # noqa: S311
        while not self.over.is_set():
            video = await self.upload("brought")
            if video:
                self.seen.ended[f"analyses {await self.indexed(video)}"] += 1
                await self.send("DELETE", f"Videos/{video}")
            await self._pause(UPLOAD_EVERY)

    async def redact(self) -> None:
        """Redact the source without a pause."""
        while not self.over.is_set():
            await self.redact_once()

    async def redact_once(self) -> None:
        """Redact the source, wait, and delete the result; all poll that job meanwhile, and afterwards."""
        answer = await self.send("POST", f"Videos/{self.source}/redact", json={"faces": {}})
        if answer is None or answer.status_code != 202:
            await self._pause(POLL)
            return
        self.job = answer.headers["location"].rsplit("/", 1)[1]
        while True:
            answer = await self.send("GET", f"Jobs/{self.job}")
            if answer and answer.status_code == 303:
                self.seen.ended["redactions Processed"] += 1
                await self.send("DELETE", f"Videos/{answer.headers['location'].split('/')[-3]}")
                return
            if answer and answer.status_code == 200 and answer.json()["state"] == "Failed":
                self.seen.ended["redactions Failed"] += 1
                return
            await asyncio.sleep(0.5)

    async def watch(self) -> None:
        """Look at the service's memory again and again."""
        while not self.over.is_set():
            with suppress(httpx.HTTPError):
                self.seen.memory.append(await self._memory())
            await self._pause(LOOK)

    async def _pause(self, seconds: float) -> None:
        """Wait, or until the phase ends."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.over.wait(), seconds)

    async def _memory(self) -> float:
        text = (await self._http.get("/_metrics")).text
        values = {
            sample.name: sample.value
            for kind in text_string_to_metric_families(text)
            for sample in kind.samples
        }
        return values["process_resident_memory_bytes"] / 2**20


async def measure(url: str, clip: bytes, clients: int, minutes: float) -> tuple[Seen, Seen]:
    """Run both phases; returns what was seen in each."""
    target = development_target(url)
    with RedactionClient(target) as client:
        headers = {"Authorization": f"Bearer {client.access_token()}"}
    limits = httpx.Limits(max_connections=clients + 10, keepalive_expiry=KEEP)
    async with httpx.AsyncClient(base_url=url, headers=headers, limits=limits, timeout=60) as http:
        crowd = Clients(http, target, clip)
        crowd.source = await crowd.upload("source")
        assert await crowd.indexed(crowd.source) == "Processed"
        await crowd.redact_once()
        quiet = await _phase(crowd, [crowd.poll] * clients, minutes / 5)
        pollers = [crowd.poll] * (clients - UPLOADERS - 1)
        busy = await _phase(crowd, [*pollers, *[crowd.bring] * UPLOADERS, crowd.redact], minutes * 4 / 5)
    return quiet, busy


async def _phase(crowd: Clients, parts: list[Callable[[], Awaitable[None]]], minutes: float) -> Seen:
    crowd.seen = Seen()
    crowd.over.clear()
    tasks = [asyncio.ensure_future(part()) for part in (*parts, crowd.watch)]
    await asyncio.sleep(minutes * 60)
    crowd.over.set()
    ended, late = await asyncio.wait(tasks, timeout=REST_SECONDS)
    for task in late:
        crowd.seen.ended["that didn't end"] += 1
        task.cancel()
    for task in ended:
        task.result()
    return crowd.seen


def wrong(seen: Seen) -> list[str]:
    """Name what must not be."""
    half = len(seen.memory) // 2
    growth = max(seen.memory[half:], default=0) - max(seen.memory[:half], default=0)
    found = [f"{count} answers {status}" for status, count in seen.bad().items()]
    found += [f"{count} {what}" for what, count in seen.ended.items() if not what.endswith("Processed")]
    return found + ([f"memory grew by {growth:.0f} MiB"] if growth > GROWTH_MIB else [])


def _row(name: str, seen: Seen, minutes: float) -> str:
    ordered = sorted(1000 * seconds for seconds in seen.latencies)
    shown = [f"{ordered[int(share * (len(ordered) - 1))]:.1f}" for share in (0.5, 0.99, 1)]
    ended = ", ".join(f"{count} {what}" for what, count in sorted(seen.ended.items())) or "none"
    cells = [name, f"{len(ordered) / minutes / 60:.0f}", *shown, f"{sum(seen.bad().values())}"]
    cells += [f"{min(seen.memory):.0f} to {max(seen.memory):.0f}", ended]
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Measure, print and store; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vi-load-") as folder, embedded_emulator() as url:
        clip = Path(folder) / "clip.mp4"
        make_sample(clip, seconds=4, width=640, height=360, rate=25)
        quiet, busy = asyncio.run(measure(url, clip.read_bytes(), options.clients, options.minutes))
    found = wrong(quiet) + wrong(busy)
    rows = [
        _row("without video work", quiet, options.minutes / 5),
        _row("beside it", busy, options.minutes * 4 / 5),
    ]
    text = "\n".join(
        [*_head(options.clients, options.minutes), *rows, "", *(found or ["Nothing was wrong."]), ""]
    )
    RESULT.write_text(text, "utf-8")
    print(text)
    return int(bool(found))


def _head(clients: int, minutes: float) -> list[str]:
    return [
        "# Many clients for a long time",
        "",
        f"{datetime.now(UTC).date()}, {os.cpu_count()} cores, Python {platform.python_version()}, load "
        f"average at the end {os.getloadavg()[0]:.1f}. {clients} clients for {minutes:g} minutes on the "
        f"machine of the service, each asking for a job's status every {POLL:g} seconds; beside the work "
        f"{UPLOADERS} of them upload a clip of 4 s (360p) every two minutes, and one redacts without pause. "
        "Command: `nox -s load`.",
        "",
        "| status polls | a second | p50 ms | p99 ms | longest ms | 5xx or no answer | memory, MiB | ended |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]


if __name__ == "__main__":
    sys.exit(main())
