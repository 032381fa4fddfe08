"""One clip, redacted by 1, 2 and 4 workers, and by two of which one is killed for good.

    python -m benchmarks.scale_out [--seconds 120] [--height 720] [--folder]

The blobs lie in Azurite, or with `--folder` in a shared folder. Starts PostgreSQL, Azurite, `vi-emulator
serve` and `vi-emulator work` as processes of this machine; writes results/scale_out.json and scale_out.md.
Ends with 1 where a result differs, or a takeover is late.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import sqlalchemy
from av.video.frame import VideoFrame

from benchmarks.client_report import machine
from benchmarks.peers import azurite_server, make_container
from benchmarks.postgres import postgres
from benchmarks.redaction.footage import crowd, repeat, write
from tests.emulator.api import Api
from tests.emulator.process import Process
from tests.scale.worker import Worker

RESULTS = Path(__file__).parent / "results"
PIECE = 10  # seconds; the clip repeats it
COUNTS = (1, 2, 4)  # workers
PEOPLE = 2
PATIENCE = 3600.0  # seconds for one redaction
POLL = 0.05
BUSY = 0.5  # load from which times mean nothing
TAKEOVER = 60.0  # seconds in which the work of a dead worker must be somebody else's
ALIKE = 40.0  # dB between two results, in the worst picture: the encoder's last bits vary

OF_PARTS = "FROM dbos.workflow_status WHERE name = 'redact_part'"
RUNNING = f"SELECT workflow_uuid, executor_id {OF_PARTS} AND status = 'PENDING'"
PARTS = f"SELECT count(*) {OF_PARTS} AND workflow_uuid LIKE :job"


@dataclass(frozen=True)
class Stage:
    """What all runs share."""

    api: Api
    engine: sqlalchemy.Engine
    video_id: str
    folder: Path
    flags: list[str]

    def workers(self, count: int, stack: ExitStack, name: str) -> list[Worker]:
        """Start so many workers, each on one core, as far as there are cores; they end with the stack."""
        made = []
        cores = sorted(os.sched_getaffinity(0))
        for number in range(count):
            with _on_core(cores[number % len(cores)]):
                made.append(stack.enter_context(Worker(self.folder / f"{name}-{number}", *self.flags)))
        return [worker.ready() for worker in made]

    def running(self) -> dict[str, str]:
        """The parts in work: workflow and executor."""
        with self.engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(sqlalchemy.text(RUNNING))}

    def parts(self, job: str) -> int:
        """The number of parts of a job."""
        with self.engine.connect() as connection:
            return int(connection.execute(sqlalchemy.text(PARTS), {"job": f"{job}-%"}).scalar_one())

    def finish(self, job: str, name: str) -> Path:
        """Wait for a job; returns its file."""
        end = time.monotonic() + PATIENCE
        while (answer := self.api.get(f"Jobs/{job}")).status_code != 303:
            assert answer.json()["state"] != "Failed", answer.text
            assert time.monotonic() < end, "the redaction doesn't end"
            time.sleep(POLL)
        target = answer.headers["location"].split("/Videos/")[1].split("/")[0]
        path = self.folder / f"{name}.mp4"
        path.write_bytes(self.api.download(f"Videos/{target}/SourceFile/DownloadUrl"))
        return path


@contextmanager
def _on_core(core: int) -> Iterator[None]:
    """Let what is started inside the block have this core alone: a machine of one core, so to speak."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def main() -> int:
    """Run the command; returns 1 where something isn't as it should be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--height", type=int, default=720)
    parser.add_argument("--folder", action="store_true")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        database = stack.enter_context(postgres(folder)).url
        blobs = (folder / "blobs").as_uri() if options.folder else stack.enter_context(_azurite(folder))
        report = _measured(folder, ["--database", database, "--blobs", blobs], options)
    report["machine"] = machine(load)
    text, good = page(report)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "scale_out.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    (RESULTS / "scale_out.md").write_text(text, "utf-8")
    print(text)
    return 0 if good else 1


@contextmanager
def _azurite(folder: Path) -> Iterator[str]:
    """Run Azurite for the processes that are started inside the block; gives the URL of a container."""
    (folder / "azurite").mkdir()
    with azurite_server(folder / "azurite") as (port, _):
        make_container(port, "clips")
        os.environ |= {  # read by the store's own library
            "AZURE_STORAGE_USE_EMULATOR": "true",
            "AZURITE_BLOB_STORAGE_URL": f"http://127.0.0.1:{port}",
        }
        yield "az://clips"


def _measured(folder: Path, flags: list[str], options: argparse.Namespace) -> dict[str, Any]:
    seconds, height = options.seconds, options.height
    piece = write(folder / "piece.mp4", crowd(PEOPLE, PIECE), height)
    clip = repeat(piece, seconds // PIECE, folder / "clip.mp4")
    engine = sqlalchemy.create_engine(flags[1])
    with Process(folder / "serve", "serve", *flags) as serving:
        serving.api.http.timeout = PATIENCE
        with ExitStack() as stack:
            stack.enter_context(Worker(folder / "analyst", *flags)).ready()
            began = time.monotonic()
            video_id = serving.api.upload(clip)
            while (state := serving.api.state(video_id)) not in {"Processed", "Failed"}:
                time.sleep(POLL)
            assert state == "Processed"
            analysis = time.monotonic() - began
        stage = Stage(serving.api, engine, video_id, folder, flags)
        report: dict[str, Any] = {
            "clip": {
                "seconds": seconds,
                "height": height,
                "people": PEOPLE,
                "analysis_seconds": round(analysis, 1),
            },
            "blobs": "a shared folder" if options.folder else "Azurite",
            "rows": [_row(stage, count) for count in COUNTS],
            "killed": _killed(stage),
        }
    engine.dispose()
    first = folder / "1.mp4"
    for row in [*report["rows"], report["killed"]]:
        row.update(compared(first, folder / f"{row['name']}.mp4"))
    return report


def _row(stage: Stage, count: int) -> dict[str, Any]:
    with ExitStack() as stack:
        stage.workers(count, stack, f"worker-of-{count}")
        began = time.monotonic()
        job = stage.api.redact(stage.video_id, {"blurringKind": "Black"})
        stage.finish(job, str(count))
        took = time.monotonic() - began
    return {"name": str(count), "workers": count, "parts": stage.parts(job), "seconds": round(took, 1)}


def _killed(stage: Stage) -> dict[str, Any]:
    """Redact with two workers and kill one, for good, while it works on a part."""
    with ExitStack() as stack:
        victim, _other = stage.workers(2, stack, "killed")
        name = victim.executor_id
        job = stage.api.redact(stage.video_id, {"blurringKind": "Black"})
        began = time.monotonic()
        mine: list[str] = []
        while not mine:
            mine = [part for part, executor in stage.running().items() if executor == name]
            assert stage.api.get(f"Jobs/{job}").status_code == 200, "it ended before the worker had a part"
            time.sleep(POLL)
        victim.kill()
        died = time.monotonic()
        while name in stage.running().values():
            assert time.monotonic() - died < PATIENCE, "the part was never given back"
            time.sleep(POLL)
        noticed = time.monotonic() - died
        while (
            not (answer := stage.running().get(mine[0])) and stage.api.get(f"Jobs/{job}").status_code == 200
        ):
            time.sleep(POLL)
        taken = time.monotonic() - died
        stage.finish(job, "killed")
        took = time.monotonic() - began
        assert answer != name
    return {
        "name": "killed", "workers": 2, "parts": stage.parts(job), "seconds": round(took, 1),
        "noticed_seconds": round(noticed, 1), "taken_over_seconds": round(taken, 1),
    }  # fmt: skip


def compared(first: Path, other: Path) -> dict[str, Any]:
    """Compare two results: the worst picture's PSNR (None: all equal), times and sound."""
    worst = float("inf")
    same_times = True
    for one, two in zip(_pictures(first), _pictures(other), strict=True):
        same_times &= one.pts == two.pts and one.time_base == two.time_base
        difference = one.to_ndarray().astype(np.int16) - two.to_ndarray()
        error = float(np.mean(np.square(difference.astype(np.int32))))
        if error:
            worst = min(worst, 10 * np.log10(255**2 / error))
    return {
        "psnr_worst": None if worst == float("inf") else round(worst, 1),
        "same_times": same_times,
        "same_sound": _sound(first) == _sound(other),
    }


def _pictures(path: Path) -> Iterator[VideoFrame]:
    with av.open(str(path)) as container:
        yield from container.decode(video=0)


def _sound(path: Path) -> list[tuple[int | None, bytes]]:
    with av.open(str(path)) as container:
        return [(packet.pts, bytes(packet)) for packet in container.demux(audio=0) if packet.size]


def page(report: dict[str, Any]) -> tuple[str, bool]:
    """Return the tables as Markdown, and whether every result is as it should be."""
    where, clip, killed = report["machine"], report["clip"], report["killed"]
    alone = report["rows"][0]["seconds"]
    good = killed["taken_over_seconds"] <= TAKEOVER
    lines = [
        "# Many workers", "",
        f"{where['date']}, {where['cores']} cores, Python {where['python']}, load before "
        f"{where['load_average_before']}. A clip of {clip['seconds']} s in {clip['height']}p "
        f"with {clip['people']} people, all of which is encoded again, from `redact` to the finished job. "
        f"The blobs lie in {report['blobs']}. The store, PostgreSQL, `serve` and the workers share this "
        "machine. Each worker is held to one core, as if it were a machine of one core, so that "
        f"{where['cores']} can be faster than one; more workers than cores share them. "
        "Command: `nox -s scale_out`.", "",
        "| workers | parts | seconds | speed-up | worst picture against one worker's | times and sound |",
        "| --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    for row in [*report["rows"], killed]:
        same = row["same_times"] and row["same_sound"]
        alike = row["psnr_worst"] is None or row["psnr_worst"] >= ALIKE
        good &= same and alike
        name = "2, one killed" if row is killed else row["workers"]
        value = "equal" if row["psnr_worst"] is None else f"{row['psnr_worst']} dB"
        lines.append(
            f"| {name} | {row['parts']} | {row['seconds']} | {alone / row['seconds']:.2f} | "
            f"{value if alike else f'**{value}**'} | {'equal' if same else '**different**'} |"
        )
    if (where["load_average_before"] or 0) > BUSY:
        lines += ["", "**The machine was busy with other work: the seconds say nothing of the speed-up.**"]
    lines += [
        "",
        "The killed worker never came back. Its part went back to the queue after "
        f"{killed['noticed_seconds']} s and was another's after {killed['taken_over_seconds']} s (at most "
        f"{TAKEOVER:.0f}). The analysis before took one worker {clip['analysis_seconds']} s; "
        "it isn't cut.", "",
    ]  # fmt: skip
    return "\n".join(lines), good


if __name__ == "__main__":
    sys.exit(main())
